"""Calls that are written alike: what is a name in their shape, and what is filled in."""

from __future__ import annotations

import ast

import pytest

from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.rule import (
    AddFirstArgument,
    NameArgument,
    PassFirst,
    RenameArgument,
    ReplaceArgument,
    SwapArguments,
)
from lrmigrate.codemod.units.carry_out import _changed, _rewritten
from lrmigrate.codemod.units.shapes import shape_of

RENAMED = (RenameArgument, "steps", "length")


def asked(text, *wanted):
    source = Source.from_text(f"s = {text}\n", "train.py")
    call = source.tree.body[0].value
    return source, [kind(call, *given) for kind, *given in wanted]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("f((i for i in n), [a])", id="a generator"),
        pytest.param("f(x for x in y)", id="a generator in the call's parentheses"),
        pytest.param("f(*given, a=b'x')", id="an unpacked list, and bytes"),
        pytest.param("f('#', lambda: 0, x if y else z)", id="a text, code, a choice"),
        pytest.param("f([\n  1,\n], g(\n  2))", id="what goes over lines"),
        pytest.param("f(é, 'ö')", id="what is not ASCII"),
        pytest.param("part_0_(*a)", id="what looks like a name of a shape"),
        pytest.param(f"f({'1+' * 40}1)", id="what is long"),
    ],
)
def test_what_may_hold_more_than_an_argument_has_no_name(text):
    source, intents = asked(text, (AddFirstArgument, "'model'"))
    shape = shape_of(source, intents)
    assert shape is None or shape.parts == ("f",)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("f(0.1, steps=n)", "part_0_(part_1_, steps=part_2_)"),
        (
            "f( (a.b), # why\n *c, **d [0])",
            "part_0_( (part_1_), # why\n *c, **part_2_)",
        ),
        ("a.f(1e-3)(-x, y * 2,)", "part_0_(part_1_, part_2_,)"),
    ],
)
def test_arguments_have_names_and_all_else_stands(text, shape):
    source, intents = asked(text, (AddFirstArgument, "model"))
    found = shape_of(source, intents)
    assert found is not None
    assert found.text == shape
    assert found.filled(shape) == text
    assert found.intents[0].value == f"part_{len(found.parts) - 1}_"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("f(a, steps = (n) , b=c)", [RENAMED]),
        ("f(\n  0.1,  # rate\n  steps=2 * n,\n)", [RENAMED, (NameArgument, 0, "r")]),
        ("f(a, b.c, steps=g(n))", [(SwapArguments, 0, 1), (PassFirst, "steps")]),
        ("f(a, 0.3)", [(ReplaceArgument, 1, "w", "int(0.3 * a)"), RENAMED[:0]]),
        ("f(a, 0.3)", [(ReplaceArgument, 1, "w", "'é' + a"), (NameArgument, 0, "n")]),
        ("f()", [(AddFirstArgument, "model")]),
        ("f(part_1_, steps=part_0_)", [RENAMED]),
    ],
)
def test_a_shape_is_rewritten_as_each_call_of_it_would_be(text, wanted):
    source, intents = asked(text, *filter(None, wanted))
    start, end = source.span(intents[0].at)
    before = source.text[start:end]
    alone = _changed(before, intents)
    assert _rewritten(source, dict.fromkeys(intents)) == alone != before
    assert ast.parse(alone, mode="eval")
