"""Learning rates as JSON: in the schema, complete, and what JSON has no number for."""

from __future__ import annotations

import json

import jsonschema
import pytest
from paths import ROOT
from rates import HOSTILE, PLACE, hostile, many, rate, run_of, unknown

from lrmigrate.codemod.curves.record import Basis
from lrmigrate.codemod.curves.show.json import json_document, value_object
from lrmigrate.codemod.model import Position, Problem
from lrmigrate.codemod.rule.recipe import Recipe

SCHEMA = ROOT / "tests" / "schemas" / "curves.schema.json"
VALID = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
JOIN = Recipe(
    "optax.join_schedules",
    (
        ("schedules", [Recipe("optax.constant_schedule", (("value", 0.1),))]),
        ("boundaries", []),
    ),
)


def document_of(*found, problems=()):
    text = json_document(*run_of(*found, problems=problems))
    document = json.loads(text, parse_constant=lambda name: pytest.fail(name))
    VALID.validate(document)
    return document


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_hostile_text_comes_back_as_it_was(text):
    (found,) = document_of(hostile(text))["learning_rates"]
    assert (found["scope"], found["stated"][0]["value"]) == (text, text)


@pytest.mark.parametrize("count", [0, 1, 30])
def test_every_learning_rate_is_in_the_schema(count):
    document = document_of(*many(count), problems=[Problem("no such file", "x.py")])
    assert len(document["learning_rates"]) == count
    assert document["counts"]["learning_rates"] == count
    assert sum(document["counts"][basis] for basis in Basis) == count
    assert [one["message"] for one in document["problems"]] == ["no such file"]


def test_the_schema_lets_nothing_else_in():
    document = document_of(rate())
    document["learning_rates"][0]["more"] = 1
    assert not VALID.is_valid(document)


def test_all_that_is_known_is_told():
    made = rate(
        *("piecewise_constant_schedule",),
        start=Position(3, 7, 2),
        basis=Basis.CHOICE,
        why="another `peak`",
        stated=(PLACE,),
        optimizers=("optax.sgd on line 4",),
    )
    (found,) = document_of(made)["learning_rates"]
    assert (found["cell"], found["location"]) == (2, {"row": 3, "column": 7})
    assert (found["basis"], found["why"]) == ("choice", "another `peak`")
    assert found["stated"][0]["behind"][0]["name"] == "PEAK"
    assert found["story"]["peak"] == {"step": 0, "value": 1.0}
    assert found["story"]["last"] == {"step": 600, "value": 0.05}
    curve = found["curve"]
    assert curve["boundaries"] == [300, 600]
    values = dict(zip(curve["steps"], curve["values"], strict=True))
    assert (values[299], values[300], values[600]) == (1.0, 0.5, 0.05)


def test_a_curve_without_an_end_has_no_last_step():
    (found,) = document_of(rate("exponential_decay"))["learning_rates"]
    assert found["story"]["last"] == {"step": None, "value": 0.0}


def test_what_is_not_known_has_no_curve():
    (found,) = document_of(unknown())["learning_rates"]
    assert [found[key] for key in ("recipe", "story", "curve")] == [None, None, None]


def test_what_it_raises_is_told_with_its_recipe():
    made = rate(values={"init_value": 1.0, "decay_steps": 0}, raises="ValueError: 0")
    (found,) = document_of(made)["learning_rates"]
    assert (found["raises"], found["curve"]) == ("ValueError: 0", None)
    assert found["recipe"]["arguments"]["decay_steps"] == 0


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (float("nan"), "NaN"),
        (float("inf"), "Infinity"),
        (-float("inf"), "-Infinity"),
        (True, True),
        (None, None),
        ((1, 2.5), [1, 2.5]),
        ({300: 0.5}, {"300": 0.5}),
        (1j, "1j"),
        (
            JOIN,
            {
                "function": "optax.join_schedules",
                "arguments": {
                    "schedules": [
                        {
                            "function": "optax.constant_schedule",
                            "arguments": {"value": 0.1},
                        }
                    ],
                    "boundaries": [],
                },
            },
        ),
    ],
    ids=repr,
)
def test_a_value_of_a_program_is_one_of_json(value, said):
    assert value_object(value) == said


def test_numbers_stand_on_one_line():
    text = json_document(*run_of(rate(target='[\n1,\n2\n]"')))
    (steps,) = [line for line in text.splitlines() if '"steps": [0, ' in line]
    assert steps.endswith("],")
    assert json.loads(text)["learning_rates"][0]["target"] == '[\n1,\n2\n]"'
