"""Comparisons that share what is shown of one: never where more than names differs."""

from __future__ import annotations

import pytest

from lrmigrate.codemod.model import Invocation, VerdictKind
from lrmigrate.codemod.verify import verifier
from lrmigrate.codemod.verify.alike import alike
from lrmigrate.codemod.verify.call import parse_call
from lrmigrate.codemod.verify.comparison import Comparison
from lrmigrate.codemod.verify.verifier import Verifier
from lrmigrate.rules.optax.schedules import FACTS

OLD = "optax.cosine_decay_schedule"
NEW = "lrmigrate.lrsched.cosine_decay_schedule"


def compared(call, stated=(), function=OLD, **fields):
    before = Invocation(function, call, tuple(stated))
    after = Invocation(NEW, call.replace("decay_steps", "transition_steps"))
    return Comparison(before, after, **fields)


def shared(comparison):
    calls = (comparison.before.call, comparison.after.call)
    return alike(comparison, *map(parse_call, calls))


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("f([x for x in n])", id="a comprehension"),
        pytest.param("f(get(), get())", id="one text with two values"),
    ],
)
def test_what_rests_on_its_names_is_like_nothing(call):
    assert shared(compared(call)) is None


def test_what_is_seen_to_be_no_number_is_like_nothing():
    assert shared(compared("f(lr)", seen=(("lr", None),))) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(a, b)", "f(a, a)"),
        ("f(a, b, a)", "f(a, b, b)"),
        ("f(a)", "f(0.1)"),
        ("f(a, 1)", "f(a, 1.0)"),
        ("f(a, 1)", "f(a, True)"),
        ("f(a * 2)", "f(a + 2)"),
        ("f(int(a))", "f(float(a))"),
        ("f(max(a, b))", "f(min(a, b))"),
        ("f(a, b)", "f(a, decay_steps=b)"),
        ("f(a, alpha=b)", "f(a, exponent=b)"),
        ("f(*a)", "f(a)"),
        ("f(**a)", "f(a)"),
        ("f([a, b])", "f((a, b))"),
        ("f(a if b else c)", "f(b if a else a)"),
        ("f({'a': b})", "f({'b': b})"),
    ],
)
def test_calls_that_differ_in_more_than_names_are_not_alike(one, other):
    first, second = shared(compared(one)), shared(compared(other))
    assert first is not None
    assert second is not None
    assert first.key != second.key


def test_functions_and_stated_values_tell_comparisons_apart():
    asked = [
        compared("f(lr, n)"),
        compared("f(lr, n)", function="optax.linear_schedule"),
        compared("f(lr, n)", [("lr", 0.1)]),
        compared("f(lr, n)", [("n", 0.1)]),
        compared("f(lr, n)", [("n", 1)]),
        compared("f(lr, n)", [("n", 1.0)]),
    ]
    assert len({shared(one).key for one in asked}) == len(asked)


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        ("f(a, b)", "f(rate, cfg.steps)", ("rate", "cfg.steps")),
        ("f(a / 10, b, alpha=a)", "f(g() / 10, s[0], alpha=g())", None),
        ("f(int(0.1 * n))", "f( int( 0.1*int ) )", ("int",)),
        ("f(0.1, n)", "f(1e-1, len_of(x))", ("len_of(x)",)),
    ],
)
def test_names_alone_make_no_difference(one, other, names):
    first, second = shared(compared(one)), shared(compared(other))
    assert first is not None
    if names is None:  # what is called twice is not a name
        assert second is None
        return
    assert second is not None
    assert first.key == second.key
    assert second.names == names


def test_one_like_another_is_told_of_its_own_names_and_nothing_is_traced(monkeypatch):
    judge = Verifier(FACTS)
    first = judge.verify(compared("f(lr / 10, decay_steps=steps, alpha=cfg.a)"))
    assert first.kind is VerdictKind.EQUIVALENT_IDENTICAL
    monkeypatch.setattr(verifier, "make_side", None)
    again = judge.verify(compared("f(cfg.lr / 10, decay_steps=n, alpha=x)"))
    told = first.reason.replace("`lr`", "`cfg.lr`").replace("`cfg.a`", "`x`")
    assert (again.kind, again.bindings) == (first.kind, first.bindings)
    assert again.reason == told.replace("`steps`", "`n`")
    assert "`x`" in again.reason
