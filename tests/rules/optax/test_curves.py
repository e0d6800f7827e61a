"""The curves in plain arithmetic, against `lrsched` and the installed Optax."""

from __future__ import annotations

import inspect
import math
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schedule_arguments import ARGUMENTS, LAST

from lrmigrate.codemod.rule.curve import Curve, CurveError, joined
from lrmigrate.rules.optax.curves import CURVES
from lrmigrate.rules.optax.signatures import SCHEDULES

CLOSE = 1e-9  # both compute in float64 here
SETTINGS = settings(deadline=None, max_examples=25, derandomize=True)


def near(one: float, other: float, scale: float) -> bool:
    return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE * scale)


def in_time(curve: Curve, values: list[float]) -> list[float]:
    """The values of a staircase, with the steps that a compiled one takes late.

    Compiled, a division by 49 or 103 is a multiplication: 103 / 103 is below 1, and the
    curve falls one step later than where it is asked with Python's numbers.
    """
    late = [
        step
        for step, value in enumerate(values)
        if step and value == values[step - 1] and curve.at(step) != curve.at(step - 1)
    ]
    return [curve.at(one) if one in late else two for one, two in enumerate(values)]


def assert_is(curve: Curve, values: list[float]) -> None:
    """Assert that a curve has these values, and what it says of itself."""
    scale = max(map(abs, values))
    for step, value in enumerate(values):
        assert near(curve.at(step), value, scale), (step, curve.at(step), value)
    for point, extreme in ((curve.highest, max), (curve.lowest, min)):
        if point.step is not None and point.step < LAST:
            assert near(point.value, extreme(values), scale)
            assert near(values[point.step], point.value, scale)
    end = curve.last
    if end.step is not None and end.step < LAST:
        assert all(near(value, end.value, scale) for value in values[end.step :])
        assert end.step == 0 or curve.at(end.step - 1) != end.value


@pytest.mark.parametrize("library", ["optax", "lrsched"])
@pytest.mark.parametrize("name", sorted(ARGUMENTS))
def test_a_curve_has_the_values_of_the_library(name, library, sampled):
    module = pytest.importorskip("optax" if library == "optax" else "lrmigrate.lrsched")

    @SETTINGS
    @given(ARGUMENTS[name])
    def holds(arguments):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            schedule = getattr(module, name)(**arguments)
        curve, values = CURVES[name](**arguments), sampled(schedule)
        staircase = arguments.get("staircase", False)
        assert_is(curve, in_time(curve, values) if staircase else values)

    holds()


def test_a_compiled_staircase_of_some_lengths_falls_one_step_late(sampled):
    optax = pytest.importorskip("optax")
    schedule = optax.exponential_decay(1.0, 103, 0.5, staircase=True)
    curve = CURVES["exponential_decay"](1.0, 103, 0.5, staircase=True)
    assert [curve.at(step) for step in (102, 103)] == [1.0, 0.5]
    assert [float(schedule(step)) for step in (102, 103)] == [1.0, 0.5]
    values = sampled(schedule)
    assert values[102:105] == [1.0, 1.0, 0.5]
    assert_is(curve, in_time(curve, values))


@SETTINGS
@given(
    st.lists(ARGUMENTS["linear_schedule"], min_size=2, max_size=3),
    ARGUMENTS["cosine_decay_schedule"],
    st.lists(st.integers(0, 400), min_size=1, max_size=4),
)
def test_joined_curves_are_joined_schedules(sampled, lines, cosine, boundaries):
    optax = pytest.importorskip("optax")
    names = [("linear_schedule", one) for one in lines]
    names.append(("cosine_decay_schedule", cosine))
    schedule = optax.join_schedules(
        [getattr(optax, name)(**given) for name, given in names], boundaries
    )
    curve = joined([CURVES[name](**given) for name, given in names], boundaries)
    assert_is(curve, sampled(schedule))


RAISING = [
    ("cosine_decay_schedule", (0.1, 0)),
    ("cosine_decay_schedule", (0.1, -50)),
    ("warmup_cosine_decay_schedule", (0.0, 0.1, 100, 100)),
    ("warmup_cosine_decay_schedule", (0.0, 0.1, 10_000, 500)),
    ("linear_onecycle_schedule", (0, 0.1)),
    ("cosine_onecycle_schedule", (-1, 0.1)),
    ("piecewise_constant_schedule", (0.1, {10: -0.5})),
    ("piecewise_interpolate_schedule", ("linear", 0.1, {10: -0.5})),
    ("piecewise_interpolate_schedule", ("cos", 0.1, {10: 0.5})),
]


@pytest.mark.parametrize(("name", "arguments"), RAISING)
def test_what_optax_raises_is_raised_in_its_words(name, arguments):
    optax = pytest.importorskip("optax")
    with pytest.raises(CurveError) as told:
        CURVES[name](*arguments)
    with pytest.raises(ValueError) as raised:  # noqa: PT011 (compared below)
        getattr(optax, name)(*arguments)
    assert told.value.kind == type(raised.value).__name__
    assert told.value.text == str(raised.value)


EXACTLY = [
    ("linear_schedule", (1.0, 0.0, 10, 5), (1.0, 0), (0.0, 15), (5, 15)),
    (
        "warmup_cosine_decay_schedule",
        (0.0, 1.0, 20, 100),
        (1.0, 20),
        (0.0, 100),
        (20, 100),
    ),
    ("exponential_decay", (1.0, 10, 0.5, 0, True, 0.2), (1.0, 0), (0.2, 30), (30,)),
    ("exponential_decay", (1.0, 10, 0.5), (1.0, 0), (0.0, None), ()),
    (
        "linear_onecycle_schedule",
        (100, 1.0, 0.29),
        (1.0, 28),
        (4e-06, 100),
        (28, 85, 100),
    ),
    (
        "piecewise_constant_schedule",
        (0.1, {3: 0.5, 9: 2.0}),
        (0.1, 0),
        (0.1, 9),
        (3, 9),
    ),
]


@pytest.mark.parametrize(
    ("name", "arguments", "highest", "last", "boundaries"), EXACTLY
)
def test_a_curve_says_where_it_turns_and_ends(
    name, arguments, highest, last, boundaries
):
    curve = CURVES[name](*arguments)
    for point, (value, step) in ((curve.highest, highest), (curve.last, last)):
        assert point.value == pytest.approx(value)
        assert point.step == step
    assert curve.boundaries == boundaries


def test_the_table_has_every_schedule_with_its_parameters():
    assert {*CURVES, "join_schedules"} == {*SCHEDULES}
    for name, make in CURVES.items():
        parameters = inspect.signature(make).parameters
        assert tuple(parameters) == tuple(SCHEDULES[name].parameters)


@pytest.mark.parametrize("name", sorted(CURVES))
def test_the_defaults_are_those_of_optax(name):
    optax = pytest.importorskip("optax")
    own = inspect.signature(CURVES[name]).parameters
    theirs = inspect.signature(getattr(optax, name)).parameters
    assert {one.name: one.default for one in own.values()} == {
        one.name: one.default for one in theirs.values()
    }
