"""Look at one file: its sites, what the rules say of them, what would change."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from .bind import bind_module
from .catalogue import Catalogue
from .edits import smallest_edits
from .imports import ImportPlanner
from .model import Edit, Finding, Fix, TextEdit, Verdict, VerdictKind
from .resolve import Resolver
from .rule import Report, Rule
from .site import Site, SiteCollector, SiteKind
from .source import Source
from .suppress import Suppressions
from .target import Target
from .unit import Member, Unit, comparison, group_members


@dataclass(eq=False, slots=True)
class Analysis:
    """What was found in one file, before anything is verified or written.

    Attributes:
        members: every site with its reports.
        units: what can be rewritten, each with all that moves with it.
        suppressed: how many findings comments silence.
    """

    source: Source
    planner: ImportPlanner
    members: list[Member] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    suppressed: int = 0

    def edits(self, units: Iterable[Unit]) -> list[Edit]:
        """Return all edits that writing ``units`` takes, imports with them."""
        members = [member for unit in units for member in unit.members]
        edits = [edit for member in members for edit in member.edits]
        return [*edits, *self.planner.edits(member.site for member in members)]

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
        start, end = self.source.span(_locatable(report.node, self.planner))
        held = unit.holder(unsafe) if unit is not None and report.rewrites else None
        fix = None
        left = report.unfixable
        if held is not None:
            holder, reason = held
            line = holder.site.node.lineno
            left = reason if holder is member else f"held by line {line}: {reason}"
        if unit is not None and report.rewrites and (not held or not held[0].blocked):
            fix = Fix(report.fix_message or report.message, self._text_edits(unit))
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
        )

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
) -> Analysis:
    """Look at one file with the rules in ``codes``.

    Raises:
        SourceError: where the file cannot be parsed.
    """
    scopes = bind_module(source.tree)
    resolver = Resolver(scopes, catalogue.vocabulary)
    sites = SiteCollector(source, resolver, catalogue.parameters).collect()
    analysis = Analysis(source, ImportPlanner(source, resolver, target))
    suppressions = Suppressions.from_source(source)
    rules = [rule for rule in catalogue.rules if rule.code in codes]
    for site in sites:
        member = Member(site, blocked=site.doubt)
        analysis.members.append(member)
        for rule in rules:
            if site.function not in rule.functions:
                continue
            for report in rule.check(site):
                line = getattr(_locatable(report.node, analysis.planner), "lineno", 1)
                if not suppressions.is_suppressed(line, rule.code):
                    member.reports.append((rule, report))
                    continue
                analysis.suppressed += 1
                if report.rewrites:
                    member.blocked = f"a `# noqa` comment keeps line {line} as it is"
    analysis.units = group_members(analysis.members, target)
    for unit in analysis.units:
        for member in unit.members:
            _prepare(member, unit, analysis.planner, target, catalogue)
    return analysis


def _prepare(
    member: Member,
    unit: Unit,
    planner: ImportPlanner,
    target: Target,
    catalogue: Catalogue,
) -> None:
    from .rewrite import RewriteError, change_edits

    site = member.site
    moves = target.moves or site.function in target.renamed
    if not member.blocked and _inside_f_string(site, planner):
        member.blocked = "inside an f-string"
    if not member.blocked and moves:
        member.blocked = planner.obstacle(site)
    if member.blocked:
        return
    changes = [change for _, report in member.reports for change in report.changes]
    try:
        edits = list(change_edits(site.source, changes))
    except RewriteError as error:
        member.blocked = str(error)
        return
    if moves and site.kind is not SiteKind.IMPORT:
        start, end = site.source.span(site.callee)
        callee = site.source.text[start:end]
        edits += smallest_edits(callee, planner.callee(site), start)
    member.edits = list(dict.fromkeys(edits))
    member.comparison = comparison(
        site, member.edits, target, catalogue.required[site.function]
    )
    if site.escapes:
        kind = "partial" if site.kind is SiteKind.PARTIAL else "function"
        reason = f"the {kind} {site.escapes}, where it may be called by old names"
        member.verdict = Verdict(VerdictKind.UNVERIFIABLE, reason)
    elif all(_only_names(other.site) for other in unit.members):
        reason = "nothing here calls it; what imports it from here may, by old names"
        member.verdict = Verdict(VerdictKind.UNVERIFIABLE, reason)


def _only_names(site: Site) -> bool:
    return site.kind is SiteKind.IMPORT or site.alias


def _inside_f_string(site: Site, planner: ImportPlanner) -> bool:
    ancestors = planner.scopes.ancestors(site.node)
    return any(isinstance(node, ast.JoinedStr) for node in ancestors)


def _locatable(node: ast.AST, planner: ImportPlanner) -> ast.AST:
    """Return the outermost f-string around a node, or the node itself.

    Before Python 3.12, positions inside an f-string are not the file's.
    """
    for ancestor in planner.scopes.ancestors(node):
        if isinstance(ancestor, ast.JoinedStr):
            node = ancestor
    return node
