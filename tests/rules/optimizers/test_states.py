"""States that were copies up to Flax 0.10, of whatever object, and what changes them."""

import pytest
from fixed_projects import fixed

HEAD = """\
import jax
import optax
from flax import nnx


def loss_fn(model, x):
    return (model(x) ** 2).mean()


def train_step(model, optimizer, x):
    loss, grads = nnx.value_and_grad(loss_fn)(model, x)
    optimizer.update(grads)
    return loss


def train(model, optimizer, data):
    for x in data:
        yield train_step(model, optimizer, x)


def make_step(model, optimizer):
    def step(x):
        train_step(model, optimizer, x)

    return step


def follow(target, model):
    state = jax.tree.map(lambda a, b: (a + b) / 2, nnx.state(target), nnx.state(model))
    nnx.update(target, state)


"""
MAIN = """\
{top}
def main(data):
    model, target = Model(), Model()
    metrics = nnx.metrics.Average()
    optimizer = nnx.Optimizer(model, optax.adam(1e-3))
    {taken}
    {then}
    {read}
"""


def program(then, **parts):
    given = {"top": "", "taken": "first = nnx.state(model)", "read": "print(first)"}
    return HEAD + MAIN.format(then=then, **{**given, **parts})


TARGET = {"taken": "first = nnx.state(target)"}
HOLDER = """\
class Ema:
    def __init__(self, model):
        self.model = model

    def step(self, model):
        follow(self.model, model)


"""
KEEPERS = """\
HISTORY = []


def keep(state, /, name):
    HISTORY.append(state)


def keep_all(*states):
    HISTORY.extend(states)


def log(state, name):
    print(name)


"""
LIVE = [
    *(
        pytest.param(
            program(
                "train_step(model, optimizer, data[0])",
                top=KEEPERS,
                taken=f"do = {function} if data else log\n"
                "    do(nnx.state(model), 'first')",
                read="print(HISTORY)",
            ),
            id=f"given to one of two functions, {function}",
        )
        for function in ("keep", "keep_all")
    ),
    pytest.param(
        program("for loss in train(model, optimizer, data): pass"), id="a for"
    ),
    pytest.param(
        program(
            "next(steps)",
            taken="steps = train(model, optimizer, data)\n    first = nnx.state(model)",
        ),
        id="a generator is asked for the next",
    ),
    pytest.param(
        program(
            "steps.send(None)",
            taken="steps = train(model, optimizer, data)\n    first = nnx.state(model)",
        ),
        id="something is sent to a generator",
    ),
    pytest.param(
        program(
            "for loss in steps: pass",
            taken="steps = train(model, optimizer, data)\n    first = nnx.state(model)",
        ),
        id="a loop goes through a generator",
    ),
    pytest.param(
        program(
            "apply(data[0])",
            taken="apply = make_step(model, optimizer)\n    first = nnx.state(model)",
        ),
        id="a function that another one made",
    ),
    pytest.param(
        program(
            "apply(data[0])",
            taken="apply = nnx.jit(make_step(model, optimizer))\n"
            "    first = nnx.state(model)",
        ),
        id="a compiled function that another one made",
    ),
    pytest.param(program("follow(target, model)", **TARGET), id="a target network"),
    pytest.param(
        program("nnx.update(target, nnx.state(model))", **TARGET), id="a target is set"
    ),
    pytest.param(
        program("target.out.kernel.value = 0", **TARGET), id="a value of a target is"
    ),
    pytest.param(
        program(
            "ema.step(model)",
            top=HOLDER,
            taken="ema = Ema(target)\n    first = nnx.state(target)",
        ),
        id="an object follows a model with its own",
    ),
    pytest.param(
        program("metrics.update(values=1)", taken="first = nnx.state(metrics)"),
        id="a metric",
    ),
    pytest.param(
        program(
            "model(rngs.dropout())",
            taken="rngs = nnx.Rngs(0)\n    first = nnx.state(rngs)",
        ),
        id="random numbers",
    ),
]


@pytest.mark.parametrize("code", LIVE)
def test_a_state_that_changes_before_it_is_read_leaves_the_optimizer(fix, code):
    result = fix(code)
    assert result.text == code
    left = [one.left for one in result.findings if one.code == "LRS201"]
    assert left
    assert all("was a copy, and is live" in one for one in left), left


SAFE = [
    pytest.param(
        program(
            "print(len(data))",
            taken="steps = train(model, optimizer, data)\n    first = nnx.state(model)",
            read="print(first); next(steps)",
        ),
        id="a generator goes on behind the reading",
    ),
    pytest.param(
        program(
            "x = next(batches)",
            taken="batches = iter(data)\n    first = nnx.state(model)",
        ),
        id="an iterator of data",
    ),
    pytest.param(
        program("step = nnx.jit(train_step)"), id="a function is made, and not called"
    ),
    pytest.param(
        program("train_step(model, optimizer, data[0])", **TARGET),
        id="a target that stays",
    ),
    pytest.param(
        program(
            "follow(target, model)",
            taken="first = jax.tree.map(lambda x: x, nnx.state(target))",
        ),
        id="a copy of a target",
    ),
    pytest.param(
        program(
            "follow(target, model)",
            taken="print(len(nnx.state(target)))",
            read="nnx.update(target, nnx.state(model))",
        ),
        id="a target's state where it stands",
    ),
    pytest.param(
        program("metrics.reset()", taken="print(nnx.state(metrics))", read="pass"),
        id="a metric's state where it stands",
    ),
]


@pytest.mark.parametrize("code", SAFE)
def test_a_state_that_is_read_before_a_change_is_no_matter(fix, code):
    result = fix(code)
    left = [one.left for one in result.findings if one.code == "LRS201"]
    assert left == [""]
    assert result.text != code


OTHER = """\
from flax import nnx


def grad(model, optimizer, x):
    optimizer.update(nnx.grad(lambda m: m(x).mean())(model))
"""
STEP = """\
import jax
import optax
from flax import nnx

import losses

model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))
optimizer = nnx.Optimizer(model, optax.adam(1e-3))


def step(optimizer, loss_fn, x):
    graph, state = nnx.split(model)
    grads = {grad}(loss_fn, argnums=1)(graph, state, x)
    optimizer.update(grads)
    return grads


print(step(optimizer, len, 1))
"""


@pytest.mark.parametrize(("grad", "told"), [("losses.grad", True), ("jax.grad", False)])
def test_a_function_of_jax_is_none_of_the_project_that_is_called_so(
    grad, told, tmp_path
):
    _, output = fixed(tmp_path, STEP.format(grad=grad), losses=OTHER)
    assert ("is live" in output) is told
