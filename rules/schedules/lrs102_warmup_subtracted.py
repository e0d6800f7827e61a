"""The warmup is subtracted from a length that includes it.

## What it does
Finds a `warmup_cosine_decay_schedule`, or a cycle of `sgdr_schedule`, whose length is
given as something minus its own `warmup_steps`, through names and sums:
`decay_steps=total - warmup`. In
`join_schedules`, whose later schedules count from their boundary, it finds a length
from which the boundary is subtracted twice.

Two expressions are the same where they are written alike, up to names and fields that
are bound once, or one time after the other, or where both are known numbers that a
reader sees as one. It is silent where a join goes on to its next schedule as the length
ends.

## Why
The length of `warmup_cosine_decay_schedule` includes the warmup. With 1,000 steps of
warmup and `decay_steps=10_000 - 1_000`, the end value is reached at step 9,000, and the
last 1,000 steps of the training run with the lowest learning rate, often zero. Nothing
raises, and the plot looks right at first sight.

## Example
```python
optax.warmup_cosine_decay_schedule(
    init_value=0.0, peak_value=3e-4, warmup_steps=warmup, decay_steps=total - warmup
)
```

## Use instead
```python
optax.warmup_cosine_decay_schedule(
    init_value=0.0, peak_value=3e-4, warmup_steps=warmup, decay_steps=total
)
```

## Fix safety
The rewrite gives the whole length. It changes the curve on purpose, so it is written
only with `--unsafe-fixes`, and only where the subtraction stands in the call.

## On public code
One finding in 68 repositories, and a bug:

- true: Alexanders101/LVD, `src/testing.py:61`. Each cycle of a `sgdr_schedule` is given
  `cosine_steps - warmup_steps`, while their number is `training_steps // cosine_steps`:
  with the values that its configuration states each ends at step 99000, not 100000.

## References
- https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    Argument,
    Example,
    ReplaceExpression,
    Report,
    Rule,
    Severity,
    Site,
    SiteKind,
    VerdictKind,
    difference,
    is_short_by,
    judged,
    known_number,
    shown,
    subtracted,
    sum_of,
)
from ..optax.calls import JOIN, elements, is_own, told, warmed_up
from ..optax.join_lengths import ends_at_a_boundary, lengths_behind, subtracted_twice
from ..optax.migrated import with_migrated
from ..optax.schedules import SGDR, WARMUP_COSINE_DECAY
from ..optax.signatures import SCHEDULES


@judged
def check(site: Site) -> Iterator[Report]:
    """Report a length without its warmup, or without it twice."""
    if site.doubt or site.kind not in (SiteKind.CALL, SiteKind.PARTIAL):
        return
    if site.name == JOIN:
        yield from _twice(site)
        return
    for warmup, length in warmed_up(site):
        if known_number(site, warmup.value) == 0:
            continue  # whoever writes so means what is left after none
        left_out = _is_without(site, length.value, warmup.value, 1)
        if left_out and not ends_at_a_boundary(site, length.value):
            yield _report(site, warmup, length)


def _report(site: Site, warmup: Argument, length: Argument) -> Report:
    text = f"`{shown(length.value)}`"
    message = f"`{length.name}` of `warmup_cosine_decay_schedule` includes the warmup, "
    ends = "each cycle ends at its" if site.listed else "the end value is reached at"
    message += f"and {text} leaves it out: {ends} step "
    early = known_number(site, warmup.value)
    end = known_number(site, length.value)
    if early and end is not None:
        message += f"{told(end)}, not {told(end + early)}"
    else:
        message += f"{text}, `{shown(warmup.value)}` steps early"
    whole = _whole(site, length.value, warmup.value)
    if whole is None or not isinstance(length.holder, ast.Call):
        return Report(length.node, message)
    return Report(
        length.node,
        message,
        (ReplaceExpression(length.value, site.text(whole)),),
        fix_message=f"Give the whole length, `{shown(whole)}`",
        repairs="the decay becomes longer by the warmup, as the length is meant",
    )


def _whole(site: Site, length: ast.expr, warmup: ast.expr) -> ast.expr | None:
    """Return the length from which the call itself subtracts the warmup."""
    if not isinstance(length, ast.BinOp) or not isinstance(length.op, ast.Sub):
        return None
    rest = difference(sum_of(site, length.right), sum_of(site, warmup))
    return length.left if rest == 0 else None


def _is_without(site: Site, length: ast.expr, part: ast.expr, times: int) -> bool:
    """Whether a part is subtracted from a length, so many times."""
    if is_short_by(sum_of(site, length), sum_of(site, part), times):
        return True
    value = known_number(site, part)
    if not value or value == 1:
        return False  # a length less 1 counts from 0
    parts = [one for one in subtracted(site, length) if _is_as(site, one, part)]
    return len(parts) >= times


def _is_as(site: Site, one: ast.expr, part: ast.expr) -> bool:
    """Whether two expressions are one number, which is written out in one of them."""
    literal = isinstance(one, ast.Constant) or isinstance(part, ast.Constant)
    return literal and known_number(site, one) == known_number(site, part)


def _twice(site: Site) -> Iterator[Report]:
    """Report a length that counts from a boundary, less that boundary, twice."""
    boundaries = elements(site, "boundaries") or []
    for node, part, length, begin in lengths_behind(site, boundaries):
        first = boundaries[0]
        if begin is first:
            twice = _is_without(part, length.value, first, 2)
        else:
            twice = is_short_by(sum_of(part, length.value), sum_of(site, first), 2)
        if twice:
            message = subtracted_twice(site, part, length, (first, begin))
            yield Report(length.node if is_own(part, length) else node, message)


RULE = Rule(
    code="LRS102",
    slug="warmup-subtracted",
    summary="the warmup is subtracted from a length that includes it",
    severity=Severity.WARNING,
    fixable=True,
    functions=with_migrated(WARMUP_COSINE_DECAY.path, SGDR.path, SCHEDULES[JOIN].path),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "A cosine without a warmup is given what is left after it",
            """
            import optax


            def build(total, warmup):
                ramp = optax.linear_schedule(0.0, 0.1, warmup)
                decay = optax.cosine_decay_schedule(0.1, total - warmup)
                return optax.join_schedules([ramp, decay], [warmup])
            """,
            findings=0,
        ),
        Example(
            "Something else is subtracted",
            """
            import optax


            def build(total, warmup, cooldown):
                return optax.warmup_cosine_decay_schedule(
                    0.0, 0.1, warmup, total - cooldown
                )
            """,
            findings=0,
        ),
        Example(
            "What is subtracted was added before",
            """
            import optax


            def build(steps, warmup):
                total = steps + warmup
                return optax.warmup_cosine_decay_schedule(
                    0.0, 0.1, warmup, total - warmup
                )
            """,
            findings=0,
        ),
        Example(
            "Two numbers of steps that happen to be the same",
            """
            import optax

            TOTAL, WARMUP, COOLDOWN = 10_000, 1_000, 1_000
            schedule = optax.warmup_cosine_decay_schedule(
                0.0, 0.1, WARMUP, TOTAL - COOLDOWN
            )
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "The end comes at step 9000, not 10000",
            """
            import optax

            TOTAL, WARMUP = 10_000, 1_000
            schedule = optax.warmup_cosine_decay_schedule(
                0.0, 3e-4, WARMUP, TOTAL - WARMUP, 3e-5
            )
            """,
            unsafe="""
            import optax

            TOTAL, WARMUP = 10_000, 1_000
            schedule = optax.warmup_cosine_decay_schedule(
                0.0, 3e-4, WARMUP, TOTAL, 3e-5
            )
            """,
            verdict=VerdictKind.UNVERIFIABLE,
        ),
        Example(
            "Through names, and in epochs",
            """
            import optax


            def build(config, steps_per_epoch):
                warmup = config.warmup_epochs * steps_per_epoch
                rest = (config.epochs - config.warmup_epochs) * steps_per_epoch
                return optax.warmup_cosine_decay_schedule(0.0, 0.1, warmup, rest)
            """,
        ),
        Example(
            "Subtracted twice, in front of a join",
            """
            import optax


            def build(total, warmup):
                rest = total - warmup
                ramp = optax.linear_schedule(0.0, 0.1, warmup)
                decay = optax.cosine_decay_schedule(0.1, rest - warmup)
                return optax.join_schedules([ramp, decay], [warmup])
            """,
        ),
    ),
)
