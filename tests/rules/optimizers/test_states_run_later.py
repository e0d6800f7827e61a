"""States that are read later than where that is written, or change behind a `return`."""

import pytest

PROGRAM = """\
import asyncio
import contextlib
import functools
import itertools
import math
import jax
import jax.numpy as jnp
import optax
from flax import nnx


def loss_fn(model, x):
    return (model(x) ** 2).mean()


def train(model, optimizer, data):
    for x in data:
        grads = nnx.grad(loss_fn)(model, x)
        optimizer.update(grads)


async def report(state):
    print(jax.tree.leaves(state))


def reported(state):
    print(jax.tree.leaves(state))
    yield


@contextlib.contextmanager
def around(state):
    print(jax.tree.leaves(state))
    yield


def handed_on(state):
    return report(state)


{top}

class Writer:
    async def save(self, state):
        print(jax.tree.leaves(state))


async def main(data):
    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))
    optimizer = nnx.Optimizer(model, optax.adam(1e-3))
    {taken}
    train(model, optimizer, data)
    {read}
"""
FIRST = "first = nnx.state(model)"
VALUES = "(v.value for v in nnx.state(model).values())"


REMEMBERED = """\
@functools.cache
def remembered(model):
    return nnx.state(model)
"""
BEFORE_A_CHANGE = """\
def before_a_change(model, optimizer, data):
    try:
        return nnx.state(model)
    finally:
        train(model, optimizer, data)
"""
IN_A_CONTEXT = """\
@contextlib.contextmanager
def trained(model, optimizer, data):
    yield
    train(model, optimizer, data)


def in_a_context(model, optimizer, data):
    with trained(model, optimizer, data):
        return nnx.state(model)
"""
BEFORE_A_LINE = """\
def before_a_line(model):
    try:
        return nnx.state(model)
    finally:
        print("taken")
"""


def case(name, *taken, read="print(first)", top=""):
    code = PROGRAM.format(taken="\n    ".join(taken), read=read, top=top)
    return pytest.param(code, id=name)


LATER = [
    case("a generator", f"first = {VALUES}", read="print([*first])"),
    case("one that reads it", FIRST, "k = (len(first) for _ in data)", read="list(k)"),
    case(
        "one that asks it", FIRST, "k = (x for x in data if len(first))", read="list(k)"
    ),
    case(
        "one that goes over it in an inner loop",
        *(FIRST, "k = (y for _ in data for y in jax.tree.leaves(first))"),
        read="print([*k])",
    ),
    case("one of one", f"k = (x for x in {VALUES})", read="print([*k])"),
    case("iterated over", f"k = iter({VALUES})", read="print([*k])"),
    case("chained", f"k = itertools.chain({VALUES})", read="print([*k])"),
    case("given to a function", f"k = keep{VALUES}", read="print([*k])"),
    case("mapped", "k = map(len, nnx.state(model).values())", read="print([*k])"),
    case("filtered", "k = filter(len, nnx.state(model).values())", read="print([*k])"),
    case("zipped", "k = zip(data, nnx.state(model).values())", read="print([*k])"),
    case("a lambda", FIRST, "k = lambda: len(first)", read="print(k())"),
    case(
        "a partial",
        "k = functools.partial(jax.tree.leaves, nnx.state(model))",
        read="print(k())",
    ),
    case(
        "remembered",
        "remembered(model)",
        read="print(remembered(model))",
        top=REMEMBERED,
    ),
    case("a class", "class Kept: first = nnx.state(model)", read="print(Kept.first)"),
    case("a coroutine", "task = report(nnx.state(model))", read="await task"),
    case("by a keyword", "task = report(state=nnx.state(model))", read="await task"),
    case("by a name", FIRST, "task = report(first)", read="await task"),
    case(
        "by another name of it",
        *("write = report", "task = write(nnx.state(model))"),
        read="await task",
    ),
    case(
        "a task",
        "task = asyncio.create_task(report(nnx.state(model)))",
        read="await task",
    ),
    case("handed on", "task = handed_on(nnx.state(model))", read="await task"),
    case("a method", "task = Writer().save(nnx.state(model))", read="await task"),
    case(
        "a partial of one",
        "task = functools.partial(report, nnx.state(model))()",
        read="await task",
    ),
    case("not started", "steps = reported(nnx.state(model))", read="next(steps)"),
    case(
        "iterated over, not started",
        "steps = iter(reported(nnx.state(model)))",
        read="next(steps)",
    ),
    case(
        "not entered", "held = around(nnx.state(model))", read="with held: print(data)"
    ),
    case(
        "a generator of one",
        *(
            "def steps(state): yield from reported(state)",
            "k = steps(nnx.state(model))",
        ),
        read="next(k)",
    ),
    case(
        "changed on leaving",
        "print(before_a_change(model, optimizer, data))",
        read="pass",
        top=BEFORE_A_CHANGE,
    ),
    case(
        "changed on leaving a with",
        "print(in_a_context(model, optimizer, data))",
        read="pass",
        top=IN_A_CONTEXT,
    ),
    case(
        "split in a context",
        *(
            "with nnx.split_context() as context:",
            "    _, first = context.split(model)",
        ),
    ),
    case(
        "split in one of a stack",
        *("stack = contextlib.ExitStack()",),
        *("context = stack.enter_context(nnx.split_context())",),
        "_, first = context.split(model)",
    ),
]


@pytest.mark.parametrize("code", LATER)
def test_a_state_that_is_read_later_leaves_the_optimizer(fix, code):
    result = fix(code)
    assert result.text == code
    left = [one.left for one in result.findings if one.code == "LRS201"]
    assert left
    assert all("a copy, and is live" in one for one in left), left


AT_ONCE = [
    case(f"given to {name.split('(')[0]}", f"first = {name}")
    for name in (
        *(f"list{VALUES}", f"tuple{VALUES}", f"max{VALUES}", f"next{VALUES}"),
        *(f"next({VALUES}, None)", f"math.prod{VALUES}", f"any{VALUES}"),
        "sum(x.size for x in jax.tree.leaves(nnx.state(model)))",
        "dict((k, v.value) for k, v in nnx.state(model).items())",
        "', '.join(str(v.value) for v in nnx.state(model).values())",
        "list(enumerate(v.value for v in nnx.state(model).values()))",
    )
] + [
    case("a list", "first = [v.value for v in nnx.state(model).values()]"),
    case("starred", f"first = [*{VALUES}]"),
    case("printed", f"print(*{VALUES})", read="pass"),
    case("a loop", f"for x in {VALUES}: print(x)", read="pass"),
    case("a list of one", f"first = [x + 1 for x in {VALUES}]"),
    case(
        "a generator over its leaves",
        "first = (x.size for x in jax.tree.leaves(nnx.state(model)))",
        read="print(*first)",
    ),
    case(
        "taken by the generator",
        "first = (len(nnx.state(model)) for _ in data)",
        read="print(*first)",
    ),
    case("awaited", "await report(nnx.state(model))", read="pass"),
    case("a method is awaited", "await Writer().save(nnx.state(model))", read="pass"),
    case("run", "asyncio.run(report(nnx.state(model)))", read="pass"),
    case("gone through", "for x in reported(nnx.state(model)): print(x)", read="pass"),
    case("all of it", "first = list(reported(nnx.state(model)))"),
    case("started", "next(reported(nnx.state(model)))", read="pass"),
    case("entered", "with around(nnx.state(model)): print(data)", read="pass"),
    case(
        "left without a change",
        "print(before_a_line(model))",
        read="pass",
        top=BEFORE_A_LINE,
    ),
    case(
        "shown in a context",
        *(
            "with nnx.split_context() as context:",
            "    _, first = context.split(model)",
        ),
        "    print(jax.tree.leaves(first))",
        read="pass",
    ),
    case(
        "another thing is split",
        *("with open(data) as file:", "    first = file.split(data)"),
    ),
]


@pytest.mark.parametrize("code", AT_ONCE)
def test_a_state_that_is_read_where_it_is_written_is_no_matter(fix, code):
    result = fix(code)
    left = [one.left for one in result.findings if one.code == "LRS201"]
    assert left == [""], left
    assert result.text != code
