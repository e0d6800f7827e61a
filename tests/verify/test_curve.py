"""Curves: computed in any surroundings, and told apart to the last bit."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from lrmigrate import lrsched
from lrmigrate.codemod.verify.curve import (
    COUNTER64,
    FLOAT32,
    FLOAT64,
    Curve,
    Failure,
    computing,
    each_step,
    load,
    whole_curve,
)
from lrmigrate.codemod.verify.difference import (
    LOOSE_ULP,
    Agreement,
    Difference,
    compare_curves,
)
from lrmigrate.codemod.verify.single import compare_singles
from lrmigrate.codemod.verify.steps import (
    CHUNK,
    EXACT_STEPS,
    LAST_STEP,
    SPREAD_STEPS,
    choose_steps,
    fractional_steps,
    single_steps,
    wide_steps,
)

STEPS = np.arange(200)
PRECISIONS = pytest.mark.parametrize(
    "precision", [FLOAT32, FLOAT64, COUNTER64], ids=lambda one: one.name
)


def schedules(library, length):
    return {
        "constant": library.constant_schedule(0.1),
        "linear": library.linear_schedule(0.0, 0.1, 50, 3),
        "polynomial": library.polynomial_schedule(1.0, 0.1, 2, 50),
        "exponential": library.exponential_decay(0.1, 10, 0.5, 5, True, 1e-3),
        "cosine": library.cosine_decay_schedule(0.1, 100, 0.1, 2.0),
        "warmup_cosine": library.warmup_cosine_decay_schedule(0.0, 0.1, 10, 100),
        "warmup_exponential": library.warmup_exponential_decay_schedule(
            0.0, 0.1, 10, 100, 0.5
        ),
        "piecewise": library.piecewise_constant_schedule(0.1, {10: 0.1, 20: 0.5}),
        "restarts": library.sgdr_schedule(
            [{"init_value": 0.0, "peak_value": 0.1, "warmup_steps": 5, length: 40}] * 2
        ),
    }


@PRECISIONS
@pytest.mark.parametrize("library", [optax, lrsched], ids=["optax", "lrsched"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_schedule_called_with_all_steps_gives_what_it_gives_one_by_one(
    library, precision
):
    for name, schedule in schedules(library, "decay_steps").items():
        with computing(precision):
            whole = whole_curve(schedule, STEPS, precision)
            single = each_step(schedule, STEPS, precision)
        assert isinstance(single, Curve)
        assert whole is not None
        assert whole.type == single.type, name
        assert whole.values.tobytes() == single.values.tobytes(), name


def test_a_schedule_that_takes_one_step_is_not_called_with_all():
    schedule = optax.linear_onecycle_schedule(100, 0.1)
    with computing(FLOAT32):
        assert whole_curve(schedule, STEPS, FLOAT32) is None
        curve = each_step(schedule, STEPS, FLOAT32)
    assert isinstance(curve, Curve)
    assert curve.values[30] == np.float32(0.1)


@pytest.mark.parametrize("value", [0.1, 3, np.float32(0.5)])
def test_a_schedule_may_return_a_number(value):
    with computing(FLOAT32):
        curve = each_step(lambda step: value, STEPS, FLOAT32)
    assert isinstance(curve, Curve)
    assert curve.values.tolist() == [pytest.approx(value)] * len(STEPS)


def test_what_is_no_schedule_fails_without_a_traceback():
    with computing(FLOAT32):
        for wrong in (3, lambda step: "text", lambda step: jnp.ones(2)):
            assert isinstance(each_step(wrong, STEPS, FLOAT32), Failure)
            assert whole_curve(wrong, STEPS, FLOAT32) is None


def test_curves_longer_than_a_chunk_are_put_together():
    steps = np.arange(70_000)
    with computing(FLOAT64):
        curve = whole_curve(lambda step: step * 1, steps, FLOAT64)
    assert curve is not None
    assert curve.values.tolist() == steps.tolist()


@PRECISIONS
def test_x64_and_what_surrounds_it_are_as_before(precision):
    before = jax.config.jax_enable_x64
    with computing(precision):
        assert jax.config.jax_enable_x64 == precision.x64
        assert jnp.zeros(1).devices().pop().platform == "cpu"
    assert jax.config.jax_enable_x64 == before


def test_what_is_compiled_for_curves_is_forgotten_before_it_is_too_much(monkeypatch):
    def curve(length):
        # An operation is compiled anew for each shape.
        table = jnp.linspace(0.1, 0.0, length)
        with computing(FLOAT32):
            return whole_curve(lambda step: table[step % length], STEPS, FLOAT32)

    def compiled():
        return len(jax.local_devices(backend="cpu")[0].client.live_executables())

    expected = [curve(length) for length in range(40, 50)]
    kept = compiled()
    monkeypatch.setattr("lrmigrate.codemod.verify.curve.COMPILED", kept + 5)
    for length in range(50, 60):
        curve(length)
        assert compiled() <= kept + 5
    again = [curve(length) for length in range(40, 50)]
    assert [one.values.tobytes() for one in again] == [
        one.values.tobytes() for one in expected
    ]


def test_nothing_heavy_is_imported_before_it_is_needed():
    program = (
        "import sys; import lrmigrate.codemod.verify.verifier; from lrmigrate.codemod.verify import requirements as r; r.missing_requirements();"
        "assert not {'jax', 'numpy', 'optax'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("x64", ["0", "1"])
def test_the_environment_does_not_change_a_verdict(x64):
    program = """
from lrmigrate.codemod.model import Invocation
from lrmigrate.codemod.verify.comparison import Comparison
from lrmigrate.codemod.verify.verifier import Verifier
from lrmigrate.rules.optax.schedules import FACTS
name = "cosine_decay_schedule"
for call in ("f(0.1, 100)", "f(0.1, decay_steps=101)"):
    print(Verifier(FACTS).verify(Comparison(
        Invocation("optax." + name, "f(0.1, 100)"),
        Invocation("lrmigrate.lrsched." + name, call),
    )))
import jax
print(jax.config.jax_enable_x64)
"""
    environment = os.environ | {"JAX_ENABLE_X64": x64, "PYTHONWARNINGS": "error"}
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    same, other, setting = ran.stdout.splitlines()
    assert "identical programs" in same
    assert "divergent" in other
    assert setting == str(x64 == "1")
    assert ran.stderr == ""


def test_a_missing_function_is_an_import_error():
    for path in ("optax.no_such_schedule", "no_such_module.schedule"):
        with pytest.raises(ImportError):
            load(path)


def compare(before, after, bound=0.0):
    steps = np.arange(10)
    with computing(FLOAT32):
        return compare_curves(before, after, steps, FLOAT32, bound=bound)


def scaled(factor):
    return lambda step: jnp.float32(0.3) * step * jnp.float32(factor)


def test_equal_means_the_same_bits_and_the_same_type():
    assert compare(scaled(1), scaled(1)) == Agreement(10)
    one_bit = compare(scaled(1), scaled(1 + 2**-22))
    assert isinstance(one_bit, Difference)
    assert one_bit.step == 1
    assert 0 < one_bit.ulp <= LOOSE_ULP
    assert one_bit.before != one_bit.after
    zero = compare(lambda step: 0.0 * step, lambda step: -0.0 * step)
    assert isinstance(zero, Difference)
    assert (zero.before, zero.after) == ("0.0", "-0.0")
    weak = compare(lambda step: 0.1, lambda step: jnp.float32(0.1))
    assert isinstance(weak, Difference)
    assert weak.before == "0.1 (float32, weakly typed)"
    assert weak.after == "0.1 (float32)"


def test_not_a_number_equals_itself_alone():
    nan = compare(lambda step: step * jnp.nan, lambda step: -jnp.nan * step)
    assert nan == Agreement(10)
    mixed = compare(lambda step: 0.0 * step, lambda step: step * jnp.nan)
    assert isinstance(mixed, Difference)
    assert mixed.after == "nan"


def test_the_bound_is_a_few_ulp_of_the_largest_magnitude():
    close = compare(scaled(1), scaled(1 + 2**-22), LOOSE_ULP)
    assert isinstance(close, Agreement)
    assert 0 < close.max_ulp <= LOOSE_ULP
    far = compare(scaled(1), scaled(1 + 2**-20), LOOSE_ULP)
    assert isinstance(far, Difference)
    assert far.ulp > LOOSE_ULP
    infinite = compare(lambda step: 1.0 / step, lambda step: 1.0 * step, LOOSE_ULP)
    assert isinstance(infinite, Difference)


def failing(step):
    raise ValueError("other text")


FAILURE = Failure("ValueError", "text")


@pytest.mark.parametrize("both", [(FAILURE, FAILURE), (failing, failing)])
def test_failing_alike_at_the_same_point_is_equal(both):
    agreement = compare(*both)
    assert isinstance(agreement, Agreement)
    assert agreement.failure is not None
    assert agreement.points == 0
    assert not agreement.early


def test_failing_at_another_point_is_not_equal():
    late = compare(FAILURE, failing)
    assert isinstance(late, Difference)
    assert (late.step, late.before) == (None, "raises ValueError: text")
    assert late.after == (
        "makes a schedule that raises ValueError: other text at its first step"
    )
    early = compare(failing, FAILURE)
    assert isinstance(early, Agreement)
    assert early.early


def test_one_failing_is_a_difference():
    assert compare(FAILURE, scaled(1)) == Difference(
        None, "raises ValueError: text", "makes a schedule"
    )
    assert compare(scaled(1), FAILURE).after == "raises ValueError: text"
    assert compare(failing, scaled(1)).step == 0
    assert compare(FAILURE, Failure("TypeError", "")) == Difference(
        None, "raises ValueError: text", "raises TypeError"
    )


def test_every_step_to_past_the_end_of_a_constant_curve():
    steps, complete = choose_steps([10, 1000], constant=True)
    assert complete
    assert steps[:1009].tolist() == list(range(1009))
    late = steps[1008:]
    assert (late[1:] / late[:-1]).max() < 1.5
    assert late[-1] == LAST_STEP


@pytest.mark.parametrize("constant", [True, False])
def test_a_long_curve_is_compared_at_its_boundaries_and_spread(constant):
    boundaries = [12_345, 3 * EXACT_STEPS]
    steps, complete = choose_steps(boundaries, constant=constant)
    assert not complete
    assert len(steps) > (SPREAD_STEPS if constant else CHUNK // 2)
    for boundary in boundaries:
        assert {boundary - 2, boundary - 1, boundary, boundary + 1} <= set(
            steps.tolist()
        )
    within = steps[steps <= boundaries[-1]]
    assert np.diff(within).max() < 2 * within[-1] / (len(within) // 2)
    assert not constant or len(steps) < 2 * SPREAD_STEPS
    assert constant or len(steps) <= CHUNK


@pytest.mark.parametrize(
    "boundaries", [[], [float("nan")], [float("inf"), -5], [2.0**40], [0]]
)
def test_strange_boundaries_leave_some_steps(boundaries):
    steps, complete = choose_steps(boundaries, constant=True)
    assert complete == (boundaries == [0])
    assert steps[0] == 0
    assert len(steps) >= 8
    assert steps.max() <= LAST_STEP


@pytest.mark.parametrize("boundary", [2.0**31 - 2, 2.0**31, 1e12, 1e300, math.inf])
def test_a_piece_beyond_int32_is_reached_by_wider_steps(boundary):
    narrow, complete = choose_steps([10, boundary], constant=True)
    assert not complete
    assert narrow.max() == LAST_STEP
    wide = wide_steps([10, boundary])
    assert wide.min() >= LAST_STEP - 2
    assert wide.dtype == np.int64
    fractions = fractional_steps([10, boundary])
    assert fractions.max() > min(boundary, 1e307)
    assert (np.diff(fractions) > 0).all()


@pytest.mark.parametrize("boundary", [0.5, 1e-3, 5e-324])
def test_a_piece_between_two_whole_steps_is_reached_by_fractions(boundary):
    fractions = fractional_steps([boundary])
    assert ((fractions > 0) & (fractions <= boundary)).any()
    assert not wide_steps([boundary]).size


def singles(before, after, bound=0.0, steps=(0, 3, 2.5)):
    with computing(FLOAT32):
        return compare_singles(before, after, steps, FLOAT32, bound)


def test_a_number_of_python_or_numpy_is_a_step_too():
    assert singles(scaled(1), scaled(1)) == Agreement(6)
    for other in (lambda step: np.float64(step * 0.3), lambda step: step * jnp.nan):
        assert isinstance(singles(scaled(1), other), Difference)
    told = singles(scaled(1), scaled(2))
    assert told.step == 3
    assert told.after.endswith("for a step of type int")
    numpy64 = singles(lambda step: 1 if isinstance(step, np.floating) else 0, scaled(0))
    assert isinstance(numpy64, Difference)


@pytest.mark.parametrize("boundaries", [[], [100], [1e300], [*range(1, 2000, 7)]])
def test_the_last_step_that_an_int32_counts_is_tried_as_python_s_number(boundaries):
    """Old Optax takes a negative warmup from it, and JAX does not take the sum."""

    def old(step):
        return jnp.minimum(step + 3, 100)

    def new(step):
        return jnp.minimum(jnp.asarray(step), 97) + 3

    assert isinstance(singles(old, new, steps=single_steps([50])[:-1]), Agreement)
    told = singles(old, new, steps=single_steps(boundaries))
    assert isinstance(told, Difference)
    assert told.before.startswith("raises OverflowError")
    assert told.step == LAST_STEP


def test_under_a_bound_the_type_of_a_single_value_is_free_and_nan_is_not():
    def old(step):
        return np.float64(0.3) * step

    assert isinstance(singles(old, scaled(1)), Difference)
    close = singles(old, scaled(1), LOOSE_ULP)
    assert isinstance(close, Agreement)
    assert 0 < close.max_ulp <= LOOSE_ULP
    missing = singles(lambda step: np.float64("nan"), scaled(1), LOOSE_ULP)
    assert isinstance(missing, Difference)
    assert isinstance(singles(failing, scaled(1), LOOSE_ULP), Difference)
    assert singles(failing, failing) == Agreement()
