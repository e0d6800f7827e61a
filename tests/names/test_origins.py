"""From an expression back to what gave it its value."""

import ast

import pytest

from lrmigrate.codemod.names.bind import bind_module
from lrmigrate.codemod.names.origins import bound_name, origin, origins
from lrmigrate.codemod.names.scopes import ScopeTree


def origins_of(code):
    """What the module's last expression comes from, and the one origin, if so."""
    tree = ast.parse(code)
    node, scopes = tree.body[-1].value, bind_module(tree)
    found = origins(scopes, node)
    alone = origin(scopes, node)
    assert alone is (found[0] if len(found) == 1 else None)
    return [type(one).__name__ for one in found]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        pytest.param("x = x\nx", [], id="what leads back to itself"),
        pytest.param("x = y\ny = x\nx", [], id="two that are each other"),
        pytest.param("x = 1\nx = f()\nx", ["Constant", "Call"], id="bound twice"),
        pytest.param("x = 1 if c else f()\nx", ["Constant", "Call"], id="a condition"),
        pytest.param("x = a or f()\nx", ["Name", "Call"], id="the first that is true"),
        pytest.param("for x in y: ...\nx", ["Name"], id="a loop"),
        pytest.param("x", ["Name"], id="a name that nothing binds"),
        pytest.param("x = y = f()\nz = x\nz", ["Call"], id="names in a row"),
        pytest.param("(x := f())\nx", ["Call"], id="a walrus"),
        pytest.param("def f(): ...\ng = f\ng", ["FunctionDef"], id="a function"),
        pytest.param("class A: ...\nA", ["ClassDef"], id="a class"),
        pytest.param("import a as b\nb", ["alias"], id="an import"),
        pytest.param("x = f()\nx = x if c else x\nx", ["Call"], id="it or itself"),
        pytest.param(
            "x0 = f()\n"
            + "".join(f"x{at + 1} = x{at} if c else x{at}\n" for at in range(500))
            + "x500",
            ["Call"],
            id="each takes the one before it twice",
        ),
    ],
)
def test_origins(code, found):
    assert origins_of(code) == found


def test_the_origins_of_a_name_are_found_by_one_use_of_it(monkeypatch):
    lines = 300
    code = "x = f()\n" + "x = x if x else x\n" * lines + "x"
    lookup = ScopeTree.lookup
    calls = []
    tree = ast.parse(code)
    node, scopes = tree.body[-1].value, bind_module(tree)

    def counted(self, name, scope):
        calls.append(name)
        return lookup(self, name, scope)

    monkeypatch.setattr(ScopeTree, "lookup", counted)
    assert bound_name(scopes, node) == (scopes.module, "x")
    assert len(origins(scopes, node)) == 1
    assert len(calls) < 4 * lines
