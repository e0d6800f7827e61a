"""Functions of packages that a rule names: imported, called, and never trusted."""

from __future__ import annotations

import sys

import pytest

from lrmigrate.codemod.model import Invocation, VerdictKind
from lrmigrate.codemod.verify.comparison import Comparison, CurveFacts
from lrmigrate.codemod.verify.verifier import Verifier

FACTS = CurveFacts(
    {"peak": (0.1, 1.0), "decay_steps": (10, 3), "transition_steps": (10, 3)},
    lambda arguments: (arguments["transition_steps"] or arguments["decay_steps"],),
)
BOTH = """
def cosine(peak, transition_steps=None, decay_steps=None):
    print("made")
    length = transition_steps if transition_steps is not None else decay_steps
    return lambda step: peak * (1 - step / length)
"""
OLD, NEW = "f(lr, decay_steps=n)", "f(lr, transition_steps=n)"


@pytest.fixture
def judged(tmp_path, monkeypatch):
    def judge(text, old=OLD, new=NEW, function="ours.cosine"):
        (tmp_path / "ours.py").write_text(text)
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "ours", raising=False)
        known = Verifier({"ours.cosine": FACTS})
        return known.verify(
            Comparison(Invocation("ours.cosine", old), Invocation(function, new))
        )

    return judge


UNVERIFIABLE = {
    "its package needs what is not there": (
        "import no_such_module",
        "ours cannot be imported: it needs no_such_module, which is absent; "
        "pip install no_such_module",
    ),
    "its package raises when it is imported": (
        "raise RuntimeError('no licence')",
        "cannot be imported: ours raises RuntimeError: no licence",
    ),
    "its package ends Python when it is imported": (
        "import sys\nsys.exit('not here')",
        "cannot be imported: ours raises SystemExit: not here",
    ),
    "its package cannot be parsed": (
        "def cosine(:",
        "cannot be imported: ours raises SyntaxError: invalid syntax (ours.py, line 1)",
    ),
    "its package has no such function": (
        "",
        "cannot be imported: ours has no cosine",
    ),
    "it is no function": (
        "cosine = None",
        "what ours.cosine takes cannot be read: None is not a callable object",
    ),
}


@pytest.mark.parametrize(("text", "reason"), UNVERIFIABLE.values(), ids=UNVERIFIABLE)
def test_it_cannot_be_compared(text, reason, judged):
    verdict = judged(text)
    assert (verdict.kind, verdict.reason) == (VerdictKind.UNVERIFIABLE, reason)


def test_it_cannot_be_compared_with_what_nothing_is_known_of(judged):
    verdict = judged(BOTH, function="ours.other")
    assert verdict.kind is VerdictKind.UNVERIFIABLE
    assert verdict.reason == "nothing is known of ours.other"


DIVERGENT = {
    "its new argument means another length": BOTH.replace(
        "length = transition_steps", "length = 2 * transition_steps"
    ),
    "only the old name is taken": BOTH.replace("transition_steps=None, ", "").replace(
        "transition_steps if transition_steps is not None else ", ""
    ),
    "only the new name is taken": BOTH.replace(", decay_steps=None", "").replace(
        " if transition_steps is not None else decay_steps", ""
    ),
}


@pytest.mark.parametrize("text", DIVERGENT.values(), ids=DIVERGENT)
def test_a_counterexample_is_found(text, judged):
    assert judged(text).kind is VerdictKind.DIVERGENT


def test_both_names_give_one_curve(judged, capsys):
    assert judged(BOTH).kind is VerdictKind.EQUIVALENT_IDENTICAL
    constant = judged(BOTH, "f(0.1, decay_steps=20)", "f(0.1, transition_steps=20)")
    assert constant.kind is VerdictKind.EQUIVALENT_IDENTICAL
    assert capsys.readouterr().out == "", "what a schedule prints is not ours"


@pytest.mark.parametrize("sign", ["+", "-", "*", "/", "//"])
def test_what_a_package_computes_of_two_arguments_may_be_computed_for_it(judged, sign):
    text = (
        "def cosine(peak, transition_steps=None, decay_steps=0, cut=1.0):\n"
        f"    length = decay_steps {sign} cut if transition_steps is None"
        " else transition_steps\n"
        "    return lambda step: peak * (1 - step / (length + 0.5))\n"
    )
    old = "f(lr, decay_steps=n, cut=k)"
    kinds = [
        judged(text, old, f"f(lr, transition_steps=n {other} k)").kind
        for other in (sign, "+" if sign == "*" else "*")
    ]
    assert kinds[0].safe
    assert kinds[1] is VerdictKind.DIVERGENT
