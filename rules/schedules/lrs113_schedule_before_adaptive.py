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

## On public code
There is no finding in 68 repositories. Optimizers that are right are left alone: a
chain of `scale_by_adam` and a schedule with a minus in its value (jaxrl, HIQL,
jaxrl_m), or with `scale(-1.0)` behind it (optimistix, open_spiel).

## References
- google-deepmind/optax#1036
- google-deepmind/optax#424
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    Curve,
    Example,
    Report,
    Rule,
    Severity,
    Site,
    SiteModule,
    judged,
)
from ..optax.calls import curve_of, given, is_certain, told
from ..optax.optimizers import (
    ADAPTIVE,
    SCALE_BY_SCHEDULE,
    SIGN_KEPT,
    around,
    optax_name,
    parts_of,
    uses,
)

# Functions that train with the chain that they are given, as it is.
_TRAINING = frozenset({"ModelAndOptimizer", "Optimizer", "create"})


@judged
def check(site: Site) -> Iterator[Report]:
    """Report a schedule that is divided out, or that lacks its minus."""
    if not is_certain(site) or not isinstance(site.node, ast.Call):
        return
    for chain, use in around(site.module, site.node):
        parts = parts_of(site.module, chain)
        behind = parts[parts.index(use) + 1 :]
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
    made = _schedule(site, argument.value) if argument is not None else None
    curve = curve_of(made) if made is not None else None
    return curve if isinstance(curve, Curve) else None


def _schedule(site: Site, node: ast.expr) -> Site | None:
    """Return the schedule that an expression is, or that a lambda only calls."""
    function = site.module.origin(node)
    if isinstance(function, ast.Lambda) and isinstance(function.body, ast.Call):
        node = function.body.func
    return site.alike(site.module.made_by(node))


def _climbs(site: Site, chain: ast.Call) -> bool:
    """Whether a chain certainly keeps the sign of the gradients."""
    module, curve = site.module, _curve(site)
    if curve is None or curve.lowest.value < 0 or chain.keywords:
        return False
    names = [_name(site, one) for one in parts_of(module, chain)]
    if not all(name in SIGN_KEPT for name in names) or _turns_signs(module):
        return False
    return not any(_is_handed_on(module, use) for use in uses(module, chain))


def _is_handed_on(module: SiteModule, chain: ast.expr) -> bool:
    """Whether a chain may be a part of something else, which turns the sign."""
    outer = module.scopes.parents[chain]
    if isinstance(outer, ast.keyword):
        outer = module.scopes.parents[outer]
    if isinstance(outer, ast.Call) and outer.func is not chain:
        func = outer.func
        return (getattr(func, "attr", "") or getattr(func, "id", "")) not in _TRAINING
    return isinstance(outer, (ast.Starred, ast.List, ast.Tuple))


def _turns_signs(module: SiteModule) -> bool:
    """Whether a module negates or subtracts in a function that it maps over trees."""
    return any(
        isinstance(node.body, (ast.BinOp, ast.UnaryOp))
        and any(isinstance(one, (ast.Sub, ast.USub)) for one in ast.walk(node.body))
        for node in module.scopes.nodes(ast.Lambda)
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
