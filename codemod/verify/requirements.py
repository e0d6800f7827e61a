"""Whether what curves are computed with can be imported, asked before it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec

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


def obstacle() -> Obstacle | None:
    """Why no curve can be computed, if none can; imports nothing."""
    missing = missing_requirements()
    if not missing:
        return None
    return Obstacle(
        _told(missing),
        f"{' and '.join(missing)} cannot be imported",
        f"install what is missing: pip install {' '.join(missing)}",
    )


def missing_requirements(modules: Iterable[str] = _LIBRARIES) -> tuple[str, ...]:
    """Those of ``modules`` (top-level names) that are absent; imports none."""
    return tuple(name for name in modules if find_spec(name) is None)


def not_installed(modules: Iterable[str]) -> str:
    """Which of ``modules`` are absent, in one clause; empty where none is."""
    missing = missing_requirements(modules)
    return _told(missing) if missing else ""


def _told(missing: Iterable[str]) -> str:
    return f"not installed: {', '.join(missing)}"
