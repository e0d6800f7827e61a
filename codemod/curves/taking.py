"""The values of a call's arguments: as the tree states them, else sampled."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ..rule.recipe import NotKnownError, Recipes
from ..sites.site import Site
from ..values.spots import Place
from ..values.values import Stated
from ..verify.bounded import EvaluationError, RefusedError
from ..verify.call import parsed_expression
from ..verify.evaluate import evaluate_arguments
from ..verify.pools import make_pools
from ..verify.uses import Role, Use, find_uses
from .record import Basis

_LONGEST = 1000  # items of a list of which only the length counts


class Taking:
    """Takes the values of one schedule, and remembers how it came by them.

    Args:
        recipes: which values may be tried.
        before: what was taken for names of the same file, by their text.
        turn: how often other values were tried before.

    Attributes:
        stated: where the values of names are said, by their text.
        sampled: what was taken for names that the tree states no value of.
        why: who can give others, or why they are not known; the first of each.
    """

    def __init__(
        self, recipes: Recipes, before: Mapping[str, object], turn: int = 0
    ) -> None:
        self._recipes = recipes
        self._before = before
        self._turn = turn
        self.stated: dict[tuple[str, str, int], Place] = {}
        self.sampled: dict[str, object] = {}
        self._choice = ""
        self._unknown = ""

    @property
    def basis(self) -> Basis:
        """What the values are, all in all."""
        if self.sampled:
            return Basis.SAMPLED
        return Basis.CHOICE if self._choice else Basis.KNOWN

    @property
    def why(self) -> str:
        """Who can give other values, or why they are not known."""
        return self._unknown or self._choice

    def take(self, site: Site, parameter: str, node: ast.expr) -> object:
        """Return the value of an argument.

        Raises:
            NotKnownError: it has none, and none can be tried.
        """
        values = site.module.values
        stated = values.of(node)
        if stated is None:
            return self._tried(site, parameter, node, values.why_not(node))
        is_none = stated.value is None and not isinstance(node, ast.Constant)
        if is_none and not self._recipes.may_be_none(site.function, parameter):
            said = f"`{site.text(node)}` is None where nothing else is given"
            return self._tried(site, parameter, node, said)
        self._remember(site, stated)
        return stated.value

    def _tried(self, site: Site, parameter: str, node: ast.expr, why: str) -> object:
        """Return what an expression is with values that are taken for its names."""
        try:
            parsed = parsed_expression(node)
            domain = {parameter: self._recipes.domain(parameter)}
            uses = find_uses(parsed, [parameter], domain)
        except (EvaluationError, RecursionError) as error:
            raise NotKnownError(why) from error
        pools = make_pools(uses, domain)
        leaves = {
            name: one
            for name, one in site.module.values.leaves(node).items()
            if one.value is not None
        }

        def lookup(name: str, scope: Mapping[str, object]) -> object:
            if scope:
                raise RefusedError(f"`{name}` depends on a loop")
            if name in leaves:
                self._remember(site, leaves[name])
                return leaves[name].value
            pool = pools[name].values
            return self._sample(parameter, name, _roles(uses, name), pool)

        before = dict(self.sampled)
        try:
            (value,), _ = evaluate_arguments(parsed, lookup)
        except (EvaluationError, RecursionError, LookupError) as error:
            self.sampled = before
            raise NotKnownError(why) from error
        self._unknown = self._unknown or why
        return value

    def _sample(
        self, parameter: str, name: str, roles: set[Role], pool: tuple[object, ...]
    ) -> object:
        counted = roles == {Role.LENGTH}
        said = f"len({name})" if counted else name
        if said not in self.sampled:
            self.sampled[said] = self._first(parameter, said, roles, pool)
        value = self.sampled[said]
        if not counted:
            return value
        if not isinstance(value, int | float) or value > _LONGEST:
            raise RefusedError(f"`{said}` is too long")
        return [*range(int(value))]

    def _first(
        self, parameter: str, name: str, roles: set[Role], pool: tuple[object, ...]
    ) -> object:
        """Return what is taken for a name that nothing was taken for yet."""
        if self._turn == 0 and name in self._before:
            return self._before[name]
        if not roles & {Role.SEQUENCE, Role.COUNT}:
            value = self._recipes.sample(parameter, name, self._turn)
            if value is not None:
                return value
        if not self._recipes.domain(parameter):
            raise RefusedError(f"`{name}` is not known")
        return pool[0]

    def _remember(self, site: Site, stated: Stated) -> None:
        self._choice = self._choice or stated.choice
        for place in stated.places:
            key = (place.name, place.path, place.line)
            self.stated.setdefault(key, as_shown(place))


def _roles(uses: Iterable[Use], name: str) -> set[Role]:
    return {use.role for use in uses if use.name == name}


def as_shown(place: Place) -> Place:
    """Return a place with its paths as they are to be printed: from here, if below."""
    path, here = Path(place.path), Path.cwd()
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    behind = tuple(map(as_shown, place.behind))
    return replace(place, path=str(shown), behind=behind)
