"""From a call of a schedule to its curve, as far as its arguments are known."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Sequence
from math import isfinite

from ...codemod.rule import (
    Argument,
    Curve,
    CurveError,
    Known,
    Site,
    SiteKind,
    joined,
    known_number,
    known_parts,
    known_value,
)
from .curves import CURVES, cosine_decay_schedule
from .migrated import RENAMED

JOIN = "join_schedules"
_RESTARTING = ("sgdr_schedule", "cosine_warm_restarts_schedule")


def is_certain(site: Site) -> bool:
    """Whether a site certainly calls its function, with arguments that are all seen."""
    return (
        site.kind is SiteKind.CALL
        and not site.doubt
        and site.arguments is not None
        and not (site.arguments.opaque or site.arguments.clashing or site.unknown)
    )


def given(site: Site, name: str) -> Argument | None:
    """Return the argument that a site gives for a parameter, as Optax calls it."""
    if site.arguments is None:
        return None
    own = RENAMED.get(site.function, {}).get(name, name)
    return site.arguments.get(own) or site.arguments.get(name)


def warmed_up(site: Site) -> Iterator[tuple[Argument, Argument]]:
    """Yield the warmup and the length of each warmed-up cosine of a site.

    That is the site itself, or each cycle of a schedule with restarts.
    """
    if site.name not in _RESTARTING:
        warmup, length = given(site, "warmup_steps"), given(site, "decay_steps")
        if warmup is not None and length is not None and is_own(site, length):
            yield warmup, length
        return
    for trace in site.listed.values():
        for cycle in trace.dicts():
            warmups = cycle.named("warmup_steps")
            lengths = (*cycle.named("decay_steps"), *cycle.named("transition_steps"))
            if len(warmups) == len(lengths) == 1 and not cycle.opaque:
                yield warmups[0], lengths[0]


def number(site: Site, name: str) -> int | float | None:
    """Return the finite number that a parameter is, by default too, or None."""
    argument = given(site, name)
    if argument is not None:
        known = known_number(site, argument.value)
        return known if known is not None and _is_finite(known) else None
    if not is_certain(site):
        return None
    default = inspect.signature(CURVES[site.name]).parameters[name].default
    return default if isinstance(default, (int, float)) else None


def _is_finite(value: float) -> bool:
    try:
        return isfinite(value)
    except OverflowError:
        return False  # a whole number that no float holds


def is_own(site: Site, argument: Argument) -> bool:
    """Whether an argument is this site's, and not that of a partial elsewhere."""
    holders = [call for call, _ in site.calls]
    return site.owns(argument) or argument.holder not in holders


def place(site: Site, argument: Argument) -> ast.AST:
    """Return where to point at for an argument: it, or the call that goes by it."""
    return argument.node if is_own(site, argument) else site.node


def told(value: float) -> str:
    """Return a number as a message says it."""
    if not _is_finite(value):
        return str(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.4g}"


def cosine_error(steps: float) -> str:
    """Return what Optax raises for a cosine of so many steps."""
    try:
        cosine_decay_schedule(1.0, steps)
    except CurveError as error:
        return str(error)
    return ""


def curve_of(site: Site) -> Curve | CurveError | None:
    """Return a call's curve, or what it raises; None where that is not known."""
    if not is_certain(site):
        return None
    try:
        curve = _joined(site) if site.name == JOIN else _single(site)
        numbers = curve is None or isinstance(curve.highest.value, (int, float))
        return curve if numbers else None
    except CurveError as error:
        return error
    except (ArithmeticError, ValueError, TypeError, AttributeError, IndexError):
        return None  # no numbers, or none that a curve can be computed of


def _single(site: Site) -> Curve | None:
    make = CURVES.get(site.name)
    if make is None or site.arguments is None:
        return None
    old = {new: old for old, new in RENAMED.get(site.function, {}).items()}
    values: dict[str, object] = {}
    for name, argument in site.arguments.named.items():
        known = known_value(site, argument.value)
        if known is None:
            return None
        values[old.get(name, name)] = known.value
    return make(**values)


def _joined(site: Site) -> Curve | None:
    boundaries = _list_given(site, "boundaries")
    parts = schedules_of(site)
    if parts is None or not isinstance(boundaries, Sequence):
        return None
    curves = [curve_of(part) if part is not None else None for _, part in parts]
    for curve in curves:
        if isinstance(curve, CurveError):
            return None
    known = [curve for curve in curves if isinstance(curve, Curve)]
    return joined(known, boundaries) if known and len(known) == len(curves) else None


def _list_given(site: Site, name: str) -> object:
    argument = given(site, name)
    known: Known | None = known_value(site, argument.value) if argument else None
    return known.value if known is not None else None


def elements(site: Site, name: str) -> list[ast.expr] | None:
    """Return the parts of a list that a site is given, if it is written out."""
    argument = given(site, name)
    return known_parts(site, argument.value) if argument is not None else None


def schedules_of(site: Site) -> list[tuple[ast.expr, Site | None]] | None:
    """Return what `join_schedules` joins, each with the call that makes it."""
    parts = elements(site, "schedules")
    if parts is None:
        return None
    return [(part, site.alike(site.module.made_by(part))) for part in parts]
