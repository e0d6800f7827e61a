"""A program for each use that is understood, by the id of its row."""

from __future__ import annotations

from .program import GRADS, MAKE, STEP, TX, UPDATE, Program

TAKE = "state = nnx.state(model, nnx.Param)\n"
MUTED = "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()):\n"
VALUES = "print([value.tolist() for value in jax.tree.leaves({})])"
IN_EVAL = "model.eval()\n{}\nmodel.train()"
KERNEL = "nnx.state(model)['out']['kernel']"
CHECKPOINTS = "import tempfile\n\nimport orbax.checkpoint as ocp\n"
SAVED = """\
with tempfile.TemporaryDirectory() as folder:
    with ocp.StandardCheckpointer() as checkpointer:
        checkpointer.save(folder + '/saved', state)
        checkpointer.wait_until_finished()
        restored = checkpointer.restore(folder + '/saved', state)
"""
OTHER = "other = Model(rngs=nnx.Rngs(7))\n"


def _made(transformation: str) -> str:
    return MAKE.replace(TX, transformation)


_STEPS = "{}, {}, jnp.stack([x, x]), jnp.stack([y, y])"
_SCAN = f"""\
def train_step(model, optimizer, x, y):
    @nnx.scan(in_axes=(nnx.Carry, 0, 0), out_axes=(nnx.Carry, 0))
    def body(carry, x, y):
        model, optimizer = carry
        loss, grads = {GRADS}
        {UPDATE}
        return carry, loss

    pair = (model, optimizer)
    _, losses = body(pair, jnp.stack([x, x]), jnp.stack([y, y]))
    return losses
"""
_FORI_LOOP = f"""\
def train_step(model, optimizer, x, y):
    def body(_, pair):
        model, optimizer = pair
        _, grads = {GRADS}
        {UPDATE}
        return model, optimizer

    nnx.fori_loop(0, 2, body, (model, optimizer))
    return loss_fn(model, x, y)
"""
_CACHED = "step = nnx.cached_partial(train_step, model, optimizer)\n"

UNDERSTOOD: dict[str, Program] = {
    "model-called": Program(each="print(model(x).tolist())"),
    "model-train": Program(each="model.train()"),
    "model-eval": Program(each=IN_EVAL.format("print(model(x).tolist())")),
    "model-set-attributes": Program(
        each="model.set_attributes(use_running_average=True)\n"
        "print(model(x).tolist())\nmodel.set_attributes(use_running_average=False)"
    ),
    "model-iter-modules": Program(
        end="print([type(part).__name__ for _, part in model.iter_modules()])"
    ),
    "model-type": Program(end="print(type(model).__name__)"),
    "model-isinstance": Program(end="print(isinstance(model, nnx.Module))"),
    "model-hash": Program(end="print(hash(model) == hash(model))"),
    "model-print": Program(end=f"{MUTED}    print(model)"),
    "model-display": Program(end=f"{MUTED}    nnx.display(model)"),
    "model-getattr": Program(each="print(getattr(model, 'hidden')(x).shape)"),
    "model-hasattr": Program(each="print(hasattr(model, 'hidden'))"),
    "model-vmap": Program(
        each=IN_EVAL.format("print(jax.vmap(model)(x[:, None]).tolist())")
    ),
    "model-partial": Program(
        top="import functools\n",
        each="print(functools.partial(loss_fn, model)(x, y).tolist())",
    ),
    "model-value-and-grad": Program(
        top="def with_output(model, x, y):\n"
        "    output = model(x)\n    return jnp.mean((output - y) ** 2), output\n",
        step=STEP.replace(
            f"loss, grads = {GRADS}",
            "(loss, output), grads = nnx.value_and_grad(with_output, has_aux=True)"
            "(model, x, y)",
        ),
    ),
    "model-grad": Program(
        step=STEP.replace(
            f"loss, grads = {GRADS}",
            "grads = nnx.grad(loss_fn)(model, x, y)\n    loss = loss_fn(model, x, y)",
        )
    ),
    "model-jit": Program(
        top="@nnx.jit\ndef predict(model, x):\n    return model(x)\n",
        each="print(predict(model, x).tolist())",
    ),
    "model-state": Program(each=VALUES.format("nnx.state(model)")),
    "model-split": Program(
        each="graphdef, state = nnx.split(model)\nprint(len(jax.tree.leaves(state)))"
    ),
    "model-graphdef": Program(each="print(nnx.graphdef(model) is None)"),
    "model-variables": Program(each=VALUES.format("nnx.variables(model)")),
    "model-pop": Program(
        each="print(len(jax.tree.leaves(nnx.pop(model, nnx.Intermediate))))"
    ),
    "model-update": Program(
        make=MAKE + OTHER, end="nnx.update(model, nnx.state(other))"
    ),
    "model-clone": Program(
        make=MAKE + "target = nnx.clone(model)\n", each="print(target(x).tolist())"
    ),
    "model-deepcopy": Program(
        top="import copy\n",
        make=MAKE + "target = copy.deepcopy(model)\n",
        each="print(target(x).tolist())",
    ),
    "model-cached-partial": Program(make=MAKE + _CACHED, call="loss = step(x, y)"),
    "model-tabulate": Program(end=f"{MUTED}    print(nnx.tabulate(model, x))"),
    "model-scan": Program(step=_SCAN),
    "model-fori-loop": Program(step=_FORI_LOOP),
    "model-while-loop": Program(
        top="def more(pair):\n    return pair[1] < 2\n\n"
        "def forward(pair):\n    model, count = pair\n"
        "    return model, count + 1 + 0 * model.out.bias[...].sum().astype(int)\n",
        each="print(nnx.while_loop(more, forward, (model, 0))[1].tolist())",
    ),
    "model-cond": Program(
        each="right, wrong = (lambda m, x: m(x)), (lambda m, x: -m(x))\n"
        "print(nnx.cond(x.sum() > 0, right, wrong, model, x).tolist())"
    ),
    "model-remat": Program(
        top="@nnx.remat\ndef forward(model, x):\n    return model(x)\n\n"
        "def rematerialized(model, x, y):\n"
        "    return jnp.mean((forward(model, x) - y) ** 2)\n",
        step=STEP.replace("(loss_fn)", "(rematerialized)"),
    ),
    "optimizer-update": Program(
        step=STEP.replace("update(grads)", "update(grads=grads)")
    ),
    "optimizer-step": Program(each="print(int(optimizer.step[...]))"),
    "optimizer-opt-state": Program(
        make=_made("optax.inject_hyperparams(optax.adam)(learning_rate=1e-2)"),
        each="rate = optimizer.opt_state.hyperparams['learning_rate']\n"
        "rate.value = jnp.asarray(5e-3)",
    ),
    "optimizer-tx": Program(each="print(type(optimizer.tx).__name__)"),
    "optimizer-wrt": Program(each="print(optimizer.wrt is nnx.Param)"),
    "optimizer-isinstance": Program(each="print(isinstance(optimizer, nnx.Optimizer))"),
    "optimizer-cached-partial": Program(make=MAKE + _CACHED, call="loss = step(x, y)"),
    "optimizer-clone": Program(
        make=MAKE + "first = nnx.clone(optimizer)\n", each="print(first.step[...])"
    ),
    "optimizer-scan": Program(step=_SCAN),
    "optimizer-fori-loop": Program(step=_FORI_LOOP),
    "optimizer-cond": Program(
        each="count = lambda optimizer: optimizer.step[...]\n"
        "print(nnx.cond(x.sum() > 0, count, count, optimizer).tolist())"
    ),
    "optimizer-model": Program(each="print(optimizer.model(x).tolist())"),
    "optimizer-state": Program(each=VALUES.format("nnx.state(optimizer)")),
    "optimizer-split": Program(
        each="graphdef, state = nnx.split(optimizer)\n"
        "print(len(jax.tree.leaves(state)))"
    ),
    "optimizer-nnx-update": Program(
        make=MAKE + OTHER + "another = nnx.Optimizer(other, optax.adam(1e-2))\n",
        end="nnx.update(optimizer, nnx.state(another))\nprint(model(x).tolist())",
    ),
    "optimizer-deepcopy": Program(
        top="import copy\n",
        make=MAKE + "first = copy.deepcopy(optimizer)\n",
        each="print(first.step[...].tolist(), first.model(x).tolist())",
    ),
    "optimizer-hasattr": Program(each="print(hasattr(optimizer, 'model'))"),
    "state-leaves": Program(each=VALUES.format("nnx.state(model)")),
    "state-leaves-old-name": Program(
        each="print(len(jax.tree_util.tree_leaves(nnx.state(model))))"
    ),
    "state-map": Program(
        make=MAKE + "first = jax.tree.map(jnp.copy, nnx.state(model))\n",
        end="nnx.update(model, first)",
    ),
    "state-map-old-name": Program(
        make=MAKE + "first = jax.tree_util.tree_map(jnp.copy, nnx.state(model))\n",
        end="nnx.update(model, first)",
    ),
    "state-reduce": Program(
        each="print(jax.tree.reduce(lambda n, v: n + v.size, nnx.state(model), 0))"
    ),
    "state-len": Program(each="print(len(nnx.state(model)))"),
    "state-sorted": Program(each="print(sorted(nnx.state(model)))"),
    "state-keys": Program(each="print(list(nnx.state(model).keys()))"),
    "state-value": Program(
        each="print(nnx.state(model)['out']['kernel'].value.tolist())"
    ),
    "state-shape": Program(each=f"print({KERNEL}.value.shape)"),
    "state-ndim": Program(each=f"print({KERNEL}.value.ndim)"),
    "state-size": Program(each=f"print({KERNEL}.value.size)"),
    "state-dtype": Program(each=f"print({KERNEL}.value.dtype)"),
    "state-sharding": Program(
        each=f"print({KERNEL}.value.sharding.is_fully_replicated)"
    ),
    "state-constraint": Program(
        each="alone = jax.sharding.SingleDeviceSharding(jax.devices()[0])\n"
        "held = jax.lax.with_sharding_constraint(nnx.state(model), alone)\n"
        + VALUES.format("held")
    ),
    "state-restore": Program(
        top=CHECKPOINTS, end=TAKE + SAVED + VALUES.format("restored")
    ),
    "state-global-norm": Program(
        each="print(optax.global_norm(nnx.state(model, nnx.Param)).tolist())"
    ),
    "state-pure-dict": Program(
        each="print(jax.tree.map(jnp.shape, nnx.to_pure_dict(nnx.state(model))))"
    ),
    "state-update": Program(
        make=MAKE + OTHER,
        each="nnx.update(other, nnx.state(model))\nprint(other(x).tolist())",
    ),
    "state-clone": Program(
        make=MAKE + "first = nnx.clone(nnx.state(model))\n",
        end="nnx.update(model, first)",
    ),
    "state-deepcopy": Program(
        top="import copy\n",
        make=MAKE + "first = copy.deepcopy(nnx.state(model))\n",
        end="nnx.update(model, first)",
    ),
    "state-device-get": Program(each=VALUES.format("jax.device_get(nnx.state(model))")),
    "state-device-put": Program(each=VALUES.format("jax.device_put(nnx.state(model))")),
    "state-partition-spec": Program(
        each="specs = nnx.get_partition_spec(nnx.state(model, nnx.Param))\n"
        "print([tuple(spec) for spec in jax.tree.leaves(specs)])"
    ),
    "state-named-sharding": Program(
        each="mesh = jax.sharding.Mesh(jax.devices(), ('data',))\n"
        "held = nnx.get_named_sharding(nnx.state(model, nnx.Param), mesh)\n"
        "print([tuple(one.spec) for one in jax.tree.leaves(held)])"
    ),
    "state-ravel": Program(
        top="import jax.flatten_util\n",
        each="flat, _ = jax.flatten_util.ravel_pytree(nnx.state(model, nnx.Param))\n"
        "print(flat.tolist())",
    ),
    "state-pickle": Program(
        top="import pickle\n",
        make=MAKE + "first = pickle.dumps(nnx.state(model))\n",
        end="nnx.update(model, pickle.loads(first))",
    ),
    "state-print": Program(
        each=f"{MUTED}    print(nnx.state(model))\nprint(len(nnx.state(model)))"
    ),
    "state-display": Program(
        each="graphdef, rest, state = nnx.split(model, nnx.RngState, ...)\n"
        f"{MUTED}    nnx.display(graphdef, state)\nprint(len(state))"
    ),
    "state-init": Program(each=TAKE + f"print(len(jax.tree.leaves({TX}.init(state))))"),
    "state-save": Program(
        top=CHECKPOINTS, end=TAKE + SAVED + VALUES.format("restored")
    ),
    "state-filter": Program(
        each=VALUES.format("nnx.state(model).filter(nnx.Param)"),
    ),
    "state-subscript": Program(
        each=VALUES.format("nnx.state(model)['out']"),
    ),
}
