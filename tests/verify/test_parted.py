"""Values for which the pieces of two curves meet at different whole steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrmigrate.codemod.model import Invocation, VerdictKind
from lrmigrate.codemod.verify.binding import Binding
from lrmigrate.codemod.verify.bounded import RefusedError
from lrmigrate.codemod.verify.comparison import Comparison
from lrmigrate.codemod.verify.parted import ASKED, MOST, parted

ONECYCLE = "cosine_onecycle_schedule"
BEFORE = "f(n, peak, pct_start=w / n)"


@pytest.mark.parametrize(
    "warmup",
    [
        "int(w / n * n) * 1e200 / 1e200",
        "w / n * n",
        "w",
        "int(w / n * n) if w < 200 else 0",
    ],
)
def test_a_warmup_that_rounds_otherwise_is_another_curve(verifier, warmup):
    comparison = Comparison(
        Invocation(f"optax.{ONECYCLE}", BEFORE),
        Invocation(
            f"lrmigrate.lrsched.{ONECYCLE}", f"f(n, peak, warmup_steps={warmup})"
        ),
    )
    assert verifier.verify(comparison).kind is VerdictKind.DIVERGENT


def test_a_warmup_that_rounds_alike_is_the_same(verifier):
    comparison = Comparison(
        Invocation(f"optax.{ONECYCLE}", BEFORE),
        Invocation(
            f"lrmigrate.lrsched.{ONECYCLE}", "f(n, peak, warmup_steps=int(w / n * n))"
        ),
    )
    assert verifier.verify(comparison).kind.safe


def found(before, after, **values):
    def boundaries(binding):
        return (before(binding.values["n"]),), (after(binding.values["n"]),)

    return [*parted(boundaries, Binding(values))]


def test_steps_are_compared_rounded_down_and_up():
    assert found(lambda n: n, lambda n: n + 0.0, n=3) == []
    down = found(lambda n: n, lambda n: n - 1e-9, n=3)
    assert down == [("n", number) for number in ASKED[:MOST]]
    up = found(lambda n: n, lambda n: n + 1e-9, n=3)
    assert up == [("n", number) for number in ASKED[:MOST]]


def test_of_what_has_no_number_nothing_is_asked():
    assert found(lambda n: 1, lambda n: 2, n="a", m=None) == []
    assert found(lambda n: 1, lambda n: 2, n=True) == []


def test_a_value_that_cannot_be_evaluated_is_passed_over():
    def before(n):
        if n < 10:
            raise RefusedError("no")
        return n

    assert found(before, lambda n: 0, n=3)[0] == ("n", 10)


@given(st.integers(2, 400))
def test_every_way_to_part_a_whole_number_is_found(odd):
    told = found(lambda n: n, lambda n: n - (n == odd), n=5)
    assert told == ([("n", odd)] if odd in ASKED else [])


def test_infinite_and_missing_steps_compare_as_they_are():
    inf = float("inf")
    assert found(lambda n: inf, lambda n: inf, n=1) == []
    assert found(lambda n: inf, lambda n: n, n=1) != []
