"""In which section an import stands, and before which others: isort's order."""

from __future__ import annotations

import ast
import re
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from .style import FIRST_PARTY, FUTURE, LOCAL_FOLDER, STANDARD_LIBRARY, Sorting

ImportStatement = ast.Import | ast.ImportFrom
_CHUNK = re.compile(r"\d+|\D")


class Order:
    """The order of imports in one file.

    Args:
        sorting: the project's rules.
        path: the file.
    """

    def __init__(self, sorting: Sorting, path: Path) -> None:
        self.sorting = sorting
        self._package = _package_of(path)

    def section(self, statement: ImportStatement) -> str:
        """Return the section of an import, by its first module."""
        sorting = self.sorting
        module, level = module_of(statement)
        if not level and module == "__future__":
            return FUTURE
        if sorting.no_sections:
            return FIRST_PARTY
        if level:
            return LOCAL_FOLDER
        parts = module.split(".")
        for count in range(len(parts), 0, -1):
            name = ".".join(parts[:count])
            for section, patterns in sorting.known.items():
                if any(fnmatchcase(name, pattern) for pattern in patterns):
                    return section
        if parts[0] in sys.stdlib_module_names:
            return STANDARD_LIBRARY
        if parts[0] == self._package or self._is_source(parts[0]):
            return FIRST_PARTY
        return sorting.default_section

    def _is_source(self, name: str) -> bool:
        return any(
            (folder / name).is_dir() or (folder / f"{name}.py").is_file()
            for folder in self.sorting.sources
        )

    def key(self, statement: ImportStatement) -> tuple[Any, ...]:
        """Return what an import is sorted by, its section first."""
        sorting = self.sorting
        section = self.section(statement)
        at = sorting.section_order.index(section)
        is_from = isinstance(statement, ast.ImportFrom)
        style = 0 if sorting.mixed else int(is_from is not sorting.from_first)
        return at, style, *self._module_key(statement)

    def _module_key(self, statement: ImportStatement) -> tuple[Any, ...]:
        sorting = self.sorting
        module, level = module_of(statement)
        is_from = isinstance(statement, ast.ImportFrom)
        first, alias = statement.names[0], statement.names[0].asname
        straight = sorting.by_length_straight and not is_from
        length = len(module) + level if sorting.by_length or straight else 0
        distance = level if sorting.closest_first else -level
        by_line = sorting.mixed and sorting.by_line
        by_case = sorting.by_type if by_line else sorting.case_sensitive
        return (
            module not in sorting.to_top,
            length,
            distance if level else float("-inf"),
            [] if by_case else natural(module.lower()),
            natural(module),
            self.name_key(first) if is_from else (),
            natural("" if is_from else alias or ""),
        )

    def name_key(self, alias: ast.alias) -> tuple[Any, ...]:
        """Return what a name of a ``from`` is sorted by."""
        sorting, name = self.sorting, alias.name
        return (
            name != "*",
            self._type(name) if sorting.by_type else 0,
            len(name) if sorting.by_length else 0,
            [] if sorting.case_sensitive else natural(name.lower()),
            natural(name),
            natural(alias.asname or ""),
        )

    def _type(self, name: str) -> int:
        sorting = self.sorting
        configured = (sorting.constants, sorting.classes, sorting.variables)
        for number, names in enumerate(configured):
            if name in names:
                return number
        if len(name) > 1 and name.isupper():
            return 0
        return 1 if name[:1].isupper() else 2


def module_of(statement: ImportStatement) -> tuple[str, int]:
    """Return the module that an import is sorted by, and its level."""
    if isinstance(statement, ast.Import):
        return statement.names[0].name, 0
    return statement.module or "", statement.level


def natural(text: str) -> list[tuple[int, int]]:
    """Return a key by which numbers in names are compared as numbers."""
    return [
        (ord("0"), int(chunk)) if chunk.isdecimal() else (ord(chunk), 0)
        for chunk in _CHUNK.findall(text)
    ]


def _package_of(path: Path) -> str:
    """Return the outermost package that a file is in, or nothing."""
    name, folder = "", path.absolute().parent
    while (folder / "__init__.py").is_file() and folder.name:
        name, folder = folder.name, folder.parent
    return name
