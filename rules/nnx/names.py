"""Flax NNX as data: the optimizer's classes and the functions around it.

A test compares the names with the installed Flax.
"""

from __future__ import annotations

from ...codemod.objects.facts import FlowFacts
from ..optax.transformations import LBFGS, PLATEAU, TRANSFORMATIONS
from ..optax.transformations import PATHS as TRANSFORMATION_PATHS

SINCE = ("flax", "0.11")
OPTIMIZER = "Optimizer"
MODEL_AND_OPTIMIZER = "ModelAndOptimizer"
OPTIMIZERS = frozenset({OPTIMIZER, MODEL_AND_OPTIMIZER})
DEFAULT_WRT = "Param"

GRADIENTS = ("nnx.grad", "nnx.value_and_grad")
DIFF_STATE = "nnx.DiffState"
MERGE = "nnx.merge"
JAX_JIT = "jax.jit"
TRAIN_STATE = "TrainState"

# Schedules that subtract from the step, which wraps around where it is unsigned,
# with the place of the argument that makes them do it.
STEP_SENSITIVE = {
    "piecewise_constant_schedule": ("boundaries_and_scales", 1),
    "linear_schedule": ("transition_begin", 3),
    "polynomial_schedule": ("transition_begin", 4),
    "exponential_decay": ("transition_begin", 3),
    "warmup_exponential_decay_schedule": ("transition_begin", 5),
}
JOIN = "join_schedules"

NNX_MODULES = ("flax.nnx", "flax.experimental.nnx")
OPTIMIZER_MODULES = ("flax.nnx.optimizer", "flax.nnx.training.optimizer")
OF_STATES = ("state", "split", "update")
"""Functions of it that a module of the project may hand on, and that take states."""

_TRANSFORMS = ("jit", "pmap", "vmap", "scan", "remat", "shard_map")
_NNX_FUNCTIONS = (
    *("grad", "value_and_grad", "DiffState", "cached_partial", "merge"),
    *_TRANSFORMS,
)
_JAX_TRANSFORMS = ("jit", "pmap", "vmap", "checkpoint", "remat")

PATHS = {
    **{f"{nnx}.{name}": name for nnx in NNX_MODULES for name in sorted(OPTIMIZERS)},
    **{
        f"{module}.{name}": name
        for module in OPTIMIZER_MODULES
        for name in sorted(OPTIMIZERS)
    },
    **{
        f"{nnx}.{name}": f"nnx.{name}" for nnx in NNX_MODULES for name in _NNX_FUNCTIONS
    },
    **{f"{nnx}.{DEFAULT_WRT}": DEFAULT_WRT for nnx in NNX_MODULES},
    **{f"{nnx}.{name}": f"nnx.{name}" for nnx in NNX_MODULES for name in OF_STATES},
    **{f"jax.{name}": f"jax.{name}" for name in _JAX_TRANSFORMS},
    **TRANSFORMATION_PATHS,
    "flax.training.train_state.TrainState": TRAIN_STATE,
    **{f"{nnx}.TrainState": TRAIN_STATE for nnx in NNX_MODULES},
    **{
        f"{module}.{name}": name
        for module in ("optax", "optax.schedules", "lrmigrate.lrsched")
        for name in (*STEP_SENSITIVE, JOIN)
    },
}

# Words of the transformations that have something to say in a module without NNX.
_TOLD_OF = (PLATEAU, LBFGS, "linesearch")

FLOW = FlowFacts(
    paths=PATHS,
    words=frozenset(word.encode() for word in ("nnx", OPTIMIZER, *_TOLD_OF)),
    clues=((OPTIMIZER,), (".update(", "grad"), *((word,) for word in _TOLD_OF)),
    classes=frozenset({*OPTIMIZERS, *TRANSFORMATIONS, TRAIN_STATE}),
    factories=frozenset({"create"}),
    readers=frozenset({"id", "isinstance"}),
    transforms=frozenset(
        {f"nnx.{name}" for name in _TRANSFORMS}
        | {f"jax.{name}" for name in _JAX_TRANSFORMS}
    ),
    partials=frozenset({"nnx.cached_partial"}),
)
