"""Axes: round numbers, in words of people, and none over another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrmigrate.codemod.report.picture.axes import (
    Axis,
    Scale,
    apart,
    linear,
    logarithmic,
    step_told,
    ticks,
    values_told,
)
from lrmigrate.codemod.report.picture.line import Dot

NAN, INFINITY = float("nan"), float("inf")


def dots(*values):
    return [Dot(step, value) for step, value in enumerate(values)]


@pytest.mark.parametrize(
    ("step", "told"),
    [
        *((0, "0"), (7, "7"), (999, "999"), (1_000, "1k"), (2_500, "2.5k")),
        *((9_999, "9,999"), (10_000, "10k"), (312_500, "312.5k")),
        *((1_000_000, "1M"), (1_250_000, "1.25M"), (1_234_567, "1,234,567")),
        *((4_000_000_000, "4,000M"),),
    ],
)
def test_steps_are_told_as_people_say_them(step, told):
    assert step_told(step) == told


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((0.0, 0.05, 0.1), ["0", "0.05", "0.1"]),
        ((0.0, 1e-4, 2e-4), ["0", "1e-4", "2e-4"]),
        ((0.0, 5e-4, 1e-3), ["0", "5e-4", "1e-3"]),
        ((0.0, 1e6), ["0", "1e6"]),
    ],
)
def test_the_values_of_an_axis_have_one_notation(values, told):
    assert values_told(values) == told


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ((0.1, 1.0), (0.0, 1.0)),
        ((0.9, 1.0), (0.9, 1.0)),
        ((1.0, 1.0), (0.5, 1.5)),
        ((0.0, 0.0), (-1.0, 1.0)),
        ((-1.0, 1.0), (-1.0, 1.0)),
        ((NAN, 0.5, 1.0), (0.5, 1.0)),
        ((NAN, INFINITY), (0.0, 1.0)),
    ],
    ids=str,
)
def test_a_linear_axis_shows_all_numbers(values, ends):
    scale = linear(dots(*values), 100, 0)
    assert (scale.low, scale.high) == ends


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ((1.0, 0.05), (0.01, 1.0)),
        ((1e-3, 1e-3), (1e-4, 1e-2)),
        # The last step before 0 is as small as steps are close.
        ((1.0, 0.5, 0.2, 1e-9, 0.0), (0.1, 1.0)),
        ((0.0, 1e-9, 0.0), (1e-10, 1e-8)),
        ((0.0, -1.0, NAN), None),
        ((5e-324, 5e-324), None),
    ],
    ids=str,
)
def test_a_logarithmic_axis_goes_down_to_what_is_above_0(values, ends):
    scale = logarithmic(dots(*values), 100, 0)
    assert ends == (scale and pytest.approx((scale.low, scale.high)))


def test_a_logarithmic_axis_has_no_place_for_0():
    scale = Scale(0.01, 1.0, 100, 0, Axis.LOG)
    assert [scale.has(value) for value in (0.0, -1.0, 0.001, 0.01, NAN)] == [
        *(False, False, False, True, False)
    ]
    assert scale.at(0.1) == pytest.approx(50)


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_every_axis_has_few_round_numbers(one, other):
    for make in (linear, logarithmic):
        scale = make(dots(one, other), 100, 0)
        if scale is not None:
            found = ticks(scale, 5)
            assert 1 <= len(found) <= 8
            assert found == sorted(found)
            assert all(-1 <= scale.at(tick) <= 101 for tick in found)


def test_whole_ticks_are_whole():
    assert ticks(Scale(0, 3, 0, 1), 8, whole=True) == [0, 1, 2, 3]


def test_labels_do_not_stand_over_one_another():
    found = [*apart([(100, "10k"), (0, "0"), (98, "9,999"), (50, "5k")], 0, 100, 6)]
    assert [(one.text, one.anchor) for one in found] == [
        *(("10k", "end"), ("0", "start"), ("5k", "middle"))
    ]
