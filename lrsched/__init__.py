"""Learning-rate schedules under consistent names.

Every length is called ``transition_steps``, every warmup ``warmup_steps``, and both
are in steps. The arithmetic is that of Optax (Apache-2.0), operation by operation,
so that a schedule from here and its counterpart in Optax return the same bits. A
schedule is a function from a step to a value, and goes wherever Optax takes one.

Optax's old names are accepted with a `DeprecationWarning`.
"""

from ._types import Schedule
from .constant import constant_schedule, warmup_constant_schedule
from .cosine import (
    cosine_decay_schedule,
    cosine_warm_restarts_schedule,
    warmup_cosine_decay_schedule,
)
from .cosine import sgdr_schedule as sgdr_schedule
from .exponential import exponential_decay, warmup_exponential_decay_schedule
from .join import join_schedules
from .onecycle import cosine_onecycle_schedule, linear_onecycle_schedule
from .piecewise import piecewise_constant_schedule, piecewise_interpolate_schedule
from .plateau import ReduceLROnPlateauState, reduce_on_plateau
from .polynomial import linear_schedule, polynomial_schedule

__all__ = [
    "ReduceLROnPlateauState",
    "Schedule",
    "constant_schedule",
    "cosine_decay_schedule",
    "cosine_onecycle_schedule",
    "cosine_warm_restarts_schedule",
    "exponential_decay",
    "join_schedules",
    "linear_onecycle_schedule",
    "linear_schedule",
    "piecewise_constant_schedule",
    "piecewise_interpolate_schedule",
    "polynomial_schedule",
    "reduce_on_plateau",
    "warmup_constant_schedule",
    "warmup_cosine_decay_schedule",
    "warmup_exponential_decay_schedule",
]
