"""The gradient transformations that see the same under every Flax, as data.

Since Flax 0.11 a transformation is given other trees than before: paths and the types
of leaves differ. What looks at shapes alone does not see it. Each row is run by a
program. `optax.sm3`, `optax.partition` and `optax.contrib.muon` raise under Flax
0.11.0.
"""

from __future__ import annotations

# These are given numbers and schedules alone.
PLAIN = frozenset(
    {
        *("adabelief", "adagrad", "adam", "adamax", "amsgrad", "fromage", "noisy_sgd"),
        *(
            "nadam",
            "novograd",
            "radam",
            "rmsprop",
            "rprop",
            "sgd",
            "sign_sgd",
        ),
        *("yogi", "optimistic_gradient_descent", "optimistic_adam", "polyak_sgd"),
        *("adaptive_grad_clip", "add_noise", "apply_every", "centralize", "clip"),
        *("clip_by_block_rms", "clip_by_global_norm", "ema", "identity", "trace"),
        *("keep_params_nonnegative", "normalize_by_update_norm", "set_to_zero"),
        *("scale", "scale_by_adam", "scale_by_adamax", "scale_by_adan"),
        *("scale_by_amsgrad", "scale_by_belief", "scale_by_learning_rate"),
        *("scale_by_lion", "scale_by_novograd", "scale_by_optimistic_gradient"),
        *("scale_by_param_block_norm", "scale_by_param_block_rms", "scale_by_radam"),
        *("scale_by_rms", "scale_by_rprop", "scale_by_rss", "scale_by_schedule"),
        *("scale_by_sign", "scale_by_stddev", "scale_by_trust_ratio", "scale_by_yogi"),
        *("zero_nans", "lbfgs", "scale_by_lbfgs", "scale_by_backtracking_linesearch"),
        *("scale_by_zoom_linesearch", "scale_by_adadelta", "schedule_free_adamw"),
        *("schedule_free_sgd", "prodigy", "adopt", "dadapt_adamw", "normalize"),
        *("reduce_on_plateau", "scale_by_adopt", "scale_by_ademamix"),
    }
)

# These also take a mask: by this name, and in this place.
MASKED = {
    "adadelta": ("weight_decay_mask", 4),
    "adafactor": ("weight_decay_mask", 11),
    "adamaxw": ("mask", 5),
    "adamw": ("mask", 7),
    "adan": ("mask", 7),
    "add_decayed_weights": ("mask", 1),
    "ademamix": ("mask", 9),
    "cocob": ("mask", 4),
    "lamb": ("mask", 6),
    "lars": ("weight_decay_mask", 2),
    "lion": ("mask", 5),
    "nadamw": ("mask", 7),
    "masked": ("mask", 1),
}

# These are given other transformations: all arguments, or the first.
CHAINS = frozenset({"chain", "named_chain"})
WRAPPERS = frozenset(
    {"apply_if_finite", "flatten", "MultiSteps", "masked", "mechanize"}
    | {"with_extra_args_support", "schedule_free"}
)
INJECTS = frozenset({"inject_hyperparams", "inject_stateful_hyperparams"})

# Without a state of their own: others raise under a mask, in Flax 0.11.0.
STATELESS = frozenset({"add_decayed_weights", "scale", "set_to_zero", "clip"})

# Other arguments that are called with parameters or gradients.
CALLED = frozenset({"trust_ratio_mask", "clip_value_fn", "should_transform_fn"})

# What a transformation that is made out of sight might be made with.
UNLISTED = frozenset(
    {
        *("multi_transform", "partition", "freeze", "selective_transform"),
        *("conditionally_mask", "GradientTransformation", "stateless"),
        *("GradientTransformationExtraArgs", "stateless_with_tree_map"),
        *("muon", "sm3", "scale_by_sm3"),
    }
)

MASK_WORDS = frozenset({"mask", "weight_decay_mask", "param_labels", "freeze_mask"})

# What is the same of every leaf, and functions that ask for it.
SHAPES = frozenset({"ndim", "shape", "size", "dtype"})
MAPS = frozenset({"jax.tree.map", "jax.tree_util.tree_map", "jax.tree_map"})
