"""What holds for all arguments: Optax's bits, one meaning of both spellings, bounds."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrmigrate import lrsched

settings.register_profile(
    "curves", settings.get_profile("suite"), max_examples=30, derandomize=True
)
settings.load_profile("curves")

STEPS = jnp.arange(300)
values = st.floats(-1e6, 1e6, width=32) | st.integers(-10, 10)
positive = st.floats(2.0**-20, 2.0**20, width=32)
lengths = st.integers(1, 400) | st.floats(1.0, 400.0)
whole_lengths = st.integers(1, 400)
fractions = st.floats(0.0, 1.0)
boundaries = st.sets(st.integers(1, 320), min_size=2, max_size=2)
EPSILON = float(jnp.finfo(jnp.float32).eps)


def curve(schedule):
    return np.asarray(jax.vmap(schedule)(STEPS))


@given(values, values, st.sampled_from([1, 2, 0.5, 3.0]), lengths, st.integers(-9, 99))
def test_polynomial(init, end, power, steps, begin):
    arguments = (init, end, power, steps, begin)
    old = optax.polynomial_schedule(*arguments)
    new = lrsched.polynomial_schedule(*arguments)
    np.testing.assert_array_equal(curve(old), curve(new))


@given(values, values, lengths, st.integers(0, 99))
def test_linear_goes_one_way_and_stays_between(init, end, steps, begin):
    points = curve(lrsched.linear_schedule(init, end, steps, begin)).astype(np.float64)
    assert (np.diff(points) * np.sign(end - init) >= 0).all()
    slack = 2 * EPSILON * max(abs(init), abs(end))
    assert (points >= min(init, end) - slack).all()
    assert (points <= max(init, end) + slack).all()


@given(values, lengths, positive, st.booleans(), st.none() | positive)
def test_exponential(init, steps, rate, staircase, end):
    arguments = (init, steps, rate, 3, staircase, end)
    old = optax.exponential_decay(*arguments)
    new = lrsched.exponential_decay(*arguments)
    np.testing.assert_array_equal(curve(old), curve(new))


@given(positive, lengths, st.floats(0.01, 0.99), st.floats(0.0, 1.0))
def test_exponential_decay_is_bounded(init, steps, rate, end):
    points = curve(lrsched.exponential_decay(init, steps, rate, end_value=end))
    assert (points <= np.float32(max(init, end))).all()
    assert (points >= np.float32(end)).all()


@given(values, lengths, values, st.sampled_from([1.0, 0.5, 2]))
def test_cosine_in_both_spellings(init, steps, alpha, exponent):
    old = optax.cosine_decay_schedule(init, steps, alpha, exponent)
    new = lrsched.cosine_decay_schedule(init, steps, alpha, exponent)
    with pytest.warns(DeprecationWarning, match="LRS001"):
        deprecated = lrsched.cosine_decay_schedule(
            init, decay_steps=steps, alpha=alpha, exponent=exponent
        )
    np.testing.assert_array_equal(curve(old), curve(new))
    np.testing.assert_array_equal(curve(deprecated), curve(new))


@given(positive, lengths, fractions)
def test_cosine_is_bounded_and_ends_at_alpha(init, steps, alpha):
    schedule = lrsched.cosine_decay_schedule(init, steps, alpha)
    points = curve(schedule).astype(np.float64)
    slack = 4 * EPSILON * init
    assert (points <= init + slack).all()
    assert (points >= alpha * init - slack).all()
    assert abs(float(schedule(400)) - alpha * init) <= slack


@given(values, values, st.integers(0, 200), whole_lengths, values)
def test_warmup_cosine_in_both_spellings(init, peak, warmup, decay, end):
    total = warmup + decay
    old = optax.warmup_cosine_decay_schedule(init, peak, warmup, total, end)
    new = lrsched.warmup_cosine_decay_schedule(init, peak, warmup, total, end)
    with pytest.warns(DeprecationWarning, match="LRS001"):
        deprecated = lrsched.warmup_cosine_decay_schedule(
            init, peak, warmup, decay_steps=total, end_value=end
        )
    np.testing.assert_array_equal(curve(old), curve(new))
    np.testing.assert_array_equal(curve(deprecated), curve(new))


@given(st.lists(st.tuples(positive, whole_lengths), min_size=1, max_size=3))
def test_warm_restarts_repeat_their_cycles(cycles):
    rows = [
        {"init_value": 0.0, "peak_value": peak, "warmup_steps": 0, "decay_steps": steps}
        for peak, steps in cycles
    ]
    old = optax.sgdr_schedule(rows)
    with pytest.warns(DeprecationWarning, match="LRS00"):
        deprecated = lrsched.sgdr_schedule(rows)
    for row in rows:
        row["transition_steps"] = row.pop("decay_steps")
    new = lrsched.cosine_warm_restarts_schedule(rows)
    np.testing.assert_array_equal(curve(old), curve(new))
    np.testing.assert_array_equal(curve(deprecated), curve(new))
    begin = 0
    for row in rows:
        alone = lrsched.warmup_cosine_decay_schedule(**row)
        end = begin + row["transition_steps"]
        np.testing.assert_array_equal(
            curve(alone)[: end - begin][: max(300 - begin, 0)], curve(new)[begin:end]
        )
        begin = end


@given(positive, boundaries, fractions, fractions)
def test_piecewise(init, steps, first, second):
    scales = dict(zip(steps, (first, second), strict=True))
    old = optax.piecewise_constant_schedule(init, scales)
    new = lrsched.piecewise_constant_schedule(init, scales)
    np.testing.assert_array_equal(curve(old), curve(new))
    assert (np.diff(curve(new)) <= 0).all()


@given(st.sampled_from(["linear", "cosine"]), values, boundaries, positive, positive)
def test_interpolated(assert_same, optax_is_exact, kind, init, steps, first, second):
    scales = dict(zip(steps, (first, second), strict=True))
    old = optax.piecewise_interpolate_schedule(kind, init, scales)
    new = lrsched.piecewise_interpolate_schedule(kind, init, scales)
    exact = optax_is_exact("piecewise_interpolate_schedule")
    assert_same([curve(old)], [curve(new)], exact=exact)


@pytest.mark.parametrize("shape", ["linear", "cosine"])
@given(whole_lengths, positive, fractions, st.floats(1.0, 100.0))
def test_onecycle_in_both_spellings(
    shape, assert_same, optax_is_exact, steps, peak, start, factor
):
    name = f"{shape}_onecycle_schedule"
    arguments = {"transition_steps": steps, "peak_value": peak, "div_factor": factor}
    old = getattr(optax, name)(pct_start=start, **arguments)
    function = getattr(lrsched, name)
    new = function(warmup_steps=int(start * steps), **arguments)
    with pytest.warns(DeprecationWarning, match="LRS002"):
        deprecated = function(pct_start=start, **arguments)
    np.testing.assert_array_equal(curve(deprecated), curve(new))
    if int(start * steps) > 0:  # an older Optax divides by zero for no warmup
        exact = optax_is_exact(name)
        assert_same([curve(old)], [curve(new)], exact=exact)
    assert (curve(new) <= peak * (1 + 8 * EPSILON)).all()


@given(st.integers(1, 299), values, values)
def test_joined_schedules_keep_their_own_steps(boundary, first, second):
    head = lrsched.linear_schedule(first, second, 100)
    tail = lrsched.exponential_decay(second, 50, 0.5)
    joined = curve(lrsched.join_schedules([head, tail], [boundary]))
    np.testing.assert_array_equal(joined[:boundary], curve(head)[:boundary])
    np.testing.assert_array_equal(joined[boundary:], curve(tail)[: 300 - boundary])
    warmup = lrsched.warmup_exponential_decay_schedule(first, second, boundary, 50, 0.5)
    old = optax.warmup_exponential_decay_schedule(first, second, boundary, 50, 0.5)
    np.testing.assert_array_equal(curve(old), curve(warmup))
