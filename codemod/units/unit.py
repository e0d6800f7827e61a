"""What is written together or not at all, as sites that share a binding are."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..model import Edit, Verdict, VerdictKind
from ..names.elsewhere.use import Use
from ..names.meaning import Key
from ..rule.intents import (
    DropCodes,
    RenameArgument,
    RenameFunction,
    RenameKey,
    ReplaceArgument,
)
from ..rule.rule import Report, Rule
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
        doubt: why it is not certain that it is what the rules take it for.
    """

    line: int
    reports: list[tuple[Rule, Report]] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    comparison: Comparison | None = None
    blocked: str = ""
    verdict: Verdict | None = None
    doubt: str = ""

    @property
    def rewrites(self) -> bool:
        """Whether a rule wants a rewrite here."""
        return any(report.rewrites for _, report in self.reports)

    @property
    def repairs(self) -> str:
        """Why its rewrites change behaviour, on purpose; empty if they do not."""
        reasons = [report.repairs for _, report in self.reports if report.repairs]
        return "; ".join(dict.fromkeys(reasons))

    @property
    def preserves(self) -> str:
        """Why its rewrites keep the behaviour; empty where a curve has to show it."""
        reasons = [report.preserves for _, report in self.reports if report.rewrites]
        return "; ".join(dict.fromkeys(reasons)) if all(reasons) else ""

    @property
    def changed(self) -> Iterator[ast.expr]:
        """The expressions that its rewrites change."""
        for _, report in self.reports:
            for intent in report.intents:
                if not isinstance(intent, RenameFunction | DropCodes):
                    yield intent.at


@dataclass(frozen=True, slots=True)
class Move:
    """Where the function of a site goes when the site is rewritten.

    Attributes:
        module: the module that it moves to; empty where it stays in its own.
        name: what it is called there.
        preserves: why that alone keeps the behaviour; empty where a curve says so.
        source: the module of its own library that it is taken from then; empty where
            that stays as it is.
    """

    module: str
    name: str
    preserves: str = ""
    source: str = ""

    def module_of(self, old: str) -> str:
        """Return the module that a function with this path is taken from then."""
        return self.module or self.source or old.rpartition(".")[0]


@dataclass(eq=False, kw_only=True)
class SiteMember(Member):
    """A site; one that is to be repaired has a second, for the repairs alone.

    Attributes:
        site: the site.
        move: where its function goes, with all that shares it; None if it stays.
        elsewhere: where other files call what holds its function: those calls have
            to be rewritten as well, or to give the same.
    """

    site: Site
    move: Move | None = None
    elsewhere: Sequence[Use] = ()

    @property
    def preserves(self) -> str:
        """The same, for a site that moves: why both its rewrites and its move do."""
        if self.move is None:
            return super().preserves
        moved = self.move.preserves
        return super().preserves if moved and self.rewrites else moved

    @property
    def renames(self) -> Iterator[tuple[Rule, Report, RenameFunction]]:
        """The renames of the site's function that rules want."""
        for rule, report in self.reports:
            for intent in report.intents:
                if isinstance(intent, RenameFunction):
                    yield rule, report, intent

    @property
    def new_names(self) -> Iterator[tuple[str, object]]:
        """The names that arguments of the site get, and what is replaced by them."""
        for _, report in self.reports:
            for intent in report.intents:
                if isinstance(intent, RenameArgument):
                    yield intent.new, None
                elif isinstance(intent, RenameKey):
                    yield intent.name, None
                elif isinstance(intent, ReplaceArgument):
                    yield intent.name, (intent.at, intent.index)


@dataclass(eq=False, slots=True)
class Unit:
    """Members that are rewritten together or not at all."""

    members: Sequence[Member]

    @property
    def edits(self) -> list[Edit]:
        """All edits of all members."""
        return [edit for member in self.members for edit in member.edits]

    @property
    def is_blocked(self) -> bool:
        """Whether a member cannot be rewritten at all, so that none is."""
        return any(member.blocked for member in self.members)

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


def in_order(keys: Iterable[Key]) -> list[Key]:
    """Return names in an order that every run has: by name, then by scope."""
    return sorted(keys, key=lambda key: (key[1], *_place(key[0].node)))


def _place(node: ast.AST) -> tuple[int, int, str]:
    start = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
    return *start, type(node).__name__
