"""What a rule is: its code, its words, its examples, and how it looks at a site."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import InitVar, dataclass
from textwrap import dedent
from typing import TYPE_CHECKING

from ..model import Severity, VerdictKind
from .intents import Intent

if TYPE_CHECKING:
    from ..objects.flow import Flow, Instance
    from ..sites.site import Site
    from .function import Function


class RuleError(Exception):
    """A rule says what cannot be: the rule is wrong, and not the code it looks at."""

    def __init__(self, rule: Rule, what: str) -> None:
        super().__init__(f"{rule.code} ({rule.slug}) {what}")
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Example:
    """A small module that a rule speaks about: a test, and a part of its page.

    Sources are written in triple quotes, from the line after them, as deep as the code
    around.

    Attributes:
        title: a sentence that says what the example shows.
        code: the module's source.
        after: the source after ``fix`` with either target, in place of the next two.
        lrsched: the source after ``fix --target lrsched``; None where nothing
            is written.
        optax: the source after ``fix --target optax``; likewise.
        unsafe: the source after ``fix --unsafe-fixes``, where that writes more.
        findings: how many findings this rule has in it.
        verdict: the verdict of the rewrite, where there is one.
        only: the one target under which the rule says anything; empty for both.
    """

    title: str
    code: str
    after: InitVar[str | None] = None
    lrsched: str | None = None
    optax: str | None = None
    unsafe: str | None = None
    findings: int = 1
    verdict: VerdictKind | None = None
    only: str = ""

    def __post_init__(self, after: str | None) -> None:
        """Take the sources out of the layout of the rule's file."""
        for name in ("code", "lrsched", "optax", "unsafe"):
            text = getattr(self, name)
            if after is not None and name in ("lrsched", "optax"):
                text = after
            if text is not None:
                object.__setattr__(self, name, dedent(text).removeprefix("\n"))


@dataclass(frozen=True, slots=True)
class Report:
    """What a rule has to say of a site or an object, perhaps with a rewrite.

    Attributes:
        node: where it is; a keyword, an argument, or the whole expression.
        message: one line, with numbers where the arguments allow them.
        intents: what the rewrite changes; none for a report only.
        fix_message: what the rewrite does, in a few words.
        severity: where it differs from the rule's.
        unfixable: why there is no rewrite, where a reader would expect one.
        preserves: why the rewrite, which concerns no curve, keeps the behaviour.
        repairs: why the rewrite changes behaviour, on purpose; it is then
            written only with ``--unsafe-fixes``, apart from other rewrites.
    """

    node: ast.AST
    message: str
    intents: tuple[Intent, ...] = ()
    fix_message: str = ""
    severity: Severity | None = None
    unfixable: str = ""
    preserves: str = ""
    repairs: str = ""

    @property
    def rewrites(self) -> bool:
        """Whether the report carries a rewrite."""
        return bool(self.intents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, as its module declares it.

    Attributes:
        code: the prefix of its pack (``LRS``) and digits; it never changes its meaning.
        slug: the name for people, in kebab case.
        summary: one line, without a full stop.
        severity: of its findings, where a report does not say otherwise.
        fixable: whether any of its findings can carry a rewrite.
        functions: the paths of the functions it wants to see.
        facts: what is known of those of them that the facts of Optax do not have.
        check: from a site to what there is to say of it.
        check_instance: from an object that a module follows to what there is to
            say of all that is done with it.
        check_class: from one of the module's classes, derived from a class that
            is followed, to what there is to say of it.
        refused: examples in which nothing is written; they come first.
        accepted: examples that are rewritten, or rightly reported.
        doc: the module's docstring, Markdown with fixed headings.
        since: the package and its version from which on the rule has something
            to say; it is silent where a project excludes all of those.
    """

    code: str
    slug: str
    summary: str
    severity: Severity
    fixable: bool
    functions: frozenset[str] = frozenset()
    facts: tuple[Function, ...] = ()
    check: Callable[[Site], Iterator[Report]] | None = None
    check_instance: Callable[[Instance], Iterator[Report]] | None = None
    check_class: Callable[[Flow, ast.ClassDef], Iterator[Report]] | None = None
    refused: tuple[Example, ...]
    accepted: tuple[Example, ...]
    doc: str
    since: tuple[str, str] | None = None

    def sound(
        self, check: Callable[..., Iterable[Report]], *asked: object
    ) -> list[Report]:
        """Return what one of the rule's checks reports of what it is asked.

        Raises:
            RuleError: it raises, or reports what has no place, or has a field that
                would mean nothing beside its others.
        """
        try:
            reports = list(check(*asked))
        except Exception as error:
            raise RuleError(self, f"raises {type(error).__name__}: {error}") from error
        for report in reports:
            if fault := _fault(self, report):
                raise RuleError(self, f"gives {fault}")
        return reports


def _fault(rule: Rule, report: object) -> str:
    """Return what is wrong with a report, as which field contradicts another one."""
    if not isinstance(report, Report):
        return f"`{report!r}`, which is no report"
    if not hasattr(report.node, "lineno"):
        return "a report whose `node` has no place in the file"
    given = [name for name in _OF_A_REWRITE if getattr(report, name)]
    if not report.intents:
        return f"a report `{given[0]}` without `intents`" if given else ""
    if not rule.fixable:
        return "a report `intents`, and is not `fixable`"
    if report.unfixable:
        return "a report `unfixable` beside `intents`"
    both = report.preserves and report.repairs
    return "a report `repairs` beside `preserves`" if both else ""


_OF_A_REWRITE = ("fix_message", "preserves", "repairs")
