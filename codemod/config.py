"""The ``[tool.lrmigrate]`` table of the nearest ``pyproject.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path

TARGETS = ("auto", "lrsched", "optax")


class ConfigError(Exception):
    """The configuration is wrong; the text names file, cause and cure."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a project asks for.

    Attributes:
        select: codes or prefixes of the rules to run; empty for all.
        ignore: codes or prefixes of rules to leave out.
        exclude: patterns of paths to leave out, as in ``.gitignore``.
        target: what rewritten code calls.
        root: the folder of the ``pyproject.toml``, or the one to start from.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    target: str = "auto"
    root: Path = field(default_factory=Path)


def load_config(start: Path, explicit: Path | None, isolated: bool) -> Config:
    """Return the configuration for files below ``start``.

    Args:
        start: where to look for a ``pyproject.toml``, upwards.
        explicit: the file to read in place of that one.
        isolated: read none.

    Raises:
        ConfigError: the file cannot be read, or holds something unknown.
    """
    folder = start.resolve()
    if isolated:
        return Config(root=folder)
    if explicit is not None:
        return _read(explicit)
    for parent in (folder, *folder.parents):
        if (parent / "pyproject.toml").is_file():
            return _read(parent / "pyproject.toml")
    return Config(root=folder)


def _read(path: Path) -> Config:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error
    tool = document.get("tool", {})
    table = tool.get("lrmigrate", {}) if isinstance(tool, dict) else {}
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: [tool.lrmigrate] has to be a table")
    known = [one.name for one in fields(Config) if one.name != "root"]
    for key in table:
        if key not in known:
            hint = _suggestion(key, known)
            raise ConfigError(f"{path}: [tool.lrmigrate] has no key `{key}`{hint}")
    return Config(
        select=_strings(path, table, "select"),
        ignore=_strings(path, table, "ignore"),
        exclude=_strings(path, table, "exclude"),
        target=_target(path, table.get("target", "auto")),
        root=path.resolve().parent,
    )


def _target(path: Path, value: object) -> str:
    if isinstance(value, str) and value in TARGETS:
        return value
    choices = ", ".join(TARGETS)
    raise ConfigError(f"{path}: `target` is one of {choices}, not {value!r}")


def _strings(path: Path, table: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise ConfigError(f"{path}: `{key}` has to be a list of strings, not {value!r}")


def expand_codes(
    prefixes: Iterable[str], known_codes: Collection[str]
) -> frozenset[str]:
    """Return the codes that start with one of ``prefixes``.

    Raises:
        ConfigError: a prefix fits no code; the nearest one is suggested.
    """
    expanded: set[str] = set()
    for prefix in prefixes:
        fitting = {code for code in known_codes if code.startswith(prefix.upper())}
        if not fitting or not prefix:
            hint = _suggestion(prefix.upper(), sorted(known_codes))
            raise ConfigError(f"there is no rule `{prefix}`{hint}")
        expanded |= fitting
    return frozenset(expanded)


def _suggestion(word: str, known: Collection[str]) -> str:
    nearest = get_close_matches(word, known, n=1)
    if nearest:
        return f"; did you mean `{nearest[0]}`?"
    return f"; there are {', '.join(sorted(known))}"
