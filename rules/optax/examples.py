"""The schedules of JAX's examples whose curves `lrsched` has, to the bit.

Those of Optax's `exponential_decay` differ in their last bits at a Python number.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...codemod.rule import CurveFacts
from .schedules import EXPONENTS, LENGTHS, LRSCHED, VALUES, ScheduleFunction

EXAMPLES_RULE = "LRS304"
MODULE = "jax.example_libraries.optimizers"


def _end(arguments: Mapping[str, object]) -> tuple[float, ...]:
    length = arguments.get("decay_steps", arguments.get("transition_steps"))
    return (length,) if isinstance(length, int | float) else ()


POLYNOMIAL = ScheduleFunction(
    path=f"{MODULE}.polynomial_decay",
    parameters=("step_size", "decay_steps", "final_step_size", "power"),
    required=3,
    curve=CurveFacts(
        {
            **dict.fromkeys(("step_size", "init_value"), VALUES),
            **dict.fromkeys(("decay_steps", "transition_steps"), LENGTHS),
            **dict.fromkeys(("final_step_size", "end_value"), (0.0, 1e-5, 0.01)),
            "power": EXPONENTS,
        },
        _end,
    ),
    new_name="polynomial_schedule",
    name_rule=EXAMPLES_RULE,
    renamed={
        "step_size": "init_value",
        "decay_steps": "transition_steps",
        "final_step_size": "end_value",
    },
)
EXAMPLES = {POLYNOMIAL.path: POLYNOMIAL}
# What they are compared with there.
LIKE_EXAMPLES = {f"{LRSCHED}.{one.new_name}": one.curve for one in EXAMPLES.values()}
