"""Formulas of numbers that one call alone has are no proof, whatever was sampled."""

from __future__ import annotations

import pytest

from lrmigrate.codemod.model import VerdictKind

ONECYCLE = ("cosine_onecycle_schedule", "n, lr, pct_start=p")
CUT = "int(float(p) * 3 / n * n)"
OF_ONE_ALONE = {
    "what a sum gives back, but of 4": (
        *("cosine_onecycle_schedule", "n, lr, pct_start=float(p) * 3 / n"),
        f"n, lr, warmup_steps={CUT} + 0.1 - 0.1",
        "`0.1` is computed with in the new call alone",
    ),
    "what a product is, but of few": (
        *("cosine_decay_schedule", "lr, decay_steps=n"),
        "lr, transition_steps=n * 2**60 / 2**60",
        f"`{2**60}` is computed with in the new call alone",
    ),
    "what the old call halves": (
        *("cosine_decay_schedule", "float(lr) * 2 * 0.5, decay_steps=n"),
        "float(lr), transition_steps=n",
        "`2` is computed with in the old call alone",
    ),
}


@pytest.mark.parametrize(
    ("function", "before", "after", "reason"), OF_ONE_ALONE.values(), ids=OF_ONE_ALONE
)
def test_numbers_of_one_call_are_refused(function, before, after, reason, verify):
    verdict = verify(function, f"f({before})", f"f({after})")
    assert (verdict.kind, verdict.reason) == (VerdictKind.UNVERIFIABLE, reason)


def test_a_value_that_tells_them_apart_is_told(verify):
    verdict = verify(
        "cosine_decay_schedule", "f(lr * 3 / 3, n)", "f(lr, transition_steps=n)"
    )
    assert verdict.kind is VerdictKind.DIVERGENT


OF_BOTH = {
    "of the call": (*ONECYCLE, "n, lr, warmup_steps=int(p * n)"),
    "a default": (
        *("cosine_onecycle_schedule", "n, lr"),
        "n, lr, warmup_steps=int(0.3 * n)",
    ),
    "what they come to": (
        *("cosine_onecycle_schedule", "10 * 100, lr, pct_start=p"),
        "1000, lr, warmup_steps=int(p * 1000)",
    ),
    "0 and 1": (
        *("cosine_decay_schedule", "lr, decay_steps=n"),
        "lr, transition_steps=n * 1 + 0",
    ),
    "of what calls a builtin": (
        *("cosine_onecycle_schedule", "1000, lr, pct_start=0.57"),
        "1000, lr, warmup_steps=int(0.57 * 1000)",
    ),
}


@pytest.mark.parametrize(("function", "before", "after"), OF_BOTH.values(), ids=OF_BOTH)
def test_numbers_of_both_are_no_reason(function, before, after, verify):
    assert verify(function, f"f({before})", f"f({after})").kind.safe
