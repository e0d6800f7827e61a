"""The picture of one curve: well-formed, inert, honest, and where things stand."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from rates import HOSTILE, RECIPES, hostile, rate, run_of, unknown
from svg_paths import runs_of

from lrmigrate.codemod.curves.points import curve_of
from lrmigrate.codemod.curves.record import Basis
from lrmigrate.codemod.curves.show.one import NotOneError, only
from lrmigrate.codemod.curves.show.svg import picture
from lrmigrate.codemod.report.picture.axes import Axis

SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "desc", "style", "rect", "text", "path"}


def drawn(made, axis=Axis.LINEAR):
    return picture(made, curve_of(made, RECIPES), axis)


def texts(svg):
    return [one.text for one in ET.fromstring(svg).iter(f"{SVG}text")]


def path_of(svg, look="curve"):
    (path,) = re.findall(rf'<path class="{look}"[^>]* d="([^"]*)"', svg)
    return path


@pytest.mark.parametrize("axis", Axis)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_hostile_text_stays_text(text, axis):
    svg = drawn(hostile(text), axis)
    root = ET.fromstring(svg)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} == TAGS
    names = {name for one in root.iter() for name in one.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name]
    assert svg.replace("\n", "").isprintable()
    assert len(svg) < 20_000
    assert max(map(len, texts(svg))) <= 100


def test_nothing_is_loaded():
    svg = drawn(rate())
    assert "url(" not in svg
    assert "@import" not in svg
    assert svg.count("http") == 1  # the name of SVG itself


def test_it_tells_what_it_is_of():
    found = texts(drawn(rate()))
    assert found[:3] == [
        "cosine_decay_schedule in make_schedule",
        "train.py:12",
        "0.1 → 0 at step 10000",
    ]
    assert [one for one in found if one in ("0", "2k", "4k")][:3] == ["0", "2k", "4k"]


@pytest.mark.parametrize("axis", Axis)
def test_a_sampled_curve_says_so_in_the_picture(axis):
    made = rate(basis=Basis.SAMPLED, sampled=(("lr", "0.1"), ("steps", "100")))
    svg = drawn(made, axis)
    assert "sampled: lr=0.1, steps=100" in texts(svg)
    assert path_of(svg, "taken")
    assert 'class="curve"' not in svg


def test_a_curve_steps_where_it_steps():
    (points,) = runs_of(path_of(drawn(rate("piecewise_constant_schedule"))))
    for (x, y), (after, low) in itertools.pairwise(points):
        assert x == after or y == low, "across or down, never aslant"
    assert len(points) == 6


def test_boundaries_are_marked_with_their_steps():
    found = texts(drawn(rate("warmup_cosine_decay_schedule")))
    assert {"1k", "20k"} <= set(found)


def test_a_logarithmic_axis_leaves_0_out_and_says_so():
    svg = drawn(rate("warmup_cosine_decay_schedule"), Axis.LOG)
    assert "learning rate, logarithmic" in texts(svg)
    assert "a logarithmic axis has no 0" in texts(svg)
    assert not path_of(svg).startswith("M68 "), "the 0 at step 0 is not drawn"


@pytest.mark.parametrize(
    ("function", "values", "axis", "said"),
    [
        (
            "constant_schedule",
            {"value": 0.0},
            Axis.LOG,
            "no value is above 0",
        ),
        (
            "constant_schedule",
            {"value": float("nan")},
            Axis.LINEAR,
            "no number at step 0: nan",
        ),
        (
            "linear_schedule",
            {"init_value": -1.0, "end_value": 1.0, "transition_steps": 10},
            Axis.LOG,
            "0 and what is below 0.1 is left out",
        ),
    ],
    ids=["zeros", "NaN", "negative"],
)
def test_what_cannot_be_drawn_is_told(function, values, axis, said):
    assert said in texts(drawn(rate(function, values), axis))


@pytest.mark.parametrize("axis", Axis)
@pytest.mark.parametrize(
    "value", [1.7e308, -1.7e308, 5e-324, 1e300, 0.0, 1, True, 10**400, float("inf")]
)
def test_no_value_is_too_much(value, axis):
    made = rate("constant_schedule", {"value": value}, story=None)
    curve = curve_of(made, RECIPES)
    if curve is not None:
        svg = picture(made, curve, axis)
        assert not re.search(
            r"(?:nan|inf)[ LMHV\"]", " ".join(re.findall(r'd="[^"]*"', svg))
        )


def test_very_many_boundaries_are_no_hatching():
    scales = dict.fromkeys(range(10, 2000, 10), 0.99)
    values = {"init_value": 1.0, "boundaries_and_scales": scales}
    svg = drawn(rate("piecewise_constant_schedule", values))
    assert "stroke-dasharray" not in svg
    assert len(svg) < 20_000


def test_the_one_that_can_be_drawn_is_drawn():
    _, pairs = run_of(unknown(), rate())
    assert only(pairs) == pairs[1]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([], ["no learning rate was found"]),
        ([unknown()], ["train.py:12", "not known: `lr` comes from a caller"]),
        ([rate(raises="ValueError: no")], ["it raises ValueError: no"]),
        ([rate(), rate(path="b.py")], ["there are 2", "train.py:12", "b.py:12"]),
        ([rate()] * 50, ["there are 50", "and 30 more"]),
    ],
    ids=["none", "not known", "raises", "two", "fifty"],
)
def test_without_one_curve_it_says_what_there_is(found, words):
    with pytest.raises(NotOneError) as error:
        only(run_of(*found)[1])
    for word in words:
        assert word in str(error.value)
