"""What IPython reads that is not Python, as what it comes to for the cell's names.

A cell is taken apart into stretches. Those that are Python stay. A magic or a shell
command is nothing, a text that is run, or a value that is not known.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator
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
    r"(?P<before>[ \t\f]*(?:[\w.,* \t\[\]'\"]+=(?!=)[ \t]*)?)"
    r"(?:%(?P<name>\w+)(?P<rest>.*)|[!?].*)",
    re.DOTALL,
)
_HELP = re.compile(r"(?P<before>[ \t\f]*)[\w.%*]+\?\??[ \t]*")
_LOGICAL_LINE = re.compile(r"(?:\\(?:\r\n|.)|[^\\\r\n])+", re.DOTALL)
_FILE = re.compile(
    r"(?<!\S)((?:\.{0,2}/)*(?:[A-Za-z_]\w*/)*[A-Za-z_]\w*)\.(?:py|ipynb)(?!\S)"
)
_VALUE = "get_ipython().getoutput()"
_ANYTHING = "exec(get_ipython())"


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
        return _checked(apart(cell))
    name, body = head["name"], head.end()
    if name in CELLS_OF_ELSE:
        return []
    if name in CELLS_OF_PYTHON:
        return [Stretch(0, body, "\n", written=False), *_checked(apart(cell, body))]
    run = _ran(name, cell[body:]) if name in RUN else _ANYTHING
    return [Stretch(0, len(cell), run, written=False)]


def _checked(parts: Iterable[Stretch]) -> list[Stretch]:
    """Return parts that Python reads together.

    Raises:
        SyntaxError: it does not.
    """
    kept = [*parts]
    parsed("".join(one.text for one in kept))
    return kept


def apart(text: str, start: int = 0) -> Iterator[Stretch]:
    """Yield the stretches of a text from an offset on, be they Python or not."""
    done, read = start, ""
    for match in [] if is_python(text[start:]) else _LOGICAL_LINE.finditer(text, start):
        line = match[0]
        found = is_magic(line)
        if found is None or not _begins_here(read + text[done : match.start()], line):
            continue
        at = match.start() + found.end("before")
        kept, run = text[done:at], line_run(found)
        if kept:
            yield Stretch(done, at, kept)
        yield Stretch(at, match.end(), run, written=False)
        # What is before a line that is in no block is read by itself.
        done, read = match.end(), f"{read}{kept}{run}" if line[0].isspace() else ""
    if text[done:]:
        yield Stretch(done, len(text), text[done:])


def is_magic(line: str) -> re.Match[str] | None:
    """Return what a line is made of that is no Python where a statement begins."""
    return _LINE.fullmatch(line) or _HELP.fullmatch(line)


def line_run(found: re.Match[str]) -> str:
    """Return what Python reads for a line that is no Python."""
    groups = found.groupdict()
    name, is_value = groups.get("name"), bool(groups["before"].strip())
    if name in RUN and not is_value:
        return _ran(name, groups["rest"].strip())
    if name == "run" and not groups["before"]:
        return _module_run(groups["rest"])
    if name is not None and name not in HARMLESS:
        return _ANYTHING
    return _VALUE if is_value else "None"


def _module_run(rest: str) -> str:
    """Return what Python reads for a file that is run: all of its names come in."""
    said = _FILE.search(rest)
    module = ".".join(re.findall(r"\w+", said[1])) if said is not None else ""
    return f"from {module} import *; {_ANYTHING}" if module else _ANYTHING


def _ran(name: str, text: str) -> str:
    """Return what Python reads for a text that a magic runs."""
    try:
        return f"exec({''.join(one.text for one in stretches(text))!r})"
    except SyntaxError:
        # Options are before it. What is timed again and again sets no names.
        return f"exec({text!r})" if name == "timeit" else _ANYTHING


def _begins_here(read: str, line: str) -> bool:
    """Whether a statement may begin with a line, by what is before it."""
    indent = line[: len(line) - len(line.lstrip())]
    try:
        parsed(f"{read}{indent}pass\n")
    except SyntaxError as error:
        # A `try` goes on behind the line.
        last = len(re.findall(r"\r\n|\r|\n", read)) + 1
        return error.msg.startswith("expected 'except'") and error.lineno == last
    return True


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
