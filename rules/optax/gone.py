"""What Optax's releases took away, or are about to, and what is there instead.

Tests hold it against the installed Optax.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...codemod.rule import Function

# Modules, with the first release without each.
GONE_MODULES: Mapping[str, str] = {
    "optax._src.loss": "0.1.8",
    "optax._src.privacy": "0.1.8",
    "optax.contrib.privacy": "0.2.2",
    "optax.contrib.reduce_on_plateau": "0.2.2",
    "optax.schedules.inject": "0.2.8",
}
OPTIX = Function(path="jax.experimental.optix", parameters=(), required=0, gone="0.2.7")


@dataclass(frozen=True, slots=True)
class Instead:
    """What takes the same arguments as a function that is gone, or is to go.

    Attributes:
        path: where it is.
        preserves: why it does the same.
    """

    path: str
    preserves: str


_ON_DATA = ("params", "inputs", "targets")
_JACOBIANS = ("function", "params", "dist_builder", "rng", "num_samples")
_SECOND_ORDER = {
    "hvp": ("loss", "v", *_ON_DATA),
    "hessian_diag": ("loss", *_ON_DATA),
    "fisher_diag": ("negative_log_likelihood", *_ON_DATA),
}
_MONTE_CARLO = {
    "control_delta_method": ("function",),
    "control_variates_jacobians": ("function", "control_variate_from_function"),
    "moving_avg_baseline": ("function",),
    "measure_valued_jacobians": _JACOBIANS,
    "pathwise_jacobians": _JACOBIANS,
    "score_function_jacobians": _JACOBIANS,
}
_DPSGD = ("learning_rate", "l2_norm_clip", "noise_multiplier", "seed")
_OF_PRIVACY = (
    ("dpsgd", 4, (*_DPSGD, "momentum", "nesterov")),
    (
        *("differentially_private_aggregate", 2),
        ("l2_norm_clip", "noise_multiplier", "key", "seed"),
    ),
    ("DifferentiallyPrivateAggregateState", 1, ("rng_key",)),
)
_WRAPPED = ("inner_state", "step")


def _gone(path: str, release: str, *parameters: str) -> Function:
    return Function(
        path=path, parameters=parameters, required=0, gone=release, common=True
    )


GONE = (
    _gone("optax.additive_weight_decay", "0.1.8", "weight_decay", "mask"),
    _gone("optax.AdditiveWeightDecayState", "0.1.8"),
    _gone("optax.ScaleByFromageState", "0.1.5", "count"),
    *(
        _gone(f"optax.{name}", "0.1.8", *parameters)
        for name, parameters in (*_SECOND_ORDER.items(), *_MONTE_CARLO.items())
    ),
    *(
        _gone(f"optax.monte_carlo.{name}", "0.2.7", *parameters)
        for name, parameters in _MONTE_CARLO.items()
    ),
    _gone("optax.experimental.split_real_and_imaginary", "0.1.8", "inner"),
    _gone("optax.experimental.named_chain", "0.1.8", "transforms"),
    _gone("optax.experimental.GradientTransformationWithExtraArgs", "0.1.8"),
    _gone("optax.maybe_update", "0.2.5", "inner", "should_update_fn"),
    _gone("optax.MaybeUpdateState", "0.2.5", *_WRAPPED),
    OPTIX,
)
# What is still there, and says that it is to go; with what it says.
SECOND_ORDER = tuple(
    Function(
        path=f"optax.second_order.{name}",
        parameters=parameters,
        required=len(parameters),
        common=True,
    )
    for name, parameters in _SECOND_ORDER.items()
)
PRIVACY = tuple(
    Function(
        path=f"optax.contrib.{name}",
        parameters=parameters,
        required=required,
        also=tuple(
            f"{module}.{name}"
            for module in ("optax", "optax.contrib._privacy", "optax.contrib.privacy")
        ),
    )
    for name, required, parameters in _OF_PRIVACY
)
_ONE = "the old name was the new one from Optax 0.0.3 to 0.1.7"
_MOVED = "Optax 0.1.8 moved it, with its arguments"
INSTEAD: Mapping[str, Instead] = {
    "optax.additive_weight_decay": Instead("optax.add_decayed_weights", _ONE),
    "optax.AdditiveWeightDecayState": Instead("optax.AddDecayedWeightsState", _ONE),
    **{
        f"optax.{name}": Instead(f"optax.second_order.{name}", _MOVED)
        for name in _SECOND_ORDER
    },
    "optax.experimental.split_real_and_imaginary": Instead(
        "optax.contrib.split_real_and_imaginary", _MOVED
    ),
}
# Where only a person can say what becomes of the arguments, or of what they did.
TOLD: Mapping[str, str] = {
    "optax.maybe_update": "`conditionally_transform` does the same",
    "optax.MaybeUpdateState": "it is `ConditionallyTransformState`",
    "optax.experimental.named_chain": "`optax.named_chain` is another function",
    "optax.experimental.GradientTransformationWithExtraArgs": (
        "`optax.GradientTransformationExtraArgs` is another class"
    ),
    OPTIX.path: "it became the package `optax`",
}
