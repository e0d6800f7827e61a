"""States that are merged again: what is made shares its variables since Flax 0.12."""

import pytest

HEAD = """\
import functools
import jax
import jax.numpy as jnp
import optax
from flax import nnx


def loss_fn(model, x, y):
    return ((model(x) - y) ** 2).mean()


@nnx.jit
def train_step(model, optimizer, x, y):
    loss, grads = nnx.value_and_grad(loss_fn)(model, x, y)
    optimizer.update(grads)
    return loss

"""
MAKE_STEP = """
def make_step(model, optimizer):
    def step(x, y):
        train_step(model, optimizer, x, y)

    return step

"""
PROGRAM = """
{top}
def main({given}):
    {model}
    optimizer = nnx.Optimizer(model, optax.adam(1e-3))
    {before}
    graphdef, state = nnx.split((model, optimizer))
    {between}
    model, optimizer = nnx.merge(graphdef, state)
    for x, y in data:
        train_step(model, optimizer, x, y)
    {after}
"""


def program(**parts):
    given = {"given": "data", "model": "model = Model()"}
    rest = dict.fromkeys(("top", "before", "between", "after"), "pass")
    return HEAD + PROGRAM.format(**{**given, **rest, **parts})


REFUSED = [
    pytest.param(
        {"before": "first = model", "after": "print(first(x))"},
        id="the model has another name, that is used afterwards",
    ),
    pytest.param(
        {"before": "layer = model.out", "after": "print(layer(x))"},
        id="a part of the model has a name",
    ),
    pytest.param(
        {"before": "parts = [model]", "after": "print(parts[0](x))"},
        id="the model is in a list",
    ),
    pytest.param(
        {"before": "holder.model = model", "after": "print(holder.model(x))"},
        id="the model is in an attribute",
    ),
    pytest.param(
        {"given": "data, model", "model": "pass"},
        id="the model is a parameter, which the caller has as well",
    ),
    pytest.param(
        {
            "top": MAKE_STEP,
            "before": "step = make_step(model, optimizer)",
            "after": "step(x, y)",
        },
        id="a function holds the model",
    ),
    pytest.param(
        {
            "before": "step = functools.partial(train_step, model, optimizer)",
            "after": "step(x, y)",
        },
        id="a partial holds the model",
    ),
    pytest.param(
        {"before": "hold(model)", "after": "print(held()(x))"},
        id="a function that is not seen may hold the model",
    ),
    pytest.param(
        {"before": "second = nnx.Optimizer(model, optax.sgd(0.1))"},
        id="another optimizer has the same model",
    ),
    pytest.param(
        {"after": "nnx.update(model, state)"},
        id="the state is used afterwards",
    ),
    pytest.param(
        {"after": "model, optimizer = nnx.merge(graphdef, state)"},
        id="the state is merged twice",
    ),
    pytest.param(
        {"between": "for x, y in data: train_step(model, optimizer, x, y)"},
        id="the model is trained between the two",
    ),
]


@pytest.mark.parametrize("parts", REFUSED)
def test_a_state_whose_objects_live_on_beside_the_merged_ones_leaves_them(fix, parts):
    code = program(**parts)
    result = fix(code)
    assert "ModelAndOptimizer" not in result.text
    assert any("was a copy, and is live" in one.left for one in result.findings)


ROUND = [
    pytest.param({}, id="at once"),
    pytest.param({"before": "print(model(x))"}, id="the model was used before"),
    pytest.param(
        {"between": "print(len(jax.tree.leaves(state)))"}, id="the state is looked at"
    ),
    pytest.param({"after": "print(model, optimizer.step)"}, id="used afterwards"),
]


@pytest.mark.parametrize("parts", ROUND)
def test_what_takes_the_place_of_the_objects_is_no_matter(fix, parts):
    result = fix(program(**parts))
    assert "nnx.ModelAndOptimizer(model" in result.text


FUNCTIONAL = """
@functools.partial(jax.jit, donate_argnums=0)
def pure_step(state, x, y):
    model, optimizer = nnx.merge(graphdef, state)
    grads = nnx.grad(loss_fn)(model, x, y)
    optimizer.update(grads)
    return nnx.state((model, optimizer))


def main(data):
    model = Model()
    optimizer = nnx.Optimizer(model, optax.sgd(1e-3))
    graphdef, state = nnx.split((model, optimizer))
    for x, y in data:
        state = pure_step(state, x, y)
    {end}
"""
ENDS = [
    pytest.param("model, optimizer = nnx.merge(graphdef, state)", id="merged"),
    pytest.param("nnx.update((model, optimizer), state)", id="put back"),
]


@pytest.mark.parametrize("end", ENDS)
def test_a_state_that_comes_out_of_a_compiled_function_is_a_copy(fix, end):
    result = fix(HEAD + FUNCTIONAL.format(end=end))
    assert "nnx.ModelAndOptimizer(model" in result.text


TESTS = """
class TestAll(TestCase):
    def test_update(self):
        model = nnx.Linear(2, 3, rngs=nnx.Rngs(0))
        optimizer = nnx.Optimizer(model, optax.adam(0.1))
        grads = nnx.grad(loss_fn)(model, x, y)
        optimizer.update(grads)

    def test_target(self):
        def run(graphdef, state):
            return nnx.merge(graphdef, state)(x)

        {made}
        graphdef, target = nnx.split(other)
        train(other)
        self.assertTrue(run(graphdef, target))
"""


def test_what_another_test_does_with_a_model_of_its_own_is_no_matter(fix):
    result = fix(HEAD + TESTS.format(made="other = nnx.Linear(2, 3, rngs=rngs)"))
    assert "optimizer = nnx.Optimizer(model, optax.adam(0.1), wrt=nnx.Param)" in (
        result.text
    )


SHARED = [
    pytest.param("shared", id="a name of the module"),
    pytest.param("self.model", id="an attribute"),
    pytest.param("self.models[0]", id="an item of one"),
]


@pytest.mark.parametrize("shared", SHARED)
def test_a_model_that_two_tests_may_share_leaves_its_optimizer(fix, shared):
    tests = TESTS.format(made=f"other = {shared}")
    tests = tests.replace(
        "model = nnx.Linear(2, 3, rngs=nnx.Rngs(0))", f"model = {shared}"
    )
    code = f"{HEAD}shared = nnx.Linear(2, 3, rngs=nnx.Rngs(0))\n{tests}"
    assert "wrt=nnx.Param" not in fix(code).text


ROUND_TRIP = """
def main(data):
    model = Model()
    optimizer = nnx.Optimizer(model, optax.sgd(1e-3))
    graphdef, state = nnx.split((model, optimizer))

    @nnx.jit
    def pure_step(state, x, y):
        model, optimizer = nnx.merge(graphdef, state)
        {inside}
        grads = nnx.grad(loss_fn)(model, x, y)
        optimizer.update(grads)
        return loss, nnx.state((model, optimizer))

    for x, y in data:
        {call}
        {each}
    nnx.update((model, optimizer), state)
"""
ROUND_CALL = "loss, state = pure_step(state, x, y)"
SEEN_ON_THE_WAY = [
    {"each": "print(model(x))"},
    {"each": "show(optimizer)"},
    {"inside": "model(x)\n        print(jax.tree.leaves(state))"},
    {"call": "loss, new = pure_step(state, x, y)"},
    {"inside": "print(nnx.merge(graphdef, state)[0](x))", "each": "print(model(x))"},
]


def round_trip(**parts):
    given = {"inside": "pass", "call": ROUND_CALL, "each": "pass", **parts}
    return HEAD + ROUND_TRIP.format(**given)


@pytest.mark.parametrize("parts", SEEN_ON_THE_WAY)
def test_a_state_that_goes_round_leaves_objects_that_are_looked_at(fix, parts):
    result = fix(round_trip(**parts))
    assert "ModelAndOptimizer" not in result.text
    assert any("was a copy, and is live" in one.left for one in result.findings)


def test_a_state_that_goes_round_and_is_put_back_is_no_matter(fix):
    assert "nnx.ModelAndOptimizer(model" in fix(round_trip()).text
