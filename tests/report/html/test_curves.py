"""Curves as data: what is kept of a long one, and what is odd about one."""

from __future__ import annotations

import json
import math
import re
import struct
from base64 import b64decode
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from svg_paths import runs_of

from lrmigrate.codemod.report.curve import Boundary, SiteCurve
from lrmigrate.codemod.report.html.data import dumps, gaps, number, packed
from lrmigrate.codemod.report.html.marks import marks
from lrmigrate.codemod.report.html.thinning import BUCKETS, FULL, thin
from lrmigrate.codemod.report.picture.axes import linear
from lrmigrate.codemod.report.picture.drawing import Frame, path_of, steps_of
from lrmigrate.codemod.report.picture.line import Dot

NAN, INFINITY = float("nan"), float("inf")


def curve(values, *, peak=None, after=(), binding=(), boundaries=()):
    steps = tuple(range(len(values)))
    return SiteCurve(steps, tuple(values), tuple(after), binding, boundaries, peak)


# -- odd ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "peak", "found"),
    [
        ((0.0, 0.05, 0.0), 0.1, [(1, "peak not reached")]),
        ((0.3, 0.1, 0.0), 0.1, [(0, "above the peak")]),
        ((0.1, 0.1, 0.1), 0.1, [(0, "constant")]),
        ((0.0, NAN, INFINITY), None, [(1, "NaN")]),
        ((0.0, -INFINITY, 1.0), None, [(1, "infinity")]),
        ((NAN, NAN), 0.1, [(0, "NaN")]),
        ((0.0, 0.1, 0.0), 0.1, []),
        ((0.0, 0.1 * (1 + 1e-7), 0.0), 0.1, []),
        ((0.0, 0.5, 0.0), None, []),
        ((0.1,), 0.5, []),
    ],
)
def test_what_is_odd_has_a_mark(values, peak, found):
    marked = list(marks(curve(values, peak=peak)))
    assert [(mark.step, mark.label) for mark in marked] == found


def test_samples_are_not_blamed_on_the_call():
    sampled = curve((0.0, 0.0), peak=1.0, binding=(("lr", "0.0"),))
    assert not list(marks(sampled))
    broken = curve((0.0, NAN), peak=1.0, binding=(("lr", "0.0"),))
    assert [mark.label for mark in marks(broken)] == ["NaN"]


# -- thinned ------------------------------------------------------------------

VALUES = st.floats(0, 1, width=32) | st.just(NAN)


@settings(deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=FULL))
def test_a_short_curve_is_kept_whole(values):
    assert thin(curve(values)) == list(range(len(values)))


@settings(deadline=None)
@given(st.data(), st.integers(FULL + 1, 4100))
def test_of_a_long_curve_extremes_boundaries_and_gaps_are_kept(data, length):
    values = [math.sin(index / 50) for index in range(length)]
    spots = st.integers(0, length - 1)
    for at in data.draw(st.lists(spots, max_size=5)):
        values[at] = data.draw(st.floats(-9, 9))
    gap = data.draw(st.none() | spots)
    if gap is not None:
        values[gap] = NAN
    corner = data.draw(spots)
    kept = thin(curve(values, boundaries=(Boundary(corner),)))
    assert kept == sorted(set(kept))
    assert {0, length - 1, corner} <= set(kept)
    assert gap is None or gap in kept
    finite = [value for value in values if not math.isnan(value)]
    shown = [values[index] for index in kept]
    assert {min(finite), max(finite)} <= set(shown)
    assert len(kept) <= 2 * BUCKETS + 20


def test_the_largest_difference_is_kept():
    values = [math.cos(index / 900) for index in range(3000)]
    after = list(values)
    after[1234] += 0.5
    assert 1234 in thin(curve(values, after=after))


def test_steps_far_apart_are_kept_evenly():
    steps = (*range(64), *range(1000, 1_000_000, 500))
    values = tuple(1 / (1 + step) for step in steps)
    long = SiteCurve(steps, values, (), ())
    kept = [steps[index] for index in thin(long)]
    assert max(after - before for before, after in pairwise(kept)) < 20_000


# -- stored -------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)))
def test_json_reads_back(values):
    assert json.loads(dumps(values)) == values


@settings(deadline=None)
@given(st.lists(st.floats(width=32)))
def test_float32_is_stored_bit_for_bit(values):
    stored = struct.unpack(f"<{len(values)}f", b64decode(packed(values)))
    assert list(map(repr, stored)) == list(map(repr, values))


@settings(deadline=None)
@given(st.lists(st.integers(0, 2**40)))
def test_steps_are_stored_by_the_gaps_between_them(steps):
    steps = sorted(steps)
    assert list(accumulate(gaps(steps))) == steps


FRAME = Frame(52, 430, 34, 174)


@settings(deadline=None)
@given(st.lists(st.floats(-1e30, 1e30) | st.just(NAN), min_size=2, max_size=200))
def test_a_path_is_nowhere_off_what_it_draws(values):
    dots = [Dot(step, value) for step, value in enumerate(values)]
    steps, scale = steps_of(dots, FRAME), linear(dots, FRAME.bottom, FRAME.top)
    path = path_of(dots, steps, scale)
    assert re.fullmatch(r"[Mlh0-9. -]*", path)
    runs = list(runs_of(path))
    for one in filter(lambda dot: scale.has(dot.value), dots):
        place = steps.at(one.step), scale.at(one.value)
        assert min(distance(place, run) for run in runs) < 0.25


def distance(place, run):
    """How far a place is from a line."""
    found = [math.dist(place, run[0])]
    for (left, top), (right, bottom) in pairwise(run):
        across, down = right - left, bottom - top
        size = across**2 + down**2 or 1
        share = ((place[0] - left) * across + (place[1] - top) * down) / size
        share = min(max(share, 0), 1)
        found.append(math.dist(place, (left + share * across, top + share * down)))
    return min(found)


def test_what_is_no_number_is_stored_by_name():
    assert [number(value) for value in (NAN, INFINITY, -INFINITY)] == [
        *("NaN", "Infinity", "-Infinity")
    ]
