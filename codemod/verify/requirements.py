"""What comparing curves needs that is not installed."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec


def missing_requirements(modules: Iterable[str] = ("jax", "optax")) -> tuple[str, ...]:
    """Those of ``modules`` (top-level names) that are absent; imports none."""
    return tuple(name for name in modules if find_spec(name) is None)
