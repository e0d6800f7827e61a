"""What comparing curves needs that is not installed."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path


def missing_requirements(modules: Iterable[str] = ("jax", "optax")) -> tuple[str, ...]:
    """Those of ``modules`` (top-level names) that are absent; imports none."""
    return tuple(name for name in modules if find_spec(name) is None)


def own_code(root: Path, modules: Iterable[str] = ("jax", "optax")) -> str:
    """The first of ``modules`` that would be imported from the project at ``root``.

    What is being migrated is never executed, and a package that lies in the
    project is that. An environment below the root is not.
    """
    for name in modules:
        spec = find_spec(name)
        origin = Path(spec.origin).resolve() if spec and spec.origin else None
        if origin is None or {"site-packages", "dist-packages"} & set(origin.parts):
            continue
        if origin.is_relative_to(root.resolve()) or origin.is_relative_to(Path.cwd()):
            return name
    return ""
