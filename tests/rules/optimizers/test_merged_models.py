"""Optimizers of a model that `nnx.merge` makes of a state that others may have, too."""

import textwrap

import pytest

HEAD = """\
import copy

import jax
import optax
import orbax.checkpoint as ocp
from flax import nnx

from project import Model, loss_fn


"""
TRAINED = """\
def fit(model, data):
    optimizer = nnx.Optimizer(model, optax.adam(1e-3))
    for x in data:
        optimizer.update(nnx.grad(loss_fn)(model, x))
    return model


"""


def run(body, *parameters):
    inside = textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
    return f"{HEAD}{TRAINED}def run(data{''.join(parameters)}):\n{inside}\n"


NEW = "gd, st = nnx.split(Model())\n"
SHARED = {
    "two models": f"{NEW}a, b = nnx.merge(gd, st), nnx.merge(gd, st)\nfit(a, data)\nreturn b",
    "two models in turn": f"{NEW}a = nnx.merge(gd, st)\nb = nnx.merge(gd, st)\nfit(b, data)\nreturn a",
    "one for each fold": f"{NEW}for _ in range(3):\n    m = nnx.merge(gd, st)\n    fit(m, data)",
    "one for each fold, of a part": (
        "parts = nnx.split(Model())\nwhile data:\n    m = nnx.merge(*parts)\n    fit(m, data.pop())"
    ),
    "an ensemble": (
        f"{NEW}models = [nnx.merge(gd, st) for _ in range(3)]\n"
        "for m in models:\n    fit(m, data)"
    ),
    "an ensemble in a dict": (
        f"{NEW}models = {{n: nnx.merge(gd, st) for n in range(3)}}\nreturn fit(models[0], data)"
    ),
    "read again": f"{NEW}m = nnx.merge(gd, st)\nfit(m, data)\nprint(st)",
    "read again by a function": (
        f"{NEW}def first():\n    return jax.tree.leaves(st)\nm = nnx.merge(gd, st)\nfit(m, data)\nfirst()"
    ),
    "by another name": f"{NEW}first = st\nm = nnx.merge(gd, st)\nfit(m, data)\nprint(first)",
    "of another name": f"{NEW}own = st\nm = nnx.merge(gd, own)\nfit(m, data)\nprint(st)",
    "kept in a list": f"{NEW}seen = [st]\nm = nnx.merge(gd, st)\nfit(m, data)\nprint(seen)",
    "of a model that is read": (
        "base = Model()\ngd, st = nnx.split(base)\nm = nnx.merge(gd, st)\nfit(m, data)\nprint(base)"
    ),
    "a part of a state": (
        "gd, st, rest = nnx.split(Model(), nnx.Param, ...)\n"
        "m = nnx.merge(gd, st, rest)\nfit(m, data)\nprint(rest)"
    ),
    "a filtered state": (
        f"{NEW}own = st.filter(...)\nm = nnx.merge(gd, own)\nfit(m, data)\nprint(st)"
    ),
    "merged states": (
        f"{NEW}own = nnx.merge_state(st)\nm = nnx.merge(gd, own)\nfit(m, data)\nprint(st)"
    ),
    "a restored state that is read": (
        f"{NEW}got = jax.tree.map(abs, st)\nm = nnx.merge(gd, got)\nfit(m, data)\nprint(got)"
    ),
}
RETURNED = {
    "two models": "def models(gd, st):\n    return nnx.merge(gd, st), nnx.merge(gd, st)\n\n\n",
    "one for each call": "GD, ST = nnx.split(Model())\n\n\ndef fresh():\n    return nnx.merge(GD, ST)\n\n\n",
    "one for each call of a method": (
        "class Maker:\n    def fresh(self):\n        return nnx.merge(self.gd, self.st)\n\n\n"
    ),
}


def left(fixed):
    return [
        one.left
        for one in fixed.findings
        if one.code == "LRS201" and one.left and not one.written
    ]


@pytest.mark.parametrize("body", SHARED.values(), ids=SHARED)
def test_a_model_whose_state_others_have(fix, body):
    code = run(body)
    fixed = fix(code)
    assert fixed.text == code
    assert left(fixed)


@pytest.mark.parametrize("maker", RETURNED.values(), ids=RETURNED)
def test_models_that_a_function_makes_of_one_state(fix, maker):
    code = f"{HEAD}{maker}{TRAINED}"
    fixed = fix(code)
    assert fixed.text == code
    assert left(fixed)


ALONE = {
    "of a new model": f"{NEW}m = nnx.merge(gd, st)\nreturn fit(m, data)",
    "read before": f"{NEW}print(st)\nm = nnx.merge(gd, st)\nreturn fit(m, data)",
    "the only one of its round": (
        "for _ in range(3):\n    gd, st = nnx.split(Model())\n"
        "    m = nnx.merge(gd, st)\n    fit(m, data)"
    ),
    "restored": (
        "shape = nnx.eval_shape(lambda: Model())\ngd, st = nnx.split(shape)\n"
        "got = ocp.StandardCheckpointer().restore('/tmp/x', st)\n"
        "m = nnx.merge(gd, got)\nreturn fit(m, data)"
    ),
    "changed first": f"{NEW}st = jax.tree.map(abs, st)\nm = nnx.merge(gd, st)\nreturn fit(m, data)",
    "copies of one": (
        f"{NEW}for _ in range(3):\n    own = copy.deepcopy(st)\n"
        "    m = nnx.merge(gd, own)\n    fit(m, data)"
    ),
    "set anew": (
        f"{NEW}m = nnx.merge(gd, st)\nst = nnx.state(Model())\nfit(m, data)\nprint(st)"
    ),
    "one that only predicts": (
        f"{NEW}print(nnx.merge(gd, st)(1), nnx.merge(gd, st)(2))\nreturn fit(Model(), data)"
    ),
}


@pytest.mark.parametrize("body", ALONE.values(), ids=ALONE)
def test_a_model_that_alone_has_its_state(fix, body):
    fixed = fix(run(body))
    assert not left(fixed)
    assert any(one.written for one in fixed.findings)
