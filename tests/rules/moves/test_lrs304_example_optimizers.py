"""What LRS304 says to write has the curve of what stands there."""

from __future__ import annotations

import re

import pytest

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
