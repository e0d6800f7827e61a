"""The edits of a file, with what a project's sorter and formatter make of them."""

from __future__ import annotations

import ast
import difflib
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path

from ..files.edits import apply_edits, smallest_edits, within
from ..files.source import Source
from ..model import Edit
from .aligned import aligned
from .import_block import is_sorted, sorted_again
from .line_ends import with_own_line_ends
from .order import Order
from .style import DEFAULT_LENGTH, Style
from .wrapped import wrapped

_IMPORTS = (ast.Import, ast.ImportFrom)
# Where one import fails, those behind it are not done, and the program goes on.
_GUARDED = (ast.Try, ast.TryStar, ast.With, ast.AsyncWith)
Rows = tuple[int, int]

LARGEST = 20_000
"""Characters of a block of imports: a longer one is sorted by nobody's hand."""


class Layout:
    """Lays out the edits of a file as its project does.

    Args:
        source: the file; an example for people stays as it is edited.
        style: what the project says of its layout.
    """

    def __init__(self, source: Source, style: Style) -> None:
        self._source = source
        self._style = style
        self._order_of = cache(self._found_order_of)
        # Most rewrites of a file take the same import.
        self._sorted = lru_cache(maxsize=16)(self._sorted_again)

    def laid_out(self, edits: Iterable[Edit]) -> list[Edit]:
        """Return edits by which the lines that they change stand as the project's do.

        Imports that were sorted are again; lines that are aligned with a bracket move
        with it; what becomes too long is wrapped. Nothing else is changed, and an edit
        of which that is not certain stays as it is.

        Args:
            edits: all that is done to the file.
        """
        plain = sorted(set(edits))
        if self._source.prose or not plain:
            return plain
        new = [*self._by_regions(plain)]
        refused = self._source.refused(new) and not self._source.refused(plain)
        return plain if refused else new

    def _by_regions(self, edits: Sequence[Edit]) -> Iterator[Edit]:
        waiting = deque(edits)
        while waiting:
            first = waiting.popleft()
            is_import, rows = self._region(first)
            start, end = self._span(rows)
            of_region, others = list[Edit](), list[Edit]()
            for one in (first, *_taken(waiting, end)):
                inside = start <= one.start and one.end <= end
                (of_region if inside else others).append(one)
            if first not in of_region:
                waiting.extendleft(sorted([*of_region, *others[1:]], reverse=True))
                yield first
                continue
            waiting.extendleft(reversed(others))
            inner = within(of_region, start, end)
            text = self._source.text[start:end]
            lay_out = self._imports if is_import else self._statement
            for edit in with_own_line_ends(text, inner, self._source.line_end, lay_out):
                yield Edit(edit.start + start, edit.end + start, edit.content)

    def _span(self, rows: Rows) -> tuple[int, int]:
        """Return where some lines start, and where the last one's text ends."""
        first, last = rows
        text = self._source.text
        start, end = self._source.line_around(self._source.offset(last, 0))
        end -= len(text[start:end]) - len(text[start:end].rstrip("\r\n"))
        return self._source.offset(first, 0), end

    def _region(self, edit: Edit) -> tuple[bool, Rows]:
        """Return the lines that an edit is laid out with.

        Returns:
            Whether they are imports that may be sorted, and the first and last line.
        """
        line = self._source.position(edit.start).line
        holder: ast.AST = self._source.tree
        body: Sequence[ast.stmt] = self._source.tree.body
        while True:
            at = bisect_left(body, line, key=_last_row)
            if at == len(body) or _rows(body[at])[0] > line:
                return False, (line, line)
            statement = body[at]
            if isinstance(statement, _IMPORTS):
                is_free = not isinstance(holder, _GUARDED)
                return is_free, self._block(body, at)
            inner = [*_bodies(statement)]
            if not inner:
                return False, _rows(statement)
            header = min(_rows(one[0])[0] for one in inner) - 1
            if line <= header:
                return False, (_rows(statement)[0], header)
            holder, body = statement, [one for some in inner for one in some]

    def _block(self, body: Sequence[ast.stmt], at: int) -> Rows:
        """Return the lines of the imports around one, in the same cell."""
        cell = self._cell(body[at])
        first = last = at
        while first and self._is_of(body[first - 1], cell):
            first -= 1
        while last + 1 < len(body) and self._is_of(body[last + 1], cell):
            last += 1
        return _rows(body[first])[0], _rows(body[last])[1]

    def _is_of(self, statement: ast.stmt, cell: int | None) -> bool:
        return isinstance(statement, _IMPORTS) and self._cell(statement) == cell

    def _cell(self, statement: ast.stmt) -> int | None:
        return self._source.place(self._source.span(statement)[0]).cell

    def _imports(self, text: str, edits: list[Edit]) -> Iterator[Edit]:
        if len(text) <= LARGEST:
            after = apply_edits(text, edits)
            new = self._sorted(text, after)
            if new != after:
                yield from _by_lines(text, new)
                return
        yield from edits
        yield from aligned(f"{text}\n", edits)

    def _sorted_again(self, block: str, after: str) -> str:
        order = self._order_of(block)
        new = sorted_again(block, after, order) if order is not None else None
        return after if new is None else new

    def _found_order_of(self, block: str) -> Order | None:
        """Return the order that a block of imports is in; None where it is in none."""
        if len(self._orders) > 1 and "\n" not in block:
            return None  # one import tells none of several
        return next((one for one in self._orders if is_sorted(block, one)), None)

    @cached_property
    def _orders(self) -> Sequence[Order]:
        path = Path(self._source.path)
        return [Order(sorting, path) for sorting in self._style.sortings]

    def _statement(self, text: str, edits: list[Edit]) -> Iterator[Edit]:
        edits = [*edits, *aligned(f"{text}\n", edits)]
        if self._length:
            after = apply_edits(text, edits)
            new = wrapped(text, after, self._length, self._indent)
            if new != after:
                edits = [*smallest_edits(text, new, 0)]
        yield from edits

    @property
    def _length(self) -> int:
        """How long a line may be; 0 where that is not known."""
        if self._style.length is not None:
            return self._style.length
        return max(DEFAULT_LENGTH, self._source.longest_line)

    @cached_property
    def _indent(self) -> int:
        """By how many spaces what is in brackets is indented."""
        inner = (one for top in self._source.tree.body for one in _bodies(top))
        own = next((body[0].col_offset for body in inner if body), 0)
        return self._style.indent or own or 4


def _rows(statement: ast.stmt) -> Rows:
    decorators = getattr(statement, "decorator_list", None) or [statement]
    first = min(statement.lineno, decorators[0].lineno)
    return first, _last_row(statement)


def _last_row(statement: ast.stmt) -> int:
    return statement.end_lineno or statement.lineno


def _taken(waiting: deque[Edit], end: int) -> Iterator[Edit]:
    """Take those that start up to an offset from the edits that wait."""
    while waiting and waiting[0].start <= end:
        yield waiting.popleft()


def _bodies(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """Yield the lists of statements in a statement, in their order."""
    for name in ("body", "handlers", "cases", "orelse", "finalbody"):
        found = getattr(statement, name, [])
        if name in ("handlers", "cases"):
            yield from (one.body for one in found)
        elif found:
            yield found


def _by_lines(before: str, after: str) -> Iterator[Edit]:
    """Yield the edits, line by line, that turn one text into the other."""
    old, new = (f"{text}\n".splitlines(keepends=True) for text in (before, after))
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        start, end, content = starts[i1], starts[i2], "".join(new[j1:j2])
        if tag == "equal":
            continue
        if i2 == len(old):  # the end of the last line is not of the text
            start, end, content = start - 1, end - 1, f"\n{content}"[:-1]
            if not start + 1:
                start, content = 0, content[1:]
        yield from smallest_edits(before[start:end], content, start)
