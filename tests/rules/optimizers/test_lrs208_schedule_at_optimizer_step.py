"""Spellings of an optimizer's step that a schedule is given: right ones first.

Each is executed under the real Flax: what is reported comes out wrong, the rest right.
"""

import jax.numpy as jnp
import pytest
from flax import nnx

# Flax 0.12 warns of `.value`, which is what older code says.
pytestmark = pytest.mark.filterwarnings("ignore:'.*value' access:DeprecationWarning")

HEAD = """
import optax
from flax import nnx

schedule = optax.piecewise_constant_schedule(1.0, {2: 0.1})


def rate(model):
    optimizer = nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
    for _ in range(4):
        optimizer.update(model, nnx.grad(lambda m: (m(data) ** 2).sum())(model))
"""
RIGHT = {
    "a number of Python": "return schedule(int(optimizer.step.value))",
    "a signed number": "return schedule(optimizer.step.astype(int))",
    "an item": "return schedule(optimizer.step.value.item())",
    "a float": "return schedule(optimizer.step.value + 0.0)",
    "a signed number by a name": (
        "step = int(optimizer.step.get_value())\n    return schedule(step)"
    ),
    "a name that is signed later": (
        "step = optimizer.step.value\n    step = int(step)\n    return schedule(step)"
    ),
    "a signed array": (
        "import jax.numpy as jnp\n    return schedule(jnp.asarray(optimizer.step[...], int))"
    ),
    "what a function of one's own makes of it": (
        "import types\n    own = types.SimpleNamespace(asarray=int)\n"
        "    return schedule(own.asarray(optimizer.step[...]))"
    ),
    "a number of the loop": "return [schedule(i) for i in range(5)][4]",
}
WRONG = {
    "the variable": "return schedule(optimizer.step)",
    "its value": "return schedule(optimizer.step.value)",
    "its value in the new spelling": "return schedule(optimizer.step[...])",
    "its value by a method": "return schedule(optimizer.step.get_value())",
    "its raw value": "return schedule(optimizer.step.raw_value)",
    "its raw value by a method": "return schedule(optimizer.step.get_raw_value())",
    "an element of its value": "return schedule(optimizer.step.value[()])",
    "by a name": "step = optimizer.step.value\n    return schedule(step)",
    "the variable by a name": "step = optimizer.step\n    return schedule(step[...])",
    "the next step": "return schedule(optimizer.step.value + 1)",
    "an array of it": (
        "import jax.numpy as jnp\n    return schedule(jnp.asarray(optimizer.step.value))"
    ),
    "a schedule that a field holds": (
        "class Own:\n        def __init__(self):\n"
        "            self.beta = optax.piecewise_constant_schedule(1.0, {2: 0.1})\n\n"
        "        def rate(self):\n            return self.beta(optimizer.step.value)\n\n"
        "    return Own().rate()"
    ),
    "by keyword": "return schedule(count=optimizer.step.get_value())",
}


def told(fix, body):
    found = fix(f"{HEAD}    {body}\n").findings
    return [one for one in found if one.code == "LRS208"]


def rate(text):
    space = {"data": jnp.ones((1, 2))}
    exec(compile(text, "program", "exec"), space)
    return float(space["rate"](nnx.Linear(2, 1, rngs=nnx.Rngs(0))))


@pytest.mark.parametrize("body", RIGHT.values(), ids=RIGHT.keys())
def test_a_right_step_is_not_told(fix, body):
    assert not told(fix, body)
    assert rate(f"{HEAD}    {body}\n") == pytest.approx(0.1)


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_step_is_told_and_repaired(fix, body):
    text = f"{HEAD}    {body}\n"
    assert len(told(fix, body)) == 1
    assert rate(text) == 1.0
    assert rate(fix(text, unsafe=True).text) == pytest.approx(0.1)
