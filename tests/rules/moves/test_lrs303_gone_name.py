"""What releases of Optax and JAX took away, through every form of import."""

from __future__ import annotations

import importlib
import inspect

import pytest

from lrmigrate.rules.optax.gone import INSTEAD

CODES = frozenset({"LRS303"})

TOLD = {
    "a module of JAX": (
        "from jax.experimental import optix\ntx = optix.chain(optix.scale(1.0))\n",
        "`jax.experimental.optix` is gone since JAX 0.2.7: ImportError; it became the "
        "package `optax`",
    ),
    "a function of a module that is gone": (
        "import optax\nx = optax.monte_carlo.moving_avg_baseline(f)\n",
        "`optax.monte_carlo.moving_avg_baseline` is gone since Optax 0.2.7: "
        "AttributeError; Optax has nothing in its place",
    ),
    "a state": (
        "import optax\nx = isinstance(state, optax.MaybeUpdateState)\n",
        "`optax.MaybeUpdateState` is gone since Optax 0.2.5: AttributeError; it is "
        "`ConditionallyTransformState`",
    ),
    "a module that has other things today": (
        "from optax.experimental import named_chain\n",
        "`optax.experimental.named_chain` is gone since Optax 0.1.8: ImportError; "
        "`optax.named_chain` is another function",
    ),
    "what is there, and to go": (
        "import optax\nx = optax.second_order.hvp(f, v, p, i, t)\n",
        "`optax.second_order.hvp` is deprecated since Optax 0.2.7, and goes in 0.2.9",
    ),
}


@pytest.mark.parametrize(("code", "message"), TOLD.values(), ids=TOLD)
def test_told_and_left(code, message, fix):
    fixed = fix(code, codes=CODES, unsafe=True)
    assert fixed.text == code
    (finding,) = fixed.findings
    assert finding.message == message


REWRITTEN = {
    "an attribute goes one module down": (
        "import optax\ntx = optax.dpsgd(1e-3, 1.0, 1.1, 0)\n",
        "import optax\ntx = optax.contrib.dpsgd(1e-3, 1.0, 1.1, 0)\n",
    ),
    "an attribute goes to the module beside": (
        "import optax\ntx = optax.experimental.split_real_and_imaginary(inner)\n",
        "import optax\ntx = optax.contrib.split_real_and_imaginary(inner)\n",
    ),
    "an import under another name": (
        "from optax import hessian_diag as diagonal\nx = diagonal(f, p, i, t)\n",
        "from optax.second_order import hessian_diag as diagonal\n"
        "x = diagonal(f, p, i, t)\n",
    ),
    "another name for the module": (
        "import optax\nox = optax\ntx = ox.differentially_private_aggregate(1, 2, 3)\n",
        "import optax\nox = optax\n"
        "tx = ox.contrib.differentially_private_aggregate(1, 2, 3)\n",
    ),
    "another name for the module, where the function stays in it": (
        "import optax\nox = optax\ntx = ox.additive_weight_decay(1e-4)\n",
        "import optax\nox = optax\ntx = ox.add_decayed_weights(1e-4)\n",
    ),
    "a state": (
        "import optax\nx = isinstance(state, optax.AdditiveWeightDecayState)\n",
        "import optax\nx = isinstance(state, optax.AddDecayedWeightsState)\n",
    ),
    "a name beside one that stays": (
        "from optax import adam, dpsgd\ntx = dpsgd(1e-3, 1.0, 1.1, 0)\n",
        "from optax import adam\nfrom optax.contrib import dpsgd\n"
        "tx = dpsgd(1e-3, 1.0, 1.1, 0)\n",
    ),
}


@pytest.mark.parametrize(("code", "after"), REWRITTEN.values(), ids=REWRITTEN)
def test_rewritten(code, after, fix):
    fixed = fix(code, codes=CODES)
    assert fixed.text == after


def test_jax_is_silent_where_it_is_not_the_import(fix):
    code = (
        "from jax.experimental import optix\n\nfirst = optix\nsecond = optix.sgd(1)\n"
    )
    assert [finding.start.line for finding in fix(code, codes=CODES).findings] == [1]


@pytest.mark.parametrize("instead", INSTEAD.values(), ids=INSTEAD)
def test_what_is_there_instead_is_there(instead):
    pytest.importorskip("optax")
    module, _, name = instead.path.rpartition(".")
    assert callable(getattr(importlib.import_module(module), name))


def test_the_deprecated_names_are_the_new_functions():
    optax = pytest.importorskip("optax")
    for name in ("dpsgd", "differentially_private_aggregate"):
        with pytest.warns(DeprecationWarning, match=f"use optax.contrib.{name}"):
            old = getattr(optax, name)
        assert old is getattr(optax.contrib, name)
        assert inspect.isfunction(old)
