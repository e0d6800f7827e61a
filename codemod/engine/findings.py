"""From what was found in a file to its findings: plain values, in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache, partial

from ..model import Finding, Fix, Invocation, Position, Severity, TextEdit, Verdict
from ..names.meaning import GUESSED
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
        if listing.is_told(report)
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
        self._calls = cache(self._calls_of)
        self._holder = cache(self._holder_of)
        self._text_edits = cache(self._text_edits_of)

    def is_told(self, report: Report) -> bool:
        """Whether it is of the source, not of what is around it."""
        return not self._source.is_context(self._analysis.locatable(report.node))

    def finding(self, member: Member, rule: Rule, report: Report) -> Finding:
        first, last = self._source.span(self._analysis.locatable(report.node))
        start, end = self._source.place(first), self._source.end(last)
        told = partial(self._told, start)
        unit = self._unit_of.get(member) if report.rewrites else None
        before, after = self._calls(member)
        return Finding(
            path=self._source.path,
            code=rule.code,
            message=told(report.message),
            severity=self._severity(member, rule, report),
            start=start,
            end=end,
            fix=self._fix(unit, report),
            verdict=self._verdict(member, start) if report.rewrites else None,
            left=told(self._held(unit, member) or _by_text(member) or report.unfixable),
            written=unit in self._written,
            unsafe=unit is not None and self._takes_unsafe(unit),
            before=before,
            after=after if report.rewrites else None,
        )

    def _severity(self, member: Member, rule: Rule, report: Report) -> Severity:
        """Return how much it matters; what an example only may speak of, does less."""
        if member.doubt.startswith(GUESSED) or (
            isinstance(member, SiteMember) and member.site.guessed
        ):
            return Severity.INFO
        return report.severity or rule.severity

    def _verdict(self, member: Member, place: Position) -> Verdict | None:
        """A member's verdict, as it is said of the file."""
        verdict = member.verdict
        if verdict is None or self._source.frame is None:
            return verdict
        return replace(verdict, reason=self._told(place, verdict.reason))

    def _told(self, place: Position, message: str) -> str:
        """What is said of lines of the source, as it is said of the file's."""
        frame = self._source.frame
        return message if frame is None else frame.told(message, place)

    def _held(self, unit: Unit | None, member: Member) -> str:
        """Say why a unit is not written; empty where it can be."""
        held = self._holder(unit) if unit is not None else None
        if held is None:
            return ""
        holder, reason = held
        return reason if holder is member else f"held by line {holder.line}: {reason}"

    def _takes_unsafe(self, unit: Unit) -> bool:
        """Whether a unit is written only where what could not be verified is."""
        return unit.holder(unsafe=False) is not None and unit.holder(True) is None

    def _fix(self, unit: Unit | None, report: Report) -> Fix | None:
        if unit is None or unit.is_blocked:
            return None
        return Fix(report.fix_message or report.message, self._text_edits(unit))

    def _calls_of(self, member: Member) -> tuple[Invocation | None, Invocation | None]:
        if member.comparison is not None:
            return member.comparison.before, member.comparison.after
        if not isinstance(member, SiteMember):
            return None, None
        node = member.site.node
        in_text = self._analysis.locatable(node) is not node
        return None if in_text else written_call(member.site), None

    def _holder_of(self, unit: Unit) -> tuple[Member, str] | None:
        return unit.holder(self._unsafe)

    def _text_edits_of(self, unit: Unit) -> tuple[TextEdit, ...]:
        """Return what writing a unit takes: one value for all of its findings."""
        if not self._analysis.plan.edits:
            return ()
        edits = sorted(set(self._analysis.edits([unit])))
        return tuple(map(self._source.text_edit, edits))


def _by_text(member: Member) -> str:
    """Say what reads a name that is only said, whatever else is in the way."""
    is_said = isinstance(member, SiteMember) and member.site.by_text
    return member.doubt if is_said else ""
