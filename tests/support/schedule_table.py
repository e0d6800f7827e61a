"""Every schedule of Optax over a table of arguments, with its counterpart in lrsched.

It is compared under the installed Optax by the suite, and under each release by
`make optax-matrix`.
"""

import itertools
import math

import jax.numpy as jnp
import numpy as np
import optax

from lrmigrate import lrsched

BIG = 2**24 + 3


def table(**columns):
    """The first value of each column, then each other value in its turn."""
    base = {name: values[0] for name, values in columns.items()}
    yield {name: value for name, value in base.items() if value is not ...}
    for name, values in columns.items():
        for value in values[1:]:
            row = base | {name: value}
            yield {key: cell for key, cell in row.items() if cell is not ...}


# In Optax's spelling; ... is an argument that is left to its default.
VALUES = (1.0, 0, 3, -2.0, 1e-30, math.nan, math.inf, np.float32(0.1), np.float64(0.1))
ARRAYS = (jnp.float32(0.3), jnp.bfloat16(0.3), jnp.int32(2))
LENGTHS = (100, 1, 2, 0, -5, 1e3, 100.5, 0.5, BIG, 2**31 + 9, math.nan, math.inf)
NUMBERS = (np.int64(50), np.float32(50.5), jnp.int32(50))
BEGINS = (..., 0, 5, -5, 2.5, 2**24 + 1, np.int32(5))
POSITIVE = tuple(length for length in LENGTHS if length > 0) + NUMBERS
FRACTIONS = (..., 0.0, 0.01, 0.29, 0.57, 0.85, 1.0, 1, 1.5, -0.1, 30, np.float64(0.3))
SCALES = ({4: 0.1, 8: 0.5}, None, {}, {0: 0.5}, {-2: 0.5, 3: 2}, {7: 0.0, 9: 1.0})
MORE_SCALES = (
    *({5: 0.1, 5.5: 0.5}, {8: 0.5, 4: 0.1}, {1: math.inf}, {BIG: 0.1}),
    *({30.5: 0.1}, {np.int64(9): np.float32(0.3)}, {3: jnp.float32(0.3)}),
)
COSINE = {"init_value": 0.0, "peak_value": 1.0, "warmup_steps": 10, "decay_steps": 50}

TABLE = {
    "constant_schedule": table(value=(0.1, *VALUES, *ARRAYS)),
    "linear_schedule": table(
        init_value=VALUES + ARRAYS,
        end_value=(0.01, *VALUES[1:]),
        transition_steps=LENGTHS + NUMBERS,
        transition_begin=BEGINS,
    ),
    "polynomial_schedule": table(
        init_value=VALUES,
        end_value=(0.01, 0, 2.0),
        power=(2, 1, 0, 0.5, 3.0, -1, jnp.float32(2)),
        transition_steps=LENGTHS + NUMBERS,
        transition_begin=BEGINS,
    ),
    "exponential_decay": itertools.chain(
        table(
            init_value=VALUES + ARRAYS,
            transition_steps=LENGTHS + NUMBERS,
            decay_rate=(0.5, 0, 1.0, 2, -0.5, math.nan, np.float32(0.3)),
            transition_begin=BEGINS,
            staircase=(..., False, True),
            end_value=(..., None, 0.1, 0, 2.0, np.float64(0.2), math.nan),
        ),
        table(
            init_value=(1.0,),
            transition_steps=(10, 3),
            decay_rate=(0.5, 1.5, 1.0),
            transition_begin=(4,),
            staircase=(True,),
            end_value=(0.1, 3),
        ),
    ),
    "cosine_decay_schedule": table(
        init_value=VALUES + ARRAYS,
        decay_steps=POSITIVE,
        alpha=(..., 0, 0.1, 1.0, 2, -1.0, math.nan, np.float32(0.1)),
        exponent=(..., 1, 2, 0.5, 0, -1.0, np.float32(2)),
    ),
    "piecewise_constant_schedule": table(
        init_value=VALUES + ARRAYS, boundaries_and_scales=(..., *SCALES, *MORE_SCALES)
    ),
    "piecewise_interpolate_schedule": itertools.chain(
        table(
            interpolate_type=("linear", "cosine"),
            init_value=(1.0, 0, 3, math.nan, np.float32(0.1), jnp.bfloat16(0.3)),
            boundaries_and_scales=SCALES,
        ),
        table(
            interpolate_type=("cosine",),
            init_value=(1.0,),
            boundaries_and_scales=SCALES + MORE_SCALES,
        ),
        table(interpolate_type=("linear", "cosine"), init_value=(0.5,)),
    ),
    "linear_onecycle_schedule": itertools.chain(
        table(
            transition_steps=(*POSITIVE[:8], *NUMBERS[:2]),
            peak_value=(1.0, 0, -1.0, 2, np.float32(0.1), math.nan, jnp.float32(0.1)),
            pct_start=FRACTIONS,
            pct_final=(..., 0.3, 0.0, 1.0, 0.1, 1.5),
            div_factor=(..., 10, 0.5, 1, np.float32(3)),
            final_div_factor=(..., 10, 0.5, np.float64(1e5)),
        ),
        table(transition_steps=(3, 2, 1), peak_value=(1.0,), pct_start=(0.3, 0.9, 1.0)),
    ),
    "cosine_onecycle_schedule": itertools.chain(
        table(
            transition_steps=(*POSITIVE[:8], *NUMBERS),
            peak_value=(1.0, 0, -1.0, 2, np.float32(0.1), math.nan, jnp.float32(0.1)),
            pct_start=FRACTIONS,
            div_factor=(..., 10, 0.5, 1, np.float32(3)),
            final_div_factor=(..., 10, 0.5, np.float64(1e5)),
        ),
        table(transition_steps=(3, 2, 1), peak_value=(1.0,), pct_start=(0.3, 0.9, 1.0)),
    ),
    "warmup_constant_schedule": table(
        init_value=(0.0, 1, math.nan),
        peak_value=VALUES + ARRAYS,
        warmup_steps=LENGTHS + NUMBERS,
    ),
    "warmup_cosine_decay_schedule": table(
        init_value=(0.0, 1, np.float32(0.1)),
        peak_value=VALUES + ARRAYS,
        warmup_steps=(10, 0, -3, 1, 99, 2.5, np.int64(7), jnp.int32(7)),
        decay_steps=(100, 11, 100.5, BIG, 2**31 + 9, math.inf, np.int64(50)),
        end_value=(..., 0, 0.1, 2.0, np.float32(0.1), math.nan),
        exponent=(..., 2, 0.5),
    ),
    "warmup_exponential_decay_schedule": table(
        init_value=(0.0, 1),
        peak_value=(1.0, 0, np.float32(0.1)),
        warmup_steps=(10, 0, -3, 1, 2.5, np.int64(7)),
        transition_steps=(20, 1, 0, -1, 100.5, BIG),
        decay_rate=(0.5, 0, 2.0),
        transition_begin=(..., 5, -5),
        staircase=(..., True),
        end_value=(..., 0.1, 2.0),
    ),
    "sgdr_schedule": table(
        cosine_kwargs=(
            [COSINE, COSINE | {"decay_steps": 70, "end_value": 0.1}],
            [COSINE],
            [COSINE | {"warmup_steps": warmup} for warmup in (0, 1, 49)],
            [COSINE | {"decay_steps": np.array(50)}] * 3,
            [COSINE | {"decay_steps": 50.5, "exponent": 2.0}] * 2,
            [COSINE | {"peak_value": 0.0, "end_value": None}],
        )
    ),
}
JOINED = {
    "two": lambda lib: (
        [lib.constant_schedule(1.0), lib.linear_schedule(1.0, 0.0, 10)],
        [5],
    ),
    "three, from ints": lambda lib: (
        (lib.constant_schedule(1), lib.constant_schedule(2), lambda step: step),
        (5, 20),
    ),
    "one": lambda lib: ([lib.exponential_decay(1.0, 10, 0.5)], []),
    "no boundary for the last": lambda lib: (
        [lib.constant_schedule(1.0), lib.constant_schedule(2.0), "never called"],
        [5],
    ),
    "no schedule for the last": lambda lib: ([lib.constant_schedule(1.0)], [5, 6]),
    "decreasing": lambda lib: (
        [lib.linear_schedule(k, 0, 30) for k in range(3)],
        [9, 4],
    ),
    "zero and negative": lambda lib: (
        [lib.linear_schedule(k, 0, 30) for k in range(3)],
        [-2, 0],
    ),
    "float, NumPy, JAX": lambda lib: (
        [lib.linear_schedule(k, 0.1, 30) for k in range(4)],
        [2.5, np.int64(9), jnp.int32(20)],
    ),
    "an array": lambda lib: (
        [lib.linear_schedule(k, 0.1, 30) for k in range(3)],
        np.array([3, 10]),
    ),
    "above 2**24": lambda lib: (
        [lib.constant_schedule(1.0), lib.linear_schedule(1.0, 0.0, 10)],
        [BIG],
    ),
}


def respell(name, kwargs):
    """The new name and arguments for a call in Optax's spelling."""
    kwargs = dict(kwargs)
    if name == "sgdr_schedule":
        name, cycles = "cosine_warm_restarts_schedule", kwargs["cosine_kwargs"]
        kwargs = {"cycles": [respell("warmup_cosine", cycle)[1] for cycle in cycles]}
    if "decay_steps" in kwargs:
        kwargs["transition_steps"] = kwargs.pop("decay_steps")
    if "pct_start" in kwargs:
        pct_start = kwargs.pop("pct_start")
        kwargs["warmup_steps"] = int(pct_start * kwargs["transition_steps"])
    return name, kwargs


def of_optax(name):
    """A function of the installed Optax; older ones have some at their top alone.

    Raises:
        AttributeError: It has none of that name.
    """
    return getattr(getattr(optax, "schedules", optax), name)


def build(name, kwargs):
    """A schedule of Optax's, and its counterpart."""
    new_name, new_kwargs = respell(name, kwargs)
    old = of_optax(name)(**kwargs)
    return old, getattr(lrsched, new_name)(**new_kwargs)


def label(name, kwargs):
    return f"{name}({', '.join(f'{k}={v!r}' for k, v in kwargs.items())})"


CASES = {
    name: [
        (label(name, row), lambda name=name, row=row: build(name, row)) for row in rows
    ]
    for name, rows in TABLE.items()
}
CASES["join_schedules"] = [
    (
        label,
        lambda make=make: (
            optax.join_schedules(*make(optax)),
            lrsched.join_schedules(*make(lrsched)),
        ),
    )
    for label, make in JOINED.items()
]
