"""Which values are tried where the tree states none, and that this is said."""

from __future__ import annotations

import pytest
from learning_rates import found

from lrmigrate.codemod.curves.record import Basis
from lrmigrate.codemod.curves.show.words import told


def make(call: str, *parameters: str) -> str:
    return f"import optax\ndef make({', '.join(parameters)}): return optax.{call}\n"


# What is taken for the names of a call, and what that makes.
SAMPLED = {
    "a rate and a length": (
        make("cosine_decay_schedule(lr, steps)", "lr", "steps"),
        {"lr": "0.1", "steps": "100"},
        "0.1 → 0 at step 100",
    ),
    "a warmup is shorter than all": (
        make(
            "warmup_cosine_decay_schedule(0.0, lr, warmup, total, end_lr)",
            *("lr", "warmup", "total", "end_lr"),
        ),
        {"lr": "0.1", "warmup": "10", "total": "100", "end_lr": "0.001"},
        "0 → 0.1 at step 10 → 0.001 at step 100",
    ),
    "what is longer than a warmup that is stated": (
        make("warmup_cosine_decay_schedule(0.0, 0.1, 5_000, total)", "total"),
        {"total": "10000"},
        "0 → 0.1 at step 5000 → 0 at step 10000",
    ),
    "the warmup of a join": (
        make(
            "join_schedules([optax.linear_schedule(0.0, lr, warmup_steps), "
            "optax.cosine_decay_schedule(lr, steps)], [warmup_steps])",
            *("lr", "warmup_steps", "steps"),
        ),
        {"lr": "0.1", "warmup_steps": "10", "steps": "100"},
        "0 → 0.1 at step 10 → 0 at step 110",
    ),
    "epochs, and the steps of one": (
        make(
            "cosine_decay_schedule(0.1, epochs * steps_per_epoch)",
            *("epochs", "steps_per_epoch"),
        ),
        {"epochs": "10", "steps_per_epoch": "100"},
        "0.1 → 0 at step 1000",
    ),
    "the length of a loader, as a number": (
        make("cosine_decay_schedule(0.1, 5 * len(loader))", "loader"),
        {"len(loader)": "100"},
        "0.1 → 0 at step 500",
    ),
    "what the first caller gives": (
        make("cosine_decay_schedule(0.1, steps)", "steps") + "make(30)\nmake(60)\n",
        {"steps": "30"},
        "0.1 → 0 at step 30",
    ),
    "None by default": (
        make("cosine_decay_schedule(0.1, steps)", "steps=None"),
        {"steps": "100"},
        "0.1 → 0 at step 100",
    ),
}


@pytest.mark.parametrize(("text", "taken", "story"), SAMPLED.values(), ids=SAMPLED)
def test_plausible_values_are_taken_and_told(tmp_path, text, taken, story):
    (rate,) = found(tmp_path, text)
    assert rate.basis is Basis.SAMPLED
    assert rate.why
    assert dict(rate.sampled) == taken
    assert told(rate.story) == story


def test_one_name_has_one_value_in_a_file(tmp_path):
    text = make("linear_schedule(0.0, 0.1, 9 + n)", "n") + make(
        "warmup_cosine_decay_schedule(0.0, 0.1, 5_000, n)", "n"
    ).replace("make", "other")
    line, cosine = found(tmp_path, text)
    assert dict(line.sampled) == {"n": "100"}
    assert dict(cosine.sampled) == {"n": "10000"}, "but where it makes no curve"


# Nothing is drawn of what no plain value makes a curve of.
UNKNOWN = {
    "a list of boundaries": make(
        "join_schedules([optax.constant_schedule(1.0)], bs)", "bs"
    ),
    "what never makes a curve": make(
        "warmup_cosine_decay_schedule(0.0, 0.1, steps, steps)", "steps"
    ),
    "a text": make("piecewise_interpolate_schedule(kind, 0.1, {9: 0.5})", "kind"),
}


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN)
def test_what_makes_no_curve_is_not_known(tmp_path, text):
    rate, *_ = found(tmp_path, text)
    assert rate.basis is Basis.UNKNOWN
    assert (rate.recipe, rate.story, rate.sampled, rate.raises) == (None, None, (), "")
    assert rate.why


NULLS = {
    "a bound that Optax may be given none of": (
        make("exponential_decay(0.1, 10, 0.5, end_value=end)", "end=None"),
        Basis.CHOICE,
        "end_value=None",
    ),
    "a truth": (
        make("exponential_decay(0.1, 10, 0.5, staircase=stairs)", "stairs=True"),
        Basis.CHOICE,
        "staircase=True",
    ),
}


@pytest.mark.parametrize(("text", "basis", "said"), NULLS.values(), ids=NULLS)
def test_defaults_that_are_no_numbers_are_values(tmp_path, text, basis, said):
    (rate,) = found(tmp_path, text)
    assert rate.basis is basis
    assert said in str(rate.recipe)
