"""Arguments that moved: losses take them by name alone, `rmsprop` reads others.

## What it does
Finds a loss such as `optax.huber_loss`, `optax.ctc_loss` or
`optax.sigmoid_focal_loss` that is given by position what it takes by name alone since
Optax 0.2.7, and `optax.power_iteration` likewise. And `optax.rmsprop` with five to
seven arguments by position: Optax 0.2.4 put `eps_in_sqrt` before `centered`. It is
silent where what is given shows that the order of today is meant.

## Why
A loss raises TypeError since Optax 0.2.7, when the line runs: the first step of the
training, or of the evaluation. `rmsprop` raises nothing: what was `centered` is
`eps_in_sqrt`, and what was `momentum` switches `centered` on.

## Example
```python
optax.huber_loss(predictions, targets, 1.0)
```

## Use instead
```python
optax.huber_loss(predictions, targets, delta=1.0)
```

## Fix safety
Every release takes these arguments by name, so the rewrite of a loss does the same
before and after. It is written where the place of each argument is known. That of
`rmsprop` gives each argument the name that it had before Optax 0.2.4. With a later
release this changes what is trained, so it is written only with `--unsafe-fixes`.

A project that excludes the releases from 0.2.7 on is not told.

## On public code
One finding in 68 repositories:

- true: affjljoo3581/Google-American-Sign-Language-Fingerspelling-Recognition,
  `finetuning/training.py:55` gives `ctc_loss` its `blank_id` by position. The project
  pins Optax 0.1.5, with which that runs, so it is told only with `--isolated`.

## References
- The release notes of Optax 0.2.4 and 0.2.7
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...codemod.rule import (
    Argument,
    Arguments,
    Example,
    Function,
    NameArgument,
    Report,
    Rule,
    Severity,
    Site,
    SiteKind,
    VerdictKind,
)
from ..optax.losses import LOSSES
from ..optax.nearest import listed
from ..optax.optimizers import RMSPROP
from ..optax.rmsprop_order import BEFORE, ONCE, both_orders, is_of_once, is_of_today

_POWER = Function(
    path="optax.power_iteration",
    also=("optax._src.linear_algebra.power_iteration",),
    parameters=("matrix", "v0", "num_iters", "error_tolerance", "precision", "key"),
    required=1,
    common=True,
)
# What each took by position once, how much of that it still takes, and until when.
_ORDERS = {
    **{
        path: (known.parameters, places, "0.2.7")
        for path, (known, places) in LOSSES.items()
    },
    _POWER.path: (("matrix", "num_iters", "error_tolerance", "precision"), 1, "0.2.3"),
}
_PARAMETERS = {
    known.path: known.parameters
    for known in (_POWER, RMSPROP, *(known for known, _ in LOSSES.values()))
}


def check(site: Site) -> Iterator[Report]:
    """Report the arguments that are given by position, and are not taken so today."""
    given = site.arguments
    if site.kind is not SiteKind.CALL or given is None or site.is_tried:
        return
    if given.clashing or given.surplus:
        return
    if site.function == RMSPROP.path:
        yield from _in_another_order(site, given)
    else:
        yield from _by_name_alone(site, given)


def _by_place(site: Site, given: Arguments, first: int) -> dict[int, Argument]:
    """Return the arguments that are given by position, from a place on."""
    return {
        place: argument
        for place, name in enumerate(_PARAMETERS[site.function])
        if place >= first
        and (argument := given.get(name)) is not None
        and not argument.keyword
    }


def _by_name_alone(site: Site, given: Arguments) -> Iterator[Report]:
    order, places, release = _ORDERS[site.function]
    found = _by_place(site, given, places)
    if not found or max(found) >= len(order):
        return
    names, arguments = [order[place] for place in found], [*found.values()]
    message = f"`{site.name}` takes {listed(names, word='and')} by name alone since "
    message += f"Optax {release}: TypeError"
    starred = any(isinstance(one, ast.Starred) for one in given.opaque)
    intents = () if starred else _named(site, arguments, names)
    if not intents:
        yield Report(arguments[0].node, message)
        return
    yield Report(
        arguments[0].node,
        message,
        intents,
        fix_message=f"Give {listed(names, word='and')} by name",
        preserves="every release takes them by name",
    )


def _in_another_order(site: Site, given: Arguments) -> Iterator[Report]:
    found = _by_place(site, given, BEFORE)
    arguments, once = [*found.values()], ONCE[: len(found)]
    if not found or len(found) > len(ONCE) or given.opaque:
        return
    if any(name in given.named and given.named[name].keyword for name in once):
        return  # which the older order would give twice
    values = [argument.value for argument in arguments]
    if is_of_today(values):
        return
    message, intents = both_orders(len(values)), _named(site, arguments, once)
    certain = is_of_once(values)
    if not (intents and certain):
        why = "" if certain else "either may be meant"
        yield Report(
            *(arguments[0].node, message), severity=Severity.WARNING, unfixable=why
        )
        return
    yield Report(
        arguments[0].node,
        message,
        intents,
        fix_message=f"Give {listed(once, word='and')} by name",
        severity=Severity.WARNING,
        repairs="each argument gets the name that it had up to Optax 0.2.3",
    )


def _named(
    site: Site, arguments: Sequence[Argument], names: Sequence[str]
) -> tuple[NameArgument, ...]:
    """Return what names arguments, if all stand in one call here."""
    call = arguments[0].holder
    if not isinstance(call, ast.Call) or not site.owns(arguments[0]):
        return ()
    if any(argument.holder is not call for argument in arguments):
        return ()
    return tuple(
        NameArgument(call, argument.index, name)
        for argument, name in zip(arguments, names, strict=True)
    )


RULE = Rule(
    code="LRS305",
    slug="keyword-only",
    summary="arguments that Optax takes by name alone, or in another order, today",
    severity=Severity.ERROR,
    fixable=True,
    functions=frozenset(_PARAMETERS),
    facts=(_POWER, RMSPROP, *(known for known, _ in LOSSES.values())),
    since=("optax", "0.2.7"),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "By name already",
            """
            import optax


            def loss(a, b):
                return optax.huber_loss(a, b, delta=1.0) + optax.cosine_distance(a, b)


            tx = optax.rmsprop(1e-3, 0.9, 1e-8, 0.0, centered=True)
            """,
            findings=0,
        ),
        Example(
            "A function of the same name from elsewhere is not ours",
            """
            from mylib import huber_loss

            value = huber_loss(a, b, 1.0)
            """,
            findings=0,
        ),
        Example(
            "A switch where the momentum was: the order of today",
            """
            import optax

            tx = optax.rmsprop(1e-3, 0.9, 1e-8, 0.0, True, False, 0.9)
            """,
            findings=0,
        ),
        Example(
            "A switch that either order has",
            """
            import optax

            tx = optax.rmsprop(1e-3, 0.9, 1e-8, 0.0, False)
            """,
        ),
    ),
    accepted=(
        Example(
            "Each gets its name",
            """
            import optax


            def loss(a, b):
                return optax.sigmoid_focal_loss(a, b, 0.25, 2.0)
            """,
            after="""
            import optax


            def loss(a, b):
                return optax.sigmoid_focal_loss(a, b, alpha=0.25, gamma=2.0)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "From the module of losses",
            """
            from optax.losses import huber_loss


            def loss(a, b):
                return huber_loss(a, b, 1.0)
            """,
            after="""
            from optax.losses import huber_loss


            def loss(a, b):
                return huber_loss(a, b, delta=1.0)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "A number where a switch is today",
            """
            import optax

            tx = optax.rmsprop(1e-3, 0.9, 1e-8, 0.0, True, 0.9)
            """,
            unsafe="""
            import optax

            tx = optax.rmsprop(1e-3, 0.9, 1e-8, 0.0, centered=True, momentum=0.9)
            """,
            verdict=VerdictKind.UNVERIFIABLE,
        ),
    ),
)
