"""What IPython reads that is not Python, as what it comes to for the cell's names.

A cell is taken apart into stretches. Those that are Python stay. A magic or a shell
command is nothing, a text that is run, or a value that is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..lines import LINE_END
from ..parse import is_python, parsed
from .magic_names import (
    CELLS_OF_ELSE,
    CELLS_OF_PYTHON,
    HARMLESS,
    OTHERS,
    RUN,
    SHOW_NAMES,
)

_CELL = re.compile(r"\s*%%(?P<name>!|\w+)(?P<rest>[^\n]*)\n?")
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
_AUTOMAGIC = re.compile(r"\s*(?P<name>\w+)[ \t]+[^=\s][^\r\n]*\s*")
_OPTIONS = {
    "prun": re.compile(r"(?:[ \t]+-(?:[lsTD][ \t]*\S+|[rq]+))*[ \t]+"),
    "time": re.compile(r"(?:[ \t]+--no-raise-error)?[ \t]+"),
    "timeit": re.compile(r"(?:[ \t]+-[tcqov]*(?:[nrp][ \t]*\d+)?)*[ \t]+"),
}
_NAMED = re.compile(r"\A[ \t]+(?P<name>[A-Za-z_]\w*)(?=[ \t]|\Z)")
_NAMED_BY_OPTION = re.compile(r"--(?:out|err|proc)[ =](?P<name>[A-Za-z_]\w*)")
_BINDS = {
    "capture": _NAMED,
    "bigquery": _NAMED,
    "sql": _NAMED,
    **dict.fromkeys(["!", "bash", "perl", "ruby", "script", "sh"], _NAMED_BY_OPTION),
    **dict.fromkeys(["pypy", "python", "python2", "python3"], _NAMED_BY_OPTION),
}
_EXPANDED = re.compile(r"\{([^{}\r\n]+)\}|(?<![\\$\w])\$([A-Za-z_]\w*)")
AGAIN = "if 1:"
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
        return _of_plain(cell)
    name, body = head["name"], head.end()
    binds = _BINDS[name].search(head["rest"]) if name in _BINDS else None
    bound = f"{binds['name']} = {_VALUE}" if binds is not None else ""
    if name in CELLS_OF_ELSE:
        return [Stretch(0, len(cell), bound, written=False)] if bound else []
    if name not in CELLS_OF_PYTHON:
        return [Stretch(0, len(cell), _ANYTHING, written=False)]
    setup = _behind(name, f"{head['rest']} ").strip() if name == "timeit" else ""
    bound = f"exec({setup!r})" if setup else bound
    inside = stretches(cell[body:])
    moved = (replace(one, start=one.start + body, end=one.end + body) for one in inside)
    return [Stretch(0, body, f"{bound}\n", written=False), *moved]


def _of_plain(cell: str) -> list[Stretch]:
    try:
        return _checked(apart(cell))
    except SyntaxError:
        # IPython reads a magic without its mark where a cell is one line.
        word = _AUTOMAGIC.fullmatch(cell)
        if word is None or word["name"] not in HARMLESS | OTHERS | RUN | SHOW_NAMES:
            raise
        found = is_magic(f"%{cell.strip()}")
        assert found is not None
        return [Stretch(0, len(cell), line_run(found), written=False)]


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
        kept, parts = text[done:at], [*_of_line(found, at, match.end())]
        if kept:
            yield Stretch(done, at, kept)
        yield from parts
        run = "".join(one.text for one in parts)
        # What is before a line that is in no block is read by itself.
        done, read = match.end(), f"{read}{kept}{run}" if line[0].isspace() else ""
    if text[done:]:
        yield Stretch(done, len(text), text[done:])


def is_magic(line: str) -> re.Match[str] | None:
    """Return what a line is made of that is no Python where a statement begins."""
    return _LINE.fullmatch(line) or _HELP.fullmatch(line)


def _of_line(found: re.Match[str], start: int, end: int) -> Iterator[Stretch]:
    """Yield what comes of a line that is no Python: what a magic runs is written."""
    groups = found.groupdict()
    name = groups.get("name")
    code = (
        _behind(name, groups["rest"]) if name and not groups["before"].strip() else ""
    )
    if code and is_python(f"{AGAIN} {code}"):
        yield Stretch(start, end - len(code), f"{AGAIN} ", written=False)
        yield Stretch(end - len(code), end, code)
    else:
        yield Stretch(start, end, line_run(found), written=False)


def _behind(name: str, rest: str) -> str:
    """Return what a magic runs: what is behind its options."""
    options = _OPTIONS[name].match(rest) if name in _OPTIONS else None
    return rest[options.end() :] if options is not None else ""


def line_run(found: re.Match[str]) -> str:
    """Return what Python reads for a line that is no Python."""
    groups = found.groupdict()
    name, is_value = groups.get("name"), bool(groups["before"].strip())
    if name in RUN and not is_value:
        return _ran(groups["rest"].strip())
    if name == "run":
        return _file_run(groups["rest"])
    if name in SHOW_NAMES:
        return "dir()"
    if name is not None and name not in HARMLESS:
        return _ANYTHING
    used = ", ".join(_expanded(found[0][found.end("before") :]))
    if is_value:
        return f"get_ipython().getoutput({used})"
    return f"get_ipython().system({used})" if used else "None"


def _expanded(line: str) -> Iterator[str]:
    """Yield the expressions whose values a line is given in braces or behind ``$``."""
    for inside, name in _EXPANDED.findall(line) if line[0] in "!%" else ():
        plain = re.split("[!:]", inside)[0].strip()
        found = next(
            (one for one in (inside.strip(), plain) if is_python(f"({one})")), ""
        )
        if found or name:
            yield found or name


def _file_run(rest: str) -> str:
    """Return what Python reads for a file that is run, all of whose names come in."""
    said = _FILE.search(rest)
    return f"exec(get_ipython().run_path({said[1]!r}))" if said else _ANYTHING


def _ran(text: str) -> str:
    """Return what Python reads for a text that a magic runs."""
    try:
        return f"exec({''.join(one.text for one in stretches(text))!r})"
    except SyntaxError:
        return _ANYTHING


def _begins_here(read: str, line: str) -> bool:
    """Whether a statement may begin with a line, by what is before it."""
    indent = line[: len(line) - len(line.lstrip())]
    try:
        parsed(f"{read}{indent}pass\n")
    except SyntaxError as error:
        # A `try` goes on behind the line.
        last = len(LINE_END.findall(read)) + 1
        return error.msg.startswith("expected 'except'") and error.lineno == last
    return True
