"""Impure argument expressions: evaluated as often as before, in the same order."""

from __future__ import annotations

import pytest

from lrmigrate.codemod.verify.call import parse_call
from lrmigrate.codemod.verify.effects import changed_effects


def changed(before, after):
    return changed_effects(parse_call(before), parse_call(after))


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (
            "f(steps(), p)",
            "f(steps(), int(p * steps()))",
            "`steps()` would be evaluated twice",
        ),
        ("f(a(), b())", "f(b(), a())", "`b()` would be evaluated in another order"),
        ("f(a(), p=b())", "f(a())", "`b()` would no longer be evaluated"),
        ("f(a)", "f(g(a))", "`g(a)` would be evaluated, as it was not"),
        ("f(n, g(), p)", "f(n, g(), int(p * n))", "`n` would be read after `g()`"),
        ("f(c.n, g())", "f(g(), c.n)", "`c.n` would be read after `g()`"),
        ("f(g(), d[0])", "f(d[0], g())", "`d[0]` would be read before `g()`"),
        ("f((m := n), p)", "f(n, p)", "`(m := n)` would no longer be evaluated"),
        ("f(await g())", "f(g())", "`await g()` would no longer be evaluated"),
        ("f(g() if a else 1)", "f(g() if b else 1)", "`if b` would be evaluated"),
        ("f(a or g())", "f(b or g())", "`if b or g()` would be evaluated"),
        ("f([g() for i in x])", "f([g() for i in y])", "`for i in y` would be"),
        ("f(max(x, key=g))", "f(max(x, key=g), max(x, key=g))", "evaluated twice"),
        ("f(x, k=g(), *h())", "f(x, g(), *h())", "in another order"),
    ],
)
def test_a_change_is_told(before, after, reason):
    assert reason in changed(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("f(g(), decay_steps=h())", "f(g(), steps=h())", id="plain rename"),
        pytest.param("f(n, p)", "f(n, int(p * n))", id="names alone"),
        pytest.param("f(n, c.p)", "f(n, int(c.p * n))", id="no impure call"),
        pytest.param("f(len(x), p)", "f(len(x), p * len(x))", id="pure builtin"),
        pytest.param("f(n, p, g())", "f(n, p, g())", id="nothing changed"),
        pytest.param("f(g(), c.n, p)", "f(g(), p)", id="read less often"),
        pytest.param(
            "f([dict(a=g(i), d=n) for i in x])",
            "f([dict(a=g(i), t=n) for i in x])",
            id="renamed inside a comprehension",
        ),
    ],
)
def test_what_changes_nothing_passes(before, after):
    assert changed(before, after) == ""
