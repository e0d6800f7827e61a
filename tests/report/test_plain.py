"""Curves in plain arithmetic: the numbers that the library computes, and when to ask."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from lrmigrate.codemod.model import Counterexample, Invocation, Verdict, VerdictKind
from lrmigrate.codemod.report.curve import SiteCurves
from lrmigrate.codemod.report.sketch import curve_line
from lrmigrate.codemod.report.styled import render
from lrmigrate.rules.optax.recipes import OPTAX_RECIPES
from lrmigrate.rules.optax.schedules import FACTS

PROVEN = Verdict(VerdictKind.EQUIVALENT_IDENTICAL)
DIFFERENT = Verdict(
    VerdictKind.DIVERGENT, counterexample=Counterexample((), 0, "1", "2", "float32")
)

CYCLE = "dict(init_value=0., peak_value={}, warmup_steps={}, decay_steps={})"
CALLS = [
    ("cosine_decay_schedule", "f(0.1, 100)"),
    ("cosine_decay_schedule", "f(lr, decay_steps=n, alpha=0.1, exponent=2.)"),
    ("cosine_decay_schedule", "f(3e-4, 123_457, 0.01)"),
    ("warmup_cosine_decay_schedule", "f(0.0, 0.3, 10, 90, 0.01)"),
    ("warmup_cosine_decay_schedule", "f(0.5, 0.1, warmup, total - warmup)"),
    ("warmup_cosine_decay_schedule", "f(0.0, 1e-3, 2_000, 1_000_000, 1e-6)"),
    ("warmup_cosine_decay_schedule", "f(0.0, 0.1, int(0.1 * n), epochs * n)"),
    ("warmup_exponential_decay_schedule", "f(0.0, 0.1, 10, 50, 0.5)"),
    ("warmup_exponential_decay_schedule", "f(0.0, lr, w, n, 0.9, 5, True, 0.01)"),
    ("warmup_exponential_decay_schedule", "f(0.01, 0.1, 7, 29, 1.01, end_value=1.)"),
    ("linear_onecycle_schedule", "f(1_000, 0.1)"),
    ("linear_onecycle_schedule", "f(n, lr, share, 0.9, 10., 100.)"),
    ("cosine_onecycle_schedule", "f(77, 0.1, 0.29)"),
    ("cosine_onecycle_schedule", "f(1_000_000, peak, div_factor=div)"),
    ("sgdr_schedule", f"f([{CYCLE.format(0.1, 5, 40)}, {CYCLE.format(0.05, 0, 80)}])"),
    (
        "sgdr_schedule",
        f"f([{CYCLE.format('p / k', 5, 'k * 30')} for k in range(1, 4)])",
    ),
    ("sgdr_schedule", "f(cycles)"),
]
NEW = [
    ("cosine_decay_schedule", "f(0.1, transition_steps=100, alpha=0.1)"),
    ("warmup_cosine_decay_schedule", "f(0.0, lr, 10, transition_steps=n)"),
    ("warmup_exponential_decay_schedule", "f(0.0, 0.1, 10, 50, 0.5)"),
    ("linear_onecycle_schedule", "f(1_000, 0.1, warmup_steps=250)"),
    ("cosine_onecycle_schedule", "f(n, 0.1, warmup_steps=int(0.3 * n))"),
    ("cosine_onecycle_schedule", "f(100, 0.1)"),
    (
        "cosine_warm_restarts_schedule",
        f"f([{CYCLE.replace('decay', 'transition').format(0.1, 5, 40)}])",
    ),
]


def invocations():
    for name, text in CALLS:
        yield pytest.param(Invocation(f"optax.{name}", text), id=f"{name} {text}")
    for name, text in NEW:
        call = Invocation(f"lrmigrate.lrsched.{name}", text)
        yield pytest.param(call, id=f"new {name} {text}")


@pytest.fixture(scope="module")
def curves():
    return SiteCurves(FACTS, OPTAX_RECIPES)


def numbers(curve):
    """What a sketch tells of a curve, behind its blocks."""
    return render([curve_line(curve)], colour=False).partition(" ")[2]


@pytest.mark.parametrize("call", [*invocations()])
def test_the_numbers_are_those_of_the_library(curves, call):
    plain, computed = curves.of(call), curves.of(call, call, DIFFERENT)
    assert plain is not None
    assert numbers(plain) == numbers(computed)
    assert plain.binding == computed.binding
    assert plain.boundaries == computed.boundaries
    assert plain.peak == computed.peak
    assert plain.steps[-1] == computed.steps[-1]
    assert {*plain.steps} & {*computed.steps} >= {0, *corners(plain)}
    values = dict(zip(computed.steps, computed.values, strict=True))
    scale = max(map(abs, computed.values))
    for step, value in zip(plain.steps, plain.values, strict=True):
        if step in values:
            assert value == pytest.approx(values[step], rel=1e-4, abs=1e-5 * scale)


def corners(curve):
    return {one.step for one in curve.boundaries}


def test_after_a_proof_both_are_one_curve(curves):
    old = Invocation("optax.cosine_onecycle_schedule", "f(n, 0.1, pct_start=0.29)")
    new = Invocation(
        "lrmigrate.lrsched.cosine_onecycle_schedule",
        "f(n, 0.1, warmup_steps=int(0.29 * n))",
    )
    curve = curves.of(old, new, PROVEN)
    assert curve.values == curve.after
    assert "warmup_steps" in {one.name for one in curve.boundaries}


def test_a_counterexample_is_among_the_steps(curves):
    old = Invocation("optax.cosine_onecycle_schedule", "f(n, 0.1, pct_start=0.29)")
    new = Invocation(
        "lrmigrate.lrsched.cosine_onecycle_schedule",
        "f(n, 0.1, warmup_steps=int(0.3 * n))",
    )
    example = Counterexample((("n", "1000000"),), 777_777, "1", "2", "")
    verdict = Verdict(VerdictKind.DIVERGENT, counterexample=example)
    curve = curves.of(old, new, verdict)
    assert curve.binding == (("n", "1000000"),)
    assert 777_777 in curve.steps
    assert curve.values != curve.after


@pytest.mark.parametrize(
    ("argument", "told"),
    [("x", "-0.1"), ("x", "float('inf')"), ("0.1 * len(x)", "a list of 100 values")],
)
def test_a_binding_is_read_as_it_is_told(curves, argument, told):
    call = Invocation("optax.cosine_decay_schedule", f"f({argument}, 100)")
    example = Counterexample((("x", told),), 0, "1", "2", "float32")
    verdict = Verdict(VerdictKind.DIVERGENT, counterexample=example)
    curve = curves.of(call, call, verdict)
    assert curve.binding == (("x", told),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("f(0.1, 0)", "the call raises ValueError: The cosine_decay_schedule requires"),
        ("f(0.1, 1 / 0)", "the call raises ZeroDivisionError"),
        ("f(0.1, **o)", "no tried value of `o` gives a curve"),
        ("f()", "the call raises TypeError"),
        ("f('a', 100)", "the "),
    ],
)
def test_why_there_is_none_is_what_the_library_says(curves, text, reason):
    call = Invocation("optax.cosine_decay_schedule", text)
    assert curves.why_not(call).startswith(reason)


@pytest.mark.parametrize("text", ["f(1e39, 100)", "f(0.1, 2**40)"])
def test_what_float32_and_int32_do_not_hold_is_as_the_library_has_it(curves, text):
    call = Invocation("optax.cosine_decay_schedule", text)
    asked = curves.of(call, None, DIFFERENT)
    assert repr(curves.of(call)) == repr(asked), "it has NaN, which equals nothing"


def test_a_report_without_a_rewrite_imports_no_jax(tmp_path):
    (tmp_path / "train.py").write_text(
        "import optax\n\nlr = optax.warmup_cosine_decay_schedule(0, 0.1, 10, 100 - 10)\n"
        "f = optax.warmup_exponential_decay_schedule(0, lr0, 10, n, 0.5)\n"
    )
    code = (
        "import sys\nfrom lrmigrate.codemod.cli.app import cli\n"
        "try: cli.main(['report', '--html', 'page.html', '--select', 'LRS004,LRS1'])\n"
        "except SystemExit: pass\n"
        "print({'jax', 'optax', 'numpy'} & set(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout.splitlines()[-1] == "set()"
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert re.search(r'class="plot" data-curve="\d', page)
