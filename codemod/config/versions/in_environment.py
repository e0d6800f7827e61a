"""Which version of a package is locked, or lies in the project's environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from packaging.utils import canonicalize_name

from ...files.search.environments import Environment, environments
from ..toml_file import TomlError, read_toml
from .stated import Stated, exactly, stated

Warn = Callable[[str], None]
_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml")


def in_locks(root: Path, package: str, warn: Warn) -> Iterator[Stated | None]:
    """Yield what each lock file says: several versions where platforms differ."""
    for name in _LOCKS:
        try:
            content = read_toml(root / name) or {}
        except TomlError as error:
            warn(str(error))
            continue
        entries = content.get("packages" if name == "pylock.toml" else "package", [])
        versions = [
            entry["version"]
            for entry in (entries if isinstance(entries, list) else [])
            if isinstance(entry, dict)
            and isinstance(entry.get("name"), str)
            and isinstance(entry.get("version"), str)
            and canonicalize_name(entry["name"]) == package
        ]
        allowed = [one for version in versions if (one := exactly(version))]
        yield stated(package, allowed, f"{name} locks")


def in_own_environments(root: Path, package: str, _: Warn) -> Iterator[Stated | None]:
    """Yield what the environments in a project's folder hold."""
    own = (one for one in environments(root) if one.path.parent == root)
    return _held(own, package)


def in_environments(root: Path, package: str, _: Warn) -> Iterator[Stated | None]:
    """Yield what the virtual environments hold, by the names of their folders."""
    return _held(environments(root), package)


def _held(found: Iterable[Environment], package: str) -> Iterator[Stated | None]:
    for environment in found:
        for folder in environment.find(f"{package}-*.dist-info"):
            version = exactly(folder.name.split("-")[1].removesuffix(".dist"))
            if version is not None:
                yield stated(package, [version], f"{environment.name} holds")
