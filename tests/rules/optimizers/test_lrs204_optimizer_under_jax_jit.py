"""Where an update that JAX throws away is told, and how often."""

import pytest

HEAD = """\
import jax
import optax
from flax import nnx


@jax.jit
def train_step(state, model, x):
    grads = nnx.grad(loss_fn)(model, x)
"""


def told(fix, body):
    found = fix(HEAD + body).findings
    return [one.start.line for one in found if one.code == "LRS204"]


SILENT = [
    pytest.param(
        "    state['metrics'].update(model, loss)\n", id="an entry without gradients"
    ),
    pytest.param(
        "    state['optimizer'].update(model, grads)\n    return state, model\n",
        id="an entry of what is returned",
    ),
]
ONCE = [
    pytest.param("    state['optimizer'].update(model, grads)\n", id="of a dict"),
    pytest.param("    state['optimizer'].update(grads)\n", id="as before Flax 0.11"),
    pytest.param("    state[0].update(model, grads)\n", id="of a tuple"),
    pytest.param("    state[name].update(model, grads)\n", id="of a computed key"),
    pytest.param(
        "    state['train']['optimizer'].update(model, grads)\n",
        id="of a dict of dicts",
    ),
    pytest.param(
        "    state['optimizer'].update(model, grads)\n\n\n"
        "state = {}\nstate['optimizer'] = nnx.Optimizer(model, tx, wrt=nnx.Param)\n"
        "train_step(state, model, x)\n",
        id="of a dict that the file fills",
    ),
]


@pytest.mark.parametrize("body", SILENT)
def test_no_update_is_lost(fix, body):
    assert told(fix, body) == []


@pytest.mark.parametrize("body", ONCE)
def test_an_update_of_an_entry_is_told_once(fix, body):
    assert told(fix, body) == [9]


def test_each_update_of_an_entry_is_told(fix):
    line = "    state['optimizer'].update(model, grads)\n"
    assert told(fix, 2 * line) == [9, 10]
