"""All nodes of a tree are those that `ast.walk` gives, each with the one around it."""

from __future__ import annotations

import ast
import inspect

import pytest

from lrmigrate.codemod import nodes as own
from lrmigrate.codemod.nodes import blocks_in, code_of, nodes_in, same, walk

LEFT_OUT = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
BLOCKS = (ast.Module, ast.stmt, ast.ExceptHandler, ast.match_case)
TEXTS = {
    "nothing": "",
    "a class": "@a.b\nclass C(B, metaclass=M):\n    x: int = 1\n    y: 'T'\n",
    "a function": "async def f(a, /, b=1, *c, d: int = 2, **e) -> None:\n    yield\n",
    "displays": "x = {**a, 'b': [1, *c], (d, e): {f for f in g if h}}\n",
    "calls": "f(a, *b, c=d, **e)(lambda x=1: -x + y ** 2)\n",
    "texts": "f'{a!r:>{width}}' 'b' if c else (d := e)[1:2, ::3]\n",
    "statements": "try:\n    import a as b\nexcept (A, B) as e:\n    raise C from e\n"
    "else:\n    del a[0], b.c\nfinally:\n    global d\n    assert d, 'e'\n",
    "blocks": "with a as (b, c), d:\n    for e in f:\n        pass\n    else:\n"
    "        while g:\n            break\n",
    "patterns": "match a:\n    case {'b': [c, *d], **e} | f.g if h:\n        pass\n"
    "    case C(x=1, y=(2 | 3) as z):\n        pass\n",
    "comparisons": "a < b <= c is not d not in e and not f or g @ h\n",
    "a module of ours": inspect.getsource(own),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_they_come_in_the_order_of_ast_walk(text):
    tree = ast.parse(text)
    walked = [one for one in ast.walk(tree) if not isinstance(one, LEFT_OUT)]
    assert nodes_in(tree).all == walk(tree) == walked


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_blocks_come_in_the_order_of_ast_walk(text):
    tree = ast.parse(text)
    assert blocks_in(tree) == [one for one in ast.walk(tree) if isinstance(one, BLOCKS)]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_each_is_known_with_the_one_around_it(text):
    tree = ast.parse(text)
    parents = nodes_in(tree).parents()
    assert parents.pop(tree) is tree
    for inner, outer in parents.items():
        assert inner in ast.iter_child_nodes(outer)


CODES = (
    *("name", "a.b.c", "f().b", "1 .real", "7", "10**9", "-1", "1.5", "1e309", "True"),
    *("None", "...", "'text'", "b'bytes'", "a[0].b", "(a or b).c", "x if y else z"),
    *("0x1F", "1_000", "1j", "await_.b", '"it\'s"', "f'{a}'", "lambda: a.b"),
)


@pytest.mark.parametrize("text", CODES)
def test_code_is_what_ast_unparse_gives(text):
    node = ast.parse(text, mode="eval").body
    assert code_of(node) == ast.unparse(node)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("f(a,b)", "f(\n    a,\n    b,\n)"),
        ("x = 'a' 'b'", "x = 'ab'"),
        ("x = (1)", "x = 1"),
    ],
)
def test_trees_are_the_same_but_for_places(text, other):
    assert same(ast.parse(text), ast.parse(other))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("f(a, b)", "f(b, a)"),
        ("f(a)", "f(a, b)"),
        ("x = 1", "x = 1.0"),
        ("x = 1", "x = True"),
        ("x = 'a'", "x = b'a'"),
        ("x = 0.1", "x = 0.10000000000000002"),
        ("x = -1", "x = +1"),
        ("x = [a]", "x = (a,)"),
        ("x = a", "del a"),
        ("f(**a)", "f(*a)"),
    ],
)
def test_other_trees_are_not(text, other):
    assert not same(ast.parse(text), ast.parse(other))
