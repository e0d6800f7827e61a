"""Turn what the rules say of the objects of a module into units to be written."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..files.edits import collide
from ..model import Verdict, VerdictKind
from ..names.surroundings import outermost_f_string
from ..objects.flow import Flow
from ..rule.rule import Report, Rule
from .unit import Member, Unit

Note = Callable[[Member, Rule, Report], None]


def instance_units(flow: Flow, rules: Iterable[Rule], note: Note) -> list[Unit]:
    """Return a unit for each object or class of which the rules say something.

    What they want changed for one of them is written together, but repairs,
    which change behaviour, each by themselves. ``note`` takes every report.
    """
    rules = list(rules)
    units: list[Unit] = []
    for definition in flow.subclasses:
        reports = (
            (rule, report)
            for rule in rules
            if rule.check_class is not None
            for report in rule.check_class(flow, definition)
        )
        units += _units(reports, note)
    for instance in flow.instances:
        reports = (
            (rule, report)
            for rule in rules
            if rule.check_instance is not None
            for report in rule.check_instance(instance)
        )
        units += _units(reports, note)
    return units


def _units(reports: Iterable[tuple[Rule, Report]], note: Note) -> list[Unit]:
    together: Member | None = None
    members: list[Member] = []
    for rule, report in reports:
        line = getattr(report.node, "lineno", 1)
        if report.repairs or not report.rewrites:
            member = Member(line=line)
            members.append(member)
        elif together is None:
            member = together = Member(line=line)
            members.append(member)
        else:
            member = together
        note(member, rule, report)
    return [Unit([member]) for member in members]


def prepare_instances(flow: Flow, units: Iterable[Unit]) -> None:
    """Give these units their edits and verdicts."""
    for unit in units:
        _prepare(flow, unit)


def _prepare(flow: Flow, unit: Unit) -> None:
    from .changes import RewriteError, change_edits

    for member in unit.members:
        reports = [report for _, report in member.reports if report.rewrites]
        changes = dict.fromkeys(one for report in reports for one in report.changes)
        if member.blocked or not reports:
            continue
        nodes = [change.node for change in changes]
        if any(outermost_f_string(flow.scopes, node) for node in nodes):
            member.blocked = "inside an f-string"
            continue
        try:
            edits = list(change_edits(flow.source, changes))
        except RewriteError as error:
            member.blocked = str(error)
            continue
        edits += [edit for report in reports for edit in report.edits]
        member.edits = list(dict.fromkeys(edits))
        if collide(member.edits):
            member.blocked = "its rewrites collide"
        reasons = dict.fromkeys(one.preserves for one in reports if one.preserves)
        kind, reason = VerdictKind.PRESERVING, "; ".join(reasons)
        if member.repairs:
            kind, reason = VerdictKind.UNVERIFIABLE, member.repairs
        member.verdict = Verdict(kind, reason)
