"""What is written together or not at all: sites that share a binding."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .comparison import Comparison, Invocation
from .edits import apply_edits, within
from .model import Edit, Verdict, VerdictKind
from .resolve import Key
from .rule import Report, Rule
from .site import Site, SiteKind
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

    def moves(member: Member) -> bool:
        return target.moves or member.site.function in target.renamed

    for member in members:
        keys = [find(key) for key in member.site.group]
        for key in keys[1:]:
            groups[find(key)] = find(keys[0])
    units: dict[Key | Member, list[Member]] = {}
    for member in members:
        shared = member.site.group and moves(member)
        root = find(next(iter(member.site.group))) if shared else member
        units.setdefault(root, []).append(member)
    return [
        Unit(together)
        for together in units.values()
        if any(member.rewrites for member in together)
    ]


def comparison(
    site: Site, edits: Iterable[Edit], target: Target, required: Sequence[str]
) -> Comparison:
    """Return what has to be compared before ``edits`` of a site are written.

    Parameters that the site leaves for later, as a partial does, are written
    out as free names.
    """
    renamed = target.parameters.get(site.function, {})
    function = target.renamed.get(site.function, site.function)
    before = _invocation(site, (), required, {})
    after = _invocation(site, tuple(edits), required, renamed)
    return Comparison(
        Invocation(site.path, before),
        Invocation(f"{target.verify_module}.{function}", after),
        target.note,
    )


def _invocation(
    site: Site,
    edits: Sequence[Edit],
    required: Sequence[str],
    renamed: Mapping[str, str],
) -> str:
    positional: list[ast.expr] = []
    named: dict[str, ast.expr] = {}
    unpacked: list[ast.expr] = []
    for call, skipped in site.calls:
        start, end = site.source.span(call)
        text = apply_edits(site.source.text[start:end], within(edits, start, end))
        parsed = ast.parse(f"({text})", mode="eval").body
        assert isinstance(parsed, ast.Call)
        positional += parsed.args[skipped:]
        for keyword in parsed.keywords:
            if keyword.arg is None:
                unpacked.append(keyword.value)
            else:
                named[keyword.arg] = keyword.value
    given = site.arguments.named if site.arguments else {}
    missing = (
        []
        if site.kind is SiteKind.CALL
        else [name for name in required if name not in given]
    )
    for name in missing:
        named[renamed.get(name, name)] = ast.Name(name, ast.Load())
    keywords = [ast.keyword(name, value) for name, value in named.items()]
    keywords += [ast.keyword(None, value) for value in unpacked]
    call = ast.Call(ast.Name("schedule", ast.Load()), positional, keywords)
    return ast.unparse(call)
