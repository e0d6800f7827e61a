"""How far two curves of float32 values are from one another."""

import math

import pytest

from lrmigrate.codemod.curves.lock.singles import (
    Kind,
    parting,
    raising,
    shortest,
    single,
)
from lrmigrate.codemod.curves.lock.steps import read_steps, steps_of, telling_steps
from lrmigrate.codemod.curves.lock.written import is_written, read_recipe
from lrmigrate.codemod.rule.curve import Curve
from lrmigrate.codemod.rule.recipe import Recipe

ULP = 2.0**-27  # the last place of 0.1 as a float32
TENTH = single(0.1)


@pytest.mark.parametrize(
    ("before", "after", "kind", "step"),
    [
        ([0.0, TENTH], [0.0, TENTH], Kind.SAME, None),
        ([math.nan], [math.nan], Kind.SAME, None),
        ([math.inf], [math.inf], Kind.SAME, None),
        ([TENTH], [TENTH + 4 * ULP], Kind.LAST, 0),
        ([TENTH, 0.0], [TENTH, 1e-9], Kind.LAST, 1),
        ([0.0], [-0.0], Kind.LAST, 0),
        ([TENTH], [TENTH + 5 * ULP], Kind.MOVED, 0),
        ([TENTH, TENTH], [TENTH + ULP, TENTH + 9 * ULP], Kind.MOVED, 1),
        ([math.nan], [TENTH], Kind.MOVED, 0),
        ([math.inf], [TENTH], Kind.MOVED, 0),
        ([math.inf], [-math.inf], Kind.MOVED, 0),
        ([0.0], [1e-45], Kind.LAST, 0),
    ],
)
def test_the_last_bits_are_those_of_the_largest_magnitude(before, after, kind, step):
    found = parting(before, after, range(len(before)))
    assert (found.kind, found.step) == (kind, step)


def test_the_first_step_is_told_whatever_their_order():
    found = parting([0.0, 0.0, 1.0], [1.0, 1.0, 1.0], [9, 3, 1])
    assert (found.step, found.before, found.after) == (3, "0.0", "1.0")


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("ValueError: a", "ValueError: b", Kind.SAME),
        ("ValueError: a", "TypeError: a", Kind.MOVED),
        ("ValueError: a", "", Kind.MOVED),
        ("", "ValueError", Kind.MOVED),
    ],
)
def test_two_that_raise_the_same_class_are_the_same(before, after, kind):
    assert raising(before, after).kind is kind


@pytest.mark.parametrize(
    "value", [0.1, 1e-45, 3.4028234663852886e38, 1 / 3, 16777217.0, -0.0, math.inf]
)
def test_the_text_of_a_value_reads_back_as_its_bits(value):
    text = shortest(single(value))
    assert repr(single(float(text))) == repr(single(value))


def test_every_step_of_a_curve_is_locked_and_of_a_long_one_a_choice():
    assert str(steps_of(Curve(float, (100.0,)))) == "0-108, 1400"
    assert str(steps_of(Curve(float))) == "0-8, 1000"
    endless = Curve(float, (1.0,), tail=0.0, reach=3.0)
    assert str(steps_of(endless)) == ("0-4095, 16192, 64768, 259072, 1036288, 4145152")
    assert {*telling_steps(endless)} <= {*steps_of(endless)}
    assert str(steps_of(None)) == "0"
    long = Curve(float, (1000.0, 2e7))
    steps = steps_of(long)
    assert 65_000 < len(steps) < 70_000
    assert {*telling_steps(long)} <= {*steps}
    assert str(read_steps(str(steps))) == str(steps)
    assert len(telling_steps(Curve(float, tuple(range(1, 1000))))) == 24


@pytest.mark.parametrize("text", ["", "0-", "-1", "1-2 by 0 by 3", "a", "1,2", "٣"])
def test_what_is_no_text_of_steps_is_refused(text):
    with pytest.raises(ValueError, match="steps like"):
        read_steps(text)


@pytest.mark.parametrize(
    "arguments",
    [
        (("value", -1e-5),),
        (("value", math.inf), ("other", None), ("more", "it's\n")),
        (("boundaries_and_scales", {100: 0.5, 200: -0.1}),),
        (("schedules", [Recipe("optax.f", (("x", True),))]), ("boundaries", [1])),
    ],
)
def test_a_recipe_is_read_back_from_its_text(arguments):
    recipe = Recipe("optax.f", arguments)
    assert read_recipe(str(recipe)) == recipe
    assert is_written(recipe)


@pytest.mark.parametrize("value", [{1, 2}, b"x", 1j, range(3), Ellipsis], ids=repr)
def test_a_value_that_text_does_not_hold_is_not_locked(value):
    assert not is_written(Recipe("optax.f", (("x", value),)))
