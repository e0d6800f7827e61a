"""Arguments of `reduce_on_plateau` that Optax refuses, or reads as another one.

## What it does
Finds, in calls and partials of `optax.contrib.reduce_on_plateau`:

- `threshold=`, which is `rtol` since Optax 0.1.9;
- four positional arguments of which the last reads like the old `cooldown`, a whole
  number of steps: since Optax 0.1.9 it is `atol`;
- a `factor` that is not between 0 and 1, and tolerances that Optax refuses: negative
  ones, an `rtol` above 1, or both 0.

## Why
The first and the last raise, when the line runs. The second does not: the metric then
has to fall by more than the old number of steps to count as better. It hardly ever
does, so the learning rate is reduced every `patience` steps, down to nothing.

## Example
```python
optax.contrib.reduce_on_plateau(0.5, 10, 1e-3, 5)
```

## Use instead
```python
optax.contrib.reduce_on_plateau(0.5, 10, 1e-3, cooldown=5)
```

## Fix safety
`threshold=` becomes `rtol=`, and the fourth positional argument `cooldown=`. Both
change behaviour on purpose: the first call raises today, and computes what Optax 0.1.8
did only while the metric stays above 0; the second is read as `atol` today. So the
verdict is `unverifiable`, and the rewrite is written only with `--unsafe-fixes`.

## References
- google-deepmind/optax#698
- https://optax.readthedocs.io/en/latest/api/contrib.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    Argument,
    Arguments,
    Example,
    NameArgument,
    Report,
    Rule,
    Severity,
    Site,
    SiteKind,
    VerdictKind,
    constant_number,
    renamed,
)
from ..optax.signatures import PLATEAU, REDUCE_ON_PLATEAU

OLD, NEW = "threshold", "rtol"
_READ_AS, _MEANT = "atol", "cooldown"
_RENAMED = (
    "the call raises TypeError as it is, and `rtol` computes what `threshold` did in "
    "Optax 0.1.8 only while the metric stays above 0"
)
_SHIFTED = "the argument is read as `atol` today"


def check(site: Site) -> Iterator[Report]:
    """Report what Optax refuses, and what it reads as something else."""
    for argument in site.unknown:
        if argument.name == OLD:
            yield _renamed(site, argument)
    if site.arguments is None or site.doubt or site.is_tried:
        return
    shifted = _shifted(site, site.arguments)
    if shifted is not None:
        yield shifted
    else:
        yield from _refused(site, site.arguments)


def _renamed(site: Site, argument: Argument) -> Report:
    message = f"`{OLD}` of `{PLATEAU}` is `{NEW}` since Optax 0.1.9: TypeError"
    if site.arguments and site.arguments.get(NEW):
        return Report(argument.node, message, unfixable=f"`{NEW}` is given as well")
    return Report(
        argument.node,
        message,
        (renamed(argument, NEW),),
        fix_message=f"Rename `{OLD}` to `{NEW}`",
        repairs=_RENAMED,
    )


def _shifted(site: Site, arguments: Arguments) -> Report | None:
    """Report the fourth positional argument, if it is a cooldown of Optax 0.1.8."""
    fourth = arguments.get(_READ_AS)
    if fourth is None or fourth.keyword or arguments.get(_MEANT):
        return None
    call = fourth.holder
    if not site.owns(fourth) or not _reads_like_steps(fourth.value):
        return None
    assert isinstance(call, ast.Call), "it is positional"
    text = ast.unparse(fourth.value)
    message = f"the 4th argument of `{PLATEAU}` is `{_READ_AS}` since Optax 0.1.9, not "
    message += (
        f"`{_MEANT}`: a metric has to fall by more than {text} to count as better"
    )
    return Report(
        fourth.node,
        message,
        (NameArgument(call, fourth.index, _MEANT),),
        fix_message=f"Give it by name: `{_MEANT}={text}`",
        repairs=_SHIFTED,
    )


def _reads_like_steps(node: ast.expr) -> bool:
    number = constant_number(node)
    if number is not None:
        return isinstance(number, int) and number >= 1
    return _MEANT in ast.unparse(node).lower()


def _refused(site: Site, arguments: Arguments) -> Iterator[Report]:
    """Report the numbers for which Optax raises ValueError."""
    numbers: dict[str, int | float] = {}
    for name in ("factor", "rtol", "atol"):
        argument = arguments.get(name)
        number = constant_number(argument.value) if argument else None
        if number is not None:
            numbers[name] = number
    factor, rtol, atol = (numbers.get(name) for name in ("factor", "rtol", "atol"))
    if factor is not None and not 0 < factor < 1:
        message = f"`factor` {factor} is not between 0 and 1: ValueError since Optax "
        yield _at(site, arguments, "factor", f"{message}0.2.3")
    for name in ("rtol", "atol"):
        if numbers.get(name, 0) < 0:
            message = f"`{name}` {numbers[name]} is negative: ValueError"
            yield _at(site, arguments, name, message)
    if rtol is not None and rtol > 1:
        message = f"`rtol` {rtol} is above 1, and a fraction of the best value: "
        yield _at(site, arguments, "rtol", f"{message}ValueError")
    complete = site.kind is SiteKind.CALL and not arguments.opaque
    if rtol == 0 and (atol == 0 or ("atol" not in arguments.named and complete)):
        message = "`rtol` and `atol` are both 0: ValueError; one has to be positive"
        yield _at(site, arguments, "rtol", message)


def _at(site: Site, arguments: Arguments, name: str, message: str) -> Report:
    argument = arguments.named[name]
    return Report(argument.node if site.owns(argument) else site.callee, message)


RULE = Rule(
    code="LRS207",
    slug="plateau-arguments",
    summary="an argument of `reduce_on_plateau` is refused, or read as another one",
    severity=Severity.ERROR,
    fixable=True,
    functions=frozenset({REDUCE_ON_PLATEAU.path}),
    check=check,
    since=("optax", "0.1.9"),
    doc=__doc__ or "",
    refused=(
        Example(
            "A tolerance in its place is a tolerance",
            """
            from optax.contrib import reduce_on_plateau

            tx = reduce_on_plateau(0.5, 10, 1e-3, 1e-6)
            """,
            findings=0,
        ),
        Example(
            "With a cooldown behind it, the order is the new one",
            """
            from optax.contrib import reduce_on_plateau

            tx = reduce_on_plateau(0.5, 10, 1e-3, 1, 5)
            """,
            findings=0,
        ),
        Example(
            "PyTorch's scheduler still has a threshold",
            """
            from torch.optim.lr_scheduler import ReduceLROnPlateau

            scheduler = ReduceLROnPlateau(optimizer, threshold=1e-3)
            """,
            findings=0,
        ),
        Example(
            "A factor that Optax refuses has no obvious right one",
            """
            from optax.contrib import reduce_on_plateau

            tx = reduce_on_plateau(factor=10)
            """,
        ),
    ),
    accepted=(
        Example(
            "The old name of a tolerance",
            """
            from optax.contrib import reduce_on_plateau

            tx = reduce_on_plateau(patience=5, threshold=1e-3)
            """,
            unsafe="""
            from optax.contrib import reduce_on_plateau

            tx = reduce_on_plateau(patience=5, rtol=1e-3)
            """,
            verdict=VerdictKind.UNVERIFIABLE,
        ),
        Example(
            "A cooldown where the old order had it",
            """
            from optax.contrib import reduce_on_plateau

            tx = reduce_on_plateau(0.5, 10, 1e-3, 5)
            """,
            unsafe="""
            from optax.contrib import reduce_on_plateau

            tx = reduce_on_plateau(0.5, 10, 1e-3, cooldown=5)
            """,
            verdict=VerdictKind.UNVERIFIABLE,
        ),
    ),
)
