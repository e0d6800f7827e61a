"""States of a part of a model, by whatever name, and of what the model is a part of."""

import pytest

PROGRAM = """\
import copy
import jax
import jax.numpy as jnp
import optax
from flax import nnx
from project import Net, reset


class Model(nnx.Module):
    def __init__(self):
        self.hidden = nnx.Linear(3, 4, rngs=nnx.Rngs(0))
        self.out = nnx.Linear(4, 2, rngs=nnx.Rngs(1))
        self.layers = [self.hidden, self.out]

    def __call__(self, x):
        return self.out(self.hidden(x))

    def head(self):
        return self.out

    @property
    def last(self):
        return self.out


class Holder(nnx.Module):
    def __init__(self, model):
        self.model = model


def loss_fn(model, x):
    return (model(x) ** 2).mean()


def head_of(model):
    return model.out


def parts_of(model):
    return model.hidden, model.out


def main(data):
    body = nnx.Linear(3, 2, rngs=nnx.Rngs(0))
    {model}
    optimizer = nnx.Optimizer(model, optax.adam(1e-3))
    {taken}
    for x in data:
        grads = nnx.grad(loss_fn)(model, x)
        optimizer.update(grads)
    {read}
"""


def program(*taken, model="model = Model()", read="print(first)"):
    taken = "\n    ".join(taken)
    return PROGRAM.format(taken=taken, model=model, read=read)


def case(name, *taken, **parts):
    return pytest.param(program(*taken, **parts), id=name)


HEAD = "first = nnx.state(head)"
OF_BODY = "first = nnx.state(body)"
LIVE = [
    case("a name", "head = model.out", HEAD),
    case("a name of a name", "part = model.out", "head = part", HEAD),
    case("one of two names", "body, head = model.hidden, model.out", HEAD),
    case("a condition", "head = model.out if data else None", HEAD),
    case("a walrus", "first = nnx.state(head := model.out)"),
    case("an annotated name", "head: nnx.Module = model.out", HEAD),
    case("an item", "head = model.layers[0]", HEAD),
    case("an item of a part", "layers = model.layers", "head = layers[0]", HEAD),
    case("the rest", "head, *rest = model.layers", HEAD),
    case("a loop over parts", "for head in model.layers: first = nnx.state(head)"),
    case("in a list", "parts = [model.out]", "first = nnx.state(parts[0])"),
    case("in a dict", "parts = {'a': model.out}", "first = nnx.state(parts['a'])"),
    case("what a method gives", "head = model.head()", HEAD),
    case("what a method gives at once", "first = nnx.state(model.head())"),
    case("what a property gives", "head = model.last", HEAD),
    case("what a function gives", "head = head_of(model)", HEAD),
    case("one that a function gives", "body, head = parts_of(model)", HEAD),
    case("a part of the optimizer's model", "head = optimizer.model.out", HEAD),
    case("a part that is split", "head = model.out", "_, first = nnx.split(head)"),
    case("inside of a list", "head = model.out", "first = nnx.state([head])"),
    case(
        "read by a function",
        *("head = model.out", "def taken(): return nnx.state(head)"),
        "first = taken()",
    ),
    case("what it is made of", OF_BODY, model="model = nnx.Sequential(body)"),
    case("what one of another file is", OF_BODY, model="model = Net(body)"),
    case(
        "what is in a list of it",
        OF_BODY,
        model="layers = [body, nnx.relu]; model = nnx.Sequential(*layers)",
    ),
    case(
        "what is put into a list of it",
        OF_BODY,
        model="layers = []; layers.append(body); model = nnx.Sequential(*layers)",
    ),
    case(
        "what a part is made of",
        OF_BODY,
        model="block = nnx.Sequential(body); model = nnx.Sequential(block)",
    ),
    case("what is set in it", OF_BODY, model="model = Model(); model.body = body"),
    case(
        "what it is a part of",
        "first = nnx.state(holder)",
        model="holder = Holder(Model()); model = holder.model",
    ),
    case(
        "a part of it that is held",
        "first = nnx.state(holder.model.out)",
        model="model = Model(); holder = Holder(model)",
    ),
]


@pytest.mark.parametrize("code", LIVE)
def test_a_state_of_a_part_is_live_by_whatever_name(fix, code):
    result = fix(code)
    assert result.text == code
    left = [one.left for one in result.findings if one.code == "LRS201"]
    assert left
    assert all("was a copy, and is live" in one for one in left), left


CHANGED = [
    pytest.param("head.bias.value = 0", id="a value is set"),
    pytest.param("nnx.update(head, data)", id="it is updated"),
    pytest.param("reset(head)", id="it is given to a function out of sight"),
]


@pytest.mark.parametrize("changed", CHANGED)
def test_a_state_changes_by_a_part_of_its_object(fix, changed):
    taken = ("head = model.out", "first = nnx.state(model)")
    code = program(*taken, changed, "print(first)", read="pass")
    assert fix(code).text == code
    code = program(*taken, "print(first)", changed, read="pass")
    assert fix(code).text != code


COPIES = [
    pytest.param(f"head = {copied}\n    {HEAD}", id=copied)
    for copied in (
        *("nnx.clone(model.out)", "nnx.clone(model)", "copy.deepcopy(model)"),
        "copy.deepcopy(model).out",
    )
]
SAFE = [
    case(
        "copied", "head = model.out", "first = jax.tree.map(jnp.copy, nnx.state(head))"
    ),
    case("shown at once", "head = model.out", "print(nnx.state(head))", read="pass"),
    case("taken behind", "head = model.out", read="print(nnx.state(head))"),
    case(
        "shown in a loop",
        *("for layer in model.layers: print(nnx.state(layer))",),
        read="pass",
    ),
    case("of another object", OF_BODY),
    case("of a part of another", "other = Model()", "first = nnx.state(other.hidden)"),
    case("by a name", "other = Model()", "head = other.hidden", HEAD),
    case("of what another is made of", "other = nnx.Sequential(body)", OF_BODY),
    case("of one that is given the same", OF_BODY, model="model = Net(len)"),
    case(
        "a part is called behind",
        *("first = nnx.state(model)", "print(first)", "head = model.out", "head(data)"),
        read="pass",
    ),
    *(pytest.param(program(*one.values), id=one.id) for one in COPIES),
]


@pytest.mark.parametrize("code", SAFE)
def test_a_state_of_a_part_that_is_read_at_once_is_no_matter(fix, code):
    result = fix(code)
    left = [one.left for one in result.findings if one.code == "LRS201"]
    assert left == [""], left
    assert result.text != code
