"""The rules by which a project's imports are sorted, from its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .style import (
    FIRST_PARTY,
    FUTURE,
    LOCAL_FOLDER,
    SECTIONS,
    STANDARD_LIBRARY,
    THIRD_PARTY,
    Sorting,
)
from .tables import Table, UnreadableTableError

_HANGING = ("3", "VERTICAL_HANGING_INDENT")
_ANY_LENGTH = 1000
_TYPING = frozenset({"typing"})
_ISORT_SECTIONS = {
    "FUTURE": FUTURE,
    "STDLIB": STANDARD_LIBRARY,
    "THIRDPARTY": THIRD_PARTY,
    "FIRSTPARTY": FIRST_PARTY,
    "LOCALFOLDER": LOCAL_FOLDER,
}
# What else isort may be told, without another order of imports.
_ISORT_OTHERS = frozenset(
    {
        *("profile", "src_paths", "sections", "multi_line_output", "line_length"),
        *("include_trailing_comma", "use_parentheses", "force_grid_wrap", "py_version"),
        *("ensure_newline_before_comments", "lines_after_imports", "skip_glob"),
        *("skip", "skip_gitignore", "extend_skip", "extend_skip_glob", "filter_files"),
        *("atomic", "verbose", "quiet", "color_output", "lines_between_types"),
        *("lines_between_sections", "virtual_env", "combine_star"),
        *("remove_redundant_aliases", "indent", "float_to_top"),
        # Of one module's imports alone, where there is none of the project's from it.
        *("lexicographical", "group_by_package"),
    }
)
_RUFF_OTHERS = frozenset(
    {"sections", "lines-after-imports", "lines-between-types", "required-imports"}
)


def _flag(value: Any) -> bool:
    if isinstance(value, str) and value.lower() in ("true", "1", "yes", "on"):
        return True
    if isinstance(value, str) and value.lower() in ("false", "0", "no", "off"):
        return False
    if not isinstance(value, bool):
        raise UnreadableTableError
    return value


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.replace("\n", ",").split(",")
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UnreadableTableError
    return tuple(filter(None, map(str.strip, value)))


def _name_set(value: Any) -> frozenset[str]:
    return frozenset(_words(value))


def _is_closest_first(value: Any) -> bool:
    return bool(value == "closest-to-furthest")


_Read = Callable[[Any], Any]
_KEYS: dict[str, tuple[str, _Read]] = {
    "no-sections": ("no_sections", _flag),
    "force-sort-within-sections": ("mixed", _flag),
    "from-first": ("from_first", _flag),
    "order-by-type": ("by_type", _flag),
    "case-sensitive": ("case_sensitive", _flag),
    "force-single-line": ("single_line", _flag),
    "single-line-exclusions": ("single_line_exclusions", _name_set),
    "force-to-top": ("to_top", _name_set),
    "length-sort": ("by_length", _flag),
    "length-sort-straight": ("by_length_straight", _flag),
    "combine-as-imports": ("combine_as", _flag),
    "constants": ("constants", _name_set),
    "classes": ("classes", _name_set),
    "variables": ("variables", _name_set),
    "split-on-trailing-comma": ("magic_comma", _flag),
}
_RUFF = {
    **_KEYS,
    "relative-imports-order": ("closest_first", _is_closest_first),
    "no-lines-before": ("no_lines_before", _name_set),
}
_ISORT = {
    **{key.replace("-", "_"): read for key, read in _KEYS.items()},
    "reverse_relative": ("closest_first", _flag),
}
_PROFILES: Mapping[str, Mapping[str, Any]] = {
    "": {"hanging": False, "length": 79},
    "black": {"hanging": True, "length": 88},
    "google": {
        "single_line": True,
        "mixed": True,
        "single_line_exclusions": _TYPING,
        "by_type": False,
        "hanging": False,
        "length": _ANY_LENGTH,
    },
}


def by_ruff(table: Table) -> Sorting | None:
    """Return how ruff sorts imports; None where that is not known here.

    Raises:
        UnreadableTableError: a value is none that ruff takes.
    """
    lint = _table(table, "lint")
    isort = {**_table(table, "isort"), **_table(lint, "isort")}
    known: dict[str, tuple[str, ...]] = {}
    found: dict[str, Any] = {}
    for key, value in isort.items():
        if key in _RUFF:
            name, read = _RUFF[key]
            found[name] = read(value)
        elif key.startswith(("known-", "extra-")):
            known[key.partition("-")[2]] = _words(value)
        elif key in ("section-order", "default-section"):
            found[key.replace("-", "_")] = value
        elif key not in _RUFF_OTHERS or (key == "lines-between-types" and value):
            return None
    for section, modules in _table(isort, "sections").items():
        known[section] = _words(modules)
    found["section_order"] = _words(found.get("section_order", [*SECTIONS]))
    sources = tuple(path for one in table["src"] for path in _places(Path(), one))
    length, indent = table.get("line-length", 88), table.get("indent-width", 4)
    if type(length) is not int or type(indent) is not int:
        raise UnreadableTableError
    return Sorting(sources=sources, known=known, length=length, indent=indent, **found)


def by_isort(folder: Path, table: Table) -> Sorting | None:
    """Return how isort sorts imports; None where that is not known here.

    Raises:
        UnreadableTableError: a value is none that isort takes.
    """
    profile = _PROFILES.get(str(table.get("profile", "")))
    if profile is None or str(table.get("lines_between_types", 0)) != "0":
        return None
    if str(table.get("lines_between_sections", 1)) != "1":
        return None
    found = {"magic_comma": False, "by_line": True, **profile}
    known: dict[str, tuple[str, ...]] = {}
    for key, value in table.items():
        if key in _ISORT:
            name, read = _ISORT[key]
            found[name] = read(value)
        elif key.startswith(("known_", "extra_")):
            known[key.partition("_")[2].replace("_", "-")] = _words(value)
        elif key == "default_section":
            found[key] = _section(str(value))
        elif key == "no_lines_before":
            found[key] = frozenset(map(_section, _words(value)))
        elif key not in _ISORT_OTHERS:
            return None
    if "line_length" in table and found["length"] <= 88:
        found["length"] = int(table["line_length"])
    found["hanging"] = found["hanging"] or _hangs(table)
    order = map(_section, _words(table.get("sections", [*_ISORT_SECTIONS])))
    sources = _words(table.get("src_paths", [".", "src"]))
    return Sorting(
        sources=tuple(path for one in sources for path in _places(folder, one)),
        known=known,
        section_order=tuple(order),
        **found,
    )


def unnamed(root: Path) -> tuple[Sorting, ...]:
    """Return how imports are mostly sorted where no tool is named that does it.

    How long ones are written is not known: they stay as they are.
    """
    plain = Sorting(sources=(root, root / "src"), hanging=False, length=_ANY_LENGTH)
    each = replace(plain, single_line=True, single_line_exclusions=_TYPING)
    pair = plain, each
    return *pair, *(replace(one, mixed=True) for one in pair)


def _places(folder: Path, named: str) -> Iterable[Path]:
    """Return the folders that a pattern names."""
    if "*" not in named:
        return [folder / named]
    path = folder / named
    return Path(path.anchor).glob(str(path.relative_to(path.anchor)))


def _hangs(table: Table) -> bool:
    """Whether long imports are written as black does, without a profile."""
    return (
        str(table.get("multi_line_output")) in _HANGING
        and _flag(table.get("include_trailing_comma", False))
        and str(table.get("force_grid_wrap", 0)) == "0"
    )


def _section(name: str) -> str:
    return _ISORT_SECTIONS.get(name, name.lower().replace("_", "-"))


def _table(content: Table, name: str) -> Table:
    found = content.get(name, {})
    if not isinstance(found, dict):
        raise UnreadableTableError
    return found
