"""The learning rates of one file: which there are, and what each is made of."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from typing import NamedTuple

from ..engine.plan import Plan
from ..files.source import Source
from ..names.bind import bind_module
from ..names.resolver import Resolver
from ..names.scopes import FUNCTION_NODES
from ..rule.curve import Curve, CurveError
from ..rule.recipe import NotKnownError, Rate, Recipe, Recipes
from ..sites.collect import SiteCollector
from ..sites.site import Site, SiteKind, SiteModule
from ..values.spots import Spot
from .record import Basis, LearningRate, Story
from .taking import Taking, as_shown


class Key(NamedTuple):
    """Where a call is: its file, line and column, as ``ast`` counts them."""

    path: str
    line: int
    column: int

    @classmethod
    def of(cls, path: str, node: ast.AST) -> Key:
        """Return where a node of a file is."""
        return cls(path, getattr(node, "lineno", 0), getattr(node, "col_offset", 0))


@dataclass(slots=True)
class Found:
    """What one file has.

    Attributes:
        rates: its learning rates, by where they are made.
        given: the optimizers of this file, by where what they are given is made.
    """

    rates: dict[Key, LearningRate] = field(default_factory=dict)
    given: dict[Key, list[str]] = field(default_factory=dict)


def find(source: Source, plan: Plan) -> Found:
    """Return the learning rates of a file.

    Raises:
        SourceError: where the file cannot be parsed.
    """
    known = plan.catalogue
    scopes = bind_module(source.tree)
    resolver = Resolver(scopes, known.vocabulary, plan.project, source.path)
    sites = SiteCollector(
        source,
        resolver,
        known.parameters,
        known.required,
        known.dict_lists,
        partial(known.accepted, plan.target),
        plan.target.new_names,
        plan.target.renamed,
    ).collect()
    module = sites[0].module if sites else SiteModule(source, scopes, plan.project)
    schedules = [one for one in sites if known.recipes.is_schedule(one.function)]
    for site in schedules:
        site.doubt = site.doubt or resolver.patched.sets(site.function)
    return _Finder(module, schedules, known.recipes).run()


def story_of(curve: Curve) -> Story:
    """Return a curve in numbers."""
    return Story(curve.at(0), curve.highest, curve.last, curve.span)


class _Finder:
    def __init__(
        self, module: SiteModule, sites: Sequence[Site], recipes: Recipes
    ) -> None:
        self._module = module
        self._source = module.source
        self._sites = sites
        self._recipes = recipes
        self._found = Found()

    def run(self) -> Found:
        """Read all that there is."""
        rates = [*self._recipes.rates(self._module)]
        numbers = [rate for rate in rates if not self._is_schedule(rate)]
        inner = {
            part.node for site in self._sites for part in self._recipes.parts(site)
        }
        for site in self._sites:
            if site.kind is SiteKind.CALL and site.node not in inner:
                self._add(site.node, self._schedule(site))
        for rate in numbers:
            self._add(rate.call, self._number(rate))
        self._number_all()
        return self._found

    def _add(self, node: ast.AST, rate: LearningRate) -> None:
        self._found.rates[self._key(node)] = rate

    def _key(self, node: ast.AST) -> Key:
        return Key.of(self._source.path, node)

    def _is_schedule(self, rate: Rate) -> bool:
        """Whether an optimizer is given a schedule that is made in the tree."""
        made = self._made_at(rate)
        if made is not None:
            place = self._source.place(self._source.span(rate.call)[0])
            said = f"{rate.optimizer} on line {place.row}"
            self._found.given.setdefault(made, []).append(said)
        return made is not None

    def _made_at(self, rate: Rate) -> Key | None:
        """Return where the schedule is made that an optimizer is given."""
        made = self._module.made_by(rate.given)
        if made is not None:
            return self._key(made.node)
        values = self._module.values
        origin = values.origin(Spot(values.module, rate.given))
        if isinstance(origin.node, ast.Call) and origin.module is not values.module:
            return Key.of(origin.module.path, origin.node)
        return None

    def _schedule(self, site: Site) -> LearningRate:
        taking = Taking(self._recipes)
        given = self._found.given.get(self._key(site.node), ())
        rate = self._begun(site.node, site.function)
        rate = replace(rate, optimizers=tuple(given))
        try:
            recipe = self._recipes.recipe(site, taking.take)
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
            return replace(found, why=self._module.values.why_not(rate.given))
        found = replace(
            found,
            basis=Basis.CHOICE if stated.choice else Basis.KNOWN,
            why=stated.choice,
            stated=tuple(map(as_shown, stated.places)),
        )
        return self._computed(found, self._recipes.constant(stated.value))

    def _computed(self, rate: LearningRate, recipe: Recipe) -> LearningRate:
        try:
            curve = self._recipes.curve(recipe)
        except CurveError as error:
            return replace(rate, recipe=recipe, raises=str(error))
        return replace(rate, recipe=recipe, story=story_of(curve) if curve else None)

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

    def _number_all(self) -> None:
        counts: dict[str, count[int]] = {}
        rates = sorted(self._found.rates.items(), key=lambda one: one[1].start)
        self._found.rates = {
            key: replace(rate, order=next(counts.setdefault(rate.scope, count())))
            for key, rate in rates
        }


def _target(module: SiteModule, node: ast.AST) -> str:
    """Return the name, attribute or key that a call's value is put under."""
    statement = module.scopes.parents[node]
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign | ast.NamedExpr):
        targets = [statement.target]
    return ast.unparse(targets[0]) if targets else ""
