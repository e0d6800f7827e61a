"""What comparing curves needs that is not installed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why no curve can be computed.

    Attributes:
        reason: a clause for a person.
        cure: what to do about it.
    """

    reason: str
    cure: str


def hindrance(roots: Iterable[Path]) -> Hindrance | None:
    """What speaks against importing JAX and Optax; this is asked before any import.

    Args:
        roots: the folders of the code that a run is about, none of which may run.
    """
    if missing := missing_requirements():
        return Hindrance(
            f"{' and '.join(missing)} cannot be imported",
            f"install what is missing: pip install {' '.join(missing)}",
        )
    for root in dict.fromkeys(roots):
        if own := own_code(root):
            return Hindrance(
                f"`{own}` would be imported from the project itself",
                "run lrmigrate without the project on Python's path (PYTHONPATH)",
            )
    return None


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
