"""What composed NNX programs do besides training.

``MODEL`` and ``OPT`` stand for the expressions of a program for the two.
"""

from __future__ import annotations

from dataclasses import dataclass

_LEAVES = "print([value.tolist() for value in jax.tree.leaves({})])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """What a program does besides training, in the places where it does.

    Attributes:
        top: lines of the module, before the functions.
        start: before the training.
        each: after each step.
        end: after the training.
    """

    top: str = ""
    start: str = ""
    each: str = ""
    end: str = ""


EXTRAS = [
    Extra(end="print(MODEL(x).tolist())"),
    Extra(start="kept = nnx.state(MODEL)", end="nnx.update(MODEL, kept)"),
    Extra(start="kept = nnx.state(MODEL, nnx.Param)", end=_LEAVES.format("kept")),
    Extra(
        start="best, lowest = None, 1e9",
        each="if loss < lowest:\n    best, lowest = nnx.state(MODEL), loss",
        end="nnx.update(MODEL, best)",
    ),
    Extra(
        start="graphdef, target = nnx.split(MODEL)",
        each="print(nnx.merge(graphdef, target)(x).tolist())",
    ),
    Extra(
        start="graphdef, params, rest = nnx.split(MODEL, nnx.Param, ...)",
        end="print(nnx.merge(graphdef, params, rest)(x).tolist())",
    ),
    Extra(
        each="graphdef, state = nnx.split(MODEL)\n"
        "print(nnx.merge(graphdef, state)(x).tolist())"
    ),
    Extra(start="kept = nnx.state(MODEL).filter(nnx.Param)", end=_LEAVES.format("kept")),
    Extra(start="history = []", each="history.append(nnx.state(MODEL))",
          end=_LEAVES.format("history")),
    Extra(start="history = {}", each="history[len(history)] = nnx.state(MODEL)",
          end=_LEAVES.format("history")),
    Extra(start="kept = lib.taken(MODEL)", end=_LEAVES.format("kept")),
    Extra(top="def taken(model):\n    return nnx.state(model)",
          start="kept = taken(MODEL)", end=_LEAVES.format("kept")),
    Extra(start="kept = jax.tree.map(lambda v: v, nnx.state(MODEL))",
          end="nnx.update(MODEL, kept)"),
    Extra(start="kept = jax.tree.map(jnp.copy, nnx.state(MODEL))",
          end="nnx.update(MODEL, kept)"),
    Extra(start="kept = copy.deepcopy(nnx.state(MODEL))", end="nnx.update(MODEL, kept)"),
    Extra(start="kept = nnx.to_pure_dict(nnx.state(MODEL))", end=_LEAVES.format("kept")),
    Extra(start="kept = nnx.clone(MODEL)", end="print(kept(x).tolist())"),
    Extra(start="kept = copy.deepcopy(MODEL)", end="print(kept(x).tolist())"),
    Extra(start="kept = nnx.state(MODEL)['out']['bias']", end="print(kept.value.tolist())"),
    Extra(start="kept = nnx.state(MODEL)['out']['bias'].value", end="print(kept.tolist())"),
    Extra(start="kept = MODEL.out.bias", end="print(kept.value.tolist())"),
    Extra(start="kept = pickle.dumps(nnx.state(MODEL))",
          end="nnx.update(MODEL, pickle.loads(kept))"),
    Extra(start="kept = nnx.state(OPT)", end="nnx.update(OPT, kept)"),
    Extra(start="graphdef, kept = nnx.split(OPT)",
          end="print(nnx.merge(graphdef, kept).step[...].tolist())"),
    Extra(end=_LEAVES.format("nnx.state(OPT)")),
    Extra(end="print(sorted(nnx.state(OPT)))"),
    Extra(each=_LEAVES.format("nnx.state(MODEL, nnx.Param)")),
    Extra(each="lib.show(MODEL)"),
    Extra(each="print(OPT.step[...].tolist())"),
    Extra(each="print(int(OPT.step.value))"),
    Extra(each="print(OPT.model(x).tolist())"),
    Extra(each="print(OPT.model is MODEL)"),
    Extra(end="print(len(jax.tree.leaves(OPT.opt_state)))"),
    Extra(end="print(type(OPT).__name__)"),
    Extra(end="print(OPT.__class__.__name__)"),
    Extra(end="print(str(OPT).split('(')[0])"),
    Extra(end="print(isinstance(OPT, nnx.Optimizer))"),
    Extra(end="print(len(jax.tree.leaves(OPT)))"),
    Extra(end="print(len(jax.tree.leaves(MODEL)))"),
    Extra(end="print(sorted(name for name in vars(OPT) if name[0] != '_'))"),
    Extra(end="print(hasattr(OPT, 'model'))"),
    Extra(start="OPT.note = 'mine'", end="print(OPT.note)"),
    Extra(start="MODEL.note = 'mine'", end="print(MODEL.note)"),
    Extra(start="setattr(OPT, 'tx', optax.sgd(0.01))"),
    Extra(start="other = nnx.clone(MODEL)\nOPT.model = other",
          end="print(other(x).tolist())"),
    Extra(start="name = 'model'\nsetattr(OPT, name, nnx.clone(MODEL))"),
    Extra(start="second = nnx.Optimizer(MODEL, optax.sgd(0.01))",
          each="second.update(nnx.grad(loss_fn)(MODEL, x, y))"),
    Extra(start="second = nnx.Optimizer(MODEL, optax.sgd(0.01))",
          each="second.update(grads=nnx.grad(loss_fn)(MODEL, x, y))"),
    Extra(start="other = Model(rngs=nnx.Rngs(1))\n"
          "second = nnx.Optimizer(other, optax.sgd(0.01))",
          each="second.update(nnx.grad(loss_fn)(other, x, y))\nprint(other(x).tolist())"),
    Extra(start="other = Model(rngs=nnx.Rngs(1))\n"
          "second = nnx.Optimizer(other, optax.sgd(0.01))",
          each="for m, o in ((MODEL, OPT), (other, second)):\n"
          "    o.update(nnx.grad(loss_fn)(m, x, y))\nprint(other(x).tolist())"),
    Extra(start="other = Model(rngs=nnx.Rngs(1))",
          each="OPT.update(nnx.grad(loss_fn)(other, x, y))"),
    Extra(each="OPT.update(nnx.grad(loss_fn)(nnx.clone(MODEL), x, y))"),
    Extra(each="MODEL.out.bias.value = jnp.zeros(1)"),
    Extra(each="nnx.update(MODEL, jax.tree.map(lambda v: 0.9 * v, nnx.state(MODEL)))"),
    Extra(top="old_update = nnx.Optimizer.update\n"
          "def scaled(self, grads, **kwargs):\n"
          "    return old_update(self, jax.tree.map(lambda g: 2 * g, grads), **kwargs)\n"
          "nnx.Optimizer.update = scaled"),
    Extra(top="setattr(nnx.Optimizer, 'extra', lambda self: self.model)",
          end="print(OPT.extra() is MODEL)"),
    Extra(top="import unittest.mock", end="with unittest.mock.patch.object("
          "nnx.Optimizer, 'update', lambda self, grads: print('fake')):\n"
          "    OPT.update(None)"),
    Extra(top="if hasattr(nnx, 'set_graph_mode'):\n    nnx.set_graph_mode(False)"),
    Extra(end='print(eval("OPT.step")[...].tolist())'),
    Extra(end="pair = (MODEL, OPT)\nfirst, last = pair\n"
          "last.update(nnx.grad(loss_fn)(first, x, y))"),
    Extra(end="pair = [MODEL, OPT]\n"
          "pair[1].update(grads=nnx.grad(loss_fn)(pair[0], x, y))"),
    Extra(end="graphdef, state = nnx.split((MODEL, OPT))\n"
          "m, o = nnx.merge(graphdef, state)\n"
          "o.update(nnx.grad(loss_fn)(m, x, y))\nprint(m(x).tolist())"),
    Extra(end="graphdef, state = nnx.split((MODEL, OPT))\n"
          "m, o = nnx.merge(graphdef, state)\n"
          "o.update(grads=nnx.grad(loss_fn)(m, x, y))\nprint(m(x).tolist())"),
    Extra(end="m, o = copy.deepcopy((MODEL, OPT))\n"
          "o.update(nnx.grad(loss_fn)(m, x, y))\nprint(m(x).tolist())"),
    Extra(end="o = nnx.clone(OPT)\no.update(nnx.grad(loss_fn)(o.model, x, y))\n"
          "print(o.model(x).tolist())"),
    Extra(end="losses = {OPT: 1.0}\nprint(losses[OPT])"),
    Extra(end="print(nnx.iter_graph(OPT).__class__.__name__, "
          "sum(1 for _ in nnx.iter_graph(OPT)))"),
    Extra(end="print(inspect.signature(OPT.update).parameters.keys())"),
    Extra(end="print(issubclass(type(OPT), nnx.Optimizer))"),
    Extra(end="print(nnx.state(MODEL) == nnx.state(MODEL))"),
    Extra(end="print([type(v).__name__ for v in nnx.state(MODEL).flat_state()][:0])"),
    Extra(end="print(jax.tree.map(jnp.shape, nnx.to_pure_dict(nnx.state(MODEL))))"),
]  # fmt: skip
