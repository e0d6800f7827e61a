"""A block of imports that was sorted, sorted again after an edit."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .order import ImportStatement, Order, module_of

# Comments that say how a tool has to read the imports: they are not ours to read.
_TOLD = re.compile(r"#\s*(isort|ruff|fmt|yapf|flake8|pylint)\s*:", re.IGNORECASE)
_MAGIC = re.compile(r",\s*\)\s*\Z")


@dataclass(frozen=True, slots=True)
class _Line:
    """One import with what stands above it.

    Attributes:
        statement: it.
        text: as it is written, with the comment behind it.
        above: the lines of comments above it.
        told: whether there is a comment in or behind it.
    """

    statement: ImportStatement
    text: str
    above: tuple[str, ...] = ()
    told: bool = False


class UnreadableError(Exception):
    """A block in which something stands that is not read."""


def is_sorted(block: str, order: Order) -> bool:
    """Whether a block of imports is in an order, and all that stands in it is read.

    Args:
        block: its lines, without the last line end.
        order: the order.
    """
    if "\r" in block or "\t" in block or _TOLD.search(block):
        return False
    writer = _Writer(order, _margin_of(block))
    try:
        return writer.written(writer.merged(writer.lines(block))) == block
    except UnreadableError:
        return False


def sorted_again(before: str, after: str, order: Order) -> str | None:
    """Return an edited block of imports in its order.

    Args:
        before: the lines of the block as it was, sorted, without the last line end.
        after: the same after the edits.
        order: the order that it was in.

    Returns:
        The block as it is sorted; None where something stands in it that is not read.
    """
    writer = _Writer(order, _margin_of(before))
    try:
        lines = writer.lines(after)
        new = writer.written(writer.merged(lines))
        same = _content(writer.lines(new)) == _content(lines)
    except UnreadableError:
        return None
    return new if same else None


def _margin_of(block: str) -> str:
    return block[: len(block) - len(block.lstrip(" "))]


def _content(lines: Sequence[_Line]) -> list[tuple[str, int, str, str]]:
    """Return all that some imports bring, in an order that says nothing."""
    return sorted(
        (*_from(line.statement), one.name, one.asname or "")
        for line in lines
        for one in line.statement.names
    )


def _from(statement: ImportStatement) -> tuple[str, int]:
    """Return what names are taken from; -1 says that they are modules."""
    if isinstance(statement, ast.Import):
        return "", -1
    return module_of(statement)


class _Writer:
    """Writes imports as a sorter does, behind a margin."""

    def __init__(self, order: Order, margin: str) -> None:
        self._order = order
        self._sorting = order.sorting
        self._margin = margin

    def lines(self, text: str) -> list[_Line]:
        """Take a block apart.

        Raises:
            UnreadableError: something else than imports and comments is in it.
        """
        rows = text.split("\n")
        try:
            body = ast.parse(f"if 1:\n{text}" if self._margin else text).body
        except (SyntaxError, ValueError) as error:
            raise UnreadableError from error
        if self._margin:
            assert isinstance(body[0], ast.If)
            body = body[0].body if len(body) == 1 else []
        return [*self._cut(body, rows, 1 if self._margin else 0)]

    def _cut(
        self, body: Sequence[ast.stmt], rows: Sequence[str], added: int
    ) -> Iterator[_Line]:
        end = 0
        for statement in body:
            if not isinstance(statement, ast.Import | ast.ImportFrom):
                raise UnreadableError
            first = statement.lineno - 1 - added
            last = (statement.end_lineno or statement.lineno) - added
            above = tuple(row for row in rows[end:first] if row.strip())
            own = "\n".join(rows[first:last])
            if first < end or ";" in own or "\\" in own:
                raise UnreadableError
            yield _Line(statement, own, above, "#" in own)
            end = last
        if not body or end != len(rows):
            raise UnreadableError

    def written(self, lines: Sequence[_Line]) -> str:
        """Return imports in their order, with the blank lines between sections."""
        for line in lines:
            self._check(line)
        text: list[str] = []
        section = ""
        for line in sorted(lines, key=lambda line: self._order.key(line.statement)):
            now = self._order.section(line.statement)
            if section and now != section:
                text += [] if now in self._sorting.no_lines_before else [""]
            section = now
            text += [*line.above, self._text(line)]
        return "\n".join(text)

    def _check(self, line: _Line) -> None:
        """Refuse what a sorter would take apart, or has a section of its own.

        Raises:
            UnreadableError: it is so.
        """
        statement = line.statement
        section = self._order.section(statement)
        if section not in self._sorting.section_order:
            raise UnreadableError
        if len(statement.names) == 1:
            return
        apart = any(one.asname for one in statement.names)
        if (
            isinstance(statement, ast.Import)
            or (apart and not self._sorting.combine_as)
            or self._is_single(statement)
        ):
            raise UnreadableError

    def _is_single(self, statement: ImportStatement) -> bool:
        """Whether each name that is taken from a module has its own statement."""
        module, _ = module_of(statement)
        return (
            self._sorting.single_line
            and module not in self._sorting.single_line_exclusions
        )

    def _text(self, line: _Line) -> str:
        """Return an import with its names in order, wrapped where it is too long.

        Raises:
            UnreadableError: how it would have to be written is not certain.
        """
        statement = line.statement
        if isinstance(statement, ast.Import):
            return line.text
        names = sorted(statement.names, key=self._order.name_key)
        if line.told or ("\n" in line.text and not self._sorting.hanging):
            if names != statement.names:
                raise UnreadableError
            return line.text
        kept = _MAGIC.search(line.text) and self._sorting.magic_comma
        start = f"{self._margin}from {'.' * statement.level}{statement.module or ''}"
        shown = [ast.unparse(ast.Import([name]))[len("import ") :] for name in names]
        whole = f"{start} import {', '.join(shown)}"
        if (len(whole) <= self._sorting.length and not kept) or shown == ["*"]:
            return whole
        if not self._sorting.hanging:
            raise UnreadableError
        inner = self._margin + " " * self._sorting.indent
        listed = "".join(f"{inner}{name},\n" for name in shown)
        return f"{start} import (\n{listed}{self._margin})"

    def merged(self, lines: Sequence[_Line]) -> list[_Line]:
        """Return imports with those from one module in one, where they have to be."""
        found: list[_Line] = []
        at: dict[tuple[str, int], int] = {}
        for line in lines:
            statement = line.statement
            module = module_of(statement)
            if not self._joins(statement) or line.told or line.above:
                found.append(line)
            elif module in at:
                found[at[module]] = _joined(found[at[module]], statement)
            else:
                at[module] = len(found)
                found.append(line)
        return found

    def _joins(self, statement: ImportStatement) -> bool:
        """Whether a sorter puts an import and others from its module together."""
        apart = any(one.asname for one in statement.names)
        return (
            isinstance(statement, ast.ImportFrom)
            and statement.names[0].name != "*"
            and not (apart and not self._sorting.combine_as)
            and not self._is_single(statement)
        )


def _joined(line: _Line, other: ImportStatement) -> _Line:
    statement = line.statement
    assert isinstance(statement, ast.ImportFrom)
    brought = {ast.dump(one): one for one in (*statement.names, *other.names)}
    names = [*brought.values()]
    whole = ast.ImportFrom(statement.module, names, statement.level)
    return replace(line, statement=whole, text="")
