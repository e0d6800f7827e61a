"""Look at one file: its sites, what the rules say of them, what would change."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from .bind import bind_module
from .catalogue import Catalogue
from .collect import SiteCollector
from .edits import collide, smallest_edits
from .guards import Guards
from .imports import ImportPlanner
from .invocation import comparison
from .model import Edit, Finding, Fix, TextEdit, Verdict, VerdictKind
from .project import Project
from .resolve import Resolver
from .rule import Report, Rule
from .site import Site, SiteKind
from .source import Source
from .suppress import Suppressions
from .target import Target
from .unit import Member, Unit, group_members


@dataclass(eq=False)
class Analysis:
    """What was found in one file, before anything is verified or written.

    Attributes:
        members: every site with its reports.
        units: what can be rewritten, each with all that moves with it.
        suppressed: how many findings comments silence.
    """

    source: Source
    resolver: Resolver
    target: Target
    members: list[Member] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    suppressed: int = 0

    @cached_property
    def planner(self) -> ImportPlanner:
        """What the imports of the file allow, and what becomes of them."""
        return ImportPlanner(self.source, self.resolver, self.target)

    def edits(self, units: Iterable[Unit]) -> list[Edit]:
        """Return all edits that writing ``units`` takes, imports with them."""
        members = [member for unit in units for member in unit.members]
        edits = [edit for member in members for edit in member.edits]
        moved = [member.site for member in members if not member.repairs]
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
    project: Project | None = None,
) -> Analysis:
    """Look at one file with the rules in ``codes``.

    Raises:
        SourceError: where the file cannot be parsed.
    """
    scopes = bind_module(source.tree)
    resolver = Resolver(scopes, catalogue.vocabulary, project, source.path)
    collector = SiteCollector(
        source, resolver, catalogue.parameters, catalogue.dict_lists
    )
    sites = collector.collect()
    analysis = Analysis(source, resolver, target)
    if not sites:
        return analysis
    suppressions = Suppressions.from_source(source)
    rules = [rule for rule in catalogue.rules if rule.code in codes]
    reported: set[tuple[str, ast.AST]] = set()
    for site in sites:
        plain, repaired = (Member(site, blocked=site.doubt) for _ in range(2))
        for rule in rules:
            if site.function not in rule.functions:
                continue
            for report in rule.check(site):
                # Two calls can share the dict that a report is about.
                if (rule.code, report.node) in reported:
                    continue
                reported.add((rule.code, report.node))
                member = repaired if report.repairs else plain
                line = getattr(_locatable(report.node, resolver), "lineno", 1)
                if not suppressions.is_suppressed(line, rule.code):
                    member.reports.append((rule, report))
                    continue
                analysis.suppressed += 1
                if report.rewrites:
                    member.blocked = f"a `# noqa` comment keeps line {line} as it is"
        analysis.members += [plain, repaired] if repaired.reports else [plain]
    analysis.units = group_members(analysis.members, target)
    for unit in analysis.units:
        _prepare(unit, analysis.planner, target, catalogue)
    return analysis


def _prepare(
    unit: Unit, planner: ImportPlanner, target: Target, catalogue: Catalogue
) -> None:
    """Work out what writing a unit would change, and what has to be compared."""
    conflict = _conflict(unit, target, catalogue)
    guards = Guards(planner)
    for member in unit.members:
        site = member.site
        moves = member.moves(target)
        member.blocked = member.blocked or conflict or guards.reason(site, moves)
        if not member.blocked:
            _set_edits(member, planner, moves)
    if any(member.blocked for member in unit.members):
        return
    stays = [_unmoved(unit, member, target) for member in unit.members]
    if any(stays) or collide(unit.edits):
        reason = next((one for one in stays if one), "its rewrites collide")
        unit.members[0].blocked = reason
        return
    for member in unit.members:
        if member.repairs:
            member.verdict = Verdict(VerdictKind.UNVERIFIABLE, member.repairs)
            continue
        required = catalogue.required[member.site.function]
        member.comparison = comparison(member.site, unit.edits, target, required)
        member.verdict = _without_comparing(member.site, unit)


def _unmoved(unit: Unit, member: Member, target: Target) -> str:
    """Return which name of a site keeps the old function, if one does."""
    site = member.site
    if not member.moves(target):
        return ""
    moved = {key for member in unit.members for key in member.site.aliases}
    for key in sorted(site.group - moved, key=lambda key: key[1]):
        scope, name = key
        bindings = scope.bindings.get(name, [])
        if not bindings or not all(binding.is_import for binding in bindings):
            return f"what gives `{name}` its value cannot be rewritten"
    return ""


def _set_edits(member: Member, planner: ImportPlanner, moves: bool) -> None:
    from .rewrite import RewriteError, change_edits

    site = member.site
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


def _without_comparing(site: Site, unit: Unit) -> Verdict | None:
    """Return the verdict on a site whose calls are out of sight."""
    if site.escapes:
        kind = "partial" if site.kind is SiteKind.PARTIAL else "function"
        reason = f"the {kind} {site.escapes}, where it may be called by old names"
    elif all(
        other.site.kind is SiteKind.IMPORT or other.site.aliases
        for other in unit.members
    ):
        reason = "nothing here calls it; what imports it from here may, by old names"
    else:
        return None
    return Verdict(VerdictKind.UNVERIFIABLE, reason)


def _conflict(unit: Unit, target: Target, catalogue: Catalogue) -> str:
    """Return why sites that share a dict cannot have it rewritten, if so."""
    renamed: dict[str, set[str]] = {}
    for member in unit.members:
        site = member.site
        _, of_element = catalogue.dict_lists.get(site.function, ("", ""))
        for function, traces in (
            (site.function, site.unpacked.values()),
            (of_element, site.listed.values()),
        ):
            names = target.parameters.get(function, {})
            for trace in traces:
                for part in trace.dicts():
                    for entry in part.entries:
                        new = names.get(entry.name, entry.name)
                        renamed.setdefault(entry.name, set()).add(new)
    mixed = sorted(name for name, new in renamed.items() if len(new) > 1)
    if not mixed:
        return ""
    return f"`{mixed[0]}` of the dict goes to functions that disagree on its name"


def _locatable(node: ast.AST, resolver: Resolver) -> ast.AST:
    """Return the outermost f-string around a node, or the node itself.

    Before Python 3.12, positions inside an f-string are not the file's.
    """
    for ancestor in resolver.scopes.ancestors(node):
        if isinstance(ancestor, ast.JoinedStr):
            node = ancestor
    return node
