"""A program for each transformation that is known to see the same under every Flax."""

from __future__ import annotations

from lrmigrate.rules.nnx import transforms

from .program import MAKE, STEP, TX, UPDATE, Program

CONTRIB = frozenset(
    {"ademamix", "adopt", "cocob", "dadapt_adamw", "mechanize", "normalize"}
    | {"prodigy", "reduce_on_plateau", "scale_by_ademamix", "scale_by_adopt"}
    | {"schedule_free", "schedule_free_adamw", "schedule_free_sgd"}
)
RATE = "learning_rate=1e-2"
INNER = "optax.adam(1e-2)"
# Arguments, where a rate does not do.
ARGUMENTS = {
    "MultiSteps": f"{INNER}, 2",
    "adaptive_grad_clip": "0.1",
    "add_decayed_weights": "0.1",
    "add_noise": "0.01, 0.55, 0",
    "apply_every": "2",
    "apply_if_finite": f"{INNER}, 3",
    "chain": f"optax.clip_by_global_norm(0.1), {INNER}",
    "clip": "0.1",
    "clip_by_block_rms": "0.1",
    "clip_by_global_norm": "0.1",
    "ema": "0.9",
    "flatten": INNER,
    "masked": "optax.add_decayed_weights(0.1), MASK",
    "mechanize": INNER,
    "named_chain": f"('clip', optax.clip(0.1)), ('adam', {INNER})",
    "noisy_sgd": "1e-2",
    "scale": "-0.1",
    "scale_by_backtracking_linesearch": "5",
    "scale_by_learning_rate": "0.1",
    # From 0 on, they divide by what is rounded.
    "scale_by_rms": "initial_scale=1.0",
    "scale_by_rprop": "0.1",
    "scale_by_schedule": "optax.linear_schedule(-0.1, 0.0, 3)",
    "scale_by_stddev": "initial_scale=1.0",
    "scale_by_zoom_linesearch": "5",
    "schedule_free": f"{INNER}, 1e-2",
    "trace": "0.9",
    "with_extra_args_support": INNER,
}
NO_ARGUMENTS = frozenset(
    {"centralize", "identity", "keep_params_nonnegative", "normalize", "set_to_zero"}
    | {
        "normalize_by_update_norm",
        "polyak_sgd",
        "reduce_on_plateau",
        "zero_nans",
        "cocob",
    }
)
# These are a step by themselves.
STEPS = frozenset(
    {"scale_by_backtracking_linesearch", "scale_by_learning_rate", "scale_by_rprop"}
    | {"scale_by_schedule", "scale_by_zoom_linesearch"}
)
# Some count on what the update is given beside gradients.
WITH_VALUE = frozenset({"polyak_sgd", "reduce_on_plateau"})
LINESEARCHES = frozenset(
    {"lbfgs", "scale_by_backtracking_linesearch", "scale_by_zoom_linesearch"}
)
MASK = "lambda params: jax.tree.map(lambda value: value.ndim > 1, params)"
VALUE_FN = """\
value_fn = lambda params: sum(jnp.sum(p**2) for p in jax.tree.leaves(params))
    optimizer.update(grads, value=loss, grad=grads, value_fn=value_fn)"""


def _call(name: str, mask: str = "") -> str:
    module = "optax.contrib" if name in CONTRIB else "optax"
    given = "" if name in NO_ARGUMENTS or name.startswith("scale_by") else RATE
    given = ARGUMENTS.get(name, given).replace("MASK", MASK)
    made = f"{module}.{name}({', '.join(filter(None, (given, mask)))})"
    # Alone, it would go up, and what is rounded with it.
    scales = name.startswith("scale_by") and name not in STEPS
    return f"optax.chain({made}, optax.scale(-0.01))" if scales else made


def _program(name: str, transformation: str) -> Program:
    step = STEP
    if name in WITH_VALUE:
        step = STEP.replace(UPDATE, "optimizer.update(grads, value=loss)")
    if name in LINESEARCHES:
        step = STEP.replace(UPDATE, VALUE_FN)
    return Program(make=MAKE.replace(TX, transformation), step=step)


def listed() -> list[str]:
    """The names in the tables of the rules."""
    tables = (transforms.PLAIN, transforms.MASKED, transforms.CHAINS)
    names = {name for table in (*tables, transforms.WRAPPERS) for name in table}
    return sorted(names)


TRANSFORMATIONS = {
    **{name: _program(name, _call(name)) for name in listed()},
    **{
        f"{name} with {word}": _program(name, _call(name, f"{word}={MASK}"))
        for name, (word, _) in transforms.MASKED.items()
        if name != "masked"
    },
    **{
        f"masked {name}": _program(name, f"optax.masked({_call(name)}, {MASK})")
        for name in sorted(transforms.STATELESS)
    },
    **{
        name: _program(name, f"optax.{name}(optax.adam)({RATE})")
        for name in sorted(transforms.INJECTS)
    },
}
