"""What is known of our rules without them: written by `make docs`, held by a test."""

from __future__ import annotations

from ..codemod.config.index import Index
from ..codemod.files.search.sought import Sought

INDEX = Index(
    frozenset(
        [
            "LRS001",
            "LRS002",
            "LRS003",
            "LRS004",
            "LRS101",
            "LRS102",
            "LRS103",
            "LRS104",
            "LRS105",
            "LRS106",
            "LRS107",
            "LRS108",
            "LRS109",
            "LRS110",
            "LRS111",
            "LRS112",
            "LRS113",
            "LRS114",
            "LRS201",
            "LRS202",
            "LRS203",
            "LRS204",
            "LRS205",
            "LRS206",
            "LRS207",
            "LRS208",
            "LRS209",
            "LRS210",
            "LRS211",
            "LRS212",
            "LRS301",
            "LRS302",
            "LRS303",
            "LRS304",
            "LRS305",
            "LRS900",
            "LRS901",
        ]
    ),
    Sought(
        frozenset(
            [
                b"DifferentiallyPrivateAggregateState",
                b"LRS",
                b"MultiSteps",
                b"constant_schedule",
                b"cosine_decay_schedule",
                b"cosine_kwargs",
                b"cosine_onecycle_schedule",
                b"cosine_warm_restarts_schedule",
                b"decay_steps",
                b"differentially_private_aggregate",
                b"dpsgd",
                b"exponential_decay",
                b"inject_hyperparams",
                b"inject_stateful_hyperparams",
                b"inverse_time_decay",
                b"join_schedules",
                b"lbfgs",
                b"linear_onecycle_schedule",
                b"linear_schedule",
                b"linesearch",
                b"nnx",
                b"optax",
                b"optix",
                b"pct_start",
                b"piecewise_constant",
                b"piecewise_constant_schedule",
                b"piecewise_interpolate_schedule",
                b"polynomial_decay",
                b"polynomial_schedule",
                b"reduce_on_plateau",
                b"scale_by_schedule",
                b"sgdr_schedule",
                b"warmup_constant_schedule",
                b"warmup_cosine_decay_schedule",
                b"warmup_exponential_decay_schedule",
            ]
        ),
        frozenset(
            [
                frozenset([b"LRS"]),
                frozenset([b"example_libraries", b"jax", b"optimizers"]),
                frozenset([b"experimental", b"jax", b"optimizers"]),
                frozenset([b"experimental", b"jax", b"optix"]),
                frozenset([b"lrmigrate", b"lrsched"]),
                frozenset([b"nnx"]),
                frozenset([b"optax"]),
                frozenset([b"reduce_on_plateau"]),
            ]
        ),
    ),
    frozenset(
        [
            b"cosine_decay_schedule",
            b"cosine_onecycle_schedule",
            b"cosine_warm_restarts_schedule",
            b"linear_onecycle_schedule",
            b"sgdr_schedule",
            b"warmup_cosine_decay_schedule",
            b"warmup_exponential_decay_schedule",
        ]
    ),
)
