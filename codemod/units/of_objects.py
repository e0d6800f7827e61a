"""Turn what the rules say of the objects of a module into units to be written."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..files.edits import collide
from ..model import Verdict, VerdictKind
from ..names.surroundings import outermost_f_string
from ..objects.flow import Flow
from ..rule.rule import Report, Rule, RuleError
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
            for report in rule.sound(rule.check_class, flow, definition)
        )
        units += _units(reports, note)
    for instance in flow.instances:
        reports = (
            (rule, report)
            for rule in rules
            if rule.check_instance is not None
            for report in rule.sound(rule.check_instance, instance)
        )
        doubts = (one.doubt for one in instance.creations if one.doubt)
        units += _units(reports, note, next(doubts, ""))
    return units


def _units(
    reports: Iterable[tuple[Rule, Report]], note: Note, doubt: str = ""
) -> list[Unit]:
    together: Member | None = None
    members: list[Member] = []
    for rule, report in reports:
        line = getattr(report.node, "lineno", 1)
        if report.repairs or not report.rewrites:
            member = Member(line=line, doubt=doubt)
            members.append(member)
        elif together is None:
            member = together = Member(line=line, doubt=doubt)
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
    for member in unit.members:
        if member.blocked or not member.rewrites:
            continue
        _check_reasons(member)
        if any(outermost_f_string(flow.scopes, node) for node in member.changed):
            member.blocked = "inside an f-string"
        else:
            _set_edits(flow, member)


def _set_edits(flow: Flow, member: Member) -> None:
    from .carry_out import carried_out  # LibCST, which nothing else needs
    from .transforms import RewriteError

    try:
        member.edits = carried_out(flow.source, flow.resolver, member.reports)
    except RewriteError as error:
        member.blocked = str(error)
        return
    if collide(member.edits):
        member.blocked = "its rewrites collide"
    kind, reason = VerdictKind.PRESERVING, member.preserves
    if member.repairs:
        kind, reason = VerdictKind.UNVERIFIABLE, member.repairs
    member.verdict = Verdict(kind, reason)


def _check_reasons(member: Member) -> None:
    """Refuse a rewrite that says nothing of what the program then does.

    Raises:
        RuleError: neither `preserves` nor `repairs` is given.
    """
    for rule, report in member.reports:
        if report.rewrites and not (report.preserves or report.repairs):
            what = "rewrites an object, which has no curve, without saying why that"
            raise RuleError(rule, f"{what} `preserves` or `repairs` what it does")
