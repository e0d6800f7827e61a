"""From what was found in a file to its findings: plain values, in order."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Finding, Fix, Invocation, TextEdit
from ..rule.rule import Report, Rule
from ..units.calls import written_call
from ..units.unit import Member, SiteMember, Unit
from .analysis import Analysis


def findings_of(
    analysis: Analysis, written: Iterable[Unit] = (), *, unsafe: bool = False
) -> list[Finding]:
    """Return the findings of a file, with what was done about each.

    Args:
        analysis: what was found.
        written: the units that were rewritten.
        unsafe: whether what could not be verified is written, too.
    """
    listing = _Listing(analysis, frozenset(written), unsafe)
    findings = [
        listing.finding(member, rule, report)
        for member in analysis.members
        for rule, report in member.reports
    ]
    return sorted(findings, key=lambda finding: finding.sort_key)


class _Listing:
    """Makes the findings of one file."""

    def __init__(
        self, analysis: Analysis, written: frozenset[Unit], unsafe: bool
    ) -> None:
        self._analysis = analysis
        self._source = analysis.source
        self._written = written
        self._unsafe = unsafe
        self._unit_of = {
            member: unit for unit in analysis.units for member in unit.members
        }

    def finding(self, member: Member, rule: Rule, report: Report) -> Finding:
        position = self._source.position
        start, end = self._source.span(self._analysis.locatable(report.node))
        unit = self._unit_of.get(member) if report.rewrites else None
        before, after = self._calls(member)
        return Finding(
            path=self._source.path,
            code=rule.code,
            message=report.message,
            severity=report.severity or rule.severity,
            start=position(start),
            end=position(end),
            fix=self._fix(unit, report),
            verdict=member.verdict if report.rewrites else None,
            left=self._held(unit, member) or report.unfixable,
            written=unit in self._written,
            before=before,
            after=after if report.rewrites else None,
        )

    def _held(self, unit: Unit | None, member: Member) -> str:
        """Say why a unit is not written; empty where it can be."""
        held = unit.holder(self._unsafe) if unit is not None else None
        if held is None:
            return ""
        holder, reason = held
        return reason if holder is member else f"held by line {holder.line}: {reason}"

    def _fix(self, unit: Unit | None, report: Report) -> Fix | None:
        held = unit.holder(self._unsafe) if unit is not None else None
        if unit is None or (held and held[0].blocked):
            return None
        return Fix(report.fix_message or report.message, self._text_edits(unit))

    def _calls(self, member: Member) -> tuple[Invocation | None, Invocation | None]:
        if member.comparison is not None:
            return member.comparison.before, member.comparison.after
        if not isinstance(member, SiteMember):
            return None, None
        node = member.site.node
        in_text = self._analysis.locatable(node) is not node
        return None if in_text else written_call(member.site), None

    def _text_edits(self, unit: Unit) -> tuple[TextEdit, ...]:
        position = self._source.position
        return tuple(
            TextEdit(position(edit.start), position(edit.end), edit.content)
            for edit in sorted(set(self._analysis.edits([unit])))
        )
