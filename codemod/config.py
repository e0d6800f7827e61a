"""The configuration, ``[tool.lrmigrate]`` in ``pyproject.toml``, and rule codes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .toml_file import TomlError, read_toml

_FILE = "pyproject.toml"
_TABLE = "[tool.lrmigrate]"
_LISTS = ("select", "ignore", "exclude")
_TARGETS = ("auto", "lrsched", "optax")
_VERSIONS = {"flax-version": "flax", "optax-version": "optax"}
_KEYS = (*_LISTS, "target", *_VERSIONS)


class ConfigError(Exception):
    """A configuration that cannot be used: where, why, and what to write."""


@dataclass(frozen=True, slots=True)
class Config:
    """What is configured.

    Attributes:
        select: codes or prefixes of the rules to run; empty for all.
        ignore: codes or prefixes of the rules to leave out.
        exclude: patterns of files to leave out, relative to ``root``.
        target: what rewritten code calls: ``auto``, ``lrsched`` or ``optax``.
        root: the project's folder: that of the file with the table, else of the
            nearest ``pyproject.toml``, else the working directory.
        versions: the versions that the code runs with, by package.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    target: str = "auto"
    root: Path = field(default_factory=Path.cwd)
    versions: Mapping[str, str] = field(default_factory=dict)


def load_config(
    start: Path, explicit: Path | None = None, isolated: bool = False
) -> Config:
    """Read the nearest ``pyproject.toml`` with the table, in or above ``start``.

    Args:
        start: a file or a folder.
        explicit: the file to read instead; it must have the table.
        isolated: read no file.

    Raises:
        ConfigError: a file cannot be read, or says what it should not.
    """
    if explicit is not None:
        if isolated:
            raise ConfigError("--config and --isolated exclude each other")
        content = _read(explicit)
        if content is None:
            raise ConfigError(f"{explicit}: no such file")
        table = _table(content, explicit)
        if table is None:
            raise ConfigError(f"{explicit}: has no table {_TABLE}")
        return _config(table, explicit)
    if isolated:
        return Config()
    root = None
    start = Path(os.path.realpath(start))
    for folder in (start, *start.parents):
        file = folder / _FILE
        content = _read(file)
        if content is None:
            continue
        table = _table(content, file)
        if table is not None:
            return _config(table, file)
        root = root or folder
    return Config(root=root) if root else Config()


def expand_codes(prefixes: Iterable[str], known_codes: Iterable[str]) -> frozenset[str]:
    """Return the codes that start with one of ``prefixes``.

    Raises:
        ConfigError: no code starts with one of them.
    """
    known = sorted(known_codes)
    codes: set[str] = set()
    for prefix in prefixes:
        found = [code for code in known if prefix and code.startswith(prefix)]
        if not found:
            hint = _hint(prefix.upper(), sorted(_starts(known)))
            raise ConfigError(
                f"there is no rule {prefix!r}; "
                + (hint or "`lrmigrate rule` lists them all")
            )
        codes.update(found)
    return frozenset(codes)


def _starts(codes: Sequence[str]) -> set[str]:
    """Return the codes with all that stands for several of them, from the letters."""
    letters = {code: len(code.rstrip("0123456789")) for code in codes}
    return {code[:end] for code in codes for end in range(letters[code], len(code) + 1)}


def _read(file: Path) -> Mapping[str, Any] | None:
    """Return what a file says, or None if there is none."""
    try:
        return read_toml(file)
    except TomlError as error:
        raise ConfigError(str(error)) from error


def _table(content: Mapping[str, Any], file: Path) -> Mapping[str, Any] | None:
    tool = content.get("tool")
    table = tool.get("lrmigrate") if isinstance(tool, dict) else None
    if table is None or isinstance(table, dict):
        return table
    raise ConfigError(f"{file}: tool.lrmigrate must be a table, {_TABLE}")


def _config(table: Mapping[str, Any], file: Path) -> Config:
    lists: dict[str, tuple[str, ...]] = {}
    target = "auto"
    versions: dict[str, str] = {}
    for key, value in table.items():
        if key in _LISTS:
            if not isinstance(value, list) or not all(
                isinstance(each, str) for each in value
            ):
                raise _wrong(file, key, value, "a list of strings")
            lists[key] = tuple(value)
        elif key == "target":
            if value not in _TARGETS:
                raise _wrong(file, key, value, f"one of {', '.join(_TARGETS)}")
            target = value
        elif key in _VERSIONS:
            versions[_VERSIONS[key]] = _versions(file, key, value)
        else:
            hint = _hint(key, _KEYS) or f"its keys are {', '.join(_KEYS)}"
            raise ConfigError(f"{file}: {_TABLE} has no key {key!r}; {hint}")
    root = file.absolute().parent
    return Config(**lists, target=target, root=root, versions=versions)


def _versions(file: Path, key: str, value: object) -> str:
    from .versions.stated import parse_versions

    try:
        parse_versions(value if isinstance(value, str) else "")
    except ValueError as error:
        wanted = 'a version like "0.10.7" or a specifier like ">=0.10,<0.11"'
        raise _wrong(file, key, value, wanted) from error
    return str(value)


def _wrong(file: Path, key: str, value: object, wanted: str) -> ConfigError:
    return ConfigError(f"{file}: {_TABLE} {key} must be {wanted}, not {value!r}")


def _hint(given: str, choices: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(given, choices, n=1)
    return f"did you mean {near[0]!r}?" if near else ""
