"""Which sites are rewritten together: those that share a name that moves, or a dict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..names.meaning import Key
from ..rule.rule import RuleError
from ..rule.target import Target
from .unit import Move, SiteMember


def group_members(
    members: Sequence[SiteMember], target: Target
) -> list[list[SiteMember]]:
    """Return the members that want a rewrite, each with all that moves with it.

    Repairs are by themselves, and first: they move nothing.
    """
    repairs = [member for member in members if member.repairs]
    others = [member for member in members if not member.repairs]
    _set_moves(others, target)
    return [*_united(repairs), *_united(others)]


def _set_moves(members: Sequence[SiteMember], target: Target) -> None:
    """Say of each member where its function goes, be it for a rule or the target."""
    renamed = _renamed(members)
    sources = {
        member.site.path: intent.module
        for member in members
        for _, _, intent in member.renames
    }
    for member in members:
        function = member.site.function
        module = target.goes(function)
        name, preserves = renamed.get(function, (target.renamed.get(function, ""), ""))
        if module or name:
            preserves = "" if module else preserves
            source = "" if module else sources.get(member.site.path, "")
            if source == member.site.path.rpartition(".")[0]:
                source = ""
            name = name or member.site.name
            member.move = Move(module, name, preserves, source)


def _renamed(members: Iterable[SiteMember]) -> dict[str, tuple[str, str]]:
    """Return what rules call functions here, each with why that keeps the behaviour.

    Raises:
        RuleError: two rules call one function differently.
    """
    found: dict[str, tuple[str, str]] = {}
    for member in members:
        function = member.site.function
        for rule, report, intent in member.renames:
            name, preserves = found.get(function, (intent.name, report.preserves))
            if name != intent.name:
                what = f"renames `{function}` to `{intent.name}`, and another rule"
                raise RuleError(rule, f"{what} to `{name}`")
            found[function] = (name, report.preserves and preserves)
    return found


def _united(members: Sequence[SiteMember]) -> list[list[SiteMember]]:
    """Return the members that share a key together, where one wants a rewrite."""
    bound = {member: _moving_keys(member) for member in members}
    groups: dict[Key, Key] = {}

    def find(key: Key) -> Key:
        while groups.setdefault(key, key) != key:
            key = groups[key]
        return key

    for keys in bound.values():
        roots = [find(key) for key in keys]
        for root in roots[1:]:
            groups[find(root)] = find(roots[0])
    units: dict[Key | SiteMember, list[SiteMember]] = {}
    for member, keys in bound.items():
        together = find(next(iter(keys))) if keys else member
        units.setdefault(together, []).append(member)
    return [unit for unit in units.values() if any(one.rewrites for one in unit)]


def _moving_keys(member: SiteMember) -> frozenset[Key]:
    """Return the names that a member shares with whatever is rewritten with it."""
    group = member.site.group if member.move is not None else frozenset()
    return member.site.shared | group
