"""The style of each project, read once from what it configures for its tools."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from ..files.search.project_root import root_among
from .hooks import hooks
from .sorters import by_isort, by_ruff, unnamed
from .style import DEFAULT_LENGTH, NO_STYLE, Sorting, Style
from .tables import (
    Table,
    UnreadableTableError,
    flake8_table,
    folders_above,
    isort_table,
    ruff_table,
    table_in,
    toml,
    yapf_table,
)

_SORTS = re.compile(r"ALL|I0{0,2}1?")
_LENGTH = re.compile(r"ALL|E5?0?1?")
_PROFILE = re.compile(r"--profile[= ](\S+)")
_T = TypeVar("_T")


class Styles:
    """Finds the style of each file, once for a folder."""

    def __init__(self) -> None:
        self._found: dict[Path, Style] = {}

    def of(self, path: str) -> Style:
        """Return the style of a file; none where its configuration cannot be read."""
        file = Path(path).absolute()
        if file.parent not in self._found:
            try:
                self._found[file.parent] = _Reader([*folders_above(file)]).style()
            except (UnreadableTableError, ValueError, OSError):
                self._found[file.parent] = NO_STYLE
        return self._found[file.parent]


class _Reader:
    """Reads what the folders above a file configure."""

    def __init__(self, folders: list[Path]) -> None:
        self._folders = folders
        self._ruff = self._nearest(ruff_table)
        self._hooked, self._hooks = self._nearest(hooks) or (folders[0], {})

    def _nearest(self, read: Callable[[Path], _T | None]) -> tuple[Path, _T] | None:
        found = ((folder, read(folder)) for folder in self._folders)
        return next(((at, one) for at, one in found if one is not None), None)

    def style(self) -> Style:
        """Return the style.

        Raises:
            UnreadableTableError: a file of it cannot be read.
        """
        length, indent = self._formatter()
        return Style((*self._sortings(),), length, indent)

    def _sortings(self) -> Iterator[Sorting]:
        ruff, isort = self._ruff, self._nearest(isort_table)
        hook = self._isort_hook()
        if ruff is not None and (isort is None or any(_codes(ruff[1], _SORTS))):
            found = by_ruff(ruff[1])
        elif named := isort or hook:
            folder, table = named
            found = by_isort(folder, {**table, **(hook[1] if hook else {})})
        else:
            yield from unnamed(root_among(self._folders) or self._folders[0])
            return
        if found is not None:
            yield found

    def _isort_hook(self) -> tuple[Path, Table] | None:
        """Return what a hook tells isort beside any table."""
        if "isort" not in self._hooks:
            return None
        told = _PROFILE.search(" ".join(self._hooks["isort"]))
        return self._hooked, {"profile": told[1]} if told else {}

    def _formatter(self) -> tuple[int | None, int]:
        """Return the length of lines and the indentation, as a style has them."""
        ruff = self._ruff[1] if self._ruff is not None else {}
        if pyink := self._of(lambda folder: _tool(folder, "pyink")):
            return _number(pyink, "line-length", 80), 4
        if "yapf" in self._hooks or self._of(yapf_table):
            return 0, 4
        if "format" in ruff or "ruff-format" in self._hooks:
            return _ruff_length(ruff)
        black = self._of(lambda folder: _tool(folder, "black"))
        if black or "black" in self._hooks or "black-jupyter" in self._hooks:
            return _number(black, "line-length", DEFAULT_LENGTH), 4
        if any(_codes(ruff, _LENGTH)) and not any(_ignored(ruff)):
            return _ruff_length(ruff)
        named = self._of(flake8_table).get("max-line-length")
        return (int(named), 4) if named else (None, 0)

    def _of(self, read: Callable[[Path], Table | None]) -> Table:
        """Return the nearest table of a kind; an empty one where there is none."""
        found = self._nearest(read)
        return {} if found is None else found[1]


def _tool(folder: Path, name: str) -> Table | None:
    """Return the table of a formatter, which says that it is used."""
    table = table_in(toml(folder / "pyproject.toml"), "tool", name)
    return None if table is None else {"": name, **table}


def _ruff_length(ruff: Table) -> tuple[int, int]:
    written = table_in(ruff, "format") or {}
    length = _number(ruff, "line-length", DEFAULT_LENGTH)
    tabs = written.get("indent-style") == "tab"
    return 0 if tabs else length, _number(ruff, "indent-width", 4)


def _number(table: Table, key: str, default: int) -> int:
    found = table.get(key, default)
    if type(found) is not int:
        raise UnreadableTableError
    return found


def _codes(ruff: Table, pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield the selected codes that are of a kind."""
    for key in ("select", "extend-select"):
        yield from filter(pattern.fullmatch, _listed(ruff, key))


def _ignored(ruff: Table) -> Iterator[str]:
    for key in ("ignore", "extend-ignore"):
        yield from filter(_LENGTH.fullmatch, _listed(ruff, key))


def _listed(ruff: Table, key: str) -> list[str]:
    lint = table_in(ruff, "lint") or {}
    found = [*_list(ruff.get(key)), *_list(lint.get(key))]
    return [one for one in found if isinstance(one, str)]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
