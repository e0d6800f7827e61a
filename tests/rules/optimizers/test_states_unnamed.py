"""States that change by a function which nothing calls by its name."""

import pytest

PROGRAM = """\
import contextlib
import optax
from flax import nnx


def loss_fn(model, x):
    return model(x).mean()


model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))
optimizer = nnx.Optimizer(model, optax.adam(1e-3))


def train(x=1):
    optimizer.update(nnx.grad(loss_fn)(model, x))


class Other:
    def __init__(self):
        self.number = 1

    def __call__(self, x):
        return self.number + x


{top}


{lines}
"""
STEPS = """\
class Steps:
    def {method}(self, *given):
        optimizer.update(nnx.grad(loss_fn)(model, 1))


class More(Steps):
    pass"""
CONTEXT = """\
@contextlib.contextmanager
def training():
    yield
    train()"""
HOLDER = """


class Holder:
    def __init__(self):
        self.steps = Steps()

    def fit(self):
        self.steps(1)"""
FIRST, READ = "first = nnx.state(model)", "print(first)"


def case(name, *lines, method="", top=""):
    top = STEPS.format(method=method) + top if method else top
    return pytest.param(PROGRAM.format(top=top, lines="\n".join(lines)), id=name)


def steps(name, *lines, method="__call__", top=""):
    return case(name, *lines, READ, method=method, top=top)


CHANGED = [
    steps("an object is called", "steps = Steps()", FIRST, "steps(2)"),
    steps("where it is made", FIRST, "Steps()(2)"),
    steps("of a derived class", "steps = More()", FIRST, "steps(2)"),
    steps("by a function", "steps = Steps()", "def go(): steps(2)", FIRST, "go()"),
    steps("by a method", "holder = Holder()", FIRST, "holder.fit()", top=HOLDER),
    steps("an object is made", FIRST, "Steps()", method="__init__"),
    steps("a with is left", f"with Steps(): {FIRST}", method="__exit__"),
    steps("a with is entered", FIRST, "with Steps(): pass", method="__enter__"),
    steps("it is gone through", FIRST, "sum(Steps())", method="__iter__"),
    steps("by its items", FIRST, "list(Steps())", method="__getitem__"),
    steps("by an operator", FIRST, "Steps() + 2", method="__add__"),
    case("a context is left", f"with training(): {FIRST}", READ, top=CONTEXT),
    case("a list", "hooks = [train]", FIRST, "for hook in hooks: hook()", READ),
    case("one of a list", "hooks = [train]", FIRST, "hooks[0]()", READ),
    case(
        "put into a list",
        *("hooks = []", "hooks.append(train)", FIRST, "hooks[0]()", READ),
    ),
    case("put into a dict", "d = {}", "d[0] = train", FIRST, "d[0]()", READ),
    case("got of a dict", "d = {0: train}", FIRST, "d.get(0)()", READ),
    case("by a name", "d = {0: train}", "go = d[0]", FIRST, "go()", READ),
    case("a lambda", "go = lambda: train()", FIRST, "go()", READ),
]


@pytest.mark.parametrize("code", CHANGED)
def test_a_state_changes_by_what_nothing_calls_by_its_name(fix, code):
    result = fix(code)
    assert result.text == code
    left = [one.left for one in result.findings if one.code == "LRS201"]
    assert left
    assert all("was a copy, and is live" in one for one in left), left


RETURNED = [
    pytest.param(change, result, id=f"{change}, {result}")
    for change in ("train()", "optimizer.update(model)", "given()")
    for result in ("first", "first, 1")
]


@pytest.mark.parametrize(("change", "result"), RETURNED)
def test_a_state_changes_before_its_function_returns_it(fix, change, result):
    lines = [FIRST, change, f"return {result}"]
    for order, left in ((lines, True), ([change, FIRST, lines[2]], False)):
        top = "def run(given):\n    " + "\n    ".join(order)
        code = PROGRAM.format(top=top, lines="kept = run(train)\nprint(kept)")
        assert (fix(code).text == code) is left, result


SAFE = [
    steps("called before", "steps = Steps()", "steps(2)", FIRST),
    steps("made between", FIRST, "steps = Steps()"),
    steps("another is called", "other = Other()", FIRST, "other(2)"),
    steps("another is made", FIRST, "other = Other()"),
    case(
        "read at once",
        *("with Steps(): print(nnx.state(model))",),
        method="__exit__",
    ),
    case("a list of others", "hooks = [print]", FIRST, "hooks[0]()", READ, "train()"),
    case("gone through before", "hooks = [train]", "hooks[0]()", FIRST, READ),
]


@pytest.mark.parametrize("code", SAFE)
def test_a_state_that_nothing_changes_meanwhile_is_no_matter(fix, code):
    result = fix(code)
    left = [one.left for one in result.findings if one.code == "LRS201"]
    assert left == [""], left
    assert result.text != code
