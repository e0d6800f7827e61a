"""The tables in which a project configures ruff, isort and black, as they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from configparser import Error as IniError
from pathlib import Path
from typing import Any

from ..config.toml_file import TomlError, read_toml
from ..files.read import read_text

Table = Mapping[str, Any]
_RUFF_FILES = (".ruff.toml", "ruff.toml")
_MOST_EXTENDED = 16


class UnreadableTableError(Exception):
    """A file says nothing that can be gone by."""


def folders_above(path: Path) -> Iterator[Path]:
    """Yield the folders that a file is in, the nearest first, up to a checkout's."""
    for folder in path.absolute().parents:
        yield folder
        if (folder / ".git").exists():
            return


def table_in(content: Table, *names: str) -> Table | None:
    """Return a table by its path; None where there is none."""
    for name in names:
        found = content.get(name)
        if not isinstance(found, dict):
            return None
        content = found
    return content


def toml(file: Path) -> Table:
    """Return what a file says; nothing where there is none.

    Raises:
        UnreadableTableError: it cannot be read.
    """
    try:
        return read_toml(file) or {}
    except TomlError as error:
        raise UnreadableTableError from error


def ruff_table(folder: Path) -> Table | None:
    """Return the configuration of ruff that a folder has, with all that it extends.

    Raises:
        UnreadableTableError: a file of it cannot be read.
    """
    for name in _RUFF_FILES:
        if (folder / name).is_file():
            return _extended(folder / name, toml(folder / name))
    file = folder / "pyproject.toml"
    table = table_in(toml(file), "tool", "ruff")
    return None if table is None else _extended(file, table)


def _extended(file: Path, table: Table, depth: int = 0) -> Table:
    named = table.get("extend")
    if named is None:
        return {**table, "src": _sources(file, table)}
    if not isinstance(named, str) or depth >= _MOST_EXTENDED:
        raise UnreadableTableError
    other = file.parent / Path(named).expanduser()
    content = toml(other)
    base: Table | None = content
    if other.name == "pyproject.toml":
        base = table_in(content, "tool", "ruff")
    if base is None:
        raise UnreadableTableError
    under = _extended(other, base, depth + 1)
    own = {**table, "src": _sources(file, table)} if "src" in table else table
    # Its default for `src` is beside the file that is the project's own.
    src = {} if "src" in base else {"src": _sources(file, table)}
    return _over({**under, **src}, own)


def _over(under: Table, own: Table) -> Table:
    """Return one table over another, table by table."""
    merged = dict(under)
    for key, value in own.items():
        before = merged.get(key)
        both = isinstance(value, dict) and isinstance(before, dict)
        merged[key] = _over(before, value) if both else value  # type: ignore[arg-type]
    return merged


def _sources(file: Path, table: Table) -> list[str]:
    named = table.get("src", [".", "src"])
    if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
        raise UnreadableTableError
    return [str(file.parent / one) for one in named]


def isort_table(folder: Path) -> Table | None:
    """Return the configuration of isort that a folder has.

    Raises:
        UnreadableTableError: a file of it cannot be read.
    """
    table = _ini(folder / ".isort.cfg", "settings", "isort")
    if table is None:
        table = table_in(toml(folder / "pyproject.toml"), "tool", "isort")
    if table is None:
        table = _ini(folder / "setup.cfg", "isort", "tool:isort")
    return table if table is not None else _ini(folder / "tox.ini", "isort")


def _ini(file: Path, *sections: str) -> Table | None:
    try:
        text = read_text(file)
        parser = ConfigParser(interpolation=None, strict=False)
        parser.read_string(text)
    except OSError:
        return None
    except (UnicodeDecodeError, IniError) as error:
        raise UnreadableTableError from error
    found = next(filter(parser.has_section, sections), None)
    return None if found is None else dict(parser.items(found))


def flake8_table(folder: Path) -> Table | None:
    """Return the configuration of flake8 or pycodestyle that a folder has.

    Raises:
        UnreadableTableError: a file of it cannot be read.
    """
    for name in ("setup.cfg", "tox.ini", ".flake8"):
        table = _ini(folder / name, "flake8", "pycodestyle")
        if table is not None:
            named = {key.replace("_", "-"): value for key, value in table.items()}
            return {"max-line-length": 0, **named}
    return None


def yapf_table(folder: Path) -> Table | None:
    """Return what says that a folder is formatted by yapf, whose layout is not known.

    Raises:
        UnreadableTableError: a file of it cannot be read.
    """
    if (folder / ".style.yapf").is_file():
        return {"yapf": {}}
    if table_in(toml(folder / "pyproject.toml"), "tool", "yapf") is not None:
        return {"yapf": {}}
    return _ini(folder / "setup.cfg", "yapf") and {"yapf": {}}
