"""What people mean by names that Optax does not have."""

from __future__ import annotations

from collections.abc import Mapping

from .nearest import respelled

_WARMUPS = (
    *("warmup_constant_schedule", "warmup_cosine_decay_schedule"),
    "warmup_exponential_decay_schedule",
)
_RAMP_UP = ("linear_schedule", "warmup_constant_schedule")
_RESTARTS = ("sgdr_schedule",)
_COSINE = ("cosine_decay_schedule",)
_ONECYCLE = ("cosine_onecycle_schedule", "linear_onecycle_schedule")
_JOINED = ("linear_schedule", "join_schedules")
_STEPS = ("exponential_decay", "piecewise_constant_schedule")
_PIECEWISE = ("piecewise_constant_schedule",)

# Of other libraries, of papers, or of Optax's own pattern carried on.
FUNCTIONS_MEANT: Mapping[str, tuple[str, ...]] = {
    "warmup_schedule": _WARMUPS,
    "warmup": _WARMUPS,
    "linear_warmup": _RAMP_UP,
    "linear_warmup_schedule": _RAMP_UP,
    "warmup_linear_schedule": _RAMP_UP,
    "constant_warmup_schedule": _RAMP_UP[1:],
    "constant_schedule_with_warmup": _RAMP_UP[1:],
    "warmup_linear_decay_schedule": _JOINED,
    "linear_warmup_decay_schedule": _JOINED,
    "polynomial_decay": ("polynomial_schedule",),
    "polynomial_decay_schedule": ("polynomial_schedule",),
    "linear_decay": ("linear_schedule",),
    "linear_decay_schedule": ("linear_schedule",),
    "cosine_schedule": _COSINE,
    "cosine_decay": _COSINE,
    "cosine_annealing": _COSINE,
    "cosine_annealing_schedule": _COSINE,
    "cosine_annealing_warm_restarts": _RESTARTS,
    "cosine_decay_restarts": _RESTARTS,
    "cosine_restarts_schedule": _RESTARTS,
    "cosine_warm_restarts_schedule": _RESTARTS,
    "warmup_cosine": _WARMUPS[1:2],
    "warmup_cosine_schedule": _WARMUPS[1:2],
    "cosine_warmup_schedule": _WARMUPS[1:2],
    "warmup_exponential_schedule": _WARMUPS[2:],
    "exponential_schedule": ("exponential_decay",),
    "exponential_decay_schedule": ("exponential_decay",),
    "onecycle": _ONECYCLE,
    "onecycle_schedule": _ONECYCLE,
    "one_cycle_schedule": _ONECYCLE,
    **dict.fromkeys(("step_decay", "step_decay_schedule"), _STEPS),
    **dict.fromkeys(("step_schedule", "step_lr"), _STEPS),
    **dict.fromkeys(("multistep_schedule", "multi_step_schedule"), _PIECEWISE),
    "multistep_lr": _PIECEWISE,
    "constant_with_warmup": _RAMP_UP[1:],
    **dict.fromkeys(("cosine_with_warmup", "cosine_warmup"), _WARMUPS[1:2]),
    "cosine_schedule_with_warmup": _WARMUPS[1:2],
    "linear_warmup_cosine_decay_schedule": _WARMUPS[1:2],
    "linear_warmup_cosine_decay": _WARMUPS[1:2],
    "linear_warmup_exponential_decay_schedule": _WARMUPS[2:],
    **dict.fromkeys(("linear_with_warmup", "linear_schedule_with_warmup"), _JOINED),
    **dict.fromkeys(("wsd_schedule", "warmup_stable_decay_schedule"), _JOINED[1:]),
    "trapezoidal_schedule": _JOINED[1:],
    "cosine_annealing_lr": _COSINE,
    "exponential_lr": ("exponential_decay",),
    "one_cycle_lr": _ONECYCLE,
    **dict.fromkeys(("CosineAnnealingLR", "CosineDecay", "CosineLR"), _COSINE),
    "CosineAnnealingWarmRestarts": _RESTARTS,
    "CosineDecayRestarts": _RESTARTS,
    **dict.fromkeys(("ExponentialDecay", "ExponentialLR"), ("exponential_decay",)),
    "InverseTimeDecay": (),
    **dict.fromkeys(("LinearLR", "LinearDecay"), ("linear_schedule",)),
    **dict.fromkeys(("PolynomialDecay", "PolynomialLR"), ("polynomial_schedule",)),
    **dict.fromkeys(("PiecewiseConstantDecay", "MultiStepLR"), _PIECEWISE),
    **dict.fromkeys(("piecewise_constant", "piecewise_constant_decay"), _PIECEWISE),
    "StepLR": _STEPS,
    "OneCycleLR": _ONECYCLE,
    "SequentialLR": ("join_schedules",),
    "ReduceLROnPlateau": ("optax.contrib.reduce_on_plateau",),
    **dict.fromkeys(
        ("get_cosine_schedule_with_warmup", "warmup_cosine_decay"), _WARMUPS[1:2]
    ),
    "warmup_cosine_annealing_schedule": _WARMUPS[1:2],
    "get_linear_schedule_with_warmup": _JOINED,
    "get_constant_schedule_with_warmup": _RAMP_UP[1:],
    "warmup_linear_decay": _JOINED,
    **dict.fromkeys(("cyclic_schedule", "triangular_schedule"), _JOINED),
    **dict.fromkeys(
        ("warmup_polynomial_decay_schedule", "warmup_polynomial_schedule"),
        ("polynomial_schedule", "join_schedules"),
    ),
    **dict.fromkeys(("stepwise_schedule", "step_wise_schedule"), _STEPS),
    "piecewise_schedule": (*_PIECEWISE, "piecewise_interpolate_schedule"),
    "sequential_schedule": ("join_schedules",),
    "chain_schedules": ("join_schedules",),
    "concat_schedules": ("join_schedules",),
    "reduce_on_plateau": ("optax.contrib.reduce_on_plateau",),
    "reduce_lr_on_plateau": ("optax.contrib.reduce_on_plateau",),
}

_LENGTH = ("transition_steps", "decay_steps")
_FIRST = ("init_value", "peak_value", "value")
_LAST = ("end_value", "alpha")
_WARMUP = ("warmup_steps", "pct_start")

# Those that a function does not have are passed over.
PARAMETERS_MEANT: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("transition_steps", "decay_steps"), _LENGTH),
    **dict.fromkeys(("steps", "num_steps", "n_steps", "total_steps"), _LENGTH),
    **dict.fromkeys(("max_steps", "training_steps"), _LENGTH),
    **dict.fromkeys(("learning_rate", "lr", "base_lr", "initial_lr"), _FIRST),
    **dict.fromkeys(("init_lr", "initial_value", "start_value"), _FIRST),
    **dict.fromkeys(("init_value", "value", "initial_learning_rate"), _FIRST),
    **dict.fromkeys(("max_value", "max_lr", "peak_lr"), ("peak_value", "init_value")),
    **dict.fromkeys(("warmup_target", "peak_learning_rate"), ("peak_value",)),
    **dict.fromkeys(("lr_peak", "learning_rate_peak"), ("peak_value",)),
    **dict.fromkeys(("warmup_learning_rate", "lr_init", "start_factor"), _FIRST),
    **dict.fromkeys(("end_value", "end_lr", "final_lr", "min_lr"), _LAST),
    **dict.fromkeys(("final_value", "min_value", "alpha"), _LAST),
    **dict.fromkeys(("eta_min", "lr_end", "end_learning_rate", "end_factor"), _LAST),
    **dict.fromkeys(("minimum_learning_rate", "min_lr_ratio"), _LAST),
    **dict.fromkeys(("T_max", "num_training_steps", "total_iters"), _LENGTH),
    **dict.fromkeys(("num_train_steps", "step_size", "decay_every"), _LENGTH),
    **dict.fromkeys(("decay", "rate", "decay_factor"), ("decay_rate",)),
    "gamma": ("decay_rate", "boundaries_and_scales"),
    **dict.fromkeys(("warmup_steps", "num_warmup_steps", "warmup"), _WARMUP),
    **dict.fromkeys(("pct_start", "warmup_fraction", "warmup_ratio"), _WARMUP),
    **dict.fromkeys(("boundaries", "values", "scales"), ("boundaries_and_scales",)),
    **dict.fromkeys(
        ("milestones", "step_boundaries"), ("boundaries_and_scales", "boundaries")
    ),
    **dict.fromkeys(("power", "exponent"), ("power", "exponent")),
    **dict.fromkeys(("begin", "start", "start_step"), ("transition_begin",)),
}

# What a reader who comes from another name must know of these.
FRACTIONS: Mapping[str, str] = {
    "alpha": "a fraction of `init_value`",
    "pct_start": "a fraction of `transition_steps`",
}


def meant(name: str, table: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return what people mean by a name of a table, or by a respelling of one."""
    return table.get(name) or table.get(respelled(name, table) or "", ())
