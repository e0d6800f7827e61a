"""The values of a call's arguments: as the tree states them, else sampled."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..rule.recipe import NotKnownError, Recipes
from ..sites.site import Site
from ..values.spots import Place
from ..verify.bounded import EvaluationError, RefusedError
from ..verify.call import parsed_expression
from ..verify.evaluate import evaluate_arguments
from ..verify.pools import make_pools
from ..verify.uses import find_uses
from .record import Basis


class Taking:
    """Takes the values of one schedule, and remembers how it came by them.

    Attributes:
        stated: where the values of names are said, by their text.
        sampled: what was taken for names that the tree states no value of.
        why: who can give others, or why they are not known; the first of each.
    """

    def __init__(self, recipes: Recipes, *, samples: bool = True) -> None:
        self._recipes = recipes
        self._samples = samples
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
        if stated is not None:
            for place in stated.places:
                self._remember(place)
            self._choice = self._choice or stated.choice
            return stated.value
        if not self._samples:
            raise NotKnownError(values.why_not(node))
        return self._tried(site, parameter, node)

    def _tried(self, site: Site, parameter: str, node: ast.expr) -> object:
        values = site.module.values
        try:
            parsed = parsed_expression(node)
            domain = {parameter: self._recipes.domain(parameter)}
            pools = make_pools(find_uses(parsed, [parameter], domain), domain)
        except (EvaluationError, RecursionError) as error:
            raise NotKnownError(f"`{site.text(node)}` is not known") from error
        leaves = values.leaves(node)
        why = values.why_not(node)

        def lookup(name: str, scope: Mapping[str, object]) -> object:
            if scope:
                raise RefusedError(f"`{name}` depends on a loop")
            if name in leaves:
                for place in leaves[name].places:
                    self._remember(place)
                self._choice = self._choice or leaves[name].choice
                return leaves[name].value
            if name not in self.sampled:
                if not domain[parameter]:
                    raise RefusedError(f"`{name}` is not known")
                self.sampled[name] = pools[name].values[0]
            return self.sampled[name]

        before = dict(self.sampled)
        try:
            (value,), _ = evaluate_arguments(parsed, lookup)
        except (EvaluationError, RecursionError, LookupError) as error:
            self.sampled = before
            raise NotKnownError(why) from error
        self._unknown = self._unknown or why
        return value

    def _remember(self, place: Place) -> None:
        self.stated.setdefault((place.name, place.path, place.line), as_shown(place))


def as_shown(place: Place) -> Place:
    """Return a place with its paths as they are to be printed: from here, if below."""
    path, here = Path(place.path), Path.cwd()
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    behind = tuple(map(as_shown, place.behind))
    return replace(place, path=str(shown), behind=behind)
