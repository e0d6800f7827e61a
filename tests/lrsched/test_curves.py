"""Every schedule against the installed Optax, over a table of arguments."""

import itertools
import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from lrmigrate import lrsched

BIG = 2**24 + 3
STEPS = (*range(-3, 130), 149, 150, 151, 999, 1000, 10**4, BIG - 4, BIG, 2**31 - 2)
ODD_STEPS = (
    *(0, 1, 7, 2**31 + 7, -1, True),
    *(0.0, 0.5, 29.999, 1e9, math.nan, math.inf, -math.inf),
    *(np.int32(30), np.int64(100), np.uint32(3), np.float32(12.5), np.float64(85.5)),
    *(jnp.int32(31), jnp.uint32(99), jnp.float32(1.5), jnp.bfloat16(40)),
    *(jnp.arange(3), np.arange(3.0), "1", None),
)


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


def build(name, kwargs):
    """A schedule of Optax's, and its counterpart."""
    new_name, new_kwargs = respell(name, kwargs)
    old = getattr(optax.schedules, name)(**kwargs)
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
by_function = pytest.mark.parametrize("name", CASES)


def test_every_schedule_of_optax_is_in_the_table():
    endings = ("_schedule", "_schedules", "_decay")
    names = {name for name in dir(optax.schedules) if name.endswith(endings)}
    assert {name for name in names if not name.startswith("_")} == set(CASES)


@by_function
def test_eager(name, precision, outcome, assert_same, optax_is_exact):
    """All odd steps for the first case; for each other a ninth of them, in turn."""
    cases = CASES[name] if optax_is_exact(name) else ()
    for index, (told, make) in enumerate(cases):
        steps = ODD_STEPS[index % 9 :: 9] if index else ODD_STEPS
        results = [[outcome(f, step) for step in steps] for f in make()]
        try:
            assert_same(*results)
        except AssertionError as error:
            error.add_note(told)
            raise


@by_function
def test_program_under_jit(name, precision, outcome, assert_same, optax_is_exact):
    """The same jaxpr is the same program, whatever it is compiled into."""
    for told, make in CASES[name] if optax_is_exact(name) else ():
        for step in (0, 0.0, jnp.int32(0), jnp.uint32(0), jnp.float32(0)):
            old, new = (outcome(jax.make_jaxpr(f), step) for f in make())
            assert str(old) == str(new), told
            if not isinstance(old, type):
                assert old.out_avals == new.out_avals, told
                assert_same(old.consts, new.consts)


@by_function
def test_vmap(name, precision, outcome, assert_same, optax_is_exact):
    """All steps: as integers for every other case, as floats for those between."""
    integers = jnp.asarray(np.array(STEPS), jnp.int32)
    cases = CASES[name] if optax_is_exact(name) else ()
    for index, (told, make) in enumerate(cases):
        steps = integers.astype(jnp.float32) if index % 2 else integers
        results = [[outcome(jax.vmap(f), steps)] for f in make()]
        try:
            assert_same(*results)
        except AssertionError as error:
            error.add_note(told)
            raise


@by_function
def test_jit_and_scan(name, precision, assert_same, optax_is_exact):
    """The first case of each function, an ordinary one, compiled, over all steps."""
    steps = jnp.asarray(STEPS, jnp.int32)
    _, make = CASES[name][0]
    old, new = make()
    for run in (
        lambda f: jax.jit(jax.vmap(f))(steps),
        lambda f: jax.lax.scan(lambda step, _: (step + 1, f(step)), 0, None, 130)[1],
    ):
        assert_same([run(old)], [run(new)], exact=optax_is_exact(name))


def test_arguments_may_be_traced(precision, assert_same):
    """Values, other than those that a function must look at, can be traced."""
    for name, kwargs in {
        "linear_schedule": {"end_value": 0.1, "transition_steps": 10},
        "exponential_decay": {"transition_steps": 10, "decay_rate": 0.5},
        "cosine_decay_schedule": {"decay_steps": 10},
        "piecewise_constant_schedule": {"boundaries_and_scales": {3: 0.1}},
        "warmup_exponential_decay_schedule": {
            "peak_value": 1.0,
            "warmup_steps": 5,
            "transition_steps": 10,
            "decay_rate": 0.5,
        },
    }.items():
        new_name, new_kwargs = respell(name, kwargs)
        old, new = getattr(optax, name), getattr(lrsched, new_name)
        assert_same(
            [jax.jit(lambda init, f=old, k=kwargs: f(init, **k)(7))(0.3)],
            [jax.jit(lambda init, f=new, k=new_kwargs: f(init, **k)(7))(0.3)],
        )


def test_schedules_read_their_lists_when_called(assert_same):
    """Optax keeps what it was given, so a later change is seen; here too."""
    results = []
    for lib in (optax, lrsched):
        scales, boundaries = {5: 0.1}, [5]
        constant = lib.piecewise_constant_schedule(1.0, scales)
        joined = lib.join_schedules(
            [lib.constant_schedule(float(k)) for k in range(3)], boundaries
        )
        scales[7] = 0.1
        boundaries.append(7)
        results.append([constant(9), joined(9)])
    assert_same(*results)
