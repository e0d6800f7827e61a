"""How an import statement is changed in place: names dropped, moved, lines added."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from ..files.comments import comments
from ..files.source import Source
from ..model import Edit

ImportStatement = ast.Import | ast.ImportFrom
Span = tuple[int, int]
_MODULE = re.compile(r"from\s+([\w.]+)\s+import\b")
_REST = re.compile(r"[ \t]*(?P<comma>,?)[ \t]*(#[^\r\n]*)?(\r\n|\r|\n)?")
_COMMA = re.compile(r"(?:\s|#[^\r\n]*)*,")
# A comment that stands on a line of its own.
_OWN_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*#")


@dataclass(slots=True)
class StatementChange:
    """What happens to one import statement.

    Attributes:
        dropped: names that nothing uses any more.
        moved: names to import otherwise: from which module, and as they then read.
        added: whole statements to put behind it.
    """

    dropped: list[ast.alias] = field(default_factory=list)
    moved: dict[ast.alias, tuple[str, str]] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)


def statement_edits(
    source: Source, statement: ImportStatement, change: StatementChange
) -> Iterator[Edit]:
    """Yield the edits that carry out ``change`` on ``statement``."""
    start, end = source.span(statement)
    written = _MODULE.match(source.text, start, end)
    modules = {module for module, _ in change.moved.values()}
    all_move = len(change.moved) == len(statement.names) and len(modules) == 1
    if all_move and written and not change.added:
        yield Edit(written.start(1), written.end(1), modules.pop())
        for alias, (_, name) in change.moved.items():
            yield Edit(*source.span(alias), name)
        return
    gone = [*change.dropped]
    elsewhere: dict[str, list[str]] = {}
    for alias, (module, name) in change.moved.items():
        if written and module == written[1]:
            yield Edit(*source.span(alias), name)
        else:
            gone.append(alias)
            elsewhere.setdefault(module, []).append(name)
    added = list(dict.fromkeys(change.added))
    for module, names in elsewhere.items():
        added.append(f"from {module} import {', '.join(names)}")
    if gone or added:
        yield from _replaced(source, statement, gone, added)


def _replaced(
    source: Source,
    statement: ImportStatement,
    gone: Sequence[ast.alias],
    added: Sequence[str],
) -> Iterator[Edit]:
    """Take names out of a statement, and put whole statements behind it."""
    start, end = source.span(statement)
    if len(gone) < len(statement.names):
        removals = [*_removals(source, statement, gone)]
        told = [text for one in removals for text in _comments_in(source, one)]
        yield from (
            removals if added else (_but_comments(source, one) for one in removals)
        )
        yield from _insertion(source, end, start, _commented(source, end, added, told))
    elif added:
        told = [*comments(source.text[start:end])]
        added = _commented(source, end, added, told)
        yield Edit(start, end, _separator(source, start, end).join(added))
    else:
        yield _deletion(source, start, end)


def _comments_in(source: Source, edit: Edit) -> list[str]:
    return [*comments(source.text[edit.start : edit.end])]


def _but_comments(source: Source, removal: Edit) -> Edit:
    """Return a removal that lets the comments stay where they are."""
    told = _comments_in(source, removal)
    if not told:
        return removal
    text = source.text[removal.start : removal.end]
    before, after = re.match(r"[ \t]*", text), re.search(r"[ \t]*\Z", text)
    assert before is not None
    assert after is not None
    kept = f"{before[0] or '  '}{'  '.join(told)}{source.line_end}{after[0]}"
    return Edit(removal.start, removal.end, kept)


def _commented(
    source: Source, end: int, added: Sequence[str], told: Sequence[str]
) -> list[str]:
    """Return added statements, the last one with the comments of what it replaces."""
    if not added or not told:
        return [*added]
    *others, last = added
    text = "  ".join(told)
    rest = source.text[end : source.line_around(end)[1]].strip()
    if not rest or rest.startswith("#"):
        return [*others, f"{last}  {text}"]
    module, names = last.split(" import ")
    return [*others, f"{module} import ({names}  {text}{source.line_end})"]


def _removals(
    source: Source, statement: ImportStatement, gone: Sequence[ast.alias]
) -> Iterator[Edit]:
    """Take names out of the list, with the comma and the comment that are theirs."""
    text, names, taken = source.text, statement.names, {*gone}
    opened = "(" in text[source.span(statement)[0] : source.span(names[0])[0]]
    last = next(i for i in reversed(range(len(names))) if names[i] not in taken)
    places = sorted(bisect_left(names, _place(one), key=_place) for one in taken)
    removed: list[Span] = []
    for i in takewhile(last.__gt__, places):
        span, after = source.span(names[i]), source.span(names[i + 1])
        whole = _own_lines(source, span, span) if opened else None
        removed.append(whole or _followed(text, span, after))
    if names[last + 1 :]:
        kept, first, end = map(source.span, (names[last], names[last + 1], names[-1]))
        whole = _own_lines(source, first, end) if opened else None
        removed.append(whole or _at_the_end(source, kept, first, end))
    begin = stop = -1
    for start, end_of in removed:
        if start > stop >= 0:
            yield Edit(begin, stop, "")
        begin, stop = (start if start > stop else begin), max(end_of, stop)
    if removed:
        yield Edit(begin, stop, "")


def _place(alias: ast.alias) -> tuple[int, int]:
    return alias.lineno, alias.col_offset


def _own_lines(source: Source, first: Span, last: Span) -> Span | None:
    """Return the lines of names that stand alone on them, with their commas."""
    text = source.text
    start, end = source.line_around(first[0])[0], source.line_around(last[1])[1]
    rest = _REST.fullmatch(text, last[1], end)
    if text[start : first[0]].strip() or rest is None:
        return None
    return (start, end) if rest["comma"] or not _COMMA.match(text, last[1]) else None


def _followed(text: str, name: Span, following: Span) -> Span:
    """Return what goes with a name before another: up to what is of that."""
    start, end = name
    comma = _COMMA.match(text, end)
    of_next = _OWN_LINE.search(text, comma.end() if comma else end, following[0])
    return start, of_next.start() if of_next else following[0]


def _at_the_end(source: Source, kept: Span, first: Span, last: Span) -> Span:
    """Return what goes with the names behind the last one that is kept.

    The comma before them goes with them; but where the kept one has a comment on its
    line, both stay, and their own comma goes.
    """
    text, line_end = source.text, source.line_around(kept[1])[1]
    if "#" not in text[kept[1] : min(line_end, first[0])]:
        return kept[1], last[1]
    comma = _COMMA.match(text, last[1])
    return first[0], comma.end() if comma else last[1]


def _insertion(
    source: Source, end: int, start: int, added: Sequence[str]
) -> Iterator[Edit]:
    if not added:
        return
    separator = _separator(source, start, end)
    if separator == "; ":
        yield Edit(end, end, "".join(f"; {line}" for line in added))
        return
    last, line_end = source.line_around(end)
    line_end = last + len(source.text[last:line_end].rstrip("\r\n"))
    yield Edit(line_end, line_end, "".join(f"{separator}{line}" for line in added))


def _deletion(source: Source, start: int, end: int) -> Edit:
    line_start, line_end = source.line_around(start)[0], source.line_around(end)[1]
    before = source.text[line_start:start]
    after = source.text[end:line_end].lstrip(" \t")
    indent = before[: len(before) - len(before.lstrip())]
    told = "  ".join(comments(source.text[start:end]))
    if after.startswith(";"):
        rest = line_end - len(after) + 1
        stop = rest + len(after[1:]) - len(after[1:].lstrip(" \t"))
        return Edit(start, stop, told and f"{told}{source.line_end}{indent}")
    if before.strip():
        return Edit(start, end, f"pass  {told}".rstrip())
    told = "  ".join(comments(source.text[start:line_end]))
    return Edit(line_start, line_end, told and f"{indent}{told}{source.line_end}")


def _separator(source: Source, start: int, end: int) -> str:
    """Return what stands between two statements here: a line break, or ``;``."""
    line_start, line_end = source.line_around(start)[0], source.line_around(end)[1]
    before = source.text[line_start:start]
    after = source.text[end:line_end].strip()
    if before.strip() or (after and not after.startswith("#")):
        return "; "
    return source.line_end + before


def _start(alias: ast.alias) -> tuple[int, int]:
    return alias.lineno, alias.col_offset
