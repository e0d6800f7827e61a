"""Which calls make the schedule that an expression is, in whatever file they stand."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ..engine.analyze import collector_of
from ..engine.plan import Plan
from ..files.source import Source
from ..names.bind import bind_module
from ..names.resolver import Resolver
from ..rule.recipe import NotKnownError
from ..sites.site import Site, SiteKind, SiteModule
from ..values.spots import Spot
from ..values.ways import Ends


class Key(NamedTuple):
    """Where a call is: its file, line and column, as ``ast`` counts them."""

    path: str
    line: int
    column: int

    @classmethod
    def of(cls, path: str, node: ast.AST) -> Key:
        """Return where a node of a file is."""
        return cls(path, getattr(node, "lineno", 0), getattr(node, "col_offset", 0))


@dataclass(frozen=True, eq=False)
class Looked:
    """A file, and the schedules that it uses.

    Attributes:
        module: the file.
        file: its path, resolved.
        sites: the uses of known schedules.
    """

    module: SiteModule
    file: str
    sites: Sequence[Site]

    @cached_property
    def calls(self) -> Mapping[Key, Site]:
        """The calls that make one schedule, by where they are."""
        return {
            Key.of(self.file, site.node): site
            for site in self.sites
            if site.kind is SiteKind.CALL and self.module.uses_at[site.node] == 1
        }


def look_at(source: Source, plan: Plan) -> Looked:
    """Find where a file uses schedules.

    Raises:
        SourceError: where the file cannot be parsed.
    """
    known, project = plan.catalogue, plan.project
    scopes = bind_module(source.tree) if project is None else project.scopes_of(source)
    source = source.parsed_as(scopes.module.node)
    if not known.vocabulary.may_occur(source.text):
        module = SiteModule(source, scopes, project)
        return Looked(module, str(module.values.module.file), ())
    resolver = Resolver(scopes, known.vocabulary, project, source.path)
    sites = collector_of(source, resolver, plan).collect()
    module = sites[0].module if sites else SiteModule(source, scopes, project)
    schedules = [one for one in sites if known.recipes.is_schedule(one.function)]
    for site in schedules:
        several = module.uses_at[site.node]
        one_of = f"it is one of {several} functions" if several > 1 else ""
        site.doubt = site.doubt or one_of or resolver.patched.sets(site.function)
    return Looked(module, str(module.values.module.file), schedules)


class Made:
    """Answers for all files of a run.

    Args:
        looked: gives what is known of a file, by its resolved path; one file of pages
            or cells may be several.
    """

    def __init__(self, looked: Callable[[str], Iterable[Looked]]) -> None:
        self._looked = looked

    def sites(self, module: SiteModule, node: ast.expr) -> list[Site]:
        """Return the calls of schedules that an expression may be."""
        ends = self._ends(module, node).spots
        return [one for one in map(self._at, ends) if one is not None]

    def site(self, module: SiteModule, node: ast.expr) -> tuple[Site, str]:
        """Return the one call of a schedule that an expression is.

        And who can make it another, or nothing.

        Raises:
            NotKnownError: it is another, or one of several.
        """
        ended = self._ends(module, node)
        ends = ended.spots
        found = [self._at(one) for one in ends]
        if len(found) == 1 and found[0] is not None:
            return found[0], ended.choice
        if any(found):
            places = ", ".join(dict.fromkeys(self._line(module, one) for one in ends))
            text = f"`{module.source.segment(node)}`"
            raise NotKnownError(f"{text} is one of {len(ends)} ({places})")
        if len(ends) == 1:
            raise NotKnownError(module.values.why_end(node, ends[0]))
        raise NotKnownError(module.values.why_not(node))

    def _ends(self, module: SiteModule, node: ast.expr) -> Ends:
        values = module.values
        return values.ends(Spot(values.module, node))

    def _at(self, spot: Spot) -> Site | None:
        if not isinstance(spot.node, ast.Call):
            return None
        key = Key.of(str(spot.module.file), spot.node)
        found = (one.calls.get(key) for one in self._looked(key.path))
        return next(filter(None, found), None)

    def _line(self, module: SiteModule, spot: Spot) -> str:
        own = spot.module.file == module.values.module.file
        return spot.module.line(spot.node) if own else spot.module.at(spot.node)
