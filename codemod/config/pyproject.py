"""The configuration, ``[tool.lrmigrate]`` in ``pyproject.toml``: what it may say."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..model import FailOn
from .keys import BASELINE, KEYS, nearest_key
from .toml_file import TomlError, line_of, read_toml

FILE = "pyproject.toml"
_TABLE = "[tool.lrmigrate]"


class ConfigError(Exception):
    """A configuration that cannot be used: where, why, and what to write."""


@dataclass(frozen=True, slots=True)
class Config:
    """What is configured.

    Attributes:
        select: codes or prefixes of the rules to run; empty for all.
        extend_select: codes or prefixes of rules to run besides.
        ignore: codes or prefixes of the rules to leave out.
        per_file_ignores: patterns of files, relative to ``root``, with the codes
            or prefixes of the rules to leave out in them.
        exclude: patterns of files to leave out, relative to ``root``.
        target: what rewritten code calls: ``auto``, ``lrsched``, ``optax`` or
            ``vendored``.
        vendored: the module that is the project's own copy of the schedules; empty
            where it has none.
        fail_on: from which severity on a finding changes the exit code.
        baseline: the file with the accepted findings, relative to ``root``; None
            where none is to be read.
        output_format: how a report is written where nothing else is asked for.
        docs: whether ``fix`` rewrites examples in pages and docstrings, too.
        versions: the versions that the code runs with, by package.
        root: the project's folder: that of the file with the table, else of the
            nearest ``pyproject.toml``, else the working directory.
        file: the file with the table, if there is one.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    target: str = "auto"
    vendored: str = ""
    fail_on: FailOn = FailOn.WARNING
    baseline: str | None = BASELINE
    output_format: str = "text"
    docs: bool = False
    versions: Mapping[str, str] = field(default_factory=dict)
    root: Path = field(default_factory=Path.cwd)
    file: Path | None = field(default=None, compare=False)


class Configurations:
    """Finds the configuration of each file: the nearest one in or above its folder.

    Args:
        explicit: the file to read for all of them instead; it must have the table.
        isolated: read no file.
        top: a folder above which none is looked for; the root of all has none.

    Raises:
        ConfigError: the two exclude each other, or that file cannot be used.
    """

    def __init__(
        self,
        explicit: Path | None = None,
        isolated: bool = False,
        top: Path | None = None,
    ) -> None:
        if explicit is not None and isolated:
            raise ConfigError("--config and --isolated exclude each other")
        self._made_of = explicit, isolated
        self._only = Config(baseline=None) if isolated else None
        if explicit is not None:
            self._only = _explicit(explicit)
        self._top = top
        self._found: dict[Path, Config | ConfigError] = {}

    def __reduce__(self) -> tuple[type[Configurations], tuple[Path | None, bool]]:
        """Go to another process, or place, as what it was made of: nothing read."""
        return Configurations, self._made_of

    def nearest(self, path: Path) -> Config:
        """Return the configuration of a file or a folder.

        Raises:
            ConfigError: its file cannot be read, or says what it should not.
        """
        if self._only is not None:
            return self._only
        start = Path(os.path.realpath(path))
        if start not in self._found:
            try:
                self._found[start] = self._nearest(start)
            except ConfigError as error:
                self._found[start] = error
        found = self._found[start]
        if isinstance(found, ConfigError):
            raise found
        return found

    def _nearest(self, start: Path) -> Config:
        file = start / FILE
        content = _read(file)
        table = None if content is None else _table(content, file)
        if table is not None:
            return _config(table, file)
        ends = start in (start.parent, self._top)
        above = Config() if ends else self.nearest(start.parent)
        if content is None or above.file is not None:
            return above
        return Config(root=start)


def _explicit(file: Path) -> Config:
    content = _read(file)
    if content is None:
        raise ConfigError(f"{file}: no such file")
    table = _table(content, file)
    if table is None:
        raise ConfigError(f"{file}: has no table {_TABLE}")
    return _config(table, file)


def _read(file: Path) -> Mapping[str, Any] | None:
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


def place_of(file: Path, key: str) -> str:
    """Return the file of a configuration, with the line that a key of it stands on."""
    line = line_of(file, "tool.lrmigrate", key)
    return f"{file}:{line}" if line else f"{file}"


def _config(table: Mapping[str, Any], file: Path) -> Config:
    values: dict[str, Any] = {}
    versions: dict[str, str] = {}
    for key, value in table.items():
        if key not in KEYS:
            hint = nearest_key(key) or f"its keys are {', '.join(KEYS)}"
            where = place_of(file, key)
            raise ConfigError(f"{where}: {_TABLE} has no key {key!r}; {hint}")
        try:
            read = KEYS[key].kind.read(value)
        except ValueError as error:
            where = place_of(file, key)
            raise ConfigError(
                f"{where}: {_TABLE} {key} must be {error}, not {value!r}"
            ) from error
        package = key.removesuffix("-version")
        if package != key:
            versions[package] = read
        else:
            values[key.replace("-", "_")] = read
    absolute = file.absolute()
    return Config(**values, versions=versions, root=absolute.parent, file=file)
