"""Uses that are not understood, each with a program that shows what a migration breaks.

The comment `HERE` is on the line that `fix` is to name.
"""

from __future__ import annotations

from .program import HERE, MAKE, STEP, TX, UPDATE, Program, kept

BY_NAME = "optimizer.update(grads=grads)"
VALUES = "print([value.tolist() for value in jax.tree.leaves({})])"
# Where the optimizer has to keep its model, its class is another one.
KEPT = kept(STEP)


def _first(taken: str) -> str:
    return f"{MAKE}first = {taken}  {HERE}\n"


def _adamw(mask: str) -> str:
    return MAKE.replace(TX, f"optax.adamw(1e-2, weight_decay=0.5, mask={mask})")


def _own(update: str) -> str:
    return (
        f"def own():\n    def update(updates, state, params=None):\n{update}\n"
        "    return optax.GradientTransformation(lambda p: optax.EmptyState(), update)"
        f"  {HERE}\n"
    )


def _loop(update: str) -> str:
    return f"loss, grads = gradients(model, x, y)\n{update}  {HERE}"


_OWN = MAKE.replace(TX, "optax.chain(own(), optax.sgd(0.1))")
_BY_PATH = (
    "def by_path(params):\n    return jax.tree_util.tree_map_with_path("
    f"lambda path, _: {{}}, params)  {HERE}\n"
)
_TREE = (
    "model = Model(rngs=nnx.Rngs(0))\n"
    "tree = jax.tree.map(lambda v: {}, nnx.state(model, nnx.Param))\n"
    f"optimizer = nnx.Optimizer(model, {{}})  {HERE}\n"
)

REFUSED: dict[str, Program] = {
    "state-kept": Program(
        make=_first("nnx.state(model)"),
        end="nnx.update(model, first)\nprint(model(x).tolist())",
    ),
    "state-kept-as-best": Program(
        make=MAKE + "best, lowest = None, -1.0\n",
        each="if best is None:\n    best = nnx.state(model)  " + HERE,
        end="nnx.update(model, best)\nprint(model(x).tolist())",
    ),
    "state-kept-in-list": Program(
        make=MAKE + "history = []\n",
        each=f"history.append(nnx.state(model))  {HERE}",
        end=VALUES.format("history"),
    ),
    "state-kept-in-attribute": Program(
        top="class Best:\n    state = None\n",
        make=MAKE + f"Best.state = nnx.state(model)  {HERE}\n",
        end=VALUES.format("Best.state"),
    ),
    "state-kept-by-function": Program(
        top=f"def taken(model):\n    return nnx.state(model)  {HERE}\n",
        make=MAKE + "first = taken(model)\n",
        end=VALUES.format("first"),
    ),
    "state-kept-in-part": Program(
        make=_first("nnx.state(model)['out']['bias']"),
        end="print(first.value.tolist())",
    ),
    "state-kept-filtered": Program(
        make=_first("nnx.state(model).filter(nnx.Param)"), end=VALUES.format("first")
    ),
    "state-kept-flat": Program(
        make=_first("nnx.to_flat_state(nnx.state(model))"),
        end="print([value.value.tolist() for _, value in first])",
    ),
    "state-read-behind-a-step": Program(
        top="def far(old, loss):\n    return jax.tree.map(jnp.copy, old)\n",
        end=VALUES.format("far(nnx.state(model), train_step(model, optimizer, x, y))")
        + f"  {HERE}",
    ),
    "state-kept-by-own-method": Program(
        top="class Store:\n    states = []\n\n    def save(self, state):\n"
        f"        self.states.append(state)  {HERE}\n",
        each="Store().save(nnx.state(model))",
        end=VALUES.format("Store.states"),
    ),
    "state-kept-by-its-variables": Program(
        make=_first(
            "jax.tree.leaves(nnx.state(model), is_leaf=lambda v: hasattr(v, 'value'))"
        ),
        end=VALUES.format("first"),
    ),
    "state-kept-by-its-items": Program(
        make=_first("sorted(nnx.state(model)['out'].items())"),
        end="print([value.value.tolist() for _, value in first])",
    ),
    "state-taken-by-another-name": Program(
        top="take = nnx.state\n", make=_first("take(model)"), end=VALUES.format("first")
    ),
    "state-taken-by-map": Program(
        make=_first("[*map(nnx.state, [model])]"), end=VALUES.format("first")
    ),
    "split-kept-as-target": Program(
        make=MAKE + f"graphdef, target = nnx.split(model)  {HERE}\n",
        each="print(nnx.merge(graphdef, target)(x).tolist())",
    ),
    "states-compared": Program(
        make=_first("nnx.state(model)"),
        end="pairs = zip(jax.tree.leaves(first), jax.tree.leaves(nnx.state(model)))\n"
        "print([(old == new).all().tolist() for old, new in pairs])",
    ),
    "optimizer-state-kept": Program(
        make=_first("nnx.state(optimizer)"),
        end="nnx.update(optimizer, first)\nprint(optimizer.step[...].tolist())",
    ),
    "optimizer-split-kept": Program(
        make=MAKE + f"graphdef, first = nnx.split(optimizer)  {HERE}\n",
        end="print(nnx.merge(graphdef, first).step[...].tolist())",
    ),
    "mask-by-path": Program(
        top=_BY_PATH.format("'kernel' in str(path[-2])"), make=_adamw("by_path")
    ),
    "mask-by-length-of-path": Program(
        top=_BY_PATH.format("len(path) > 2"), make=_adamw("by_path")
    ),
    "mask-made-of-state": Program(
        make=_TREE.format(
            "v.ndim > 1", "optax.adamw(1e-2, weight_decay=0.5, mask=tree)"
        )
    ),
    "labels-made-of-state": Program(
        make=_TREE.format(
            "'a' if v.ndim > 1 else 'b'",
            "optax.multi_transform({'a': optax.adam(1e-2), 'b': optax.sgd(0.1)}, tree)",
        )
    ),
    "transformation-asks-for-variables": Program(
        top=_own(
            "        leaves = jax.tree.leaves(params, is_leaf=lambda v: hasattr(v, 'type'))\n"
            "        known = all(hasattr(v, 'type') for v in leaves)\n"
            "        scale = 2.0 if known else 1.0\n"
            "        return jax.tree.map(lambda g: g * scale, updates), state"
        ),
        make=_OWN,
    ),
    "transformation-replaces-values": Program(
        top=_own(
            "        halve = lambda path, v: v.replace(v.value * 0.5)\n"
            "        return updates.map(halve), state"
        ),
        make=_OWN,
    ),
    "optimizer-class-by-type": Program(
        step=KEPT, end=f"print(type(optimizer).__name__)  {HERE}"
    ),
    "optimizer-class-by-attribute": Program(
        step=KEPT, end=f"print(optimizer.__class__.__name__)  {HERE}"
    ),
    "optimizer-printed": Program(
        step=KEPT, end=f"print(str(optimizer).split('(')[0])  {HERE}"
    ),
    "update-bound": Program(
        make=MAKE + f"apply = optimizer.update  {HERE}\n",
        step="",
        call="loss, grads = gradients(model, x, y)\napply(grads=grads)",
    ),
    "update-by-getattr": Program(
        step=STEP.replace(UPDATE, f"getattr(optimizer, 'update')(grads=grads)  {HERE}")
    ),
    "update-unpacked": Program(
        step=STEP.replace(UPDATE, f"optimizer.update(**{{'grads': grads}})  {HERE}")
    ),
    "update-in-dict": Program(
        make=MAKE + "held = {'a': optimizer}\n",
        step="",
        call=_loop("held['a'].update(grads=grads)"),
    ),
    "update-in-list": Program(
        make=MAKE + "held = [(model, optimizer)]\n",
        step="",
        call="for one, other in held:\n    loss, grads = gradients(one, x, y)\n"
        f"    other.update(grads=grads)  {HERE}",
    ),
    "update-of-merged": Program(
        step="@jax.jit\ndef pure_step(graphdef, state, x, y):\n"
        "    model, optimizer = nnx.merge(graphdef, state)\n"
        f"    loss, grads = gradients(model, x, y)\n    {BY_NAME}  {HERE}\n"
        "    return loss, nnx.state((model, optimizer))\n",
        call="graphdef, state = nnx.split((model, optimizer))\n"
        "loss, state = pure_step(graphdef, state, x, y)\n"
        "nnx.update((model, optimizer), state)",
    ),
    "optimizer-leaves": Program(end=f"print(len(jax.tree.leaves(optimizer)))  {HERE}"),
    "model-leaves": Program(end=f"print(len(jax.tree.leaves(model)))  {HERE}"),
    "class-patched": Program(
        top="old_update = nnx.Optimizer.update\n\n"
        "def scaled(self, grads):\n"
        "    old_update(self, jax.tree.map(lambda g: 2 * g, grads))\n\n"
        f"nnx.Optimizer.update = scaled  {HERE}\n",
    ),
    "tree-mode": Program(step=KEPT, top=f"nnx.set_graph_mode(False)  {HERE}\n"),
    "tree-mode-by-option": Program(
        step=KEPT,
        top=f"import flax\n\nflax.config.update('nnx_graph_mode', False)  {HERE}\n",
    ),
}
