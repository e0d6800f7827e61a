"""Verdicts: right rewrites of every form pass, and the rest says why not."""

from __future__ import annotations

import importlib.metadata
import re
from dataclasses import replace

import pytest

from lrmigrate.codemod.model import Invocation, VerdictKind
from lrmigrate.codemod.verify.comparison import Comparison, CurveFacts
from lrmigrate.codemod.verify.requirements import (
    import_failure,
    missing_requirements,
)
from lrmigrate.codemod.verify.verifier import Verifier
from lrmigrate.rules.optax.schedules import FACTS

IDENTICAL = VerdictKind.EQUIVALENT_IDENTICAL
EXACT, SAMPLED = VerdictKind.EQUIVALENT_EXACT, VerdictKind.EQUIVALENT_SAMPLED

COSINE = "cosine_decay_schedule"
WARMUP_COSINE = "warmup_cosine_decay_schedule"
EXPONENTIAL = "warmup_exponential_decay_schedule"
LINEAR = "linear_onecycle_schedule"
ONECYCLE = "cosine_onecycle_schedule"
RESTARTS = "sgdr_schedule"


def renamed(call):
    return call.replace("decay_steps", "transition_steps")


RENAMED = [
    (COSINE, "f(1e-3, 1000)", EXACT),
    (COSINE, "f(1e-3, decay_steps=1000, alpha=0.1)", EXACT),
    (COSINE, "f(decay_steps=10 * 100, init_value=1e-3)", EXACT),
    (COSINE, "f(0.1, decay_steps=int(100 * 1.5), exponent=2)", EXACT),
    (COSINE, "f(0.1, **{'decay_steps': 100})", EXACT),
    (COSINE, "f(0.1, **dict(decay_steps=100, alpha=0.1))", EXACT),
    (COSINE, "f(*[0.1, 100])", EXACT),
    (COSINE, "f(lr, decay_steps=total_steps)", SAMPLED),
    (COSINE, "f(cfg.lr, decay_steps=cfg['train'].steps)", SAMPLED),
    (COSINE, "f(cfg.lr, decay_steps=len(data) // cfg.batch * cfg.epochs)", SAMPLED),
    (COSINE, "f(lr, decay_steps=get_steps(cfg))", SAMPLED),
    (COSINE, "f(lr, decay_steps=n if n > 0 else 1)", SAMPLED),
    (COSINE, "f(lr, decay_steps=max(n - warmup, 1))", SAMPLED),
    (COSINE, "f(lr * batch / 256, decay_steps=10_000)", SAMPLED),
    (COSINE, "f(lr, decay_steps=3_000_000)", SAMPLED),
    (WARMUP_COSINE, "f(0.0, 1e-3, 100, 1000, 1e-5)", EXACT),
    (WARMUP_COSINE, "f(0.0, 1e-3, warmup_steps=100, decay_steps=1000)", EXACT),
    (WARMUP_COSINE, "f(0.0, lr, warmup, decay_steps=total)", SAMPLED),
    (WARMUP_COSINE, "f(0.0, lr, warmup, decay_steps=total - warmup)", SAMPLED),
    (WARMUP_COSINE, "f(0.0, c.lr, c.w, decay_steps=c.n, end_value=c.lr / 10)", SAMPLED),
    (WARMUP_COSINE, "f(0.0, lr, int(0.1 * n), decay_steps=n)", SAMPLED),
    (EXPONENTIAL, "f(0.0, 0.1, 10, 100, 0.5, staircase=True)", EXACT),
    (EXPONENTIAL, "f(0.0, lr, warmup, total, rate)", SAMPLED),
    (
        RESTARTS,
        "f([dict(init_value=0., peak_value=.1, warmup_steps=5, decay_steps=40)])",
        EXACT,
    ),
    (
        RESTARTS,
        "f([{'init_value': 0., 'peak_value': p, 'warmup_steps': w, 'decay_steps': n}])",
        SAMPLED,
    ),
    (
        RESTARTS,
        "f([dict(init_value=0., peak_value=lr * 0.5**i, warmup_steps=5,"
        " decay_steps=40 * 2**i) for i in range(3)])",
        SAMPLED,
    ),
    (
        RESTARTS,
        "f(dict(init_value=0., peak_value=p, warmup_steps=5, decay_steps=n)"
        " for p, n in zip(peaks, lengths))",
        SAMPLED,
    ),
    (
        RESTARTS,
        "f([dict(init_value=0., peak_value=lrs[i], warmup_steps=5, decay_steps=n)"
        " for i in range(3)])",
        SAMPLED,
    ),
    (
        RESTARTS,
        "f([dict(init_value=0., peak_value=c.lr, warmup_steps=1, decay_steps=c.n)"
        " for c in cfg.cycles])",
        SAMPLED,
    ),
    (
        RESTARTS,
        "f([dict(init_value=0., peak_value=.1, warmup_steps=5, decay_steps=40)] * 3)",
        EXACT,
    ),
    (RESTARTS, "f(cycles)", SAMPLED),
    (RESTARTS, "f([first, second])", SAMPLED),
]


# Cycles that are not there, or are given as text, raise sooner than they did.
COMPUTED = ("zip(peaks, lengths)", "in cfg.cycles", "lrs[i]")


@pytest.mark.parametrize(("function", "call", "kind"), RENAMED)
def test_a_rename_is_the_same_program(verify, function, call, kind):
    verdict = verify(function, call, renamed(call))
    computed = any(part in call for part in COMPUTED)
    assert verdict.kind is (kind if computed else IDENTICAL), verdict
    assert computed or verdict.reason.startswith("identical programs")
    assert verdict.max_ulp == 0.0


@pytest.mark.parametrize(("function", "call", "kind"), RENAMED)
def test_the_curves_of_a_rename_are_the_same(computed, function, call, kind):
    verdict = computed(function, call, renamed(call))
    assert verdict.kind is kind, verdict
    assert verdict.max_ulp == 0.0
    assert verdict.points > 100


FORMULAS = [
    (LINEAR, "f(100, 0.1)", "f(100, 0.1)", EXACT),
    (LINEAR, "f(100, 0.1, 0.29)", "f(100, 0.1, 28)", EXACT),
    (LINEAR, "f(100, 0.1, pct_start=0.29)", "f(100, 0.1, warmup_steps=28)", EXACT),
    (LINEAR, "f(n, lr, p)", "f(n, lr, int(p * n))", SAMPLED),
    (
        LINEAR,
        "f(n, lr, pct_start=0.3)",
        "f(n, lr, warmup_steps=int(0.3 * n))",
        SAMPLED,
    ),
    (
        LINEAR,
        "f(cfg.n, cfg.lr, pct_start=w / cfg.n)",
        "f(cfg.n, cfg.lr, warmup_steps=int(w / cfg.n * cfg.n))",
        SAMPLED,
    ),
    (
        LINEAR,
        "f(n + 1, lr, pct_start=p, pct_final=q)",
        "f(n + 1, lr, warmup_steps=int(p * (n + 1)), pct_final=q)",
        SAMPLED,
    ),
    (ONECYCLE, "f(250, 1, 0.1, 10, 100)", "f(250, 1, 25, 10, 100)", EXACT),
    (
        ONECYCLE,
        "f(peak_value=lr, transition_steps=n, pct_start=p)",
        "f(peak_value=lr, transition_steps=n, warmup_steps=int(p * n))",
        SAMPLED,
    ),
    (
        RESTARTS,
        "f(cosine_kwargs=cfg.cycles)",
        "f(cycles=cfg.cycles)",
        SAMPLED,
    ),
]


@pytest.mark.parametrize(("function", "before", "after", "kind"), FORMULAS)
def test_a_formula_gives_the_same_program(verify, function, before, after, kind):
    verdict = verify(function, before, after)
    assert verdict.kind is IDENTICAL, verdict
    assert ("sampled" in verdict.reason) is (kind is SAMPLED)


@pytest.mark.parametrize(("function", "before", "after", "kind"), FORMULAS)
def test_a_formula_gives_the_same_curves(computed, function, before, after, kind):
    verdict = computed(function, before, after)
    assert verdict.kind is kind, verdict
    assert verdict.max_ulp == 0.0


@pytest.mark.parametrize(
    ("function", "before", "after", "reason"),
    [
        (COSINE, "f(0.1, g())", "f(0.1, g() + g())", "`g()` would be evaluated twice"),
        (COSINE, "f(0.1, 10**10**10)", "f(0.1, 10**10**10)", "1024 bits"),
        (COSINE, "f(0.1, len([0] * 10**9))", "f(0.1, 10**9)", "1024 values"),
        (COSINE, "f(*args)", "f(*args)", "`*args`: what it holds is not known"),
        (COSINE, "f(0.1, **kw)", "f(0.1, **kw)", "`**kw`: what it holds is not known"),
        (COSINE, "f(0.1, n / 0)", "f(0.1, n / 0)", "gives a curve (raises ZeroDiv"),
        (COSINE, "f(0.1, 'a' * n)", "f(0.1, 'a' * n)", "gives a curve"),
        (COSINE, "f(0.1,", "f(0.1, 2)", "does not parse"),
        (COSINE, "f", "f(0.1, 2)", "not a call"),
        (
            RESTARTS,
            "f([{**c, 'decay_steps': n}])",
            "f([{**c, 'decay_steps': n}])",
            "`**c`",
        ),
        ("no_such_schedule", "f(1)", "f(1)", "nothing is known of optax.no_such"),
    ],
)
def test_what_cannot_be_shown_is_unverifiable(verify, function, before, after, reason):
    verdict = verify(function, before, after)
    assert verdict.kind is VerdictKind.UNVERIFIABLE
    assert reason in verdict.reason


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ("f(0.1, 0)", "f(0.1, 0)", "ValueError"),
        ("f(0.1, 1 // 0)", "f(0.1, 1 % 0)", "ZeroDivisionError"),
        ("f(0.1)", "f(0.1)", "TypeError"),
    ],
)
def test_both_raising_alike_is_told_and_no_success(verify, before, after, error):
    verdict = verify(COSINE, before, after)
    assert verdict.kind is VerdictKind.UNVERIFIABLE
    assert verdict.reason.startswith(f"both raise {error}: ")


@pytest.mark.parametrize(
    ("function", "call", "error"),
    [
        pytest.param(COSINE, "f('1e-3', decay_steps=100)", "TypeError", id="text"),
        pytest.param(COSINE, "f(None, decay_steps=100)", "TypeError", id="None"),
        pytest.param(RESTARTS, "f([])", "IndexError", id="no cycle"),
    ],
)
def test_raising_when_made_is_not_raising_at_the_first_step(
    verify, function, call, error
):
    verdict = verify(function, call, renamed(call))
    assert verdict.kind is VerdictKind.DIVERGENT
    assert verdict.counterexample is not None
    assert verdict.counterexample.step is None
    assert verdict.counterexample.before.startswith(
        f"makes a schedule that raises {error}"
    )


def test_sampled_values_without_a_curve_are_told(verify):
    cycles = (
        "f([dict(init_value=0., peak_value=p, warmup_steps=5, decay_steps=40)"
        " for p in peaks])"
    )
    verdict = verify(RESTARTS, cycles, renamed(cycles))
    assert verdict.kind is SAMPLED
    assert (
        "1 give no curve, which the old call says at its first step and the new one "
        "when it is made" in verdict.reason
    )


@pytest.mark.parametrize(
    ("function", "call", "told"),
    [
        (COSINE, "f(0.1, decay_steps=10**12)", "a curve of more than 2**31 steps"),
        (COSINE, "f(0.1, decay_steps=2**31 - 1)", "a curve of more than 2**31 steps"),
        (COSINE, "f(0.1, decay_steps=1e300)", "a curve of more than 2**31 steps"),
        (COSINE, "f(0.1, decay_steps=1e400)", "a curve of more than 2**31 steps"),
        (WARMUP_COSINE, "f(0.0, 0.1, 10**10, decay_steps=10**11)", "2**31 steps"),
        (ONECYCLE, "f(10**12, 0.1)", "in float32 both raise OverflowError"),
    ],
)
def test_what_no_int32_reaches_is_never_exact(computed, function, call, told):
    verdict = computed(function, call, renamed(call))
    assert verdict.kind is SAMPLED
    assert told in verdict.reason
    assert "every step" not in verdict.reason


def test_one_raising_is_divergent(verify):
    verdict = verify(COSINE, "f(0.1, 10)", "f(0.1, 10, beta=1)")
    assert verdict.kind is VerdictKind.DIVERGENT
    assert verdict.counterexample is not None
    assert verdict.counterexample.step is None
    assert verdict.counterexample.after.startswith("raises TypeError: ")


def test_a_counterexample_names_binding_step_and_both_values(verify):
    verdict = verify(
        LINEAR, "f(n, 0.1, pct_start=p)", "f(n, 0.1, warmup_steps=round(p * n))"
    )
    assert verdict.kind is VerdictKind.DIVERGENT
    shown = verdict.counterexample
    assert shown is not None
    binding = {name: eval(value) for name, value in shown.binding}
    assert int(binding["p"] * binding["n"]) != round(binding["p"] * binding["n"])
    assert shown.step is not None
    assert shown.before != shown.after
    assert shown.precision == "float32"
    assert re.search(r"at step \d+ with n=.*, p=.* \(float32\): before", str(shown))


def test_what_raises_otherwise_is_told_before_all_curves_are_computed(verify):
    verdict = verify(
        ONECYCLE, "f(n, n, pct_start=0.25)", "f(n, n, warmup_steps=int(0.25 * n))"
    )
    assert verdict.kind is VerdictKind.DIVERGENT
    assert "after raises OverflowError" in str(verdict.counterexample)
    assert verdict.points == 0


def test_the_last_bit_of_float64_counts(verify):
    verdict = verify(COSINE, "f(0.3, 100)", "f(0.1 + 0.2, 100)")
    assert verdict.kind is VerdictKind.DIVERGENT
    assert verdict.counterexample is not None
    assert verdict.counterexample.precision == "float64"
    assert 0 < verdict.max_ulp < 2


def test_the_same_impure_call_twice_is_two_values(verify):
    before = "f(0.0, warmup_steps=5, decay_steps=50, peak_value=g(), end_value=g())"
    after = "f(0.0, warmup_steps=5, decay_steps=50, end_value=g(), peak_value=g())"
    assert verify(WARMUP_COSINE, before, renamed(before)).kind is IDENTICAL
    assert verify(WARMUP_COSINE, before, renamed(after)).kind is VerdictKind.DIVERGENT


def test_verdicts_are_remembered_and_repeatable(verifier):
    call = "f(lr, decay_steps=n)"
    comparison = Comparison(
        Invocation(f"optax.{COSINE}", call),
        Invocation(f"lrmigrate.lrsched.{COSINE}", renamed(call)),
        after_note="lrsched stands in for it",
    )
    verdict = verifier.verify(comparison)
    assert verifier.verify(comparison) is verdict
    assert Verifier(FACTS).verify(comparison) == verdict
    assert verdict.reason.endswith("; lrsched stands in for it")


def test_the_names_and_the_bindings_are_told(computed):
    verdict = computed(COSINE, "f(lr, decay_steps=c.n)", "f(lr, transition_steps=c.n)")
    assert verdict.reason.startswith("sampled: `lr`, `c.n`")
    assert 16 <= verdict.bindings <= 64


def test_what_is_not_installed_is_named(monkeypatch):
    assert missing_requirements() == ()
    assert missing_requirements(["json", "no_such_module"]) == ("no_such_module",)
    comparison = Comparison(
        Invocation(f"no_such_module.{COSINE}", "f(1, 2)"),
        Invocation(f"lrmigrate.lrsched.{COSINE}", "f(1, 2)"),
    )
    verdict = Verifier(FACTS).verify(comparison)
    assert verdict.kind is VerdictKind.UNVERIFIABLE
    assert verdict.reason == "not installed: no_such_module"


@pytest.mark.parametrize(
    ("installed", "kind"),
    [("0.2.6", SAMPLED), ("0.2.7", VerdictKind.DIVERGENT)],
)
def test_an_older_library_is_compared_within_the_bound(monkeypatch, installed, kind):
    monkeypatch.setattr(importlib.metadata, "version", lambda name: installed)
    verdict = in_other_arithmetic(f"optax.{COSINE}")
    assert verdict.kind is kind
    if kind is SAMPLED:
        assert 0 < verdict.max_ulp <= 4
        assert "within 4 ulp: optax before 0.2.7" in verdict.reason


def test_no_other_library_is_compared_within_the_bound(monkeypatch):
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "0.0.1")
    verdict = in_other_arithmetic(f"lrmigrate.lrsched.{COSINE}")
    assert verdict.kind is VerdictKind.DIVERGENT


def in_other_arithmetic(path):
    """The verdict on a call that another one differs from in the last bits."""
    facts = {path: replace(FACTS[path], looser_before=("optax", "0.2.7"))}
    comparison = Comparison(
        Invocation(path, "f(lr, 100, alpha=0.1 + 0.2)"),
        Invocation(path, "f(lr, 100, alpha=0.3)"),
    )
    return Verifier(facts).verify(comparison)


def test_facts_that_fail_do_not_stop_the_comparison():
    def failing(arguments):
        raise KeyError("decay_steps")

    paths = (f"optax.{COSINE}", f"lrmigrate.lrsched.{COSINE}")
    facts = dict.fromkeys(paths, CurveFacts({}, failing))
    comparison = Comparison(
        Invocation(f"optax.{COSINE}", "f(0.1, 50)"),
        Invocation(f"lrmigrate.lrsched.{COSINE}", "f(0.1, 50)"),
    )
    assert Verifier(facts).verify(comparison).kind.safe


def test_the_values_that_a_project_states_are_compared_first(verifier):
    stated = (("total", 4321),)
    before = Invocation(f"optax.{COSINE}", "f(0.1, total)", stated)
    after = Invocation(f"optax.{COSINE}", "f(0.1, total + (total == 4321))", stated)
    verdict = verifier.verify(Comparison(before, after))
    assert verdict.kind is VerdictKind.DIVERGENT
    assert verdict.bindings == 1
    assert verdict.counterexample.binding == (("total", "4321"),)


def test_what_is_missing_behind_a_library_is_named_with_the_cure():
    error = ModuleNotFoundError("No module named 'chex'", name="chex")
    told = import_failure(error, "optax.cosine_decay_schedule", "lrmigrate.lrsched.x")
    assert told == (
        "optax cannot be imported: it needs chex, which is absent; pip install chex"
    )
    own = ModuleNotFoundError("No module named 'optax'", name="optax")
    assert (
        import_failure(own, "optax.x") == "cannot be imported: No module named 'optax'"
    )
