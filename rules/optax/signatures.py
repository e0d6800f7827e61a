"""What every schedule function of Optax takes, the ones with no new name, too.

From the releases 0.0.1 to 0.2.8. A test compares the table with the installed Optax.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ...codemod.rule import Function
from .installed import definitions_beside
from .schedules import FUNCTIONS, also_at


def _schedule(name: str, *parameters: str, required: int) -> Function:
    return Function(
        path=f"optax.{name}",
        parameters=parameters,
        required=required,
        also=also_at(name),
    )


_EXPONENTIAL = ("transition_begin", "staircase", "end_value")
_RAMP = ("init_value", "end_value")
_PIECES = ("init_value", "boundaries_and_scales")
_LENGTH = ("transition_steps", "transition_begin")

# Those of the table with new names first, then those that keep theirs.
SCHEDULES: Mapping[str, Function] = {
    **FUNCTIONS,
    **{
        name: _schedule(name, *parameters, required=required)
        for name, required, parameters in (
            ("constant_schedule", 1, ("value",)),
            ("linear_schedule", 3, (*_RAMP, *_LENGTH)),
            ("polynomial_schedule", 4, (*_RAMP, "power", *_LENGTH)),
            (
                *("exponential_decay", 3),
                ("init_value", "transition_steps", "decay_rate", *_EXPONENTIAL),
            ),
            ("piecewise_constant_schedule", 1, _PIECES),
            ("piecewise_interpolate_schedule", 2, ("interpolate_type", *_PIECES)),
            ("join_schedules", 2, ("schedules", "boundaries")),
            (
                *("warmup_constant_schedule", 3),
                ("init_value", "peak_value", "warmup_steps"),
            ),
        )
    },
}
PLATEAU = "reduce_on_plateau"
REDUCE_ON_PLATEAU = Function(
    path=f"optax.contrib.{PLATEAU}",
    parameters=(
        *("factor", "patience", "rtol", "atol", "cooldown"),
        *("accumulation_size", "min_scale"),
    ),
    required=0,
    also=(
        f"optax.contrib.{PLATEAU}.{PLATEAU}",  # a module before 0.2.2
        f"optax.contrib._{PLATEAU}.{PLATEAU}",
    ),
)
SIGNATURES: Mapping[str, Function] = {**SCHEDULES, PLATEAU: REDUCE_ON_PLATEAU}


def parameters_beside(root: Path) -> Mapping[str, frozenset[str]]:
    """Return what the functions of the Optax below a project's root take, by path."""
    found = definitions_beside(root)
    return {
        known.path: found[name] for name, known in SIGNATURES.items() if name in found
    }
