"""Which updates a line search cannot do with: nothing to say first."""

import pytest

HEAD = "import optax\nfrom flax import nnx\nfrom flax.training import train_state\n\n"
ALL = "value=loss, grad=g, value_fn=f"
BACKTRACKING = "optax.chain(optax.sgd(1.0), optax.scale_by_backtracking_linesearch(15))"


def messages(fix, body):
    found = fix(HEAD + body).findings
    return [one.message for one in found if one.code == "LRS210"]


SILENT = {
    "all three are given": f"tx = optax.lbfgs()\ntx.update(g, s, p, {ALL})\n",
    "all three are given to what holds it": (
        f"tx = optax.MultiSteps(optax.lbfgs(), 4)\ntx.update(g, s, p, {ALL})\n"
    ),
    "perhaps in the keywords": "tx = optax.lbfgs()\ntx.update(g, s, p, **extra)\n",
    "no line search": ("tx = optax.lbfgs(1e-2, linesearch=None)\ntx.update(g, s, p)\n"),
    "no line search by position": (
        "tx = optax.lbfgs(1e-2, 10, True, None)\ntx.update(g, s, p)\n"
    ),
    "perhaps no line search": "tx = optax.lbfgs(**options)\ntx.update(g, s, p)\n",
    "another optimizer in its place": (
        "tx = optax.lbfgs() if full else optax.adam(1e-3)\ntx.update(g, s, p)\n"
    ),
    "another library's": (
        "from jaxopt import lbfgs\n\ntx = lbfgs()\ntx.update(g, s, p)\n"
    ),
    "a dict of the same name": "lbfgs = {}\nlbfgs.update(g)\n",
    "a train state of one's own": (
        "class State(train_state.TrainState):\n"
        "    def apply_gradients(self, *, grads, **extra):\n        ...\n\n\n"
        "state = State.create(apply_fn=f, params=p, tx=optax.lbfgs())\n"
        f"state = state.apply_gradients(grads=g, {ALL})\n"
    ),
}


@pytest.mark.parametrize("body", SILENT.values(), ids=SILENT.keys())
def test_nothing_is_said(fix, body):
    assert messages(fix, body) == []


REPORTED = {
    "nothing is given": (
        "tx = optax.lbfgs()\ntx.update(g, s, p)\n",
        "without `value=`, `grad=` and `value_fn=`",
    ),
    "the function is not given": (
        "tx = optax.lbfgs()\ntx.update(g, s, p, value=loss, grad=g)\n",
        "without `value_fn=`",
    ),
    "by the name that a plateau has": (
        f"tx = {BACKTRACKING}\ntx.update(g, s, p, value=loss)\n",
        "without `grad=` and `value_fn=`",
    ),
    "a line search of one's choice": (
        "search = optax.scale_by_backtracking_linesearch(15)\n"
        "tx = optax.lbfgs(linesearch=search)\ntx.update(updates=g, state=s)\n",
        "without `value=`, `grad=` and `value_fn=`",
    ),
    "an NNX optimizer": (
        f"optimizer = nnx.Optimizer(model, {BACKTRACKING}, wrt=nnx.Param)\n"
        "optimizer.update(model, grads)\n",
        "without `value=`, `grad=` and `value_fn=`",
    ),
    "a train state": (
        "state = train_state.TrainState.create(apply_fn=f, params=p, tx=optax.lbfgs())\n"
        "state = state.apply_gradients(grads=g)\n",
        "`apply_gradients` does not pass `value=`, `grad=` and `value_fn=` on",
    ),
    "inside a partition": (
        "tx = optax.partition({'a': optax.lbfgs()}, labels)\ntx.update(g, s, p)\n",
        "without `value=`, `grad=` and `value_fn=`",
    ),
}


@pytest.mark.parametrize(("body", "told"), REPORTED.values(), ids=REPORTED.keys())
def test_the_update_is_reported_with_what_it_lacks(fix, body, told):
    [message] = messages(fix, body)
    assert told in message


@pytest.mark.parametrize("made", ["lbfgs()", "contrib.reduce_on_plateau()"])
def test_an_update_that_is_to_raise_is_not_told(made, fix):
    code = (
        f"import optax, pytest\ntx = optax.{made}\n\n\ndef test(grads, state):\n"
        "    with pytest.raises(TypeError):\n        tx.update(grads, state)\n"
    )
    assert not fix(code, codes=frozenset({"LRS206", "LRS210"})).findings
    assert fix(code.replace("pytest.raises", "timed")).findings
