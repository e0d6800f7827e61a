"""The schedules of `acme.optim` that the rules speak of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lrmigrate.codemod.rule import CurveFacts, Function

LENGTHS = (100, 1, 2, 29, 1000, 0)


def boundaries(arguments: Mapping[str, Any]) -> tuple[float, ...]:
    """Return the steps at which the pieces of a curve meet; the last is its end."""
    length = arguments["transition_steps"]
    if length is None:
        length = arguments["decay_steps"]
    return (arguments["warmup_steps"], length)


MY_COSINE = Function(
    path="acme.optim.my_cosine",
    also=("acme.my_cosine",),
    parameters=("peak", "transition_steps", "warmup_steps", "decay_steps"),
    required=1,
    curve=CurveFacts(
        # What a name in an argument is tried with, edge cases among them.
        domains={
            "peak": (0.1, 1.0, 0.0, 3e-4),
            "transition_steps": LENGTHS,
            "decay_steps": LENGTHS,
            "warmup_steps": (10, 0, 1, 50),
        },
        boundaries=boundaries,
        peak="peak",
    ),
)
