"""What was found in one file, before anything is verified or written."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from ..files.source import Source
from ..files.suppressions import Suppressions
from ..layout.laid_out import Layout
from ..layout.style import NO_STYLE
from ..model import Edit
from ..names.resolver import Resolver
from ..names.surroundings import outermost_f_string
from ..rule.rule import Report, Rule
from ..rule.target import Target
from ..units.guards import Guards
from ..units.imports import ImportPlanner
from ..units.unit import Member, SiteMember, Unit
from ..units.visible import Visible
from .plan import Plan


@dataclass(eq=False)
class Analysis:
    """What the rules say of one file, and what could be rewritten in it.

    Attributes:
        source: the file.
        plan: what it is looked at with.
        resolver: what the names in it refer to.
        noqa: whether ``# noqa`` is among the comments that silence.
        members: every site with its reports.
        units: what can be rewritten, each with all that moves with it.
        suppressed: how many findings comments silence.
    """

    source: Source
    plan: Plan
    resolver: Resolver
    noqa: bool = True
    members: list[Member] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    suppressed: int = 0

    @property
    def target(self) -> Target:
        """What rewritten code calls."""
        return self.plan.target

    @property
    def has_fixes(self) -> bool:
        """Whether there is something that could be rewritten."""
        return any(
            any(member.rewrites for member in unit.members) and not unit.is_blocked
            for unit in self.units
        )

    @cached_property
    def planner(self) -> ImportPlanner:
        """What the imports of the file allow, and what becomes of them."""
        return ImportPlanner(self.source, self.resolver, self.target)

    @cached_property
    def guards(self) -> Guards:
        """What is asked of a site before it may be rewritten."""
        return Guards(self.planner)

    @cached_property
    def visible(self) -> Visible:
        """Who else sees what may move."""
        return Visible(self.resolver, self.plan.catalogue.required)

    @cached_property
    def suppressions(self) -> Suppressions:
        """What the comments of the file silence."""
        return Suppressions.from_source(self.source, self.noqa)

    def note(self, member: Member, rule: Rule, report: Report) -> None:
        """Give a member a report, unless a comment silences it."""
        line = getattr(self.locatable(report.node), "lineno", 1)
        if not self.suppressions.is_suppressed(line, rule.code, rule.slug):
            member.reports.append((rule, report))
            return
        self.suppressed += 1
        if report.rewrites:
            member.blocked = (
                f"a comment that silences {rule.code} keeps line {line} as it is"
            )

    def edits(self, units: Iterable[Unit]) -> list[Edit]:
        """Return all edits that writing ``units`` takes, laid out as the project is."""
        return self._layout.laid_out(self._plain(units))

    @cached_property
    def _layout(self) -> Layout:
        styles = self.plan.styles
        style = NO_STYLE if styles is None else styles.of(self.source.path)
        return Layout(self.source, style)

    def _plain(self, units: Iterable[Unit]) -> list[Edit]:
        """Return the edits of units, with those of the imports."""
        members = [member for unit in units for member in unit.members]
        edits = [edit for member in members for edit in member.edits]
        sites = [member for member in members if isinstance(member, SiteMember)]
        return [*edits, *(self.planner.edits(sites) if sites else ())]

    def refused(self, units: Iterable[Unit]) -> str:
        """Return why these units cannot be written where the source stands."""
        framed = self.source.frame is not None
        return self.source.refused(self._plain(units)) if framed else ""

    def locatable(self, node: ast.AST) -> ast.AST:
        """Return the outermost f-string around a node, or the node itself.

        Before Python 3.12, positions inside an f-string are not the file's.
        """
        return outermost_f_string(self.resolver.scopes, node) or node
