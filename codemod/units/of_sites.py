"""Work out what rewriting sites changes, and what has to be compared before."""

from __future__ import annotations

import ast
from collections.abc import Sequence, Set
from dataclasses import replace

from ..files.comments import lost_comment
from ..files.edits import collide, smallest_edits
from ..model import Edit, Verdict, VerdictKind
from ..names.meaning import Key
from ..rule.catalogue import Catalogue
from ..rule.intents import Intent, RenameFunction
from ..rule.rule import Report, RuleError
from ..rule.target import Target
from ..sites.site import Site, SiteKind
from ..verify.comparison import Comparison
from ..verify.effects import changed_effects
from .calls import TooDeepError, comparison
from .cycles import kept_key, unseen_keys
from .edited import Edited
from .guards import Guards
from .imports import ImportPlanner
from .steady import parsed
from .unit import SiteMember, Unit, in_order
from .visible import Visible


def prepare(
    members: Sequence[SiteMember],
    guards: Guards,
    visible: Visible,
    target: Target,
    catalogue: Catalogue,
) -> Unit:
    """Return sites that are rewritten together, with their edits and comparisons."""
    unit = Unit(members)
    conflict = _alternative(members, target) or _conflict(members, target, catalogue)
    planner = guards.planner
    for member in members:
        member.blocked = (
            member.blocked
            or conflict
            or guards.reason(member)
            or unseen_keys(member, target, catalogue)
            or visible.reason(member)
        )
        if not member.blocked:
            member.elsewhere = visible.calls(member)
            _set_edits(member, planner)
    if any(member.blocked for member in members):
        return unit
    if reason := _held_together(unit, members, planner):
        members[0].blocked = reason
        return unit
    edits = sorted(set(unit.edits))
    edited = Edited(members[0].site.source, edits)
    for member in members:
        member.blocked = kept_key(member, edits, target, catalogue)
        _check_reasons(member, catalogue)
        member.verdict = _known(member)
        if member.verdict is None:
            required = catalogue.required[member.site.function]
            _judge(member, members, edited, target, required)
            if member.comparison is not None and member.verdict is None:
                _see_what_is_read_twice(member, member.comparison, guards)
    return unit


def _held_together(
    unit: Unit, members: Sequence[SiteMember], planner: ImportPlanner
) -> str:
    """Return why sites cannot be rewritten although each of them could, or nothing.

    Raises:
        RuleError: there is nothing to be rewritten.
    """
    moved = {key for one in members for key in one.site.aliases}
    for member in members:
        if reason := _unmoved(member, moved):
            return reason
    if collide(unit.edits):
        return "its rewrites collide"
    if not unit.edits and not planner.edits(members):
        reports = [one for member in members for one in member.reports]
        rule = next(rule for rule, report in reports if report.rewrites)
        raise RuleError(rule, "intends a rewrite that changes nothing")
    return ""


def _check_reasons(member: SiteMember, catalogue: Catalogue) -> None:
    """Refuse a rename that nothing can be compared for, and that says no reason.

    Raises:
        RuleError: neither `preserves` nor `repairs` is given.
    """
    if member.site.path in catalogue.facts:
        return
    for rule, report, _ in member.renames:
        if not (report.preserves or report.repairs):
            what = f"renames `{member.site.name}`, which makes no schedule, without"
            raise RuleError(rule, f"{what} saying why that `preserves` or `repairs`")


def _known(member: SiteMember) -> Verdict | None:
    """Return the verdict that the rules give by what they say of their rewrites."""
    if member.repairs:
        return Verdict(VerdictKind.UNVERIFIABLE, member.repairs)
    if member.preserves:
        return Verdict(VerdictKind.PRESERVING, member.preserves)
    return None


def _judge(
    member: SiteMember,
    members: Sequence[SiteMember],
    edited: Edited,
    target: Target,
    required: Sequence[str],
) -> None:
    """Give a member what has to be compared, or its verdict without that."""
    if out_of_sight := _given_elsewhere(member.site):
        member.blocked = (
            f"what `{out_of_sight}` holds is given out of sight of the call"
        )
        return
    try:
        compared = comparison(member, edited, target, required)
    except TooDeepError:
        member.blocked = "its arguments are nested too deeply to be compared"
        return
    if compared.before == compared.after:
        member.verdict = Verdict(VerdictKind.PRESERVING, "the call stays as it is")
        return
    member.comparison = compared
    member.verdict = _without_comparing(member.site, members)


def _given_elsewhere(site: Site) -> str:
    """Return which list of dicts comes by way of a parameter, or nothing."""
    named = site.arguments.named if site.arguments is not None else {}
    return next((name for name in site.listed if name not in named), "")


def _see_what_is_read_twice(
    member: SiteMember, comparison: Comparison, guards: Guards
) -> None:
    """Give a site its verdict if it reads again what may be another value then."""
    steady, calls = guards.steady, parsed(comparison)
    if calls is None:
        return
    if reason := steady.reason(member.site, calls):
        member.verdict = Verdict(VerdictKind.UNVERIFIABLE, reason)
        return
    plain = steady.plain(member.site, calls)
    if changed_effects(*calls, plain):  # unless those do nothing
        repeatable = tuple(sorted(steady.repeatable(member.site)))
        before, after = (
            replace(one, repeatable=repeatable)
            for one in (comparison.before, comparison.after)
        )
        comparison = replace(comparison, before=before, after=after)
    member.comparison = replace(comparison, plain=plain)


def _alternative(members: Sequence[SiteMember], target: Target) -> str:
    """Return what else a call can be of that the target does not have, if anything.

    Where a name holds both, as a registry does, each stays or goes by itself.
    """
    known = [one for one in members if one.site.function in target.functions]
    changed = {one.site.node for one in known if one.rewrites}
    names = {key for one in known for key in one.site.group}
    for member in members:
        site = member.site
        stays = site.function not in target.functions and site.group & names
        if stays and site.node in changed:
            return f"it can also be `{site.path}`, which stays as it is"
    return ""


def _unmoved(member: SiteMember, moved: Set[Key]) -> str:
    """Return which name of a site keeps the old function, if one does."""
    site = member.site
    if member.move is None:
        return ""
    for key in in_order(site.group - moved):
        scope, name = key
        bindings = scope.bindings.get(name, [])
        if not bindings or not all(binding.is_import for binding in bindings):
            return f"what gives `{name}` its value cannot be rewritten"
    return ""


def _set_edits(member: SiteMember, planner: ImportPlanner) -> None:
    site = member.site
    wanted = [
        (rule, replace(report, intents=rest))
        for rule, report in member.reports
        if (rest := _on_expressions(report))
    ]
    edits: list[Edit] = []
    if wanted:
        from .carry_out import carried_out
        from .transforms import RewriteError

        try:
            edits = carried_out(site.source, planner.resolver, wanted)
        except RewriteError as error:
            member.blocked = str(error)
            return
    callee = _callee(member, planner)
    if callee and site.kind is not SiteKind.IMPORT:
        before, (start, _) = site.text(site.callee), site.source.span(site.callee)
        if lost := lost_comment(before, callee):
            member.blocked = f"the comment `{lost}` inside it would be lost"
        edits += smallest_edits(before, callee, start)
    member.edits = list(dict.fromkeys(edits))


def _callee(member: SiteMember, planner: ImportPlanner) -> str:
    """Return what has to name the function now, or nothing where that stays."""
    if member.move is not None:
        return planner.callee(member.site, member.move)
    site = member.site
    for rule, _, intent in member.renames:
        if not isinstance(site.callee, ast.Attribute):
            what = "`repairs` by a `RenameFunction` where an imported name says it"
            raise RuleError(rule, what)
        return f"{site.text(site.callee.value)}.{intent.name}"
    return ""


def _on_expressions(report: Report) -> tuple[Intent, ...]:
    return tuple(one for one in report.intents if not isinstance(one, RenameFunction))


def _without_comparing(site: Site, members: Sequence[SiteMember]) -> Verdict | None:
    """Return the verdict on a site whose calls are out of sight."""
    if site.escapes:
        kind = "partial" if site.kind is SiteKind.PARTIAL else "function"
        reason = f"the {kind} {site.escapes}, where it may be called by old names"
    elif all(
        other.site.kind is SiteKind.IMPORT or other.site.aliases for other in members
    ):
        reason = "nothing here calls it; what imports it from here may, by old names"
    else:
        return None
    return Verdict(VerdictKind.UNVERIFIABLE, reason)


def _conflict(
    members: Sequence[SiteMember], target: Target, catalogue: Catalogue
) -> str:
    """Return why sites that share a dict cannot have it rewritten, if so."""
    renamed: dict[str, set[str]] = {}
    for member in members:
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
