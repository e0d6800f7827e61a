"""Keeps JAX from holding all that the tests of a process have compiled."""

import sys

MANY = 500
"""So many programs hold about half a gigabyte."""

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
        compiled["since"] = 0
