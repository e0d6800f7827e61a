"""`transition_steps` of `warmup_exponential_decay_schedule` starts after the warmup.

## What it does
Flags every `warmup_exponential_decay_schedule`, and tells at which step it really
reaches `peak_value * decay_rate` where that is known. It is a warning where the
argument is named or computed like a total (`total_steps`, `num_train_steps`,
`epochs * steps_per_epoch`), or where the same expression is the length of a
`warmup_cosine_decay_schedule` in the module; elsewhere it is information.

## Why
The length of `warmup_cosine_decay_schedule` includes its warmup. The one of
`warmup_exponential_decay_schedule` does not, and `transition_begin` is a delay on top
of the warmup. With `warmup_steps=20` and a length of 100, the cosine reaches its end
at step 100, the exponential its first `decay_rate` at step 120. Whoever changes one
name into the other changes the curve, and nothing says so.

## Example
```python
optax.warmup_exponential_decay_schedule(
    init_value=0.0, peak_value=0.1, warmup_steps=20, transition_steps=total_steps,
    decay_rate=0.1,
)
```

## Use instead
Decide which of the two is meant. For a decay that reaches `peak_value * decay_rate`
at the end of training:
```python
optax.warmup_exponential_decay_schedule(
    init_value=0.0, peak_value=0.1, warmup_steps=20,
    transition_steps=total_steps - 20, decay_rate=0.1,
)
```

## Fix safety
There is no fix: it is a decision, and either choice changes or keeps a curve that
somebody may have tuned.

## On public code
Six findings in three of 68 repositories, read one by one, all information:

- true: NX-AI/xlstm-jax, `scripts/speed_benchmark/run_benchmark.py:352`, 412, 454 and
  496. The rate is reached at step 1100, and 1000 is written; nothing is trained there.
- true: phlippe/jax_trainer, `optimizer_constructor.py:143`. The length is meant to
  start after the warmup: the decay rate is for one step.
- true, and says little: jonbarron/camp_zipnerf, `internal/configs.py:61`. The function
  is put into a table, and called elsewhere.

## References
- google-deepmind/optax#835
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...codemod.rule import (
    Argument,
    Example,
    Report,
    Rule,
    Severity,
    Site,
    SiteKind,
    judged,
    known_number,
)
from ..optax.calls import told
from ..optax.migrated import with_migrated
from ..optax.schedules import WARMUP_COSINE_DECAY, WARMUP_EXPONENTIAL_DECAY

# Names of how long the whole training is: in steps, and in epochs.
_TOTAL = re.compile(
    r"(?:^|_)total(?:_|$)|"
    r"(?:^|_)(?:num|n|nb|max|train|training|opt|optim)(?:_?(?:train|training|opt|optim"
    r"|update|total))?_?(?:steps|iters|iterations|updates)$",
    re.IGNORECASE,
)
_EPOCHS = re.compile(r"^(?:num|n|nb|max|total|train|training|_)*epochs?$", re.I)


@judged
def check(site: Site) -> Iterator[Report]:
    """Report every use, with what its length means in steps."""
    if site.kind is SiteKind.IMPORT or site.aliases:
        return
    length = site.arguments.get("transition_steps") if site.arguments else None
    message = "`transition_steps` of `warmup_exponential_decay_schedule` starts after "
    message += "the warmup"
    if length is None or site.arguments is None:
        yield Report(site.callee, message + ", and does not include it")
        return
    warmup = site.arguments.get("warmup_steps")
    begin = site.arguments.get("transition_begin")
    message += ": `peak_value * decay_rate` is reached at step "
    message += _reached(site, warmup, begin, length)
    severity = Severity.INFO
    if _like_a_total(length.value):
        severity = Severity.WARNING
        message += f", and `{ast.unparse(length.value)}` reads like a total"
    elif (line := _cosine_of_the_same_length(site, length)) is not None:
        severity = Severity.WARNING
        message += f", while the cosine on line {line} ends at that length"
    node = length.node if site.owns(length) else site.callee
    yield Report(node, message, severity=severity)


def _reached(
    site: Site, warmup: Argument | None, begin: Argument | None, length: Argument
) -> str:
    parts = [part.value for part in (warmup, begin, length) if part is not None]
    numbers = [known_number(site, part) for part in parts]
    known = [number for number in numbers if number is not None]
    if warmup is not None and len(known) == len(parts):
        return f"{told(sum(known))}, not {told(known[-1])}"
    texts = [ast.unparse(part) for part in parts if known_number(site, part) != 0]
    if warmup is None:
        texts.insert(0, "warmup_steps")
    return f"`{' + '.join(texts)}`"


def _like_a_total(node: ast.expr) -> bool:
    """Whether a length is named like all of the training, or counts its epochs."""
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, (ast.Div, ast.FloorDiv)):
            return _counts_epochs(node.left) and "batch" in _last_name(node.right)
        if not isinstance(node.op, (ast.Mult, ast.Add)):
            return False
        sides = (node.left, node.right)
        return _counts_epochs(node) or any(map(_like_a_total, sides))
    if isinstance(node, ast.Call) and node.args and _last_name(node.func) == "int":
        return _like_a_total(node.args[0])
    name = _last_name(node)
    return bool(_TOTAL.search(name) or _EPOCHS.match(name))


def _counts_epochs(node: ast.expr) -> bool:
    """Whether a product has a number of epochs in it."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mult):
        return False
    sides = (node.left, node.right)
    return any(_EPOCHS.match(_last_name(one)) or _counts_epochs(one) for one in sides)


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return node.id if isinstance(node, ast.Name) else ""


def _cosine_of_the_same_length(site: Site, length: Argument) -> int | None:
    text = ast.dump(length.value)
    calls = [
        site.module.by_value(WARMUP_COSINE_DECAY.path, name).get(text)
        for name in ("decay_steps", "transition_steps")
    ]
    return min((call.node.lineno for call in calls if call is not None), default=None)


RULE = Rule(
    code="LRS004",
    slug="warmup-transition-steps",
    summary="the length of `warmup_exponential_decay_schedule` excludes the warmup",
    severity=Severity.INFO,
    fixable=False,
    functions=with_migrated(WARMUP_EXPONENTIAL_DECAY.path),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "A length that is called like the parameter is no total: information",
            """
            import optax


            def build(transition_steps):
                return optax.warmup_exponential_decay_schedule(
                    0.0, 0.1, 20, transition_steps, 0.1
                )
            """,
        ),
        Example(
            "An exponential decay without a warmup has nothing to leave out",
            """
            import optax

            schedule = optax.exponential_decay(0.1, 100, 0.5)
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "With constants, the step is told: 120, not 100",
            """
            import optax

            schedule = optax.warmup_exponential_decay_schedule(
                0.0, 0.1, warmup_steps=20, transition_steps=100, decay_rate=0.1
            )
            """,
        ),
        Example(
            "A length that counts epochs is a warning",
            """
            import optax


            def build(config, loader):
                return optax.warmup_exponential_decay_schedule(
                    0.0, 0.1, 20, config.num_epochs * len(loader), 0.1
                )
            """,
        ),
        Example(
            "A length that reads like a total is a warning",
            """
            import optax


            def build(total_steps):
                return optax.warmup_exponential_decay_schedule(
                    0.0, 0.1, 20, total_steps, 0.1
                )
            """,
        ),
    ),
)
