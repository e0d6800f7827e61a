"""Every schedule against the installed Optax, over a table of arguments."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from schedule_table import BIG, CASES, respell

from lrmigrate import lrsched

STEPS = (*range(-3, 130), 149, 150, 151, 999, 1000, 10**4, BIG - 4, BIG, 2**31 - 2)
ODD_STEPS = (
    *(0, 1, 7, 2**31 + 7, -1, True),
    *(0.0, 0.5, 29.999, 1e9, math.nan, math.inf, -math.inf),
    *(np.int32(30), np.int64(100), np.uint32(3), np.float32(12.5), np.float64(85.5)),
    *(jnp.int32(31), jnp.uint32(99), jnp.float32(1.5), jnp.bfloat16(40)),
    *(jnp.arange(3), np.arange(3.0), "1", None),
)


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
