"""A line that is too long, wrapped as ruff and black do where that is certain."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..nodes import same
from .aligned import tokens_of

_HEAD = re.compile(r"((return|yield|await)\s+|[\w.]+(: [\w.]+)?\s*=\s*)*[\w.]*\w")
_PRAGMA = re.compile(
    r"#\s*(type|noqa|nosec|fmt|yapf|isort|ruff|flake8|py\w+)\b", re.IGNORECASE
)
_OPERATORS = {"+": "+", "-": "+", **dict.fromkeys(("*", "/", "//", "%", "@"), "*")}
_OPEN, _CLOSE = ("(", "[", "{"), (")", "]", "}")
_OTHERS = frozenset(
    {
        *("lambda", "if", "else", "for", "and", "or", "not", "in", "is", "await"),
        *("<", ">", "<=", ">=", "==", "!=", "|", "^", "&", "<<", ">>", "~", ":="),
    }
)
# Behind these an operator is of one operand, or unpacks.
_BEFORE_OPERANDS = frozenset({"=", ",", "**", *_OPERATORS, *_OPEN})
_KEPT = re.compile(r",\s*[)\]}]")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a statement.

    Attributes:
        indent: the spaces that it starts with.
        code: what follows, without the comment.
        comment: the comment behind it.
        opener: where the bracket around it stands, as line and column.
        is_whole: whether it closes all that it opens, and nothing else.
    """

    indent: str
    code: str
    comment: str
    opener: tuple[int, int] | None
    is_whole: bool


def wrapped(before: str, after: str, length: int, indent: int) -> str:
    """Return an edited statement with the lines that became too long wrapped.

    Args:
        before: the statement as it was, in whole lines.
        after: the same after the edits.
        length: how long a line may be.
        indent: by how many spaces what is in brackets is indented.
    """
    plain = "\r" not in after and "\t" not in after and after.isascii()
    if not plain or any(len(line) > length for line in before.split("\n")):
        return after
    new = after
    for _ in range(after.count("\n") + 1):
        step = _step(new, before, length, " " * indent)
        if step == new:
            break
        new = step
    return new if new == after or _says_the_same(new, after) else after


def _says_the_same(text: str, other: str) -> bool:
    texts = (f"if 1:\n{one}" if one[:1] == " " else one for one in (text, other))
    try:
        return same(*map(ast.parse, texts))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _step(text: str, before: str, length: int, unit: str) -> str:
    """Return a statement with one more of its lines wrapped, if there is one."""
    lines = text.split("\n")
    rows: list[_Row] | None = None
    for number, line in enumerate(lines):
        if len(line) <= length:
            continue
        rows = rows or _rows(text)
        if number >= len(rows):
            return text
        new = _wrapped_row(lines, rows, number, length, unit)
        if new is not None:
            return "\n".join([*lines[:number], *new, *lines[number + 1 :]])
    return text


def _rows(text: str) -> list[_Row]:
    """Return the lines of a statement; none where a string goes over several."""
    lines = text.rstrip("\n").split("\n")
    at_start: dict[int, list[tuple[int, int]]] = {}
    lowest: dict[int, int] = {}
    comments: dict[int, str] = {}
    opened: list[tuple[int, int]] = []
    for token in tokens_of(text):
        row = token.start[0]
        if row != token.end[0]:
            return []
        at_start.setdefault(row, [*opened])
        if token.type == tokenize.COMMENT:
            comments[row] = token.string
        elif token.string in _OPEN:
            opened.append(token.start)
        elif token.string in _CLOSE and opened:
            opened.pop()
        lowest[row] = min(lowest.get(row, len(opened)), len(opened))
    found: list[_Row] = []
    for number, line in enumerate(lines, 1):
        depth = at_start.get(number, [])
        after = at_start.get(number + 1, [] if number == len(lines) else None)
        comment = comments.get(number, "")
        found.append(
            _Row(
                line[: len(line) - len(line.lstrip())],
                line.removesuffix(comment).strip(),
                comment,
                depth[-1] if depth else None,
                after == depth and lowest.get(number) == len(depth),
            )
        )
    return found


def _wrapped_row(
    lines: Sequence[str], rows: Sequence[_Row], number: int, length: int, unit: str
) -> list[str] | None:
    """Return the lines that a formatter makes of one; None where that is not sure."""
    row = rows[number]
    if not row.is_whole or _PRAGMA.match(row.comment):
        return None
    if row.opener is None:
        if len(rows) > 1:
            return None
        new = _opened(row.indent, row.code, "", length, unit)
        return new and [*new[:-1], f"{new[-1]}  {row.comment}".rstrip()]
    line, column = row.opener
    opener = lines[line - 1]
    if row.comment or opener[column + 1 :].strip():
        return None
    if row.code.endswith(","):
        return _fitted(row.indent, row.code[:-1], ",", length, unit)
    closes = number + 1 < len(rows) and rows[number + 1].code[:1] == ")"
    if not closes or line != number or not re.search(r"\w\($", opener):
        return None
    values = _values(row.code)
    if values is None or len(values) < 2:
        return None
    return _each(row.indent, values, length, unit)


def _each(
    indent: str, values: Sequence[str], length: int, unit: str
) -> list[str] | None:
    """Return one line for each value, with a comma behind the last one."""
    found: list[str] = []
    for value in values:
        lines = _fitted(indent, value, ",", length, unit)
        if lines is None:
            return None
        found += lines
    return found


def _fitted(
    indent: str, code: str, tail: str, length: int, unit: str
) -> list[str] | None:
    """Return code on lines that are not too long; None where that is not sure."""
    if len(indent) + len(code) + len(tail) <= length:
        return [f"{indent}{code}{tail}"]
    if tail and len(parts := _operands(code)) > 1:
        return _on_lines(indent, parts, tail, length)
    return _opened(indent, code, tail, length, unit)


def _opened(
    indent: str, code: str, tail: str, length: int, unit: str
) -> list[str] | None:
    """Return a call on lines, with what it is given on its own; None as above."""
    head, _, rest = code.partition("(")
    if not _HEAD.fullmatch(head) or not rest.endswith(")"):
        return None
    values = _values(rest[:-1])
    if values is None or len(indent) + len(head) >= length:
        return None
    inner, body = indent + unit, ", ".join(values)
    within: list[str] | None = [f"{inner}{body}"]
    if len(inner) + len(body) > length:
        within = _each(inner, values, length, unit) if len(values) > 1 else None
    if within is None:
        return None
    return [f"{indent}{head}(", *within, f"{indent}){tail}"]


def _on_lines(
    indent: str, parts: Sequence[str], tail: str, length: int
) -> list[str] | None:
    """Return the operands of a value, each on its line; None where one is too long."""
    found: list[str] = []
    for part in parts:
        again = _operands(part) if len(indent) + len(part) > length else [part]
        found += [f"{indent}{one}" for one in again]
    found[-1] += tail
    return found if all(len(line) <= length for line in found) else None


def _operands(code: str) -> list[str]:
    """Return the operands of a sum or product, each behind its operator."""
    cuts: dict[str, list[int]] = {"+": [], "*": []}
    depth, before = 0, "="
    for token in tokens_of(f"({code})\n")[1:-1]:
        if token.string in _OTHERS and depth == 0:
            return [code]
        depth += (token.string in _OPEN) - (token.string in _CLOSE)
        is_binary = depth == 0 and before not in _BEFORE_OPERANDS
        if is_binary and (sort := _OPERATORS.get(token.string)):
            cuts[sort].append(token.start[1] - 1)
        before = token.string
    at = [0, *(cuts["+"] or cuts["*"]), len(code)]
    return [code[start:end].strip() for start, end in pairwise(at)]


def _values(text: str) -> list[str] | None:
    """Return what stands between the commas of a line; None where that is not sure."""
    if _KEPT.search(f"{text})"):
        return None
    depth = start = 0
    found: list[str] = []
    for token in tokens_of(f"({text})\n")[1:-1]:
        if token.start[0] > 1 or token.string in ("lambda", ":="):
            return None
        if token.string in _OPEN:
            depth += 1
        elif token.string in _CLOSE:
            depth -= 1
        elif depth == 0 and token.string in ("for", "if", "else", "and", "or", "not"):
            return None
        elif depth == 0 and token.string == ",":
            found.append(text[start : token.start[1] - 1].strip())
            start = token.end[1] - 1
        if depth < 0:
            return None
    found.append(text[start:].strip())
    return found if all(found) else None
