"""What ``pyproject.toml`` requires of a package."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..toml_file import read_toml
from .in_poetry import poetry_constraint
from .requirements import named
from .stated import Stated, alternatives, stated

FILE = "pyproject.toml"
Warn = Callable[[str], None]


def in_pyproject(root: Path, package: str, warn: Warn) -> Iterator[Stated | None]:
    """Yield what each part of the file says, the one that counts most first.

    Raises:
        TomlError: the file cannot be read.
    """
    content = read_toml(root / FILE)
    if content is None:
        return
    project = _table(content, "project")
    groups = (
        {"project.dependencies": project.get("dependencies", [])},
        _table(project, "optional-dependencies"),
        _table(content, "dependency-groups"),
    )
    for group in groups:
        allowed = [
            one
            for name, lines in group.items()
            for one in alternatives(
                named(
                    package, _lines(lines, root / FILE, name, warn), root / FILE, warn
                )
            )
        ]
        yield stated(package, allowed, f"{FILE} requires")
    yield from _poetry(_table(content, "tool", "poetry"), root / FILE, package, warn)


def _poetry(
    table: Mapping[str, Any], file: Path, package: str, warn: Warn
) -> Iterator[Stated | None]:
    groups = _table(table, "group")
    tables = [
        _table(table, "dependencies"),
        *(_table(groups, group, "dependencies") for group in groups),
        _table(table, "dev-dependencies"),
    ]
    for dependencies in tables:
        value = next(
            (value for key, value in dependencies.items() if key.lower() == package),
            "*",
        )
        try:
            yield stated(package, poetry_constraint(value), f"{FILE} requires")
        except ValueError as error:
            warn(f"{file}: tool.poetry: {package}: {error}")


def _table(content: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    for key in keys:
        inner = content.get(key)
        content = inner if isinstance(inner, dict) else {}
    return content


def _lines(value: Any, file: Path, name: str, warn: Warn) -> list[str]:
    if not isinstance(value, list):
        warn(f"{file}: {name} must be a list of requirements, not {value!r}")
        return []
    return [line for line in value if isinstance(line, str)]
