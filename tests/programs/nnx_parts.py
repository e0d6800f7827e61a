"""The parts that NNX programs are composed of.

In each, ``MODEL`` and ``OPT`` stand for the expressions by which a program has its model
and its optimizer there, and ``CLASS`` for Flax's class. The first of a list is the plain
one, and is taken most often. Whether a part is harmless is not said anywhere: that is
what the programs find out.
"""

from __future__ import annotations

# How the class is imported: lines, and the expression for it.
IMPORTS = [
    ("", "nnx.Optimizer"),
    ("from flax.nnx import Optimizer", "Optimizer"),
    ("from flax.nnx import Optimizer as Opt", "Opt"),
    ("import flax.nnx as fnx", "fnx.Optimizer"),
    ("import flax", "flax.nnx.Optimizer"),
    ("Opt = nnx.Optimizer", "Opt"),
    ("Opt = getattr(nnx, 'Optimizer')", "Opt"),
    ("from lib import Opt", "Opt"),
    ("class Opt(nnx.Optimizer):\n    pass", "Opt"),
    (
        "class Opt(nnx.Optimizer):\n    def update(self, grads, **kwargs):\n"
        "        super().update(jax.tree.map(lambda g: 0.5 * g, grads), **kwargs)",
        "Opt",
    ),
    (
        "class Opt(nnx.Optimizer):\n    def __init__(self, model, tx, name='opt'):\n"
        "        super().__init__(model, tx)\n        self.name = name",
        "Opt",
    ),
    ("CLASSES = {'nnx': nnx.Optimizer}", "CLASSES['nnx']"),
]

TRANSFORMATIONS = [
    "optax.sgd(0.1)",
    "optax.adam(1e-2)",
    "optax.sgd(0.1, momentum=0.9)",
    "optax.chain(optax.clip_by_global_norm(0.5), optax.adam(1e-2))",
    "optax.adamw(1e-2, weight_decay=0.5)",
    "optax.inject_hyperparams(optax.sgd)(learning_rate=0.1)",
    "optax.MultiSteps(optax.sgd(0.1), 2)",
    "optax.adamw(1e-2, weight_decay=0.5, mask=by_size)",
    "optax.adamw(1e-2, weight_decay=0.5, mask=by_path)",
    "optax.adamw(1e-2, weight_decay=0.5, mask=by_depth)",
    "optax.masked(optax.sgd(0.1), by_path)",
    "optax.multi_transform({'a': optax.sgd(0.1), 'b': optax.adam(1e-2)}, by_label)",
    "optax.chain(own(), optax.sgd(0.1))",
    "make_tx()",
]
# The functions that some of them name.
FUNCTIONS = {
    "by_size": "def by_size(params):\n"
    "    return jax.tree.map(lambda value: value.ndim > 1, params)",
    "by_path": "def by_path(params):\n    return jax.tree_util.tree_map_with_path("
    "lambda path, _: 'kernel' in str(path[-2]), params)",
    "by_depth": "def by_depth(params):\n    return jax.tree_util.tree_map_with_path("
    "lambda path, _: len(path) > 1, params)",
    "by_label": "def by_label(params):\n"
    "    return jax.tree.map(lambda v: 'a' if v.ndim > 1 else 'b', params)",
    "own": "def own():\n    def update(updates, state, params=None):\n"
    "        known = isinstance(params, nnx.State) and all(\n"
    "            hasattr(one, 'type') for one in jax.tree.leaves(\n"
    "                params, is_leaf=lambda v: hasattr(v, 'type')))\n"
    "        scale = 2.0 if known else 1.0\n"
    "        return jax.tree.map(lambda g: g * scale, updates), state\n"
    "    return optax.GradientTransformation(lambda p: optax.EmptyState(), update)",
    "make_tx": "def make_tx(rate=0.1):\n    return optax.sgd(rate)",
}

# How the optimizer is made, of ``m`` and ``TX``: lines before, and the expression.
MADE = [
    ("", "CLASS(m, TX)"),
    ("", "CLASS(m, TX, nnx.Param)"),
    ("", "CLASS(m, TX, wrt=nnx.Param)"),
    ("", "CLASS(model=m, tx=TX)"),
    ("", "CLASS(tx=TX, model=m)"),
    ("", "CLASS(*(m, TX))"),
    ("", "CLASS(**{'model': m, 'tx': TX})"),
    ("def make(model):\n    return CLASS(model, TX)", "make(m)"),
    (
        "def make(model, **kwargs):\n    return CLASS(model, TX, **kwargs)",
        "make(m, wrt=nnx.Param)",
    ),
    ("make = functools.partial(CLASS, tx=TX)", "make(m)"),
    ("make = lambda model: CLASS(model, TX)", "make(m)"),
    ("class Config:\n    optimizer = CLASS", "Config.optimizer(m, TX)"),
    ("@nnx.jit\ndef make(model):\n    return CLASS(model, TX)", "make(m)"),
]

# Gradients of ``MODEL``; the last are of another file.
GRADIENTS = [
    "loss, grads = nnx.value_and_grad(loss_fn)(MODEL, x, y)",
    "grads = nnx.grad(loss_fn)(MODEL, x, y)\nloss = loss_fn(MODEL, x, y)",
    "loss, grads = nnx.value_and_grad(lambda m: loss_fn(m, x, y))(MODEL)",
    "loss, grads = nnx.value_and_grad(loss_fn, "
    "argnums=nnx.DiffState(0, nnx.Param))(MODEL, x, y)",
    "loss_grad = nnx.value_and_grad(loss_fn)\nloss, grads = loss_grad(MODEL, x, y)",
    "(loss, aux), grads = nnx.value_and_grad(lambda m: (loss_fn(m, x, y), x.sum()), "
    "has_aux=True)(MODEL)",
    "loss, grads = nnx.value_and_grad(loss_fn)(MODEL, x, y)\n"
    "grads = jax.tree.map(lambda g: 0.5 * g, grads)",
    "loss, grads = nnx.value_and_grad(loss_fn)(MODEL, x, y)\n"
    "more = nnx.grad(loss_fn)(MODEL, 2 * x, y)\n"
    "grads = jax.tree.map(jnp.add, grads, more)",
    "noisy = nnx.clone(MODEL)\nloss, grads = nnx.value_and_grad(loss_fn)(noisy, x, y)",
    "loss, grads = gradients(MODEL, x, y)",
]

# The update of ``OPT``; `lib` holds the helpers.
UPDATES = [
    "OPT.update(grads)",
    "OPT.update(grads=grads)",
    "OPT.update(grads, value=loss)",
    "OPT.update(**{'grads': grads})",
    "OPT.update(*[grads])",
    "apply = OPT.update\napply(grads)",
    "apply = OPT.update\napply(grads=grads)",
    "getattr(OPT, 'update')(grads)",
    "getattr(OPT, 'update')(grads=grads)",
    "nnx.Optimizer.update(OPT, grads)",
    "for one in [OPT]:\n    one.update(grads)",
    "for one in (OPT,):\n    one.update(grads=grads)",
    "for one, g in zip([OPT], [grads]):\n    one.update(g)",
    "done = OPT.update(grads)\nprint(done is None)",
    "list(map(OPT.update, [grads]))",
    "print([one.update(grads) for one in [OPT]] == [None])",
    "here_apply(OPT, grads)",
    "here_apply(optimizer=OPT, grads=grads)",
    "lib.apply(OPT, grads)",
    "lib.apply_by_name(OPT, grads)",
    "functools.partial(OPT.update)(grads)",
    "held = {'opt': OPT}\nheld['opt'].update(grads=grads)",
    "(OPT if loss is not None else None).update(grads)",
    "(same := OPT).update(grads)",
]
HERE_APPLY = "def here_apply(optimizer, grads):\n    optimizer.update(grads)"
# What `lib.py` holds, of which a program gets what it names.
LIB = {
    "Opt": "Opt = nnx.Optimizer",
    "apply": "def apply(optimizer, grads):\n    optimizer.update(grads)",
    "apply_by_name": "def apply_by_name(optimizer, grads):\n"
    "    optimizer.update(grads=grads)",
    "taken": "def taken(model):\n    return nnx.state(model)",
    "show": "def show(model):\n    leaves = jax.tree.leaves(nnx.state(model))\n"
    "    print([value.tolist() for value in leaves])",
}
