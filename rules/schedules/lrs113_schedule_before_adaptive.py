"""`scale_by_schedule` stands before an optimizer that divides it out.

## What it does
Finds `scale_by_schedule` in an `optax.chain` before a transformation that divides by
the size of the gradients, such as `scale_by_adam`, `lion` or `rmsprop`. It also finds a
chain in which nothing turns the sign: `scale_by_schedule` with a schedule that is
positive, and no negative `scale`, no `scale_by_learning_rate` and no optimizer.

## Why
Adam divides by the root of the mean square of what it is given, and a factor before it
is in both: a schedule of 1e-6 and one of 1e-2 train the same, and the learning rate is
the 1 that comes out. Without the minus, `apply_updates` adds the gradient, and the loss
climbs. Nothing raises.

## Example
```python
optax.chain(optax.scale_by_schedule(schedule), optax.scale_by_adam())
```

## Use instead
```python
optax.chain(optax.scale_by_adam(), optax.scale_by_learning_rate(schedule))
```

## Fix safety
There is no fix: the order changes what is trained, on purpose.

## References
- google-deepmind/optax#1036
- google-deepmind/optax#424
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import Example, Report, Rule, Severity, Site
from ..optax.calls import curve_of, given, is_certain, told
from ..optax.curve import Curve
from ..optax.optimizers import (
    ADAPTIVE,
    SCALE_BY_SCHEDULE,
    SIGN_KEPT,
    optax_name,
    uses,
)


def check(site: Site) -> Iterator[Report]:
    """Report a schedule that is divided out, or that lacks its minus."""
    if not is_certain(site) or not isinstance(site.node, ast.Call):
        return
    module = site.module
    for use in uses(module, site.node):
        chain = module.scopes.parents[use]
        if not isinstance(chain, ast.Call) or use not in chain.args:
            continue
        if optax_name(module, chain.func) != "chain":
            continue
        behind = chain.args[chain.args.index(use) + 1 :]
        adaptive = next((one for one in behind if _name(site, one) in ADAPTIVE), None)
        if adaptive is not None:
            yield Report(use, _divided_out(site, adaptive))
        elif _climbs(site, chain):
            message = "nothing in this chain turns the sign, so that `apply_updates` "
            message += f"adds the gradient{_values(site)}; `scale_by_learning_rate` "
            yield Report(use, message + "takes a schedule, and turns it")


def _name(site: Site, node: ast.expr) -> str:
    made = site.module.origin(node)
    return optax_name(site.module, made.func) if isinstance(made, ast.Call) else ""


def _divided_out(site: Site, adaptive: ast.expr) -> str:
    name = _name(site, adaptive)
    return (
        f"`{name}`, which comes after it, divides by the size of the gradients, and "
        f"the schedule with it: it has no effect{_values(site)}; put it behind"
    )


def _values(site: Site) -> str:
    curve = _curve(site)
    if curve is None:
        return ""
    highest, lowest = curve.highest, curve.lowest
    return f" (its values are {told(lowest.value)} to {told(highest.value)})"


def _curve(site: Site) -> Curve | None:
    argument = given(site, "step_size_fn")
    made = site.module.made_by(argument.value) if argument is not None else None
    curve = curve_of(made) if made is not None else None
    return curve if isinstance(curve, Curve) else None


def _climbs(site: Site, chain: ast.Call) -> bool:
    """Whether a chain certainly keeps the sign of the gradients."""
    curve = _curve(site)
    if curve is None or curve.lowest.value < 0 or chain.keywords:
        return False
    names = [_name(site, one) for one in chain.args]
    outer = site.module.scopes.parents[chain]
    return all(name in SIGN_KEPT for name in names) and not isinstance(
        outer, (ast.Call, ast.Starred, ast.keyword)
    )


RULE = Rule(
    code="LRS113",
    slug="schedule-before-adaptive",
    summary="`scale_by_schedule` stands before an optimizer that divides it out",
    severity=Severity.WARNING,
    fixable=False,
    functions=frozenset({SCALE_BY_SCHEDULE.path}),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "Behind Adam, and with a minus",
            """
            import optax

            schedule = optax.exponential_decay(-0.01, 1000, 0.99)
            tx = optax.chain(optax.scale_by_adam(), optax.scale_by_schedule(schedule))
            """,
            findings=0,
        ),
        Example(
            "The minus stands by itself",
            """
            import optax

            schedule = optax.exponential_decay(0.01, 1000, 0.99)
            tx = optax.chain(
                optax.scale_by_adam(),
                optax.scale_by_schedule(schedule),
                optax.scale(-1.0),
            )
            """,
            findings=0,
        ),
        Example(
            "Momentum does not divide",
            """
            import optax


            def build(schedule):
                return optax.chain(
                    optax.scale_by_schedule(schedule), optax.trace(0.9), optax.scale(-1)
                )
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "Adam divides it out",
            """
            import optax

            schedule = optax.exponential_decay(0.01, 1000, 0.99)
            tx = optax.chain(optax.scale_by_schedule(schedule), optax.scale_by_adam())
            """,
        ),
        Example(
            "Nothing turns the sign",
            """
            import optax

            schedule = optax.exponential_decay(0.01, 1000, 0.99)
            tx = optax.chain(optax.scale_by_adam(), optax.scale_by_schedule(schedule))
            """,
        ),
    ),
)
