"""The line that is drawn of a curve: where it jumps, and what is left out of it."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rates import RECIPES, rate

from lrmigrate.codemod.curves.points import curve_of
from lrmigrate.codemod.curves.traced import traced
from lrmigrate.codemod.report.picture.line import Point, thinned


def line(function, values, parts=64):
    return traced(curve_of(rate(function, values), RECIPES), parts)


def jumps(dots):
    pairs = pairwise(dots)
    return [
        (two.step, one.value, two.value) for one, two in pairs if one.step == two.step
    ]


@pytest.mark.parametrize(
    ("function", "values", "found"),
    [
        (
            "cosine_decay_schedule",
            {"init_value": 0.1, "decay_steps": 5},
            [],
        ),
        (
            "linear_schedule",
            {"init_value": 0.0, "end_value": 1.0, "transition_steps": 1},
            [],
        ),
        (
            "piecewise_constant_schedule",
            {"init_value": 1.0, "boundaries_and_scales": {3: 0.5}},
            [(3, 1.0, 0.5)],
        ),
        (
            "piecewise_constant_schedule",
            {"init_value": 1.0, "boundaries_and_scales": {1_000_000: 0.5}},
            [(1_000_000, 1.0, 0.5)],
        ),
        (
            "exponential_decay",
            {
                "init_value": 1.0,
                "transition_steps": 1_000,
                "decay_rate": 0.5,
                "staircase": True,
                "end_value": 0.25,
            },
            [(1_000, 1.0, 0.5), (2_000, 0.5, 0.25)],
        ),
        (
            "exponential_decay",
            {
                "init_value": 1.0,
                "transition_steps": 4,
                "decay_rate": 0.5,
                "staircase": True,
                "end_value": 0.25,
            },
            [(4, 1.0, 0.5), (8, 0.5, 0.25)],
        ),
    ],
    ids=["cosine", "short line", "short step", "long step", "stairs", "short stairs"],
)
def test_a_line_jumps_where_its_curve_does(function, values, found):
    assert jumps(line(function, values)) == found


def test_a_part_is_seen_of_what_holds_at_the_end():
    *_, end, behind = line(
        "cosine_decay_schedule", {"init_value": 1.0, "decay_steps": 100}
    )
    assert (end.step, behind.step, behind.value) == (100, 104, 0.0)


def test_very_many_boundaries_are_looked_at_in_part():
    scales = dict.fromkeys(range(1, 4000), 0.999)
    values = {"init_value": 1.0, "boundaries_and_scales": scales}
    found = line("piecewise_constant_schedule", values)
    assert len(found) < 2_100
    assert found[-2].step == 3_999


def test_what_has_no_end_is_drawn_no_further():
    values = {"init_value": 1.0, "transition_steps": 100, "decay_rate": 0.5}
    assert line("exponential_decay", values)[-1].step == 300


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.floats(0, 200)), min_size=1, max_size=60),
    st.floats(0.01, 5),
)
def test_a_thinned_line_is_nowhere_further_off(places, room):
    points = [Point(x, y) for x, y in sorted(places)]
    kept = thinned(points, room)
    assert {kept[0], kept[-1]} == {points[0], points[-1]}
    for one in points:
        assert (
            min(off(one, *pair) for pair in pairwise([*kept, kept[-1]])) <= room + 1e-6
        )


def off(point, begin, end):
    """How far a point is from the line through two others."""
    length = math.dist(begin, end)
    if length == 0:
        return math.dist(point, begin)
    across = (end.x - begin.x) * (point.y - begin.y) - (end.y - begin.y) * (
        point.x - begin.x
    )
    return abs(across) / length
