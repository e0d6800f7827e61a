"""Work out what rewriting sites changes, and what has to be compared before."""

from __future__ import annotations

from collections.abc import Sequence

from ..files.edits import collide, smallest_edits
from ..model import Verdict, VerdictKind
from ..rule.catalogue import Catalogue
from ..rule.target import Target
from ..sites.site import Site, SiteKind
from .calls import comparison
from .guards import Guards
from .imports import ImportPlanner
from .unit import SiteMember, Unit


def prepare(
    members: Sequence[SiteMember],
    planner: ImportPlanner,
    target: Target,
    catalogue: Catalogue,
) -> Unit:
    """Return sites that are rewritten together, with their edits and comparisons."""
    unit = Unit(members)
    conflict = _alternative(members, target) or _conflict(members, target, catalogue)
    guards = Guards(planner)
    for member in members:
        moves = member.moves(target)
        reason = guards.reason(member.site, moves)
        member.blocked = member.blocked or conflict or reason
        if not member.blocked:
            _set_edits(member, planner, moves)
    if any(member.blocked for member in members):
        return unit
    stays = [_unmoved(members, member, target) for member in members]
    if any(stays) or collide(unit.edits):
        reason = next((one for one in stays if one), "its rewrites collide")
        members[0].blocked = reason
        return unit
    for member in members:
        if member.repairs:
            member.verdict = Verdict(VerdictKind.UNVERIFIABLE, member.repairs)
            continue
        required = catalogue.required[member.site.function]
        compared = comparison(member.site, unit.edits, target, required)
        if compared.before == compared.after:
            member.verdict = Verdict(VerdictKind.PRESERVING, "the call stays as it is")
            continue
        member.comparison = compared
        member.verdict = _without_comparing(member.site, members)
    return unit


def _alternative(members: Sequence[SiteMember], target: Target) -> str:
    """Return what else a name can be that the target does not have, if anything."""
    known = [one.site for one in members if one.site.function in target.functions]
    names = {key for site in known for key in site.group}
    for member in members:
        site = member.site
        if site.function not in target.functions and site.group & names:
            return f"it can also be `{site.path}`, which stays as it is"
    return ""


def _unmoved(members: Sequence[SiteMember], member: SiteMember, target: Target) -> str:
    """Return which name of a site keeps the old function, if one does."""
    site = member.site
    if not member.moves(target):
        return ""
    moved = {key for one in members for key in one.site.aliases}
    for key in sorted(site.group - moved, key=lambda key: key[1]):
        scope, name = key
        bindings = scope.bindings.get(name, [])
        if not bindings or not all(binding.is_import for binding in bindings):
            return f"what gives `{name}` its value cannot be rewritten"
    return ""


def _set_edits(member: SiteMember, planner: ImportPlanner, moves: bool) -> None:
    from .changes import RewriteError, change_edits

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
