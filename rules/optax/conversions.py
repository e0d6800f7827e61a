"""How an argument of another library becomes one of Optax.

PyTorch, Keras, TensorFlow and transformers say some things in other units: an end as a
value where Optax takes a fraction, a decay that does not include the warmup.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...codemod.rule import Site, known_number, shown
from .calls import given, told

_WARMUPS = ("warmup_steps", "num_warmup_steps", "warmup")

# From a word, and the parameter that it may become, to what to write. `{word}` stands
# for what is given by that name; a line that needs another one is passed over.
_WRITE: Mapping[tuple[str, str], str] = {
    **{
        (word, "pct_start"): "Write `pct_start={own} / {transition_steps}`"
        for word in _WARMUPS
    },
    **{
        (word, "warmup_steps"): "Write `warmup_steps=int({own} * {decay_steps})`"
        for word in ("pct_start", "warmup_ratio", "warmup_fraction")
    },
    ("milestones", "boundaries_and_scales"): (
        "Write `boundaries_and_scales={{step: {gamma} for step in {own}}}`"
    ),
    ("gamma", "boundaries_and_scales"): (
        "Write `boundaries_and_scales={{step: {own} for step in {milestones}}}`"
    ),
    ("values", "boundaries_and_scales"): (
        "A scale is a value divided by the one before it"
    ),
    ("warmup_target", "peak_value"): (
        "`decay_steps` includes the warmup here, which it does not in Keras: write "
        "`decay_steps={warmup_steps} + {decay_steps}`"
    ),
    ("step_size", "transition_steps"): "Write `staircase=True` as well",
    ("end_factor", "end_value"): "It is a value: the factor times the learning rate",
    ("start_factor", "init_value"): (
        "It is a value: the factor times the learning rate"
    ),
}


def conversion(site: Site, word: str, real: str) -> str:
    """Return what to write for an argument of another name, or nothing."""
    argument = given(site, word)
    if argument is None or site.arguments is None:
        return ""
    if real == "alpha":
        return _fraction(site, word)
    texts = {one: shown(said.value) for one, said in site.arguments.named.items()}
    try:
        return _WRITE.get((word, real), "").format(own=shown(argument.value), **texts)
    except KeyError:
        return ""


def _fraction(site: Site, word: str) -> str:
    """Return an end, which is a value, as the fraction that `alpha` is."""
    end, first = given(site, word), given(site, "init_value")
    if end is None or first is None or "ratio" in word:
        return ""
    start, last = known_number(site, first.value), known_number(site, end.value)
    if start and last is not None:
        return f"Write `alpha={told(last / start)}`"
    return f"Write `alpha={shown(end.value)} / {shown(first.value)}`"


# What there is to know of a function that Optax has under another name, or not at all.
FUNCTIONS_TOLD: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("step_decay", "step_decay_schedule", "step_schedule", "step_lr"),
            *("StepLR", "stepwise_schedule", "step_wise_schedule"),
        ),
        "A step every so often is `exponential_decay(init_value, transition_steps, "
        "decay_rate, staircase=True)`",
    ),
    **dict.fromkeys(
        ("multistep_schedule", "multi_step_schedule", "multistep_lr", "MultiStepLR"),
        "It takes `{milestone: gamma}`, and each scale multiplies what was before",
    ),
    **dict.fromkeys(
        (
            *("warmup_linear_decay_schedule", "linear_warmup_decay_schedule"),
            "warmup_linear_decay",
        ),
        "Join two `linear_schedule`s, the second as long as what the warmup leaves, "
        "with the warmup as the boundary",
    ),
    **dict.fromkeys(
        (
            *("linear_with_warmup", "linear_schedule_with_warmup"),
            "get_linear_schedule_with_warmup",
        ),
        "Join two `linear_schedule`s, of `num_warmup_steps` and of `num_training_steps "
        "- num_warmup_steps`, with `num_warmup_steps` as the boundary",
    ),
    **dict.fromkeys(
        (
            *("constant_with_warmup", "constant_schedule_with_warmup"),
            "get_constant_schedule_with_warmup",
        ),
        "It goes from `init_value` to `peak_value` in `warmup_steps`",
    ),
    **dict.fromkeys(
        (
            *("cosine_with_warmup", "cosine_schedule_with_warmup"),
            "get_cosine_schedule_with_warmup",
        ),
        "Its `decay_steps` is `num_training_steps`, the warmup included",
    ),
    **dict.fromkeys(
        ("wsd_schedule", "warmup_stable_decay_schedule", "trapezoidal_schedule"),
        "Join a warmup, a `constant_schedule` and a decay, with the two steps at which "
        "the later ones begin as boundaries",
    ),
    **dict.fromkeys(
        (
            *("inverse_sqrt_schedule", "inverse_square_root_schedule"),
            *("inverse_sqrt_decay", "rsqrt_schedule", "rsqrt_decay"),
            *("noam_schedule", "noam_decay"),
        ),
        "Optax takes any function of the step: `lambda step: peak * "
        "jnp.sqrt(warmup / jnp.maximum(step, warmup))`",
    ),
    **dict.fromkeys(
        (
            *("cosine_annealing_schedule", "cosine_annealing", "cosine_annealing_lr"),
            "CosineAnnealingLR",
        ),
        "Its `decay_steps` is `T_max`, and its `alpha` is `eta_min / init_value`",
    ),
    **dict.fromkeys(
        ("inverse_time_decay", "InverseTimeDecay"),
        "Optax takes any function of the step: `lambda step: init_value / (1 + "
        "decay_rate * step / decay_steps)`",
    ),
    **dict.fromkeys(
        ("PiecewiseConstantDecay", "piecewise_constant", "piecewise_constant_decay"),
        "Its scales multiply what was before them: a scale is a value divided by the "
        "one before it",
    ),
    **dict.fromkeys(
        ("cyclic_schedule", "triangular_schedule"),
        "Join a `linear_schedule` up and one down for each cycle",
    ),
    **dict.fromkeys(
        ("warmup_polynomial_decay_schedule", "warmup_polynomial_schedule"),
        "Join a `linear_schedule` and a `polynomial_schedule`, as long as what the "
        "warmup leaves, with the warmup as the boundary",
    ),
}
