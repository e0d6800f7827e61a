"""Whether what curves are computed with may be imported, asked before it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

_LIBRARIES = ("jax", "optax")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why no curve can be computed.

    Attributes:
        short: why, in one clause.
        reason: the same in the words of a run that would have written.
        cure: what to do about it.
    """

    short: str
    reason: str
    cure: str


def obstacle(roots: Iterable[Path]) -> Obstacle | None:
    """Why JAX and Optax may not be imported for a run over the code below ``roots``.

    What is being migrated is never executed, and a package that lies in one of
    its projects is that.
    """
    if missing := missing_requirements():
        return Obstacle(
            _told(missing),
            f"{' and '.join(missing)} cannot be imported",
            f"install what is missing: pip install {' '.join(missing)}",
        )
    if own := next(filter(None, map(own_code, dict.fromkeys(roots))), ""):
        reason = f"`{own}` would be imported from the project itself"
        cure = "run lrmigrate without the project on Python's path (PYTHONPATH)"
        return Obstacle(reason, reason, cure)
    return None


def missing_requirements(modules: Iterable[str] = _LIBRARIES) -> tuple[str, ...]:
    """Those of ``modules`` (top-level names) that are absent; imports none."""
    return tuple(name for name in modules if find_spec(name) is None)


def not_installed(modules: Iterable[str]) -> str:
    """Which of ``modules`` are absent, in one clause; empty where none is."""
    missing = missing_requirements(modules)
    return _told(missing) if missing else ""


def _told(missing: Iterable[str]) -> str:
    return f"not installed: {', '.join(missing)}"


def own_code(root: Path) -> str:
    """The first library that would be imported from the project at ``root``.

    Empty if none would. An environment below the root is not the project's own.
    """
    for name in _LIBRARIES:
        spec = find_spec(name)
        origin = Path(spec.origin).resolve() if spec and spec.origin else None
        if origin is None or {"site-packages", "dist-packages"} & set(origin.parts):
            continue
        if origin.is_relative_to(root.resolve()) or origin.is_relative_to(Path.cwd()):
            return name
    return ""
