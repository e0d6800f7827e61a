"""Curves in braille: first what no curve should be, then what curves are."""

from __future__ import annotations

from math import inf, nan

import pytest
from plot import draw

BLANK = "\u2800"


@pytest.mark.parametrize(("width", "height"), [(0, 3), (3, 0), (-1, 1)])
def test_no_room_is_refused(width, height):
    with pytest.raises(ValueError, match="must be at least 1"):
        draw([[1.0]], width, height)


@pytest.mark.parametrize("values", [[], [nan], [inf, -inf]])
def test_nothing_finite_is_an_empty_frame(values):
    assert draw([values], 4, 2) == ["│    ", "│    "]


def test_a_hole_stays_a_hole():
    [line] = draw([[0.0, 1.0, nan, nan, inf, inf, 0.0, 1.0]], 4, 1)
    assert line[-4:].count(BLANK) == 2


def test_a_constant_curve_is_one_line_with_one_label():
    lines = draw([[0.3] * 9], 5, 3)
    drawn = [line for line in lines if set(line[-5:]) != {BLANK}]
    assert len(drawn) == 1
    assert drawn[0].startswith("0.3 ┤")


def test_the_range_of_floats_does_not_overflow():
    lines = draw([[-1.7e308, 1.7e308]], 4, 2)
    assert [line.split(" ┤")[0].strip() for line in lines] == ["1.7e+308", "-1.7e+308"]


def test_a_rising_line_rises():
    assert draw([[0, 1, 2, 3]], 2, 1) == ["3 ┤⡠⠊"]


def test_a_jump_is_joined():
    assert draw([[1, 1, 0, 0]], 2, 2) == ["1 ┤⠉⡆", "0 ┤⠀⣇"]


@pytest.mark.parametrize("count", [1, 7, 1000])
def test_the_frame_is_as_large_as_asked(count):
    lines = draw([[float(i) for i in range(count)]], 30, 6)
    assert len(lines) == 6
    assert len({len(line) for line in lines}) == 1


def test_equal_curves_look_equal_and_share_a_scale():
    for line in draw([[0.0, 1.0, 0.5], [0.0, 1.0, 0.5]], 6, 3):
        frame = line[-14:]
        assert frame[:6] == frame[8:]
    lower = draw([[0.0, 1.0], [0.0, 0.25]], 6, 2)
    assert set(lower[0][-6:]) == {BLANK}
