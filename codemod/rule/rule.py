"""What a rule is: its code, its words, its examples, and how it looks at a site."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Edit, Severity, VerdictKind

if TYPE_CHECKING:
    import libcst as cst

    from ..objects.flow import Flow, Instance
    from ..sites.site import Site


@dataclass(frozen=True, slots=True)
class Example:
    """A small module that a rule speaks about: a test, and a part of its page.

    Attributes:
        title: a sentence that says what the example shows.
        code: the module's source.
        lrsched: the source after ``fix --target lrsched``; None where nothing
            is written.
        optax: the source after ``fix --target optax``; likewise.
        unsafe: the source after ``fix --unsafe-fixes``, where that writes more.
        findings: how many findings this rule has in it.
        verdict: the verdict of the rewrite, where there is one.
    """

    title: str
    code: str
    lrsched: str | None = None
    optax: str | None = None
    unsafe: str | None = None
    findings: int = 1
    verdict: VerdictKind | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Replace one expression: LibCST node in, LibCST node out."""

    node: ast.expr
    transform: Callable[[cst.BaseExpression], cst.BaseExpression]


@dataclass(frozen=True, slots=True)
class Report:
    """What a rule has to say of a site, perhaps with a rewrite.

    Attributes:
        node: where it is; a keyword, an argument, or the whole expression.
        message: one line, with numbers where the arguments allow them.
        changes: the expressions to replace inside the site.
        function: the callee's new name, where the function is renamed.
        fix_message: what the rewrite does, in a few words.
        severity: where it differs from the rule's.
        unfixable: why there is no rewrite, where a reader would expect one.
        edits: other text to change with it, such as an import.
        preserves: why the rewrite, which concerns no curve, keeps the behaviour.
        repairs: why the rewrite changes behaviour, on purpose; it is then
            written only with ``--unsafe-fixes``, apart from other rewrites.
    """

    node: ast.AST
    message: str
    changes: tuple[Change, ...] = ()
    function: str | None = None
    fix_message: str = ""
    severity: Severity | None = None
    unfixable: str = ""
    edits: tuple[Edit, ...] = ()
    preserves: str = ""
    repairs: str = ""

    @property
    def rewrites(self) -> bool:
        """Whether the report carries a rewrite."""
        return bool(self.changes or self.edits) or self.function is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, as its module declares it.

    Attributes:
        code: ``LRS`` and three digits; it never changes its meaning.
        slug: the name for people, in kebab case.
        summary: one line, without a full stop.
        severity: of its findings, where a report does not say otherwise.
        fixable: whether any of its findings can carry a rewrite.
        functions: the functions (last name component) it wants to see.
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
    check: Callable[[Site], Iterator[Report]] | None = None
    check_instance: Callable[[Instance], Iterator[Report]] | None = None
    check_class: Callable[[Flow, ast.ClassDef], Iterator[Report]] | None = None
    refused: tuple[Example, ...]
    accepted: tuple[Example, ...]
    doc: str
    since: tuple[str, str] | None = None
