"""From a call of a schedule to its recipe, and from a recipe to its curve."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from inspect import Signature, signature
from typing import cast

from ...codemod.rule import (
    Curve,
    Make,
    NotKnownError,
    Rate,
    Recipe,
    Site,
    SiteKind,
    SiteModule,
    Take,
    joined,
)
from .calls import JOIN, elements
from .curves import CURVES
from .migrated import MIGRATED
from .optimizers import (
    OPTIMIZERS,
    SCALE_BY_SCHEDULE,
    first_given,
    injected_rate,
    learning_rate,
    optax_name,
    unpacked,
)
from .pieces import cosine_onecycle_of_steps, linear_onecycle_of_steps
from .samples import sample
from .schedules import DOMAINS, FUNCTIONS, LRSCHED, OPTAX_MODULES
from .signatures import PLATEAU, REDUCE_ON_PLATEAU, SCHEDULES

_LISTED = {"cosine_kwargs", "cycles"}
_OF_STEPS: Mapping[str, Callable[..., Curve]] = {
    f"{LRSCHED}.cosine_onecycle_schedule": cosine_onecycle_of_steps,
    f"{LRSCHED}.linear_onecycle_schedule": linear_onecycle_of_steps,
}
# Where migrated calls go, by path: what they are called in Optax, new names to old.
_OLD: Mapping[str, tuple[str, Mapping[str, str]]] = {
    MIGRATED[known.path].path: (
        name,
        {new: old for old, new in getattr(FUNCTIONS.get(name), "renamed", {}).items()},
    )
    for name, known in SCHEDULES.items()
}
_PARAMETERS: Mapping[str, Sequence[str]] = {
    one.path: one.parameters for one in (*SCHEDULES.values(), *MIGRATED.values())
}


class OptaxRecipes:
    """What is known of the schedules of Optax and of `lrsched`."""

    def recipe(self, site: Site, take: Take, make: Make) -> Recipe:
        """Return what a call makes, by the values and the calls that are found.

        Raises:
            NotKnownError: that is not known.
        """
        if site.doubt:
            raise NotKnownError(site.doubt)
        if site.name == PLATEAU:
            raise NotKnownError("it goes by the loss, as the code runs")
        named = _named(site)
        values: dict[str, object] = {}
        if site.name == JOIN:
            del named["schedules"]
            values["schedules"] = [
                self.recipe(part, take, make) for part in _joined(site, make)
            ]
        order = _PARAMETERS[site.function]
        for name in sorted(named, key=lambda one: _place(order, one)):
            values[name] = take(site, name, named[name])
        return Recipe(site.function, tuple(values.items()))

    def parts(self, site: Site) -> Sequence[ast.expr]:
        """Return the schedules that a call puts together."""
        if site.name != JOIN or site.arguments is None:
            return ()
        return elements(site, "schedules") or ()

    def curve(self, recipe: Recipe) -> Curve | None:
        """Return the curve in plain arithmetic; None where it is no numbers.

        Raises:
            CurveError: what the library raises for these arguments.
        """
        try:
            curve = self._curve(recipe)
            ends = (curve.highest, curve.lowest, curve.last)
            seen = [*(one.value for one in ends), curve.at(curve.span)]
            numbers = all(isinstance(one, int | float) for one in seen)
            # An int that no float is as large as has no curve, either: this raises.
            return curve if numbers and [float(one) for one in seen] else None
        except (ArithmeticError, ValueError, TypeError, AttributeError, LookupError):
            return None  # no numbers, or none that a curve can be computed of

    def _curve(self, recipe: Recipe) -> Curve:
        given = dict(recipe.arguments)
        if recipe.name == JOIN:
            parts = cast(Sequence[Recipe], given["schedules"])
            boundaries = cast(Sequence[float], given["boundaries"])
            return joined([self._curve(part) for part in parts], [*boundaries])
        if recipe.function in _OF_STEPS and "pct_start" not in given:
            return _OF_STEPS[recipe.function](**given)
        name, old = _OLD.get(recipe.function, (recipe.name, {}))
        cycles = {
            key: [_with_old_names(one) for one in cast(Sequence[object], value)]
            for key, value in given.items()
            if key in _LISTED
        }
        made = {old.get(key, key): cycles.get(key, one) for key, one in given.items()}
        return CURVES[name](**made)

    def signature(self, function: str) -> Signature | None:
        """Return what a function takes whose schedule has a curve, by its path."""
        return _signature(function)

    def constant(self, value: float) -> Recipe:
        """Return the schedule that always has one value."""
        return Recipe("optax.constant_schedule", (("value", value),))

    def rates(self, module: SiteModule) -> Iterator[Rate]:
        """Yield the learning rates that a module gives to optimizers."""
        for node in module.scopes.nodes(ast.Call):
            name, state = optax_name(module, node.func), ("", "")
            if name in OPTIMIZERS:
                rate = learning_rate(module, node) or unpacked(node)
            elif name == SCALE_BY_SCHEDULE.name:
                rate = first_given(node, SCALE_BY_SCHEDULE.parameters[0])
            elif _is_partial(module, node):
                made = ast.Call(node.args[0], node.args[1:], node.keywords)
                name, rate = (
                    optax_name(module, node.args[0]),
                    learning_rate(module, made),
                )
            else:
                name, rate = injected_rate(module, node)
                state = ("hyperparams", "learning_rate")
            if rate is not None:
                yield Rate(node, f"optax.{name}", rate, state)

    def is_schedule(self, function: str) -> bool:
        """Whether the function with that path makes a schedule."""
        return function in _PARAMETERS or function == REDUCE_ON_PLATEAU.path

    def sample(self, parameter: str, name: str, turn: int) -> object:
        """Return a value that may be tried for a name in a parameter's argument."""
        return sample(parameter, name, turn)

    def may_be_none(self, function: str, parameter: str) -> bool:
        """Whether None is a value that a parameter of a schedule has."""
        if function in _OF_STEPS and parameter == "warmup_steps":
            return True
        name, old = _OLD.get(function, (function.rpartition(".")[2], {}))
        known = signature(CURVES[name]).parameters if name in CURVES else {}
        found = known.get(old.get(parameter, parameter))
        return found is not None and found.default is None

    def domain(self, parameter: str) -> Sequence[object]:
        """Return values that a parameter may have, the plainest first."""
        return DOMAINS.get(parameter, ())


@cache
def _signature(function: str) -> Signature | None:
    if function in _OF_STEPS:
        return signature(_OF_STEPS[function])
    module, _, own_name = function.rpartition(".")
    name, old = _OLD.get(function, (own_name, {}))
    if name not in CURVES or module not in (*OPTAX_MODULES, LRSCHED):
        return None
    new = {before: after for after, before in old.items()}
    made = signature(CURVES[name])
    taken = [
        one.replace(name=new.get(one.name, one.name))
        for one in made.parameters.values()
    ]
    return made.replace(parameters=taken)


def _is_partial(module: SiteModule, node: ast.Call) -> bool:
    return module.path(node.func) == "functools.partial" and bool(node.args)


def _named(site: Site) -> dict[str, ast.expr]:
    """Return the arguments of a call, where all of them are seen.

    Raises:
        NotKnownError: they are not, or the call raises.
    """
    arguments = site.arguments
    if site.kind is not SiteKind.CALL or arguments is None:
        raise NotKnownError("it is handed on as a function")
    for one in arguments.opaque:
        why = site.module.values.why_not(one)
        raise NotKnownError(f"what `{site.text(one)}` holds is not seen: {why}")
    if site.unknown or arguments.clashing or arguments.surplus:
        raise NotKnownError("the call raises TypeError")
    return {name: argument.value for name, argument in arguments.named.items()}


def _joined(site: Site, make: Make) -> Iterator[Site]:
    """Yield the calls that make what `join_schedules` joins.

    Raises:
        NotKnownError: one of them is not known.
    """
    parts = elements(site, "schedules")
    if parts is None:
        raise NotKnownError("which schedules it joins is not written out")
    for index, part in enumerate(parts):
        try:
            yield make(site.module, part)
        except NotKnownError as error:
            raise NotKnownError(f"schedules[{index}]: {error}") from None


def _place(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _with_old_names(cycle: object) -> object:
    """Return a cycle as Optax takes it."""
    if not isinstance(cycle, dict):
        return cycle
    return {
        "decay_steps" if key == "transition_steps" else key: value
        for key, value in cycle.items()
    }


OPTAX_RECIPES = OptaxRecipes()
