"""Optax's optimizers as data, and what a call of one is given.

A test compares the names, and what each table says of them, with the installed Optax.
"""

from __future__ import annotations

import ast

from ...codemod.rule import Function, SiteModule

SCALE_BY_SCHEDULE = Function(
    path="optax.scale_by_schedule",
    also=("optax._src.transform.scale_by_schedule",),
    parameters=("step_size_fn",),
    required=1,
)
SCALE_BY_LEARNING_RATE = Function(
    path="optax.scale_by_learning_rate",
    also=("optax._src.transform.scale_by_learning_rate",),
    parameters=("learning_rate", "flip_sign"),
    required=0,
)
INJECT = Function(
    path="optax.inject_hyperparams",
    also=tuple(
        f"{module}.inject_hyperparams"
        for module in (
            *("optax.schedules", "optax.schedules._inject", "optax.schedules.inject"),
            "optax._src.schedule",
        )
    ),
    parameters=("inner_factory", "static_args", "hyperparam_dtype"),
    required=1,
)
RMSPROP = Function(
    path="optax.rmsprop",
    also=("optax._src.alias.rmsprop",),
    parameters=(
        *("learning_rate", "decay", "eps", "initial_scale", "eps_in_sqrt"),
        *("centered", "momentum", "nesterov", "bias_correction"),
    ),
    required=1,
    common=True,
)

# Each takes the learning rate, a number or a schedule, as its first argument.
OPTIMIZERS = frozenset(
    {
        *("adabelief", "adadelta", "adafactor", "adagrad", "adam", "adamax", "adamaxw"),
        *("adamw", "adan", "amsgrad", "fromage", "lamb", "lars", "lbfgs", "lion"),
        *("noisy_sgd", "novograd", "optimistic_adam", "optimistic_adam_v2"),
        *("optimistic_gradient_descent", "radam", "rmsprop", "rprop"),
        *("scale_by_learning_rate", "sgd", "sign_sgd", "signum", "sm3", "yogi"),
    }
)
# Parameters of theirs that are numbers alone; a test passes each a schedule.
NUMBERS_OF_OPTIMIZERS = frozenset({"b1", "b2", "decay", "eps", "momentum"})
# Each divides by the size of the gradients, so that a factor before it has no effect.
ADAPTIVE = frozenset(
    {
        *("adabelief", "adafactor", "adam", "adamax", "adamaxw", "adamw", "adan"),
        *("amsgrad", "fromage", "lamb", "lars", "lion", "novograd", "optimistic_adam"),
        *("optimistic_adam_v2", "rmsprop", "rprop", "sign_sgd", "signum", "sm3"),
        *("scale_by_adam", "scale_by_adamax", "scale_by_adan", "scale_by_amsgrad"),
        *("scale_by_belief", "scale_by_factored_rms", "scale_by_lion"),
        *("scale_by_novograd", "scale_by_rms", "scale_by_rprop", "scale_by_sign"),
        *("scale_by_sm3", "scale_by_stddev", "scale_by_trust_ratio"),
    }
)
# Each leaves the sign of what it is given as it is.
SIGN_KEPT = frozenset(
    {
        *("add_decayed_weights", "clip", "clip_by_global_norm", "identity"),
        *("scale_by_adam", "scale_by_amsgrad", "scale_by_lion", "scale_by_rms"),
        *("scale_by_schedule", "scale_by_trust_ratio", "trace"),
    }
)
_MODULES = ("optax", "optax.transforms", "optax._src.alias", "optax._src.transform")


def optax_name(module: SiteModule, node: ast.expr) -> str:
    """Return the name that Optax has what an expression certainly is by, or nothing."""
    owner, _, name = module.path(node).rpartition(".")
    return name if owner in _MODULES else ""


def learning_rate(module: SiteModule, call: ast.expr) -> ast.expr | None:
    """Return the learning rate that a call of one of Optax's optimizers is given."""
    if (
        not isinstance(call, ast.Call)
        or optax_name(module, call.func) not in OPTIMIZERS
    ):
        return None
    return first_given(call, "learning_rate")


def first_given(call: ast.Call, name: str) -> ast.expr | None:
    """Return what a call is given for its first parameter, which has that name."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    first = call.args[0] if call.args else None
    return None if isinstance(first, ast.Starred) else first


def unpacked(call: ast.Call) -> ast.expr | None:
    """Return the learning rate in what is unpacked into a call, or all of that."""
    if call.args:
        first = call.args[0]
        return first.value if isinstance(first, ast.Starred) else None
    given = [one.value for one in call.keywords if one.arg is None]
    for held in given:
        if not isinstance(held, ast.Dict):
            return held
        for key, value in zip(held.keys, held.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == "learning_rate":
                return value
    return None


def injected_rate(module: SiteModule, call: ast.expr) -> tuple[str, ast.expr | None]:
    """Return an optimizer whose numbers are injected, and its learning rate."""
    make = module.origin(call.func) if isinstance(call, ast.Call) else None
    if not isinstance(call, ast.Call) or not isinstance(make, ast.Call):
        return "", None
    if optax_name(module, make.func) != "inject_hyperparams" or not make.args:
        return "", None
    made = ast.Call(make.args[0], call.args, call.keywords)
    return optax_name(module, make.args[0]), learning_rate(module, made)
