"""States that another file of the project takes, keeps, and reads after a change."""

import pytest
from fixed_projects import fixed

# The file of the optimizer; `seen` imports it.
TRAIN = """\
import jax
import optax
from flax import nnx


def loss_fn(model, x):
    return (model(x) ** 2).mean()


def train(model, data):
    optimizer = nnx.Optimizer(model, optax.adam(1e-3))
    for x in data:
        grads = nnx.grad(loss_fn)(model, x)
        optimizer.update(grads)
        yield model


def fit(model, data):
    return [*train(model, data)][-1]


def make_step(model, data):
    def step():
        fit(model, data)

    return step


class Trainer:
    def __init__(self, model, data):
        self.model, self.data = model, data

    def fit(self):
        fit(self.model, self.data)

    def size(self):
        return len(jax.tree.leaves(nnx.state(self.model)))


class Ema:
    def __init__(self, model):
        self.target = nnx.clone(model)

    def follow(self, model):
        mean = jax.tree.map(lambda a, b: a + b, nnx.state(self.target), nnx.state(model))
        nnx.update(self.target, mean)


def draw(rngs):
    return rngs.params()
"""
GIVER = """\
import jax
from flax import nnx


def state_of(model):
    return nnx.state(model)


HISTORY = []


def keep(state):
    HISTORY.append(state)


def log(state):
    print(len(jax.tree.leaves(state)))


def keep_as(state, /, name):
    HISTORY.append(state)


def log_as(name, /, state):
    print(name, len(jax.tree.leaves(state)))


def steps(state):
    print(len(jax.tree.leaves(state)))
    yield


async def report(state):
    print(len(jax.tree.leaves(state)))
"""
SEEN = """\
import asyncio
import jax
import orbax.checkpoint as ocp
from flax import nnx
import giver
import main
from main import fit as run
from net import Net


def test(data{given}):
    model = Net()
    {lines}
"""
RUNNER = "from main import fit\n\n\ndef go(model):\n    fit(model, [1])\n"


def seen(*lines, given=""):
    return SEEN.format(given=given, lines="\n    ".join(lines))


def case(name, *lines, given=""):
    return pytest.param(seen(*lines, given=given), id=name)


FIRST = "first = nnx.state(model)"
KEPT = [
    case("around a function", FIRST, "main.fit(model, data)", "print(first)"),
    case("around one by another name", FIRST, "run(model, data)", "print(first)"),
    case("of what is given", FIRST, "t.fit()", "print(first)", given=", model, t"),
    case(
        "of a part by a name",
        *("head = model.out", "first = nnx.state(head)", "main.fit(model, data)"),
        "print(first)",
    ),
    case(
        "split", "_, first = nnx.split(model)", "model = run(model, data)", "log(first)"
    ),
    case(
        "around a method",
        *(
            "trainer = main.Trainer(model, data)",
            FIRST,
            "trainer.fit()",
            "print(first)",
        ),
    ),
    case(
        "of an object that holds the model",
        *("trainer = main.Trainer(model, data)", "first = nnx.state(trainer.model)"),
        *("trainer.fit()", "print(first)"),
    ),
    case(
        "around a function that another one made",
        *("step = main.make_step(model, data)", FIRST, "step()", "print(first)"),
    ),
    case("around a file between", FIRST, "go(model)", "print(first)"),
    case(
        "around what is sent to a generator",
        *("steps = main.train(model, data)", FIRST, "steps.send(None)", "print(first)"),
    ),
    case(
        "around the next of a generator",
        *("steps = main.train(model, data)", FIRST, "next(steps)", "print(first)"),
    ),
    case("around a yield", FIRST, "yield model", "print(first)"),
    case("given to what is a fixture", "yield nnx.state(model)"),
    case(
        "of a target network",
        *("ema = main.Ema(model)", "first = nnx.state(ema.target)"),
        *("ema.follow(model)", "print(first)"),
    ),
    case(
        "of random numbers",
        *("rngs = nnx.Rngs(0)", "first = nnx.state(rngs)", "main.draw(rngs)"),
        "print(first)",
    ),
    case(
        "in a list",
        *("history = []", "history.append(nnx.state(model))", "run(model, data)"),
        "print(history)",
    ),
    case("in an attribute", "holder.first = nnx.state(model)", "run(model, data)"),
    case(
        "in a dict",
        *("saved = {'model': nnx.state(model)}", "run(model, data)", "print(saved)"),
    ),
    case(
        "for a library to write later",
        *("saved = ocp.args.StandardSave(nnx.state(model))", "run(model, data)"),
        "print(saved)",
    ),
    case(
        "from a function that gives one",
        *("first = giver.state_of(model)", "run(model, data)", "print(first)"),
    ),
    case(
        "from a method of another file",
        *("first = model.snapshot()", "run(model, data)", "print(first)"),
    ),
    case(
        "from a property of another file",
        *("first = model.weights", "run(model, data)", "print(first)"),
    ),
    case(
        "by a function that is given it",
        *("giver.keep(nnx.state(model))", "run(model, data)"),
    ),
    case(
        "by a function that takes it by position alone",
        *("giver.keep_as(nnx.state(model), 'first')", "run(model, data)"),
    ),
    case(
        "by a generator that is not started",
        *("steps = giver.steps(nnx.state(model))", "run(model, data)", "next(steps)"),
    ),
    case(
        "by a coroutine that is not run",
        *("task = giver.report(nnx.state(model))", "run(model, data)"),
        "asyncio.run(task)",
    ),
]
NET = """\
from flax import nnx


class Net(nnx.Module):
    def __init__(self):
        self.out = nnx.Linear(3, 2, rngs=nnx.Rngs(0))

    def snapshot(self):
        return nnx.state(self, nnx.Param)

    @property
    def weights(self):
        return nnx.state(self, nnx.Param)
"""


@pytest.mark.parametrize("test", KEPT)
def test_a_state_that_another_file_keeps_leaves_the_optimizer(tmp_path, test):
    files = {"test_it": "from runner import go\n" + test, "runner": RUNNER}
    text, output = fixed(tmp_path, TRAIN, net=NET, giver=GIVER, **files)
    assert text == TRAIN
    assert "of test_it.py was a copy, and is live: " in output


def test_a_fixture_that_gives_a_state_leaves_the_optimizer(tmp_path):
    made = (
        "import pytest\nfrom flax import nnx\nimport main\n\n\n@pytest.fixture\n"
        "def first(model):\n    return nnx.state(model)\n"
    )
    text, output = fixed(tmp_path, TRAIN, conftest=made)
    assert text == TRAIN
    assert "`nnx.state(model)` on line 8 of conftest.py was a copy" in output


READ_AT_ONCE = [
    case("read before", FIRST, "print(first)", "run(model, data)"),
    case("taken behind", "run(model, data)", FIRST, "print(first)"),
    case(
        "copied",
        *("first = jax.tree.map(lambda x: x, nnx.state(model))", "run(model, data)"),
        "print(first)",
    ),
    case("counted", "sizes = [x.size for x in jax.tree.leaves(nnx.state(model))]"),
    case("saved", "checkpointer.save('a', nnx.state(model))", "run(model, data)"),
    case(
        "saved by a library's object",
        *("manager.save(1, args=ocp.args.StandardSave(nnx.state(model)))",),
        "run(model, data)",
    ),
    case(
        "saved with more",
        *("checkpointer.save('a', {'model': nnx.state(model)})", "run(model, data)"),
    ),
    case("written by any object", "writer.write(nnx.state(model))", "run(model, data)"),
    case("shown by a function", "giver.log(nnx.state(model))", "run(model, data)"),
    case(
        "shown by a function that takes a name by position alone",
        *("giver.log_as('first', nnx.state(model))", "run(model, data)"),
    ),
    case(
        "shown by a generator",
        *("print(*giver.steps(nnx.state(model)))", "run(model, data)"),
    ),
    case(
        "shown by a coroutine",
        *("asyncio.run(giver.report(nnx.state(model)))", "run(model, data)"),
    ),
    case(
        "read around what changes nothing",
        *("trainer = main.Trainer(model, data)", FIRST, "print(trainer.size())"),
        *("logger.info('taken')", "print(first)", "trainer.fit()"),
    ),
    case("put back", "nnx.update(model, nnx.state(model))", "run(model, data)"),
    case(
        "merged inside of a compiled function",
        *("graphdef, state = nnx.split(model)", "@jax.jit", "def call(state, x):"),
        *("    return nnx.merge(graphdef, state)(x)", "call(state, data)"),
    ),
    case(
        "of what is made for it",
        "_, first = nnx.split(Net())",
        "run(model, data)",
        "print(first)",
    ),
    case(
        "of a model that stays",
        "other = Net()",
        "first = nnx.state(other)",
        "run(model, data)",
        "print(first)",
    ),
    case("from a method, at once", "print(model.snapshot())", "run(model, data)"),
    case("from a function, at once", "print(giver.state_of(model))"),
    case("given back anew", "return jax.tree.map(lambda x: x, nnx.state(model))"),
]


@pytest.mark.parametrize("test", READ_AT_ONCE)
def test_a_state_that_another_file_reads_at_once_is_no_matter(tmp_path, test):
    text, output = fixed(tmp_path, TRAIN, net=NET, giver=GIVER, test_it=test)
    assert "nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)" in text, output


def test_a_state_in_a_file_that_nothing_connects_is_no_matter(tmp_path):
    other = "from flax import nnx\n\n\ndef held(model):\n    box.a = nnx.state(model)\n"
    text, _ = fixed(tmp_path, TRAIN, other=other)
    assert "wrt=nnx.Param" in text


METHODS = [
    pytest.param("model.snapshot()", id="a method"),
    pytest.param("model.weights", id="a property"),
]
OWN = """\
import optax
from flax import nnx
from net import Net


def loss_fn(model, x):
    return (model(x) ** 2).mean()


def train(data):
    model = Net()
    optimizer = nnx.Optimizer(model, optax.adam(1e-3))
    {before}
    for x in data:
        grads = nnx.grad(loss_fn)(model, x)
        optimizer.update(grads)
    {behind}
"""


@pytest.mark.parametrize("taken", METHODS)
def test_a_state_that_the_models_own_class_gives_leaves_the_optimizer(tmp_path, taken):
    code = OWN.format(before=f"first = {taken}", behind="print(first)")
    text, output = fixed(tmp_path, code, net=NET)
    assert text == code
    assert f"`{taken}` on line 13 was a copy, and is live: line 16" in output


@pytest.mark.parametrize("taken", METHODS)
def test_a_state_of_its_own_class_that_is_read_at_once_is_no_matter(tmp_path, taken):
    code = OWN.format(before=f"print({taken})", behind=f"print({taken})")
    text, _ = fixed(tmp_path, code, net=NET)
    assert "wrt=nnx.Param" in text
