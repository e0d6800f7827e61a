"""What is written together or not at all, as sites that share a binding are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..model import Edit, Verdict, VerdictKind
from ..names.meaning import Key
from ..rule.rule import Report, Rule
from ..rule.target import Target
from ..sites.site import Site
from ..verify.comparison import Comparison


@dataclass(eq=False, kw_only=True)
class Member:
    """A part of a file with what the rules say of it and what would be done to it.

    Attributes:
        line: where it starts.
        reports: the rules' reports, suppressed ones left out.
        edits: everything that changes there.
        comparison: what has to be shown before that may be written.
        blocked: why it cannot be rewritten at all; empty if it can.
        verdict: the verifier's, or one that needs no computing.
    """

    line: int
    reports: list[tuple[Rule, Report]] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    comparison: Comparison | None = None
    blocked: str = ""
    verdict: Verdict | None = None

    @property
    def rewrites(self) -> bool:
        """Whether a rule wants a rewrite here."""
        return any(report.rewrites for _, report in self.reports)

    @property
    def repairs(self) -> str:
        """Why its rewrites change behaviour, on purpose; empty if they do not."""
        reasons = [report.repairs for _, report in self.reports if report.repairs]
        return "; ".join(dict.fromkeys(reasons))


@dataclass(eq=False, kw_only=True)
class SiteMember(Member):
    """A site; one that is to be repaired has a second, for the repairs alone."""

    site: Site

    def moves(self, target: Target) -> bool:
        """Whether a rewrite gives the site another module or function to call."""
        return not self.repairs and target.moves_function(self.site.function)


@dataclass(eq=False, slots=True)
class Unit:
    """Members that are rewritten together or not at all."""

    members: Sequence[Member]

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


def group_members(
    members: Sequence[SiteMember], target: Target
) -> list[list[SiteMember]]:
    """Return the members that want a rewrite, each with all that moves with it.

    Repairs are by themselves, and first: they move nothing.
    """
    bound = {
        member: member.site.shared
        | (member.site.group if member.moves(target) else frozenset())
        for member in members
    }
    repairs = {member: keys for member, keys in bound.items() if member.repairs}
    others = {member: keys for member, keys in bound.items() if not member.repairs}
    return [*_united(repairs), *_united(others)]


def _united(bound: Mapping[SiteMember, frozenset[Key]]) -> list[list[SiteMember]]:
    """Return the members that share a key together."""
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
