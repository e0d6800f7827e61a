"""Look at one file: its sites, what the rules say of them, what would change."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from ..files.source import Source
from ..files.suppressions import Suppressions
from ..model import UNUSED, Edit, Finding, Fix, Invocation, TextEdit
from ..names.bind import bind_module
from ..names.project import Project
from ..names.resolver import Resolver
from ..names.surroundings import outermost_f_string
from ..objects.follow import follow
from ..rule.catalogue import Catalogue
from ..rule.rule import Report, Rule
from ..rule.target import Target
from ..sites.collect import SiteCollector
from ..units.calls import written_call
from ..units.imports import ImportPlanner
from ..units.of_comments import unused_suppressions
from ..units.of_objects import instance_units, prepare_instances
from ..units.of_sites import prepare
from ..units.unit import Member, SiteMember, Unit, group_members


@dataclass(eq=False)
class Analysis:
    """What was found in one file, before anything is verified or written.

    Attributes:
        members: every site with its reports.
        units: what can be rewritten, each with all that moves with it.
        suppressed: how many findings comments silence.
        noqa: whether ``# noqa`` is among those comments.
    """

    source: Source
    resolver: Resolver
    target: Target
    noqa: bool = True
    members: list[Member] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    suppressed: int = 0

    @cached_property
    def planner(self) -> ImportPlanner:
        """What the imports of the file allow, and what becomes of them."""
        return ImportPlanner(self.source, self.resolver, self.target)

    @cached_property
    def suppressions(self) -> Suppressions:
        """What the comments of the file silence."""
        return Suppressions.from_source(self.source, self.noqa)

    def note(self, member: Member, rule: Rule, report: Report) -> None:
        """Give a member a report, unless a comment silences it."""
        line = getattr(_locatable(report.node, self.resolver), "lineno", 1)
        if not self.suppressions.is_suppressed(line, rule.code):
            member.reports.append((rule, report))
            return
        self.suppressed += 1
        if report.rewrites:
            member.blocked = (
                f"a comment that silences {rule.code} keeps line {line} as it is"
            )

    def edits(self, units: Iterable[Unit]) -> list[Edit]:
        """Return all edits that writing ``units`` takes, imports with them."""
        members = [member for unit in units for member in unit.members]
        edits = [edit for member in members for edit in member.edits]
        moved = [
            member.site
            for member in members
            if isinstance(member, SiteMember) and member.moves(self.target)
        ]
        return [*edits, *self.planner.edits(moved)]

    def findings(self, written: Iterable[Unit], unsafe: bool) -> list[Finding]:
        """Return the findings in order, with what was done about each."""
        done = set(written)
        unit_of = {member: unit for unit in self.units for member in unit.members}
        findings = [
            self._finding(member, rule, report, unit_of.get(member), done, unsafe)
            for member in self.members
            for rule, report in member.reports
        ]
        return sorted(findings, key=lambda finding: finding.sort_key)

    def _finding(
        self,
        member: Member,
        rule: Rule,
        report: Report,
        unit: Unit | None,
        done: set[Unit],
        unsafe: bool,
    ) -> Finding:
        start, end = self.source.span(_locatable(report.node, self.resolver))
        held = unit.holder(unsafe) if unit is not None and report.rewrites else None
        fix = None
        left = report.unfixable
        if held is not None:
            holder, reason = held
            line = holder.line
            left = reason if holder is member else f"held by line {line}: {reason}"
        if unit is not None and report.rewrites and (not held or not held[0].blocked):
            fix = Fix(report.fix_message or report.message, self._text_edits(unit))
        before, after = self._calls(member)
        return Finding(
            path=self.source.path,
            code=rule.code,
            message=report.message,
            severity=report.severity or rule.severity,
            start=self.source.position(start),
            end=self.source.position(end),
            fix=fix,
            verdict=member.verdict if report.rewrites else None,
            left=left,
            written=unit in done and report.rewrites,
            before=before,
            after=after if report.rewrites else None,
        )

    def _calls(self, member: Member) -> tuple[Invocation | None, Invocation | None]:
        if member.comparison is not None:
            return member.comparison.before, member.comparison.after
        if not isinstance(member, SiteMember):
            return None, None
        node = member.site.node
        in_text = _locatable(node, self.resolver) is not node
        return None if in_text else written_call(member.site), None

    def _text_edits(self, unit: Unit) -> tuple[TextEdit, ...]:
        position = self.source.position
        return tuple(
            TextEdit(position(edit.start), position(edit.end), edit.content)
            for edit in sorted(set(self.edits([unit])))
        )


def analyze(
    source: Source,
    catalogue: Catalogue,
    codes: frozenset[str],
    target: Target,
    project: Project | None = None,
    *,
    rewrites: bool = True,
    noqa: bool = True,
) -> Analysis:
    """Look at one file with the rules in ``codes``.

    Args:
        source: the file.
        catalogue: the rules and their facts.
        codes: the active rules.
        target: what rewritten code calls.
        project: the file's project.
        rewrites: whether to work out the rewrites, which takes LibCST.
        noqa: whether a ``# noqa`` silences anything.

    Raises:
        SourceError: where the file cannot be parsed.
    """
    scopes = bind_module(source.tree)
    resolver = Resolver(scopes, catalogue.vocabulary, project, source.path)
    analysis = Analysis(source, resolver, target, noqa=noqa)
    rules = [rule for rule in catalogue.rules if rule.code in codes]
    if catalogue.vocabulary.may_occur(source.text):
        members = _look_at_sites(analysis, rules, catalogue)
        analysis.members += members
        if rewrites:
            analysis.units += [
                prepare(together, analysis.planner, target, catalogue)
                for together in group_members(members, target)
            ]
    if catalogue.flow.may_occur(source.text):
        flow = follow(source, resolver, catalogue.flow)
        units = instance_units(flow, rules, analysis.note)
        analysis.members += [member for unit in units for member in unit.members]
        if rewrites:
            prepare_instances(flow, units)
            analysis.units += units
    _look_at_comments(analysis, rules, [rule.code for rule in catalogue.rules])
    return analysis


def _look_at_sites(
    analysis: Analysis, rules: Iterable[Rule], catalogue: Catalogue
) -> list[SiteMember]:
    collector = SiteCollector(
        analysis.source,
        analysis.resolver,
        catalogue.parameters,
        catalogue.dict_lists,
        partial(catalogue.accepted, analysis.target),
        analysis.target.new_names,
    )
    reported: set[tuple[str, ast.AST]] = set()
    members: list[SiteMember] = []
    for site in collector.collect():
        line = site.node.lineno
        plain, repaired = (
            SiteMember(site=site, line=line, blocked=site.doubt) for _ in range(2)
        )
        for rule in rules:
            if site.function not in rule.functions or rule.check is None:
                continue
            for report in rule.check(site):
                # Two calls can share the dict that a report is about.
                if (rule.code, report.node) in reported:
                    continue
                reported.add((rule.code, report.node))
                analysis.note(repaired if report.repairs else plain, rule, report)
        members += [plain, repaired] if repaired.reports else [plain]
    return members


def _look_at_comments(
    analysis: Analysis, rules: Iterable[Rule], known: Sequence[str]
) -> None:
    active = {rule.code: rule for rule in rules}
    if UNUSED not in active:
        return
    for unit in unused_suppressions(
        analysis.source, analysis.suppressions, active[UNUSED], known, active
    ):
        analysis.members += unit.members
        analysis.units += [unit] if unit.edits else []


def _locatable(node: ast.AST, resolver: Resolver) -> ast.AST:
    """Return the outermost f-string around a node, or the node itself."""
    return outermost_f_string(resolver.scopes, node) or node
