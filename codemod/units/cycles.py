"""Whether the old names that a function is given go with it when it moves.

Where it goes, its parameters have other names, and so have the keys of the dicts that
it takes in a list. One that is out of sight, or used by others, would stay what it is,
and warn.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import attrgetter

from ..model import Edit
from ..rule.catalogue import Catalogue
from ..rule.target import Target
from ..sites.arguments import Argument
from ..sites.site import Site, SiteKind
from ..sites.trace import Trace
from .unit import SiteMember


def unseen_keys(member: SiteMember, target: Target, catalogue: Catalogue) -> str:
    """Return why not all keys of the dicts that a site takes are seen, or nothing."""
    site = member.site
    renamed = _renamed(site, target, catalogue)
    if member.move is None or not renamed or site.arguments is None:
        return ""
    parameter, _ = catalogue.dict_lists[site.function]
    given, trace = site.arguments.get(parameter), site.listed.get(parameter)
    if trace is not None:
        reason = next((one.opaque for one in trace.dicts() if one.opaque), "")
        reason = reason or _put_in_unseen(trace, renamed)
    elif given is None:
        opaque = site.kind is SiteKind.CALL or site.arguments.opaque
        reason = f"what `{parameter}` holds is not seen" if opaque else ""
    elif _is_unpacked(site, parameter):
        reason = f"what `{parameter}` of an unpacked dict holds is not seen"
    else:
        reason = ""
    old = ", ".join(f"`{name}`" for name in renamed)
    return reason and f"its dicts may have the key {old}, which moves: {reason}"


def _put_in_unseen(trace: Trace, renamed: Mapping[str, str]) -> str:
    """Return which use may put the key into a dict that is not seen to have it."""
    common = any(trace.named(name) for name in renamed)
    for part in trace.elements:
        if not common and not any(part.named(name) for name in renamed):
            return part.reader or trace.reader
    return ""


def kept_key(
    member: SiteMember, edits: Sequence[Edit], target: Target, catalogue: Catalogue
) -> str:
    """Return which key of the dicts that a site takes keeps its name, or nothing.

    The edits are sorted, and none collides with another.
    """
    if member.move is None:
        return ""
    site = member.site
    given = target.parameters.get(site.function, {})
    for trace in site.unpacked.values():
        for entry in trace.entries:
            if entry.name in given and not _is_edited(site, entry, edits):
                reason = trace.opaque or trace.reader or "its dict is left"
                return f"its dict has to keep `{entry.name}`: {reason}"
    renamed = _renamed(site, target, catalogue)
    for trace in site.listed.values():
        for part in trace.dicts():
            for entry in part.entries:
                if entry.name in renamed and not _is_edited(site, entry, edits):
                    start, _ = site.source.span(entry.node)
                    line = site.source.position(start).line
                    reason = part.reader or trace.reader or f"see line {line}"
                    return f"its dicts have to keep `{entry.name}`: {reason}"
    return ""


def _is_edited(site: Site, entry: Argument, edits: Sequence[Edit]) -> bool:
    start, end = site.source.span(entry.node)
    before = bisect_left(edits, end, key=attrgetter("start"))
    return before > 0 and edits[before - 1].end > start


def _renamed(site: Site, target: Target, catalogue: Catalogue) -> Mapping[str, str]:
    """Return the keys of the dicts of a site that have other names at its target."""
    _, of_element = catalogue.dict_lists.get(site.function, ("", ""))
    return target.parameters.get(of_element, {})


def _is_unpacked(site: Site, parameter: str) -> bool:
    return any(trace.named(parameter) for trace in site.unpacked.values())
