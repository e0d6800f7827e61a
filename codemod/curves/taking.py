"""The values of a call's arguments: as the tree states them, else sampled."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..files.search.project_root import from_here
from ..names.syntax import text_of
from ..rule.recipe import NotKnownError, Recipes
from ..sites.site import Site, SiteModule
from ..values.spots import Place
from ..values.stated import Stated
from ..verify.bounded import EvaluationError, RefusedError
from ..verify.call import parsed_expression
from ..verify.evaluate import evaluate_arguments
from ..verify.pools import make_pools
from ..verify.uses import Role, find_uses
from .made import Made
from .record import Basis

_LONGEST = 1000  # items of a list of which only the length counts


class Taking:
    """Takes the values of one schedule, and remembers how it came by them.

    Args:
        recipes: which values may be tried.
        made: which calls make what is put together.
        before: what was taken for names of the same file, by their text.
        turn: how often other values were tried before.

    Attributes:
        stated: where the values of names are said, by their text.
        sampled: what was taken for names that the tree states no value of.
        why: who can give others, or why they are not known; the first of each.
    """

    def __init__(
        self, recipes: Recipes, made: Made, before: Mapping[str, object], turn: int
    ) -> None:
        self._recipes = recipes
        self._made = made
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
        self.remember(site, stated)
        return stated.value

    def make(self, module: SiteModule, node: ast.expr) -> Site:
        """Return the call that makes a part.

        Raises:
            NotKnownError: it is another, or one of several.
        """
        site, choice = self._made.site(module, node)
        self._choice = self._choice or choice
        return site

    def _tried(self, site: Site, parameter: str, node: ast.expr, why: str) -> object:
        """Return what an expression is with values that are taken for its names."""
        before = dict(self.sampled)
        try:
            trial = _Trial(self, site, parameter, node)
            (value,), _ = evaluate_arguments(trial.parsed, trial.lookup)
        except (EvaluationError, RecursionError, LookupError) as error:
            self.sampled = before
            raise NotKnownError(why) from error
        self._unknown = self._unknown or why
        return value

    def sample(self, name: str, uses: _Uses, options: Iterable[object]) -> object:
        """Return what is taken for a name, the same wherever it stands.

        Raises:
            RefusedError: nothing can be taken.
        """
        if name not in self.sampled:
            self.sampled[name] = self._first(name, uses, options)
        return self.sampled[name]

    def _first(self, name: str, uses: _Uses, options: Iterable[object]) -> object:
        """Return what is taken for a name that nothing was taken for yet."""
        if self._turn == 0:
            if name in self._before:
                return self._before[name]
            for one in options:
                if isinstance(one, int | float):
                    return one
        if not uses.roles & {Role.SEQUENCE, Role.COUNT}:
            value = self._recipes.sample(uses.parameter, name, self._turn)
            if value is not None:
                return value
        return uses.pool[0]

    def domain(self, parameter: str) -> Sequence[object]:
        """Return values that a parameter may have."""
        return self._recipes.domain(parameter)

    def remember(self, site: Site, stated: Stated) -> None:
        """Remember where a value that was taken is said, and who can give another."""
        self._choice = self._choice or stated.choice
        for place in stated.places:
            key = (place.name, place.path, place.line)
            self.stated.setdefault(key, _in_file(site, as_shown(place), place.path))


@dataclass(frozen=True, slots=True)
class _Uses:
    """For what a name is used in an argument.

    Attributes:
        parameter: the argument's.
        roles: in what forms.
        pool: values that may be tried, where nothing better is known.
    """

    parameter: str
    roles: frozenset[Role]
    pool: tuple[object, ...]


class _Trial:
    """An argument, and the values of its names as they are asked for."""

    def __init__(
        self, taking: Taking, site: Site, parameter: str, node: ast.expr
    ) -> None:
        self._taking = taking
        self._site = site
        self.parsed = parsed_expression(node)
        values = site.module.values
        self._names = values.names(node)
        self._known = {
            name: one
            for name, one in values.leaves(node).items()
            if one.value is not None
        }
        domain = {one: taking.domain(one) for one in (parameter, *_keys(node))}
        domain = {name: values for name, values in domain.items() if values}
        self._uses = find_uses(self.parsed, [parameter], domain)
        self._pools = make_pools(self._uses, domain)

    def lookup(self, name: str, scope: Mapping[str, object]) -> object:
        """Return the value of a name.

        Raises:
            RefusedError: it has none, and none is taken.
        """
        if scope:
            raise RefusedError(f"`{name}` depends on a loop")
        if name in self._known:
            self._taking.remember(self._site, self._known[name])
            return self._known[name].value
        found = [use for use in self._uses if use.name == name]
        parameter = next((use.parameter for use in found if use.parameter), "")
        roles = frozenset(use.role for use in found)
        if Role.VALUE in roles and not self._taking.domain(parameter):
            raise RefusedError(f"`{name}` is not known")
        uses = _Uses(parameter, roles, self._pools[name].values)
        if roles == {Role.LENGTH}:
            length = self._taking.sample(f"len({name})", uses, ())
            return _items(length)
        options = self._site.module.values.options(self._names[name])
        return self._taking.sample(name, uses, options)


def _keys(node: ast.expr) -> Iterator[str]:
    """Yield the keys of the dicts in an expression."""
    for one in ast.walk(node):
        if isinstance(one, ast.Dict):
            yield from (text for key in one.keys if key and (text := text_of(key)))
        elif isinstance(one, ast.keyword) and one.arg is not None:
            yield one.arg


def _items(length: object) -> list[int]:
    if not isinstance(length, int | float) or length > _LONGEST:
        raise RefusedError("a list that is too long")
    return [*range(int(length))]


def _in_file(site: Site, place: Place, path: str) -> Place:
    """Return a place of the site's own file by its cell, where it has cells."""
    cell, _, line = site.module.row(place.line).rpartition(":")
    if not cell or path != site.source.path:
        return place
    return replace(place, path=f"{place.path}:{cell}", line=int(line))


def as_shown(place: Place) -> Place:
    """Return a place with its paths as they are to be printed: from here, if below."""
    shown = from_here(Path(place.path))
    behind = tuple(map(as_shown, place.behind))
    return replace(place, path=str(shown), behind=behind)
