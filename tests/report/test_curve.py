"""The numbers to draw of a call: none where there are none, else its own."""

from __future__ import annotations

import importlib.util
import pickle
from pathlib import Path

import optax
import pytest
from plans import plan_of

from lrmigrate.codemod.engine.analyze import analyze
from lrmigrate.codemod.engine.findings import findings_of
from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.model import Counterexample, Invocation, Verdict, VerdictKind
from lrmigrate.codemod.report.curve import Boundary, SiteCurves
from lrmigrate.codemod.report.legible import LEGIBLE
from lrmigrate.rules import catalogue
from lrmigrate.rules.optax.recipes import OPTAX_RECIPES
from lrmigrate.rules.optax.schedules import FACTS


@pytest.fixture(scope="module")
def curves():
    return SiteCurves(FACTS, OPTAX_RECIPES)


def call(function, text):
    return Invocation(f"optax.{function}", text)


def differing(*binding, step=None):
    example = Counterexample(binding, step, "1", "2", "float32")
    return Verdict(VerdictKind.DIVERGENT, counterexample=example)


def test_a_curve_is_drawn_for_the_values_that_the_project_states(curves):
    stated = (("cfg.peak_lr", 3e-4), ("TOTAL", 10_000))
    text = "f(cfg.peak_lr, decay_steps=TOTAL - warmup)"
    curve = curves.of(Invocation("optax.cosine_decay_schedule", text, stated))
    assert dict(curve.binding)["cfg.peak_lr"] == "0.0003"
    assert dict(curve.binding)["TOTAL"] == "10000"
    assert curve.values[0] == pytest.approx(3e-4)


def test_a_call_is_drawn_for_the_same_values_whatever_it_becomes(curves):
    before = call("cosine_onecycle_schedule", "f(total, lr, pct_start=share)")
    after = Invocation(
        "lrmigrate.lrsched.cosine_onecycle_schedule",
        "f(total, lr, warmup_steps=int(share * total))",
    )
    assert curves.of(before).binding == curves.of(before, after).binding


def test_stated_values_without_a_curve_do_not_hide_the_form(curves):
    stated = (("TOTAL", 0),)
    curve = curves.of(Invocation("optax.cosine_decay_schedule", "f(lr, TOTAL)", stated))
    assert int(dict(curve.binding)["TOTAL"]) > 0


# -- nothing to draw ----------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "text"),
    [
        ("no_schedule", "f()"),
        ("cosine_decay_schedule", "f("),
        ("cosine_decay_schedule", "f()"),
        ("cosine_decay_schedule", "f(0.1, **options)"),
        ("cosine_decay_schedule", "f(0.1, 0)"),
        ("cosine_decay_schedule", "f(0.1, 10**10**10)"),
        ("warmup_cosine_decay_schedule", "f(0.0, 0.1, 10, 5)"),
    ],
    ids=str,
)
def test_no_curve_is_nothing_and_no_error(curves, function, text):
    assert curves.of(call(function, text)) is None


def test_a_function_that_is_not_there(curves):
    assert curves.of(Invocation("optax.gone.cosine_decay_schedule", "f(1, 2)")) is None
    assert curves.of(Invocation("gone.cosine_decay_schedule", "f(1, 2)")) is None


def test_without_jax_what_only_jax_could_tell_is_not_told(monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "lrmigrate.codemod.verify.requirements.find_spec",
        lambda name: None if name == "jax" else found(name),
    )
    curves = SiteCurves(FACTS, OPTAX_RECIPES)
    before = call("cosine_decay_schedule", "f(0.1, 10)")
    assert curves.of(before, before, differing()) is None
    assert curves.why_not(before, before, differing()) == "not installed: jax"
    assert curves.of(call("cosine_decay_schedule", "f(0.1, 2**40)")) is None
    assert curves.of(before).values[0] == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("function", "text", "reason"),
    [
        ("no_schedule", "f()", "nothing is known of the curve of optax.no_schedule"),
        ("cosine_decay_schedule", "f(", "the call does not parse"),
        (
            "warmup_cosine_decay_schedule",
            "f(0, 1, 10, 5)",
            "the call raises ValueError",
        ),
        ("cosine_decay_schedule", "f(1, **o)", "no tried value of `o` gives a curve"),
    ],
)
def test_why_there_is_no_curve(curves, function, text, reason):
    assert curves.why_not(call(function, text)).startswith(reason)


# -- curves -------------------------------------------------------------------


def test_constants_give_the_curve_itself(curves):
    curve = curves.of(call("warmup_cosine_decay_schedule", "f(0.0, 0.1, 10, 50, 0.01)"))
    schedule = optax.warmup_cosine_decay_schedule(0.0, 0.1, 10, 50, 0.01)
    assert curve.binding == curve.after == ()
    assert curve.steps == tuple(range(51))
    assert curve.values == pytest.approx([float(schedule(step)) for step in range(51)])


def test_names_are_told_with_values_that_show_a_form(curves):
    curve = curves.of(call("cosine_decay_schedule", "f(cfg.lr, decay_steps=n)"))
    values = dict(curve.binding)
    assert set(values) == {"cfg.lr", "n"}
    assert curve.steps[-1] == int(values["n"]) >= LEGIBLE
    assert curve.values[0] == pytest.approx(float(values["cfg.lr"]))


def test_a_long_curve_has_its_corners(curves):
    curve = curves.of(call("cosine_onecycle_schedule", "f(1_000_000, 0.1)"))
    assert {0, 300_000, 1_000_000} <= set(curve.steps)
    assert len(curve.steps) < 10_000
    assert max(curve.values) == pytest.approx(0.1)


def test_boundaries_have_the_names_of_their_parameters(curves):
    old = call("cosine_onecycle_schedule", "f(100, 0.1, pct_start=0.29)")
    new = Invocation(
        "lrmigrate.lrsched.cosine_onecycle_schedule", "f(100, 0.1, warmup_steps=28)"
    )
    end = Boundary(100, "transition_steps")
    assert curves.of(old).boundaries == (Boundary(28), end)
    assert curves.of(old, new).boundaries == (Boundary(28, "warmup_steps"), end)


def test_the_peak_is_what_the_call_names(curves):
    warmup = call("warmup_cosine_decay_schedule", "f(0.5, 0.1, 10, 50)")
    restarts = call(
        "sgdr_schedule",
        "f([dict(init_value=0, peak_value=1, warmup_steps=5, decay_steps=9)])",
    )
    assert curves.of(warmup).peak == 0.1
    assert curves.of(restarts).peak is None


def test_before_and_after_stand_at_the_same_steps(curves):
    old = call("cosine_onecycle_schedule", "f(100, 0.1, pct_start=0.29)")
    wrong = Invocation(
        "lrmigrate.lrsched.cosine_onecycle_schedule", "f(100, 0.1, warmup_steps=29)"
    )
    curve = curves.of(old, wrong)
    assert len(curve.steps) == len(curve.values) == len(curve.after)
    assert curve.values[28] == pytest.approx(0.1) != curve.after[28]
    assert curves.of(old, wrong) is curve
    assert curves.why_not(old, wrong) == ""


def test_a_binding_can_be_asked_for(curves):
    old = call("cosine_decay_schedule", "f(0.1, decay_steps=n)")
    assert curves.of(old, verdict=differing(("n", "29"))).steps[-1] == 29
    assert curves.of(old, verdict=differing(("n", "0"))).steps[-1] >= LEGIBLE


# -- the calls of a site ------------------------------------------------------


def found(code, codes=("LRS001", "LRS004")):
    known = catalogue(Path())
    source = Source.from_bytes(code.encode(), "t.py")
    [finding] = findings_of(analyze(source, plan_of(known, frozenset(codes))))
    return pickle.loads(pickle.dumps(finding))


def test_a_finding_has_its_call_before_and_after():
    finding = found("import optax\nf = optax.cosine_decay_schedule(1, decay_steps=n)\n")
    assert finding.before == call("cosine_decay_schedule", "schedule(1, decay_steps=n)")
    assert finding.after == Invocation(
        "lrmigrate.lrsched.cosine_decay_schedule", "schedule(1, transition_steps=n)"
    )


def test_a_finding_without_a_rewrite_has_its_call():
    line = "f = optax.warmup_exponential_decay_schedule(0, 1, 10, 50, 0.5)"
    finding = found(f"import optax\n{line}\n")
    assert finding.before == call(
        "warmup_exponential_decay_schedule", "schedule(0, 1, 10, 50, 0.5)"
    )
    assert finding.after is None


@pytest.mark.parametrize(
    "code",
    [
        "from optax import warmup_exponential_decay_schedule\n"
        "log(f'{warmup_exponential_decay_schedule(0, 1, 10, 50, 0.5)}')\n",
    ],
    ids=["in an f-string"],
)
def test_where_a_call_cannot_be_read_there_is_none(code):
    assert found(code).before is None
