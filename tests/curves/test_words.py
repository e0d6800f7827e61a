"""A curve in a line of words and numbers."""

from __future__ import annotations

import math

import pytest

from lrmigrate.codemod.curves.find import story_of
from lrmigrate.codemod.curves.show.words import source, told
from lrmigrate.codemod.rule.recipe import Recipe
from lrmigrate.codemod.values.spots import Place, Way
from lrmigrate.rules.optax.recipes import OPTAX_RECIPES

STORIES = {
    "a number": ("constant_schedule", {"value": 0.1}, "0.1 at every step"),
    "no number": (
        "linear_schedule",
        {"init_value": math.nan, "end_value": 1.0, "transition_steps": 9},
        "NaN at every step",
    ),
    "a line": (
        "linear_schedule",
        {"init_value": -1.0, "end_value": -0.1, "transition_steps": 10},
        "-1 → -0.1 at step 10",
    ),
    "a line of no length": (
        "linear_schedule",
        {"init_value": 1.0, "end_value": 0.0, "transition_steps": 0},
        "1 at every step",
    ),
    "a line longer than any training": (
        "linear_schedule",
        {"init_value": 0.0, "end_value": 1.0, "transition_steps": 10**12},
        "0 → 1 at step 1000000000000",
    ),
    "a peak": (
        "warmup_cosine_decay_schedule",
        {"init_value": 0.0, "peak_value": 1.0, "warmup_steps": 9, "decay_steps": 99},
        "0 → 1 at step 9 → 0 at step 99",
    ),
    "an end that is a negative zero": (
        "cosine_decay_schedule",
        {"init_value": -0.1, "decay_steps": 9},
        "-0.1 → 0 at step 9",
    ),
    "a lowest value between": (
        "piecewise_constant_schedule",
        {"init_value": 1.0, "boundaries_and_scales": {10: 0.1, 20: 5.0}},
        "1 → 0.1 at step 10 → 0.5 at step 20",
    ),
    "a highest and a lowest value": (
        "piecewise_constant_schedule",
        {"init_value": 1.0, "boundaries_and_scales": {5: 2.0, 10: 0.1, 20: 4.0}},
        "1 → 2 at step 5 → 0.2 at step 10 → 0.8 at step 20",
    ),
    "a decay without an end": (
        "exponential_decay",
        {
            "init_value": 0.1,
            "transition_steps": 100,
            "decay_rate": 0.5,
            "transition_begin": 20,
        },
        "0.1 → 0.0125 at step 320, ever nearer to 0",
    ),
    "a growth without an end": (
        "exponential_decay",
        {"init_value": 0.1, "transition_steps": 100, "decay_rate": 2.0},
        "0.1 → 0.8 at step 300, growing for ever",
    ),
}


@pytest.mark.parametrize(("name", "arguments", "story"), STORIES.values(), ids=STORIES)
def test_a_story_says_start_extremes_and_end(name, arguments, story):
    curve = OPTAX_RECIPES.curve(Recipe(f"optax.{name}", tuple(arguments.items())))
    assert told(story_of(curve)) == story


def test_a_value_is_told_in_part_where_it_is_long():
    place = Place("doctests", "Setup\n" * 500, Way.CONSTANT, "train.py", 8)
    told = source(place)
    assert told.startswith(r"doctests='Setup\nSetup\n")
    assert told.endswith("… (train.py:8)")
    assert len(told) < 100
