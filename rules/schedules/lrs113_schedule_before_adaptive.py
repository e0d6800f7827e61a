"""`scale_by_schedule` stands before an optimizer that divides it out.

## What it does
Finds `scale_by_schedule`, or `scale_by_learning_rate`, in an `optax.chain` before a
transformation that divides by the size of the gradients, such as `scale_by_adam`,
`lion` or `rmsprop`. It also finds a chain in which nothing turns the sign:
`scale_by_schedule` with a schedule that is positive, and no negative `scale`, no
`scale_by_learning_rate` and no optimizer. With
`scale_by_learning_rate(flip_sign=False)`, which asks for that, it is information.

Chains within the chain count as their parts, and a list of parts with what is appended.

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
    known_value,
)
from ..optax.calls import curve_of, given, is_certain, told
from ..optax.chains import around, parts_of, uses
from ..optax.optimizers import (
    ADAPTIVE,
    SCALE_BY_LEARNING_RATE,
    SCALE_BY_SCHEDULE,
    SIGN_KEPT,
    optax_name,
)

# Functions that train with the chain that they are given, as it is.
_TRAINING = frozenset({"ModelAndOptimizer", "Optimizer", "create"})


@judged
def check(site: Site) -> Iterator[Report]:
    """Report a schedule that is divided out, or that lacks its minus."""
    rate = _rate(site) if is_certain(site) else None
    if rate is None or not isinstance(site.node, ast.Call):
        return
    for chain, use in around(site.module, site.node):
        parts = parts_of(site.module, chain)
        behind = parts[parts.index(use) + 1 :] if use in parts else []
        adaptive = next((one for one in behind if _name(site, one) in ADAPTIVE), None)
        if adaptive is not None:
            yield Report(use, _divided_out(site, adaptive))
        elif _climbs(site, use, chain):
            message = "nothing in this chain turns the sign, so that `apply_updates` "
            message += f"adds the gradient{_values(site)}; `scale_by_learning_rate` "
            message += "takes a schedule, and turns it"
            asked = site.name == SCALE_BY_LEARNING_RATE.name  # not to turn it
            yield Report(use, message, severity=Severity.INFO if asked else None)


def _rate(site: Site) -> ast.expr | None:
    """Return what a site scales by."""
    argument = given(site, "step_size_fn") or given(site, "learning_rate")
    return argument.value if argument is not None else None


def _name(site: Site, node: ast.expr) -> str:
    made = site.module.origin(node)
    return optax_name(site.module, made.func) if isinstance(made, ast.Call) else ""


def _divided_out(site: Site, adaptive: ast.expr) -> str:
    what, left = "schedule", "it has no effect"
    if site.name == SCALE_BY_LEARNING_RATE.name:
        what, left = "learning rate", "nothing but its sign has an effect"
    return (
        f"`{_name(site, adaptive)}`, which comes after it, divides by the size of the "
        f"gradients, and the {what} with it: {left}{_values(site)}; put it behind"
    )


def _values(site: Site) -> str:
    curve = _curve(site)
    if curve is None:
        return ""
    highest, lowest = curve.highest, curve.lowest
    return f" (its values are {told(lowest.value)} to {told(highest.value)})"


def _curve(site: Site) -> Curve | None:
    rate = _rate(site)
    made = _schedule(site, rate) if rate is not None else None
    curve = curve_of(made) if made is not None else None
    return curve if isinstance(curve, Curve) else None


def _schedule(site: Site, node: ast.expr) -> Site | None:
    """Return the schedule that an expression is, or that a lambda only calls."""
    function = site.module.origin(node)
    if isinstance(function, ast.Lambda) and isinstance(function.body, ast.Call):
        node = function.body.func
    return site.alike(site.module.made_by(node))


def _climbs(site: Site, use: ast.expr, chain: ast.Call) -> bool:
    """Whether a chain certainly keeps the sign of the gradients."""
    module, curve = site.module, _curve(site)
    if curve is None or curve.lowest.value < 0 or chain.keywords or _turns(site):
        return False
    names = [_name(site, one) for one in parts_of(module, chain) if one is not use]
    if not all(name in SIGN_KEPT for name in names) or _turns_signs(module):
        return False
    return not any(_is_handed_on(module, use) for use in uses(module, chain))


def _turns(site: Site) -> bool:
    """Whether a transformation turns the sign by itself, or may."""
    if site.name != SCALE_BY_LEARNING_RATE.name:
        return False
    flip = given(site, "flip_sign")
    known = known_value(site, flip.value) if flip is not None else None
    return known is None or known.value is not False


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
    functions=frozenset({SCALE_BY_SCHEDULE.path, SCALE_BY_LEARNING_RATE.path}),
    facts=(SCALE_BY_LEARNING_RATE,),
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
