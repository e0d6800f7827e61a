"""Two calls as one program: what is not one is never called so, and for which values."""

from __future__ import annotations

import ast
import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lrmigrate.codemod.model import Invocation, VerdictKind
from lrmigrate.codemod.verify.comparison import Comparison, CurveFacts
from lrmigrate.codemod.verify.curve import quiet
from lrmigrate.codemod.verify.identical import Identities
from lrmigrate.codemod.verify.pair import Pair
from lrmigrate.codemod.verify.side import make_side
from lrmigrate.codemod.verify.verifier import Verifier
from lrmigrate.rules.optax.schedules import FACTS, FUNCTIONS

IDENTICAL = VerdictKind.EQUIVALENT_IDENTICAL
DOMAINS = {
    "lr": (0.1, 1.0, 0.0),
    "n": (10, 3, 100),
    "p": (0.3, 0.29, 0.5),
    "cycles": ([1, 2], [3]),
}
HEAD = """
import math
import jax, numpy as np
import jax.numpy as jnp
"""


@pytest.fixture
def judged(tmp_path, monkeypatch):
    """The verdict on `ours.old(lr, n)` against `ours.new(lr, n)`, given both."""

    def judge(old, new, call="f(lr, n)", after=None):
        (tmp_path / "ours.py").write_text(f"{HEAD}\n{old}\n{new}\n")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "ours", raising=False)
        facts = CurveFacts(DOMAINS, lambda given: (float(given["n"]),))
        verifier = Verifier({"ours.old": facts, "ours.new": facts})
        before, after = (
            Invocation("ours.old", call),
            Invocation("ours.new", after or call),
        )
        return verifier.verify(Comparison(before, after))

    return judge


def both(old, new, before=""):
    """Two functions whose schedules return these expressions of `step`."""
    body = "def {0}(lr, n):\n    {2}\n    return lambda step: {1}\n"
    return [
        body.format(*pair, before or "pass")
        for pair in zip(("old", "new"), (old, new), strict=True)
    ]


def test_a_form_without_a_usual_curve_is_compared_at_its_sites():
    given = "n - 1, 1, pct_start=p if flag else 0.1, pct_final=0.85"
    pair = "(0.85, int((p if flag else 0.1) * (n - 1)))[1]"
    function = "linear_onecycle_schedule"
    calls = {
        f"optax.{function}": f"f({given})",
        f"lrmigrate.lrsched.{function}": (
            f"f(n - 1, 1, warmup_steps={pair}, pct_final=0.85)"
        ),
    }
    sides = (make_side(Invocation(*one), FACTS[one[0]]) for one in calls.items())
    with quiet():
        verdict = Identities(FACTS).verdict(Pair(*sides))
    assert verdict is None or verdict.kind.safe, verdict


def test_no_call_is_shown_by_another_of_its_form_that_has_a_curve(
    tmp_path, monkeypatch
):
    raising = "{7: 1}.get(n) and 1 / 0"
    text = [
        f"def {name}(lr, n):\n    return lambda step: ({raising}) or lr * step\n"
        for name in ("old", "new")
    ]
    (tmp_path / "ours.py").write_text("\n".join(text))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "ours", raising=False)
    facts = CurveFacts(DOMAINS, lambda given: (float(given["n"]),))
    verifier = Verifier({"ours.old": facts, "ours.new": facts})
    three, seven = (
        verifier.verify(
            Comparison(
                *(Invocation(f"ours.{one}", f"f(lr, {n})") for one in ("old", "new"))
            )
        ).kind
        for n in (3, 7)
    )
    assert (three, seven) == (IDENTICAL, VerdictKind.UNVERIFIABLE)


DIFFERENT = {
    "arithmetic of Python's against arithmetic of JAX's": (
        "0.1 * lr * step",
        "jnp.multiply(0.1, lr) * step",
    ),
    "another order of Python's arithmetic": (
        "(lr * 0.1 * 3) * step",
        "(lr * (0.1 * 3)) * step",
    ),
    "another order of the operations": ("lr * step * 2", "lr * (step * 2)"),
    "a number of its own type against one that takes another's": (
        "jnp.float32(lr) * step",
        "lr * step",
    ),
    "the last bit of a literal": ("lr * 0.1 * step", "lr * 0.10000000000000002 * step"),
    "a zero below zero": ("lr * step + 0.0", "lr * step + -0.0"),
    "a constant that is closed over": (
        "jnp.asarray([1.0, 2.0])[n % 2] * step",
        "jnp.asarray([1.0, 2.5])[n % 2] * step",
    ),
    "the bits of a number that is none": (
        "jnp.where(step < n, lr, np.uint32(0x7FC00000).view(np.float32))",
        "jnp.where(step < n, lr, np.uint32(0x7FC00001).view(np.float32))",
    ),
    "a branch of one alone": ("lr * step", "(lr if lr != 0.125 else 0.0) * step"),
    "a branch on what no value is tried of": (
        "lr * step",
        "(lr if n != 104729 else 2 * lr) * step",
    ),
    "a branch that is taken in JAX": (
        "jax.lax.cond(step < n, lambda: lr * step, lambda: lr * n)",
        "jax.lax.cond(step < n, lambda: lr * step, lambda: n * lr * 1.0)",
    ),
    "the body of a loop": (
        "jax.lax.fori_loop(0, 3, lambda i, x: x + lr, 0.0 * step)",
        "jax.lax.fori_loop(0, 3, lambda i, x: x - lr, 0.0 * step)",
    ),
    "what a step is taken for": ("lr * step", "lr * jnp.asarray(step, jnp.float32)"),
    "NumPy's sine of a number": (
        "float(np.sin(lr)) * step",
        "float(np.sin(lr + 1e-16)) * step",
    ),
    "the number itself, against NumPy's type": ("lr * step", "np.float64(lr) * step"),
    "two numbers in each other's place": ("lr * step + n", "n * step + lr"),
    "an argument that is rounded": ("lr * step / n", "lr * step / float(int(n * 1.0))"),
}


@pytest.mark.parametrize(("old", "new"), DIFFERENT.values(), ids=DIFFERENT)
def test_programs_that_differ_are_not_identical(old, new, judged):
    assert judged(*both(old, new)).kind is not IDENTICAL


def test_what_one_only_raises_for_is_not_identical(judged):
    old, _ = both("lr * step", "lr * step")
    new = old.replace("old", "new").replace(
        "pass", "if n > 10**6: raise ValueError('too long')"
    )
    assert judged(old, new).kind is not IDENTICAL


def test_another_error_is_not_identical(judged):
    old, new = both("lr * step", "lr * step", "if n < 0: raise ValueError('below')")
    assert judged(old, new).kind is IDENTICAL
    assert judged(old, new.replace("ValueError", "TypeError")).kind is not IDENTICAL


SAME = {
    "what is computed": ("lr * step / n", "for every `lr`; sampled: `n`"),
    "a branch on a value": (
        "lr * step if n > 3 else lr",
        "for every `lr`; sampled: `n`",
    ),
    "a division by a name": ("step * (lr / n)", "for every `lr`; sampled: `n`"),
    "a whole number that Python makes": (
        "lr * step / max(int(0.3 * n), 1)",
        "for every `lr`; sampled: `n`",
    ),
    "a number that a text is made of": (
        "lr * step / len(str(n).zfill(9)[:hash(n) % 3 + 1])",
        "for every `lr`; sampled: `n`",
    ),
    "a list of so many": (
        "lr * step + sum([1.0] * hash(n))",
        "for every `lr`; sampled: `n`",
    ),
    "a branch of JAX's": (
        "jax.lax.cond(step < n, lambda: lr * step, lambda: lr * n)",
        "for every `lr`; sampled: `n`",
    ),
    "a loop of JAX's": (
        "jax.lax.fori_loop(0, 3, lambda i, x: x + lr, 0.0 * step)",
        "for every `lr`; sampled: `n`",
    ),
    "a function with a rule for its derivative": (
        "jax.nn.relu(lr * step)",
        "for every `lr`",
    ),
}


@pytest.mark.parametrize(("schedule", "told"), SAME.values(), ids=SAME)
def test_it_is_told_for_which_values_programs_are_identical(schedule, told, judged):
    verdict = judged(*both(schedule, schedule))
    assert verdict.kind is IDENTICAL, verdict
    assert told in verdict.reason


def test_what_is_constant_is_not_told(judged):
    verdict = judged(*both("lr * step / n", "lr * step / n"), "f(0.1, 10)")
    assert (verdict.kind, verdict.reason) == (IDENTICAL, "identical programs")
    assert (verdict.bindings, verdict.points) == (0, 0)


def test_a_number_that_leaks_on_the_way_is_found_in_a_second_program(judged):
    leaking = "float(np.sin(lr)) * step"
    verdict = judged(*both(leaking, leaking))
    assert "sampled: `lr`" in verdict.reason


_VALUES = st.sampled_from(["0.1", "1e-3", "lr", "c.lr", "lr * b / 256", "1", "0.0"])
_LENGTHS = st.sampled_from(["100", "57", "n", "c.n", "e * len(d)", "n - 1", "1000.0"])
_WARMUPS = st.sampled_from(["0", "10", "w", "int(0.1 * n)"])
_FRACTIONS = st.sampled_from(["0.3", "p", "w / n"])
_KIND = {"steps": _LENGTHS, "warmup_steps": _WARMUPS, "pct_start": _FRACTIONS}


@st.composite
def right_rewrites(draw):
    function = draw(st.sampled_from(sorted(FUNCTIONS.keys() - {"sgdr_schedule"})))
    known = FUNCTIONS[function]
    names = [*known.parameters[: known.required]]
    names += draw(
        st.sets(st.sampled_from(["exponent", "alpha", "pct_start", "pct_final"]))
    )
    old, new = {}, {}
    for name in dict.fromkeys(names):
        if name not in known.parameters:
            continue
        kind = _KIND.get(name, _LENGTHS if name.endswith("steps") else _VALUES)
        kind = st.just("0.85") if name == "pct_final" else kind
        old[name] = draw(kind)
    for name, value in old.items():
        if name == "pct_start":
            new["warmup_steps"] = f"int(({value}) * ({old['transition_steps']}))"
        else:
            new[known.renamed.get(name, name)] = value
    return function, old, new


def _call(given):
    return f"f({', '.join(f'{name}={value}' for name, value in given.items())})"


@given(right_rewrites(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_any_right_rewrite_is_accepted_and_no_change_of_it_is_identical(
    verify, rewrite, random
):
    function, old, new = rewrite
    verdict = verify(function, _call(old), _call(new))
    assert verdict.kind is IDENTICAL or verdict.counterexample is None
    name = random.choice([one for one in new if one != "warmup_steps"])
    changed = {**new, name: f"({new[name]}) * 1.5 + 1"}
    assume(_constant(changed) != _constant(new))
    ast.parse(_call(changed))
    assert verify(function, _call(old), _call(changed)).kind is not IDENTICAL


def _constant(arguments):
    """The one value of a decay that has no rate, whatever its length is."""
    if arguments.get("decay_rate") in ("0", "0.0"):
        keys = ("init_value", "peak_value", "warmup_steps", "decay_rate")
        return {key: arguments.get(key) for key in keys}
    return arguments


def test_sites_of_one_form_are_proved_once():
    verifier = Verifier(FACTS)
    path = "cosine_decay_schedule"
    for index in range(30):
        call = f"f(cfg.lr_{index} * {index + 1}, decay_steps=steps_{index} + {index})"
        verdict = verifier.verify(
            Comparison(
                Invocation(f"optax.{path}", call),
                Invocation(
                    f"lrmigrate.lrsched.{path}",
                    call.replace("decay_steps", "transition_steps"),
                ),
            )
        )
        assert verdict.kind is IDENTICAL
        told = f"for every `cfg.lr_{index}`; sampled: `steps_{index}`"
        assert told in verdict.reason
    assert len(verifier._identities._proofs) == 1
