"""Notebooks that were saved as Python: magics between the lines, and in comments.

Databricks and jupytext write what is no Python as comments, and so does Colab, which
leaves shell lines as they are. A comment changes nothing where Python runs the file.
Where the file is a notebook again it does, so what it may do to names counts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from io import StringIO
from tokenize import COMMENT, TokenError, generate_tokens

from ..lines import LINE_END
from ..parse import is_python
from .magics import AGAIN, Stretch, apart, is_magic, line_run, stretches

DATABRICKS = re.compile(r"# Databricks notebook source[ \t]*(?:[\r\n]|\Z)")
"""What a file begins with that Databricks reads as a notebook."""
CELLS = re.compile(
    r"^#[ \t]*%%(?:[ \t\[\r\n]|\Z)|^#[ \t]+jupytext:"
    r"|^# Commented out IPython magic to ensure Python compatibility",
    re.MULTILINE,
)
"""What a file says in which comments are magics: jupytext, or Colab."""
OF_DATABRICKS = frozenset(["fs", "md", "md-sandbox", "r", "scala", "sh", "sql"])
"""Magics of a Databricks cell that runs no Python of the notebook."""

_NO_PYTHON = re.compile(r"^[ \t\f]*(?:[!%?]|[\w.%*]+\?)|=[ \t]*[!%]", re.MULTILINE)
_MAGIC = re.compile(r"(?:^# MAGIC(?:[ \t][^\r\n]*)?(?:\r\n|\r|\n|\Z))+", re.MULTILINE)
_MAGIC_MARK = re.compile(r"^# MAGIC[ \t]?", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t\f]*#[ \t]?(?P<line>[^\r\n]*[%!][^\r\n]*)", re.MULTILINE)
_CELL_MAGIC = re.compile(r"%%\w+")
_NAME = re.compile(r"%([\w-]+)")


def python_parts(text: str) -> list[Stretch]:
    """Take a file apart into what Python reads; one stretch where that is all of it.

    What is no Python for another reason is in a stretch, where parsing will find it.
    """
    if _NO_PYTHON.search(text) is None:
        return [Stretch(0, len(text), text)]
    return [*apart(text)]


def masked(text: str, parts: list[Stretch]) -> str:
    """Return a text of Python whose places are those of the file."""
    return "".join(one.text if one.written else _blank(one, text) for one in parts)


def _blank(part: Stretch, text: str) -> str:
    """Return Python of the same length for what is no Python."""
    stands = AGAIN if part.text.startswith(AGAIN) else "0"
    first = part.start + len(stands)
    return stands + re.sub(r"[^\r\n]", " ", text[first : part.end])


def in_comments(text: str, python: str) -> Iterator[Stretch]:
    """Yield what the magics in comments come to that may concern names.

    Args:
        text: what the file says.
        python: the same as Python, with the same places.
    """
    if DATABRICKS.match(text):
        found = [*_of_databricks(text)]
    elif CELLS.search(text):
        found = [*_of_comments(text)]
    else:
        return
    lines = _comment_lines(python) if found else None
    ends = [end.end() for end in LINE_END.finditer(text)] if found else []
    for one in found:
        if lines is None or bisect_right(ends, one.start) + 1 in lines:
            yield one


def _of_databricks(text: str) -> Iterator[Stretch]:
    """Yield what cells come to that are wholly commented."""
    for match in _MAGIC.finditer(text):
        cell = _MAGIC_MARK.sub("", match[0])
        name = _NAME.match(cell.lstrip())
        if name is not None and name[1] in OF_DATABRICKS:
            continue
        try:
            run = "".join(one.text for one in stretches(cell))
        except SyntaxError:
            run = "exec(get_ipython())"
        yield Stretch(match.start(), match.end(), run, written=False)


def _of_comments(text: str) -> Iterator[Stretch]:
    """Yield what commented lines come to."""
    for match in _COMMENT.finditer(text):
        run = _commented(match["line"].strip())
        if run not in ("", "None"):
            yield Stretch(match.start("line"), match.end(), run, written=False)


def _commented(line: str) -> str:
    if _CELL_MAGIC.match(line):
        # Its Python follows it, or is commented, too.
        return "".join(one.text for one in stretches(line)).strip()
    found = is_magic(line)
    run = f"{found['before']}{line_run(found)}" if found is not None else ""
    return run if is_python(run) else ""


def _comment_lines(python: str) -> set[int] | None:
    """Return the lines with comments, from 1; None where they cannot be told."""
    try:
        tokens = [*generate_tokens(StringIO(python, newline=None).readline)]
    except (TokenError, SyntaxError):
        return None
    return {token.start[0] for token in tokens if token.type == COMMENT}
