"""What JAX keeps of the programs that it compiled, in memory and on disk."""

import ctypes
import gc
import os
import sys
from pathlib import Path

MANY = 250
"""So many programs hold about a third of a gigabyte."""

compiled = {"since": 0, "listening": False}


def count(event: str, seconds: float, **more: object) -> None:
    compiled["since"] += event.endswith("backend_compile_duration")


def forget_compiled() -> None:
    """Let JAX forget its programs where there are many."""
    if (jax := sys.modules.get("jax")) is None:
        return
    if not compiled["listening"]:
        jax.monitoring.register_event_duration_secs_listener(count)
        compiled["listening"] = True
    if compiled["since"] > MANY:
        jax.clear_caches()
        gc.collect()
        libc = ctypes.CDLL(None)
        if hasattr(libc, "malloc_trim"):  # else the memory stays the process's own
            libc.malloc_trim(0)
        compiled["since"] = 0


def keep_apart() -> None:
    """Have each worker, with the processes that it starts, its own folder of them.

    JAX reads what another process is about to write, and warns of it.
    """
    folder = os.environ.get("JAX_COMPILATION_CACHE_DIR")
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if folder and worker:
        os.environ["JAX_COMPILATION_CACHE_DIR"] = str(Path(folder, worker))
