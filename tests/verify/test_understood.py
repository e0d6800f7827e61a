"""A rewrite moves what a call was given; of formulas that it makes, few are listed."""

from __future__ import annotations

import pytest

from lrmigrate.codemod.model import VerdictKind

COSINE = ("cosine_decay_schedule", "lr, decay_steps=n")
WARMUP = ("warmup_cosine_decay_schedule", "0.0, lr, w, decay_steps=n")
ONECYCLE = ("cosine_onecycle_schedule", "n, lr, pct_start=p")
CYCLE = "dict(init_value=0.0, peak_value=lr, warmup_steps=w, decay_steps=n)"
NEW_CYCLE = CYCLE.replace("decay_steps", "transition_steps")
CUT = "int(float(p) * 3 / n * n)"
ALONE = {
    "what a sum gives back, but of 4": (
        *("cosine_onecycle_schedule", "n, lr, pct_start=float(p) * 3 / n"),
        *(f"n, lr, warmup_steps={CUT} + 0.1 - 0.1", f"{CUT} + 0.1 - 0.1"),
    ),
    "what a product is, but of few": (
        *(*COSINE, "lr, transition_steps=n * 2**60 / 2**60"),
        "n * 2 ** 60 / 2 ** 60",
    ),
    "what the old call halves": (
        *("cosine_decay_schedule", "float(lr) * 2 * 0.5, decay_steps=n"),
        *("float(lr), transition_steps=n", "float(lr)"),
    ),
    "a product, where only one whole number in 2**31 is cut otherwise": (
        *("cosine_onecycle_schedule", "n - 1, lr, pct_start=p"),
        *("n - 1, lr, warmup_steps=int(p * float(n - 1))", "int(p * float(n - 1))"),
    ),
    "a quotient, of what is more than JAX takes": (
        *("cosine_decay_schedule", "lr * peak, decay_steps=n"),
        *("lr * peak / 1, transition_steps=n", "lr * peak / 1"),
    ),
    "a choice, whose type is another where it is 0": (
        *("cosine_decay_schedule", "lr / 100, decay_steps=n"),
        "lr / 100 or min(lr / 100, n), transition_steps=n",
        "lr / 100 or min(lr / 100, n)",
    ),
    "a term with itself": (*WARMUP, "w - w, lr, w, transition_steps=n", "w - w"),
    "a part of a term": (
        *("cosine_onecycle_schedule", "n - 0 * w, lr, pct_start=p"),
        *("n - 0 * w, lr, warmup_steps=int(p * n)", "int(p * n)"),
    ),
}


@pytest.mark.parametrize(
    ("function", "before", "after", "formula"), ALONE.values(), ids=ALONE
)
def test_a_formula_that_is_not_listed_shows_nothing(
    function, before, after, formula, verify
):
    verdict = verify(function, f"f({before})", f"f({after})")
    reason = f"`{formula}` is computed in the new call alone"
    assert (verdict.kind, verdict.reason) == (VerdictKind.UNVERIFIABLE, reason)


LOST = {
    "a term that is what is left out": (
        *("lr, decay_steps=n, exponent=(lr, 1.0)[1]", "lr, transition_steps=n"),
        "(lr, 1.0)[1]",
    ),
}


@pytest.mark.parametrize(("before", "after", "term"), LOST.values(), ids=LOST)
def test_a_term_that_is_lost_shows_nothing(before, after, term, verify):
    verdict = verify("cosine_decay_schedule", f"f({before})", f"f({after})")
    reason = f"`{term}` is given less often in the new call"
    assert (verdict.kind, verdict.reason) == (VerdictKind.UNVERIFIABLE, reason)


def test_a_value_that_tells_them_apart_is_told(verify):
    verdict = verify(
        "cosine_decay_schedule", "f(lr * 3 / 3, n)", "f(lr, transition_steps=n)"
    )
    assert verdict.kind is VerdictKind.DIVERGENT


LISTED = {
    "what was given, by other names": (*COSINE, "transition_steps=n, init_value=lr"),
    "a product cut": (*ONECYCLE, "n, lr, warmup_steps=int(p * n)"),
    "the other way round": (*ONECYCLE, "n, lr, warmup_steps=int(n * p)"),
    "of a default": (
        *("cosine_onecycle_schedule", "n, lr"),
        "n, lr, warmup_steps=int(0.3 * n)",
    ),
    "of terms that are formulas": (
        *("cosine_onecycle_schedule", "n + w, lr, pct_start=w / (n + w)"),
        "n + w, lr, warmup_steps=int(w / (n + w) * (n + w))",
    ),
    "of a number that is computed": (
        *("cosine_onecycle_schedule", "10 * 100, lr, pct_start=p"),
        "1000, lr, warmup_steps=int(p * 1000)",
    ),
    "numbers": (
        *("cosine_onecycle_schedule", "1000, lr, pct_start=0.57"),
        "1000, lr, warmup_steps=int(0.57 * 1000)",
    ),
    "a default that is left out": (
        "warmup_cosine_decay_schedule",
        "0.0, lr, w, decay_steps=n, end_value=0.0",
        "0.0, lr, w, transition_steps=n",
    ),
    "a default that is said": (*COSINE, "lr, transition_steps=n, exponent=1.0"),
    "cycles": ("sgdr_schedule", f"[{CYCLE}] * k", f"[{NEW_CYCLE}] * k"),
    "cycles of a loop": (
        "sgdr_schedule",
        f"[{CYCLE} for w in (5, k)]",
        f"[{NEW_CYCLE} for w in (5, k)]",
    ),
    "cycles of two kinds": (
        "sgdr_schedule",
        f"[{CYCLE}] if k else [{CYCLE}, {CYCLE}]",
        f"[{NEW_CYCLE}] if k else [{NEW_CYCLE}, {NEW_CYCLE}]",
    ),
}


@pytest.mark.parametrize(("function", "before", "after"), LISTED.values(), ids=LISTED)
def test_what_is_listed_is_compared(function, before, after, verify):
    assert verify(function, f"f({before})", f"f({after})").kind.safe
