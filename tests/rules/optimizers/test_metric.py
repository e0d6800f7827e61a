"""Where a plateau is in a chain, and which updates it cannot do with."""

import pytest

HEAD = "import optax\nfrom flax import nnx\nfrom flax.training import train_state\n\n"
PLATEAU = "optax.contrib.reduce_on_plateau(patience=5)"
CHAIN = f"optax.chain(optax.adam(1e-3), {PLATEAU})"


def codes(fix, body, code="LRS206"):
    return [one for one in fix(HEAD + body).findings if one.code == code]


SILENT = [
    pytest.param(
        "tx = optax.adam(1e-3)\ntx.update(g, s, p)\n", id="no plateau in the chain"
    ),
    pytest.param(
        f"tx = {CHAIN}\ntx.update(g, s, p, value=loss)\n", id="the metric is given"
    ),
    pytest.param(
        f"tx = {CHAIN}\ntx.update(g, s, p, **extra)\n", id="perhaps in the keywords"
    ),
    pytest.param(
        f"tx = {CHAIN} if plateau else optax.adam(1e-3)\ntx.update(g, s, p)\n",
        id="only perhaps a plateau",
    ),
    pytest.param(
        f"parts = []\nif late:\n    parts.append({PLATEAU})\n"
        "tx = optax.chain(*parts)\ntx.update(g, s, p)\n",
        id="parts that are not certain",
    ),
    pytest.param(
        f"tx = optax.adam(1e-3)\nif plateau:\n    tx = {CHAIN}\ntx.update(g, s, p)\n",
        id="a name with two values",
    ),
    pytest.param(
        f"tx = optax.MultiSteps({CHAIN}, 4)\ntx.update(g, s, p, value=loss)\n",
        id="the metric is given to what holds the chain",
    ),
    pytest.param(
        f"tx = optax.partition(dict(a={CHAIN}), labels)\n"
        "tx.update(updates=g, state=s, params=p, value=loss)\n",
        id="everything by keyword, and the metric too",
    ),
    pytest.param(
        f"tx = {CHAIN}\ntry:\n    tx.update(g, s, p, value=loss)\n"
        "except TypeError:\n    tx.update(g, s, p)\n",
        id="a call that asks which arguments there are",
    ),
    pytest.param(
        f"tx = wrap({CHAIN})\ntx.update(g, s, p)\n",
        id="a wrapper that nobody knows",
    ),
    pytest.param(
        f"tx = optax.adam(1e-3)\ntx = optax.chain(tx, {PLATEAU}) if late else tx\n"
        "tx.update(g, s, p)\n",
        id="a chain that holds itself, perhaps",
    ),
    pytest.param(
        "class State(train_state.TrainState):\n"
        "    def apply_gradients(self, *, grads, value):\n"
        "        ...\n\n\n"
        f"state = State.create(apply_fn=f, params=p, tx={CHAIN})\n"
        "state.apply_gradients(grads=g, value=loss)\n",
        id="a state that passes it on by itself",
    ),
]


@pytest.mark.parametrize("body", SILENT)
def test_nothing_is_said(fix, body):
    assert not codes(fix, body)


REPORTED = [
    pytest.param(f"tx = {CHAIN}\ntx.update(g, s, p)\n", id="a chain"),
    pytest.param(f"tx = {PLATEAU}\ntx.update(g, s)\n", id="a plateau alone"),
    pytest.param(
        f"tx = {PLATEAU}\ntx.update(updates=g, state=s)\n", id="all by keyword"
    ),
    pytest.param(
        f"tx = {PLATEAU}\ntx.update(updates=g, state=s, loss=loss)\n",
        id="all by keyword, the metric by its old name",
    ),
    pytest.param(
        f"tx = optax.MultiSteps({CHAIN}, 4)\ntx.update(g, s, p)\n", id="MultiSteps"
    ),
    pytest.param(
        f"tx = {CHAIN}\ntx = optax.MultiSteps(opt=tx, every_k_schedule=4)\n"
        "tx.update(g, s, p)\n",
        id="MultiSteps around a name that it takes over",
    ),
    pytest.param(
        f"tx = optax.MultiSteps({CHAIN}, 4).gradient_transformation()\n"
        "optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)\n"
        "optimizer.update(model, grads)\n",
        id="the transformation of a MultiSteps",
    ),
    pytest.param(
        f"tx = optax.partition({{'a': {CHAIN}, 'b': optax.set_to_zero()}}, labels)\n"
        "tx.update(g, s, p)\n",
        id="one of a partition",
    ),
    pytest.param(
        f"groups = {{'a': {CHAIN}}}\n"
        "tx = optax.multi_transform(transforms=groups, param_labels=labels)\n"
        "tx.update(g, s, p)\n",
        id="one of the groups of a name",
    ),
    pytest.param(
        f"tx = optax.chain(*[optax.adam(1e-3), {PLATEAU}])\ntx.update(g, s, p)\n",
        id="a list that is unpacked at once",
    ),
    pytest.param(
        f"parts = [optax.adam(1e-3)]\nparts.append({PLATEAU})\n"
        "tx = optax.chain(*parts)\ntx.update(g, s, p)\n",
        id="a part that is appended",
    ),
    pytest.param(
        f"parts = [optax.adam(1e-3), {PLATEAU}]\ntx = optax.chain(*parts)\n"
        "tx.update(g, s, p)\n",
        id="a list with a name",
    ),
    pytest.param(
        f"tx = optax.apply_if_finite(optax.masked({CHAIN}, mask), 5)\n"
        "tx.update(g, s, p)\n",
        id="wrappers around a wrapper",
    ),
    pytest.param(
        f"plateau = {PLATEAU}\ntx = optax.chain(plateau)\ntx.update(g, s)\n",
        id="a plateau with a name",
    ),
    pytest.param(
        f"def make():\n    return {CHAIN}\n\n\ntx = make()\ntx.update(g, s)\n",
        id="what a function returns",
    ),
    pytest.param(
        f"optimizer = nnx.Optimizer(model, {CHAIN}, wrt=nnx.Param)\n"
        "optimizer.update(model, grads)\n",
        id="an NNX optimizer",
    ),
    pytest.param(
        f"tx = optax.named_chain(('lr', {PLATEAU}))\n"
        "optimizer = nnx.ModelAndOptimizer(model, tx)\noptimizer.update(grads)\n",
        id="a named chain in the old optimizer",
    ),
    pytest.param(
        f"state = train_state.TrainState.create(apply_fn=f, params=p, tx={CHAIN})\n"
        "for batch in data:\n    state = state.apply_gradients(grads=g, value=loss)\n",
        id="a train state in a loop",
    ),
    pytest.param(
        "class State(train_state.TrainState):\n    stats: dict\n\n\n"
        f"state = State.create(apply_fn=f, params=p, tx={CHAIN}, stats=s)\n"
        "state = state.apply_gradients(grads=g)\n",
        id="a state of one's own that leaves it as it is",
    ),
]


@pytest.mark.parametrize("body", REPORTED)
def test_the_update_is_reported(fix, body):
    assert len(codes(fix, body)) == 1


def test_the_old_name_goes_together_with_the_migration(fix):
    body = (
        "@nnx.jit\ndef step(model, optimizer, x):\n"
        "    loss, grads = nnx.value_and_grad(loss_fn)(model, x)\n"
        "    optimizer.update(grads, loss=loss)\n\n\n"
        f"model = make()\noptimizer = nnx.Optimizer(model, {CHAIN})\n"
        "step(model, optimizer, x)\n"
    )
    text = fix(HEAD + body).text
    assert "optimizer.update(model, grads, value=loss)" in text
    assert f"nnx.Optimizer(model, {CHAIN}, wrt=nnx.Param)" in text
