"""What LRS304 says to write has the curve of what stands there."""

from __future__ import annotations

import re

import pytest

from lrmigrate.codemod.model import VerdictKind

CODES = frozenset({"LRS304"})
CALLS = (
    "optimizers.exponential_decay(1e-3, decay_steps=7, decay_rate=0.9)",
    "optimizers.polynomial_decay(1e-3, 9, 1e-5)",
    "optimizers.polynomial_decay(1e-3, 9, final_step_size=1e-5, power=2.0)",
)


@pytest.mark.parametrize("call", CALLS)
def test_the_call_of_optax_has_the_same_curve(call, fix):
    code = f"from jax.example_libraries import optimizers\n\nrate = {call}\n"
    (finding,) = fix(code, codes=frozenset({"LRS304"})).findings
    told = re.search(r"`(optax\..*?)` is the same curve", finding.message)
    assert told is not None
    optax = pytest.importorskip("optax")
    from jax.example_libraries import optimizers

    before = eval(call, {"optimizers": optimizers})
    after = eval(told[1], {"optax": optax})
    for step in range(20):
        assert float(before(step)) == pytest.approx(float(after(step)), rel=1e-6)


def test_a_piece_begins_one_step_after_its_boundary():
    optax = pytest.importorskip("optax")
    from jax.example_libraries import optimizers

    before = optimizers.piecewise_constant([3, 6], [0.4, 0.2, 0.05])
    after = optax.piecewise_constant_schedule(0.4, {4: 0.2 / 0.4, 7: 0.05 / 0.2})
    for step in range(10):
        assert float(before(step)) == pytest.approx(float(after(step)))


NEW = "from jax.example_libraries.optimizers import polynomial_decay, sgd\n"
LEFT = {
    "a module that is gone": (
        "from jax.experimental import optimizers\n"
        "rate = optimizers.polynomial_decay(1e-3, 100, 1e-5)\n",
        "lrsched",
    ),
    "a curve whose last bits differ": (
        "from jax.example_libraries import optimizers\n"
        "rate = optimizers.exponential_decay(1e-3, 100, 0.9)\n",
        "lrsched",
    ),
    "a function that is imported by name": (
        NEW + "rate = polynomial_decay(1e-3, 100, 1e-5)\n",
        "lrsched",
    ),
    "another target": (NEW + "rate = polynomial_decay(1e-3, 100, 1e-5)\n", "optax"),
    "a length of 0, of which JAX makes no number": (
        NEW + "rate = polynomial_decay(1e-3, 0, 1e-5)\n",
        "lrsched",
    ),
    "a length that is not known": (
        NEW + "def make(n):\n    return sgd(polynomial_decay(1e-3, n, 1e-5))\n",
        "lrsched",
    ),
    "arguments that are not seen": (
        NEW + "rate = polynomial_decay(*given, power=2.0)\n",
        "lrsched",
    ),
}


@pytest.mark.parametrize(("code", "target"), LEFT.values(), ids=LEFT)
def test_told_and_left(code, target, fix):
    fixed = fix(code, target=target, codes=CODES)
    assert fixed.text == code
    assert fixed.findings


WRITTEN = {
    "by position": (
        "1e-3, 100, 1e-5",
        "init_value=1e-3, transition_steps=100, end_value=1e-5, power=1.0",
    ),
    "by name": (
        "power=2.0, step_size=lr, decay_steps=7, final_step_size=0.0",
        "power=2.0, init_value=lr, transition_steps=7, end_value=0.0",
    ),
}


@pytest.mark.parametrize(("given", "arguments"), WRITTEN.values(), ids=WRITTEN)
def test_the_same_curve_to_the_bit_is_taken_from_lrsched(given, arguments, fix):
    code = "from jax.example_libraries import optimizers as opt\n\n\ndef make(lr):\n"
    code += f"    return opt.sgd(opt.polynomial_decay({given}))\n"
    fixed = fix(code, codes=CODES)
    (finding,) = fixed.findings
    assert finding.verdict.kind in (
        VerdictKind.EQUIVALENT_EXACT,
        VerdictKind.EQUIVALENT_SAMPLED,
    )
    assert f"opt.sgd(lrsched.polynomial_schedule({arguments}))" in fixed.text
    assert "from lrmigrate import lrsched\n" in fixed.text
