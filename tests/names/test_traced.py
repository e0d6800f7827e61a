"""Which parameters JAX traces: they have no value while the function runs."""

from __future__ import annotations

import ast

import pytest

from lrmigrate.codemod.names.bind import bind_module
from lrmigrate.codemod.names.traced import traced_at

FUNCTION = "def f(n, m=1):\n    return g(n)\n"


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(f"import jax\n@jax.jit\n{FUNCTION}", 2, id="decorated"),
        pytest.param(f"from jax import vmap as v\n@v\n{FUNCTION}", 2, id="by a name"),
        pytest.param(f"import jax\n{FUNCTION}h = jax.jit(f)", 4, id="passed"),
        pytest.param("import jax\nh = jax.jit(lambda n: g(n))", 2, id="a lambda"),
        pytest.param(
            f"import jax\n{FUNCTION}jax.lax.scan(f, 0, xs)", 4, id="scanned with"
        ),
        pytest.param(FUNCTION, 0, id="called as it is"),
        pytest.param(f"import numba\n@numba.jit\n{FUNCTION}", 0, id="not JAX's"),
        pytest.param(
            f"import jax\n{FUNCTION}h = jax.jit(f, static_argnums=0)", 0, id="static"
        ),
        pytest.param(
            f"import jax\n{FUNCTION}h = jax.vmap(f, (None, 0))", 0, id="not mapped over"
        ),
        pytest.param(
            "import jax\n@jax.jit\ndef f(x):\n    n = 3\n    return g(n)",
            0,
            id="its own",
        ),
    ],
)
def test_where_a_parameter_is_traced(code, line):
    tree = ast.parse(code)
    calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call)]
    (node,) = (one.args[0] for one in calls if ast.unparse(one.func) == "g")
    assert traced_at(bind_module(tree), node) == line
