"""The learning rates of one file: which there are, and what each is made of."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from ..names.scopes import FUNCTION_NODES
from ..rule.curve import Curve, CurveError
from ..rule.recipe import NotKnownError, Rate, Recipe, Recipes
from ..sites.site import Site, SiteKind, SiteModule
from ..values.stated import Stated
from .made import Key, Looked, Made
from .record import Basis, LearningRate, Story
from .taking import Taking, as_shown

_TURNS = 6
_NO_NUMBERS = "its values are no numbers that make a curve"


@dataclass(slots=True)
class Found:
    """What one file has.

    Attributes:
        rates: its learning rates, by where they are made.
        given: the optimizers of this file, by where what they are given is made.
        parts: where what is a part of others is made.
    """

    rates: dict[Key, LearningRate] = field(default_factory=dict)
    given: dict[Key, list[str]] = field(default_factory=dict)
    parts: set[Key] = field(default_factory=set)


def find(
    looked: Looked, made: Made, recipes: Recipes, taken: Mapping[str, object]
) -> Found:
    """Return the learning rates of a file.

    Args:
        looked: the file.
        made: which calls make what is handed on, in all files.
        recipes: what is known of schedules.
        taken: what is tried first for names, by their text.
    """
    return _Finder(looked, made, recipes, taken).run()


def key_of(site: Site) -> Key:
    """Return where a call is."""
    return Key.of(str(site.module.values.module.file), site.node)


def story_of(curve: Curve) -> Story:
    """Return a curve in numbers."""
    seen = curve.at(curve.span)
    return Story(curve.at(0), curve.highest, curve.last, curve.span, curve.lowest, seen)


class _Finder:
    def __init__(
        self, looked: Looked, made: Made, recipes: Recipes, taken: Mapping[str, object]
    ) -> None:
        self._module = looked.module
        self._source = looked.module.source
        self._sites = looked.sites
        self._made = made
        self._recipes = recipes
        self._found = Found()
        self._taken = dict(taken)

    def run(self) -> Found:
        """Read all that there is."""
        rates = [*self._recipes.rates(self._module)]
        numbers = [rate for rate in rates if not self._is_schedule(rate)]
        for site in self._sites:
            if site.kind is SiteKind.CALL:
                self._add(site.node, self._schedule(site))
        for rate in numbers:
            self._add(rate.call, self._number(rate))
        self._note_parts()
        return self._found

    def _add(self, node: ast.AST, rate: LearningRate) -> None:
        self._found.rates[self._key(node)] = rate

    def _key(self, node: ast.AST) -> Key:
        return Key.of(str(self._module.values.module.file), node)

    def _note_parts(self) -> None:
        """Note what is a part of a whole that is known."""
        for site in self._sites:
            rate = self._found.rates.get(self._key(site.node))
            parts = [
                key_of(made)
                for part in self._recipes.parts(site)
                for made in self._made.sites(self._module, part)
            ]
            if rate is None or rate.recipe is not None:
                self._found.parts.update(parts)
                continue
            for key in parts:
                self._give(key, site.name, site.node)

    def _give(self, key: Key, what: str, node: ast.AST) -> None:
        """Remember to what a schedule is given, and where."""
        place = self._source.place(self._source.span(node)[0])
        where = f"in {place.row}" if place.cell else f"on line {place.row}"
        self._found.given.setdefault(key, []).append(f"{what} {where}")

    def _is_schedule(self, rate: Rate) -> bool:
        """Whether an optimizer is given schedules that are made in the tree."""
        found = self._made.sites(self._module, rate.given)
        for site in found:
            self._give(key_of(site), rate.optimizer, rate.call)
        return bool(found)

    def _schedule(self, site: Site) -> LearningRate:
        """Return what a call makes, with values that make a curve of it."""
        first: LearningRate | None = None
        for turn in count():
            taking = Taking(self._recipes, self._made, self._taken, turn)
            rate = self._made_with(site, taking)
            first = first or rate
            if not taking.sampled or _shows_form(rate):
                self._taken |= taking.sampled
                return rate
            if turn == _TURNS:
                break
        assert first is not None
        if first.raises or first.story is None or not _is_finite(first.story):
            # What the library raises for a sample says nothing of the user's code.
            return replace(
                first, basis=Basis.UNKNOWN, recipe=None, raises="", sampled=()
            )
        return first

    def _made_with(self, site: Site, taking: Taking) -> LearningRate:
        rate = self._begun(site.node, site.function)
        try:
            recipe = self._recipes.recipe(site, taking.take, taking.make)
        except NotKnownError as error:
            return replace(rate, why=str(error))
        rate = replace(
            rate,
            basis=taking.basis,
            why=taking.why,
            stated=tuple(taking.stated.values()),
            sampled=tuple((name, repr(one)) for name, one in taking.sampled.items()),
        )
        return self._computed(rate, recipe)

    def _number(self, rate: Rate) -> LearningRate:
        found = self._begun(rate.call, rate.optimizer)
        stated = self._module.values.of(rate.given)
        if stated is None or not isinstance(stated.value, int | float):
            return replace(found, why=self._why_no_number(rate, stated))
        set_later = self._module.values.set_in(*rate.state) if rate.state[0] else ""
        choice = stated.choice or set_later
        found = replace(
            found,
            basis=Basis.CHOICE if choice else Basis.KNOWN,
            why=choice,
            stated=tuple(map(as_shown, stated.places)),
        )
        return self._computed(found, self._recipes.constant(stated.value))

    def _why_no_number(self, rate: Rate, stated: Stated | None) -> str:
        text = f"`{self._source.segment(rate.given)}`"
        holder = self._module.scopes.parents[rate.given]
        if isinstance(holder, ast.Starred) or getattr(holder, "arg", "") is None:
            return f"what {text} holds is not seen"
        if stated is not None:
            return f"{text} is no number"
        return self._module.values.why_not(rate.given)

    def _computed(self, rate: LearningRate, recipe: Recipe) -> LearningRate:
        try:
            curve = self._recipes.curve(recipe)
        except CurveError as error:
            return replace(rate, recipe=recipe, raises=str(error))
        if curve is None:
            return replace(rate, basis=Basis.UNKNOWN, why=_NO_NUMBERS, sampled=())
        return replace(rate, recipe=recipe, story=story_of(curve))

    def _begun(self, node: ast.AST, function: str) -> LearningRate:
        return LearningRate(
            path=self._source.path,
            start=self._source.place(self._source.span(node)[0]),
            scope=".".join(self._scopes_around(node)),
            order=0,
            target=_target(self._module, node),
            function=function,
            call=self._source.segment(node),
        )

    def _scopes_around(self, node: ast.AST) -> list[str]:
        around = [
            getattr(one, "name", "<lambda>")
            for one in self._module.scopes.ancestors(node)
            if isinstance(one, (*FUNCTION_NODES, ast.ClassDef))
        ]
        return around[::-1]


def _shows_form(rate: LearningRate) -> bool:
    """Whether a curve with values that were taken is one that shows its form."""
    story = rate.story
    if rate.raises or story is None or not _is_finite(story):
        return False
    return story.span > 0 or rate.name.startswith("constant")


def _is_finite(story: Story) -> bool:
    values = (story.first, story.peak.value, story.last.value)
    return all(map(math.isfinite, values))


def _target(module: SiteModule, node: ast.AST) -> str:
    """Return the name, attribute or key that a call's value is put under."""
    statement = module.scopes.parents[node]
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign | ast.NamedExpr):
        targets = [statement.target]
    return ast.unparse(targets[0]) if targets else ""
