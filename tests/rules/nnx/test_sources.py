"""What a value of an NNX module is made from: each place is asked once.

Work is counted in calls, never in time.
"""

import ast

import pytest

from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.names.bind import bind_module
from lrmigrate.codemod.names.resolver import Resolver
from lrmigrate.codemod.names.scopes import ScopeTree
from lrmigrate.codemod.names.vocabulary import Vocabulary
from lrmigrate.codemod.objects.follow import follow
from lrmigrate.rules.nnx.chained import chained
from lrmigrate.rules.nnx.gradients import differentiated_model, may_be_gradients
from lrmigrate.rules.nnx.names import FLOW
from lrmigrate.rules.nnx.unsigned_step import wrapping

HEAD = "from flax import nnx\nimport optax\nimport jax\n"
GRADIENTS = "k = nnx.grad(loss)(m, x)\n"
PIECEWISE = "piecewise_constant_schedule"
STEPS = "s = optax.piecewise_constant_schedule(1.0, {10: 0.1})\n"
PLATEAU = "t = optax.contrib.reduce_on_plateau()\n"


def follows_metric(flow, node):
    return "reduce_on_plateau" in chained(flow, [node]).certain


def asked(question, body):
    """What is said of the module's last expression."""
    source = Source.from_bytes((HEAD + body).encode(), "module.py")
    vocabulary = Vocabulary({}, frozenset(), frozenset(), around=FLOW.paths)
    flow = follow(source, Resolver(bind_module(source.tree), vocabulary), FLOW)
    return question(flow, source.tree.body[-1].value)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("k = f(x)\nk", False, id="something else"),
        pytest.param("k = f(k)\nk", False, id="what leads back to itself"),
        pytest.param(
            "@nnx.jit(f)\ndef f(): ...\nf(x)", False, id="decorated by itself"
        ),
        pytest.param("k", False, id="a name that nothing binds"),
        pytest.param(f"{GRADIENTS}k", True, id="gradients"),
        pytest.param(f"{GRADIENTS}j = k\nj", True, id="by another name"),
        pytest.param(f"k = f(k)\n{GRADIENTS}k", True, id="bound twice"),
        pytest.param(f"j = f(k)\nk = g(j)\n{GRADIENTS}j", True, id="two by each other"),
        pytest.param(
            "loss, k = nnx.value_and_grad(f)(m, x)\nclip(k)", True, id="one of a tuple"
        ),
    ],
)
def test_what_may_be_gradients(code, said):
    assert asked(may_be_gradients, code) is said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("t = optax.adam(1)\nt", False, id="something else"),
        pytest.param("t = t\nt", False, id="what leads back to itself"),
        pytest.param(f"{PLATEAU}t = optax.adam(1)\nt", False, id="one of two"),
        pytest.param(f"{PLATEAU}s = t if c else f()\ns", False, id="on one way"),
        pytest.param("def t(): return t()\nt()", False, id="a function by itself"),
        pytest.param(f"{PLATEAU}t", True, id="a plateau"),
        pytest.param(f"{PLATEAU}{PLATEAU}t", True, id="a plateau on both ways"),
        pytest.param(f"{PLATEAU}s = optax.chain(f(), t)\ns", True, id="in a chain"),
        pytest.param(
            f"{PLATEAU}def s(): return optax.chain(t)\ns()", True, id="from a function"
        ),
    ],
)
def test_what_follows_a_metric(code, said):
    assert asked(follows_metric, code) is said


def test_a_function_that_is_decorated_by_itself_has_no_model():
    code = "@nnx.jit(f)\ndef f(): ...\nf(m, x)"
    assert asked(differentiated_model, code) is None


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("s", "", id="a name that nothing binds"),
        pytest.param("s = s\ns", "", id="what leads back to itself"),
        pytest.param(
            "s = optax.join_schedules([s], [1])\ns", "", id="a join of itself"
        ),
        pytest.param("s = optax.constant_schedule(1)\ns", "", id="no step in it"),
        pytest.param(f"{STEPS}s = f()\ns", "", id="bound twice"),
        pytest.param(f"{STEPS}s", PIECEWISE, id="pieces"),
        pytest.param(f"{STEPS}t = s\nu = t\nu", PIECEWISE, id="names in a row"),
        pytest.param(
            f"{STEPS}t = optax.join_schedules([f(), s], [1])\nt", PIECEWISE, id="joined"
        ),
        pytest.param(
            f"{STEPS}j0 = s\n"
            + "".join(
                f"j{at + 1} = optax.join_schedules([j{at}, j{at}], [1])\n"
                for at in range(200)
            )
            + "j200",
            PIECEWISE,
            id="each joins the one before it twice",
        ),
    ],
)
def test_what_is_wrong_at_an_unsigned_step(code, said):
    assert asked(wrapping, code) == said


WIDE = ", ".join(["{0}"] * 60)
WIDE_CODE = {
    "gradients": (
        may_be_gradients,
        "k0 = f(x)\n"
        + "".join(f"k{at + 1} = f({WIDE.format(f'k{at}')})\n" for at in range(5))
        + "k5",
    ),
    "chains, of one name": (
        follows_metric,
        "k = optax.adam(1)\n" + "k = optax.chain(k, k)\n" * 100 + "k",
    ),
    "gradients, of one name": (
        may_be_gradients,
        "k = f(x)\n" + "k = f(k, k)\n" * 100 + "k",
    ),
    "chains": (
        follows_metric,
        "k0 = optax.adam(1)\n"
        + "".join(
            f"k{at + 1} = optax.chain({WIDE.format(f'k{at}')})\n" for at in range(5)
        )
        + "k5",
    ),
    "functions": (
        follows_metric,
        "def k0(): return optax.adam(1)\n"
        + "".join(
            f"def k{at + 1}(): return optax.chain({WIDE.format(f'k{at}()')})\n"
            for at in range(5)
        )
        + "k5()",
    ),
}


@pytest.mark.parametrize(("question", "code"), WIDE_CODE.values(), ids=WIDE_CODE)
def test_each_takes_the_one_before_it_many_times(question, code, monkeypatch):
    lookup = ScopeTree.lookup
    calls = []

    def counted(self, name, scope):
        calls.append(name)
        return lookup(self, name, scope)

    monkeypatch.setattr(ScopeTree, "lookup", counted)
    assert asked(question, code) is False
    nodes = sum(1 for _ in ast.walk(ast.parse(code)))
    assert len(calls) < 10 * nodes
