"""Whether what curves are computed with can be imported, asked before it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec

_LIBRARIES = ("jax", "optax")
_FLAGS = "XLA_FLAGS"
# JAX ends the process that gives it a flag which it does not know.
_START = """
import sys
sys.path[:] = sys.argv[1:]
import jax
jax.config.update("jax_platforms", "cpu")
jax.devices()
"""


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
        flags = os.environ.get(_FLAGS, "")
        return _refused(flags) if flags.strip() else None
    return Obstacle(
        _told(missing),
        f"{' and '.join(missing)} cannot be imported",
        f"install what is missing: pip install {' '.join(missing)}",
    )


@cache
def _refused(flags: str) -> Obstacle | None:
    """Start JAX with these flags in a process of its own."""
    import subprocess

    command = [sys.executable, "-I", "-c", _START, *sys.path]
    started = subprocess.run(command, capture_output=True, check=False)
    if not started.returncode or _FLAGS.encode() not in started.stderr:
        return None
    reason = f"JAX does not start with {_FLAGS}={flags!r}"
    return Obstacle(
        reason, reason, f"leave out what it does not know, or unset {_FLAGS}"
    )


def missing_requirements(modules: Iterable[str] = _LIBRARIES) -> tuple[str, ...]:
    """Those of ``modules`` (top-level names) that are absent; imports none."""
    return tuple(name for name in modules if find_spec(name) is None)


def import_failure(error: ImportError, *functions: str) -> str:
    """Why functions cannot be imported, and what is missing where something is."""
    packages = [name.partition(".")[0] for name in functions]
    missing = error.name if isinstance(error, ModuleNotFoundError) else None
    if missing is None or missing.partition(".")[0] in packages:
        return f"cannot be imported: {error}"
    return (
        f"{packages[0]} cannot be imported: it needs {missing}, which is absent; "
        f"pip install {missing.partition('.')[0]}"
    )


def not_installed(modules: Iterable[str]) -> str:
    """Which of ``modules`` are absent, in one clause; empty where none is."""
    missing = missing_requirements(modules)
    return _told(missing) if missing else ""


def _told(missing: Iterable[str]) -> str:
    return f"not installed: {', '.join(missing)}"
