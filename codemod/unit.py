"""What is written together or not at all: sites that share a binding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .comparison import Comparison
from .meaning import Key
from .model import Edit, Verdict, VerdictKind
from .rule import Report, Rule
from .site import Site
from .target import Target


@dataclass(eq=False, slots=True)
class Member:
    """A site with what the rules say of it and what would be done to it.

    Attributes:
        reports: the rules' reports, suppressed ones left out.
        edits: everything that changes at the site itself.
        comparison: what has to be shown before that may be written.
        blocked: why it cannot be rewritten at all; empty if it can.
        verdict: the verifier's, or one that needs no computing.
    """

    site: Site
    reports: list[tuple[Rule, Report]] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    comparison: Comparison | None = None
    blocked: str = ""
    verdict: Verdict | None = None

    @property
    def rewrites(self) -> bool:
        """Whether a rule wants the site rewritten."""
        return any(report.rewrites for _, report in self.reports)


@dataclass(eq=False, slots=True)
class Unit:
    """Members that are rewritten together or not at all."""

    members: list[Member]

    @property
    def edits(self) -> list[Edit]:
        """All edits of all members."""
        return [edit for member in self.members for edit in member.edits]

    def holder(self, unsafe: bool) -> tuple[Member, str] | None:
        """Return the member that keeps the unit from being written, and why."""
        for member in self.members:
            if member.blocked:
                return member, member.blocked
        for member in self.members:
            verdict = member.verdict
            if verdict is None or verdict.kind.safe:
                continue
            if verdict.kind is VerdictKind.DIVERGENT or not unsafe:
                return member, verdict.reason
        return None


def group_members(members: Sequence[Member], target: Target) -> list[Unit]:
    """Return the units that want a rewrite, each with all that moves with it."""
    groups: dict[Key, Key] = {}

    def find(key: Key) -> Key:
        while groups.setdefault(key, key) != key:
            key = groups[key]
        return key

    bound: dict[Member, set[Key]] = {}
    for member in members:
        keys = set(member.site.shared)
        if target.moves or member.site.function in target.renamed:
            keys |= member.site.group
        bound[member] = keys
        roots = [find(key) for key in keys]
        for root in roots[1:]:
            groups[find(root)] = find(roots[0])
    units: dict[Key | Member, list[Member]] = {}
    for member, keys in bound.items():
        together = find(next(iter(keys))) if keys else member
        units.setdefault(together, []).append(member)
    return [
        Unit(unit) for unit in units.values() if any(member.rewrites for member in unit)
    ]
