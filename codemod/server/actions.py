"""What can be done about findings: rewrites with their verdicts, and comments.

A rewrite is offered when its verdict is known. Till then it is shown, where the editor
can show that, as what cannot be chosen yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types

from ..config.pyproject import ConfigError
from ..engine.opened import document_of
from ..engine.silence import silenced
from ..engine.view import Fixed, View
from ..files.pages.splice import line_edits
from ..files.source import Source, SourceError
from ..model import Edit, Finding, TextEdit, VerdictKind
from ..report.outcome import VERDICT_NAMES
from ..report.styled import printable
from .buffers import Opened
from .diagnostics import diagnostic

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.lrmigrate"
KINDS = (types.CodeActionKind.QuickFix.value, FIX_ALL)
_WAITS = "being verified"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an editor asks about.

    Attributes:
        opened: the file.
        uri: which of its texts.
        range: where in that.
        kinds: what kinds of actions are wanted; all, if empty.
        shows_disabled: whether the editor shows what cannot be chosen.
        versioned: whether it takes edits that say which versions they are of.
    """

    opened: Opened
    uri: str
    range: types.Range
    kinds: Sequence[str]
    shows_disabled: bool
    versioned: bool

    def wants(self, kind: str) -> bool:
        """Whether actions of a kind are wanted."""
        return not self.kinds or any(
            kind == one or kind.startswith(f"{one}.") for one in self.kinds
        )

    def about(
        self, findings: Iterable[Finding]
    ) -> Iterator[tuple[Finding, types.Range]]:
        """Yield the findings that stand there, each with its place."""
        for one in findings:
            at = self.opened.range(one.start, one.end)
            if at is not None and at[0].uri == self.uri and _touch(at[1], self.range):
                yield one, at[1]


def _touch(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def edit_of(asked: Asked, edits: Iterable[TextEdit]) -> types.WorkspaceEdit | None:
    """Return edits of a file as they are made of the texts that it has now."""
    made: dict[str, list[types.TextEdit]] = {}
    for edit in edits:
        at = asked.opened.range(edit.start, edit.end)
        if at is None:
            return None
        made.setdefault(at[0].uri, []).append(types.TextEdit(at[1], edit.content))
    if not asked.versioned:
        return types.WorkspaceEdit(changes=made)
    versions = asked.opened.versions
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(
                    uri=uri, version=versions[uri]
                ),
                texts,
            )
            for uri, texts in made.items()
        ]
    )


def quick_fixes(
    asked: Asked, findings: Sequence[Finding], fixed: Fixed | None
) -> Iterator[types.CodeAction]:
    """Yield the rewrites of what is asked about, each with its verdict."""
    for finding, place in asked.about(findings):
        action = _rewrite(asked, finding, fixed)
        if action is None or (action.disabled and not asked.shows_disabled):
            continue
        action.diagnostics = [diagnostic(asked.opened, finding, place)]
        yield action


def _rewrite(
    asked: Asked, finding: Finding, fixed: Fixed | None
) -> types.CodeAction | None:
    if finding.fix is None:
        return None
    title = printable(finding.fix.message)
    action = types.CodeAction(title, kind=types.CodeActionKind.QuickFix)
    verdict = finding.verdict
    if fixed is None:
        action.disabled = types.CodeActionDisabled(_WAITS)
    elif finding.written:
        known = VERDICT_NAMES[verdict.kind] if verdict is not None else "verified"
        action.title = f"{title} — {known}"
        action.is_preferred = True
        action.edit = edit_of(asked, finding.fix.edits)
    elif verdict is not None and verdict.kind is VerdictKind.UNVERIFIABLE:
        why = printable(verdict.reason or finding.left)
        action.title = f"{title} — not verified: {why}"
        action.edit = edit_of(asked, finding.fix.edits)
    else:
        why = finding.left or fixed.why or "it was not verified"
        action.disabled = types.CodeActionDisabled(printable(why))
    return action


def fix_all(asked: Asked, fixed: Fixed | None) -> Iterator[types.CodeAction]:
    """Yield what writes all rewrites of a file that are verified."""
    title = "Fix all that is verified (lrmigrate)"
    action = types.CodeAction(title, kind=FIX_ALL)
    if fixed is None:
        action.disabled = types.CodeActionDisabled(_WAITS)
        if asked.shows_disabled:
            yield action
    elif fixed.edits:
        action.edit = edit_of(asked, fixed.edits)
        yield action


def ignores(
    asked: Asked, findings: Sequence[Finding], view: View
) -> Iterator[types.CodeAction]:
    """Yield what silences each finding by a comment, where one can."""
    for finding, place in asked.about(findings):
        edits = [*_comment(asked.opened, finding, view)]
        if edits:
            yield types.CodeAction(
                f"Silence {finding.code} here with a comment",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[diagnostic(asked.opened, finding, place)],
                edit=edit_of(asked, edits),
            )


def _comment(opened: Opened, finding: Finding, view: View) -> Iterator[TextEdit]:
    try:
        plan = view.plan(opened.path)
        for source in document_of(opened.path, opened.text).sources:
            edits = _edits(source, finding)
            if edits is not None:
                new, outcome = silenced(source, plan, [finding])
                if outcome[0].written:
                    made = line_edits(source.text, new.text)
                    yield from map(source.text_edit, made)
                return
    except (SourceError, ConfigError, OSError, IndexError, SyntaxError):
        return


def _edits(source: Source, finding: Finding) -> Edit | None:
    """Return where in a source a finding is; None if it is in another one."""
    try:
        return Edit(source.offset_of(finding.start), source.offset_of(finding.end), "")
    except IndexError:
        return None
