"""What every schedule function of Optax takes, the ones with no new name, too.

From the releases 0.0.1 to 0.2.8. A test compares the table with the installed Optax.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...codemod.rule import Function
from .schedules import FUNCTIONS, OPTAX_MODULES


def _schedule(name: str, *parameters: str, required: int) -> Function:
    path, *also = (f"{module}.{name}" for module in OPTAX_MODULES)
    return Function(
        path=path, parameters=parameters, required=required, also=tuple(also)
    )


_EXPONENTIAL = ("transition_begin", "staircase", "end_value")
_RAMP = ("init_value", "end_value")
_PIECES = ("init_value", "boundaries_and_scales")
_LENGTH = ("transition_steps", "transition_begin")

# Those of the table with new names first, then those that keep theirs.
SCHEDULES: Mapping[str, Function] = {
    **{
        name: _schedule(name, *known.parameters, required=known.required)
        for name, known in FUNCTIONS.items()
    },
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
SIGNATURES: Mapping[str, Function] = {
    **SCHEDULES,
    PLATEAU: Function(
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
    ),
}
