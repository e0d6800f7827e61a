"""What IPython reads that is not Python, as what it comes to for the cell's names.

A cell is taken apart into stretches. Those that are Python stay. A magic or a shell
command is nothing, a text that is run, or a value that is not known.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

HARMLESS = frozenset(
    [
        "alias",
        "autoreload",
        "autosave",
        "bookmark",
        "cat",
        "cd",
        "colors",
        "conda",
        "config",
        "cp",
        "dirs",
        "env",
        "gist",
        "help",
        "history",
        "ldir",
        "less",
        "load_ext",
        "ls",
        "lsmagic",
        "magic",
        "man",
        "matplotlib",
        "mkdir",
        "more",
        "mv",
        "notebook",
        "pdb",
        "pdef",
        "pdoc",
        "pfile",
        "pinfo",
        "pinfo2",
        "pip",
        "popd",
        "precision",
        "psource",
        "pushd",
        "pwd",
        "reload_ext",
        "rm",
        "rmdir",
        "set_env",
        "shell",
        "sx",
        "system",
        "tensorboard",
        "tensorflow_version",
        "uv",
        "watermark",
        "who",
        "who_ls",
        "whos",
        "xmode",
    ]
)
"""Magics of a line that neither run Python nor set a name."""
RUN = frozenset({"prun", "time", "timeit"})
"""Magics of a line that run the rest of it."""
CELLS_OF_PYTHON = frozenset({"capture", "time"})
"""Magics of a cell whose rest runs as that of any other cell."""
CELLS_OF_ELSE = frozenset(
    [
        "!",
        "HTML",
        "SVG",
        "bash",
        "bigquery",
        "cmd",
        "file",
        "html",
        "javascript",
        "js",
        "latex",
        "markdown",
        "perl",
        "ruby",
        "script",
        "sh",
        "shell",
        "sql",
        "svg",
        "sx",
        "system",
        "writefile",
    ]
)
"""Magics of a cell whose rest no Python of the notebook runs."""

_CELL = re.compile(r"\s*%%(?P<name>!|\w+)[^\n]*\n?")
_LINE = re.compile(
    r"(?P<before>[ \t]*(?:[\w.,* \t\[\]'\"]+=(?!=)[ \t]*)?)"
    r"(?:%(?P<name>\w+)(?P<rest>.*)|[!?].*)",
    re.DOTALL,
)
_HELP = re.compile(r"(?P<before>[ \t]*)[\w.%*]+\?\??[ \t]*")
_LOGICAL_LINE = re.compile(r"(?:[^\\\n]|\\\n|\\[^\n])+")
_UNKNOWN = "get_ipython()"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a cell, and what Python reads for it.

    Attributes:
        start: its offset in the cell.
        end: one past it.
        text: what Python reads.
        written: whether that is just what the cell says.
    """

    start: int
    end: int
    text: str
    written: bool = True


def stretches(cell: str) -> list[Stretch]:
    """Take a cell apart; nothing comes of one that is not Python.

    Raises:
        SyntaxError: it is neither Python nor what IPython reads.
    """
    head = _CELL.match(cell)
    if head is None:
        return [*_stretches(cell, 0)]
    name, body = head["name"], head.end()
    if name in CELLS_OF_ELSE:
        return []
    if name in CELLS_OF_PYTHON:
        return [Stretch(0, body, "\n", written=False), *_stretches(cell, body)]
    run = f"exec({cell[body:]!r})" if name in RUN else f"exec({_UNKNOWN})"
    return [Stretch(0, len(cell), run, written=False)]


def _stretches(cell: str, start: int) -> Iterator[Stretch]:
    """Yield the stretches from an offset on."""
    done, read = start, ""
    for match in [] if is_python(cell[start:]) else _LOGICAL_LINE.finditer(cell, start):
        line = match[0]
        found = _LINE.fullmatch(line) or _HELP.fullmatch(line)
        if found is None or not _begins_here(read + cell[done : match.start()], line):
            continue
        at = match.start() + found.end("before")
        kept, run = cell[done:at], _run(found)
        if kept:
            yield Stretch(done, at, kept)
        yield Stretch(at, match.end(), run, written=False)
        done, read = match.end(), f"{read}{kept}{run}"
    parsed(read + cell[done:])
    if cell[done:]:
        yield Stretch(done, len(cell), cell[done:])


def _run(found: re.Match[str]) -> str:
    """Return what Python reads for what is no Python."""
    groups = found.groupdict()
    name, is_value = groups.get("name"), bool(groups["before"].strip())
    if name in RUN and not is_value:
        return f"exec({groups['rest'].strip()!r})"
    if name is not None and name not in HARMLESS:
        return f"exec({_UNKNOWN})"
    return _UNKNOWN if is_value else "None"


def _begins_here(read: str, line: str) -> bool:
    """Whether a statement may begin with a line, by what is before it."""
    indent = line[: len(line) - len(line.lstrip())]
    return is_python(f"{read}{indent}pass\n")


def is_python(text: str) -> bool:
    """Whether a text can be parsed."""
    try:
        parsed(text)
    except SyntaxError:
        return False
    return True


def parsed(text: str) -> ast.Module:
    """Parse a text, without a word about what it holds.

    Raises:
        SyntaxError: it cannot be parsed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (RecursionError, MemoryError, ValueError) as error:
        raise SyntaxError(str(error) or "is nested too deeply") from error
