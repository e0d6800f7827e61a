"""What `inject_hyperparams` makes of a dtype: what is silent first."""

from __future__ import annotations

import pytest

HALF = "import jax.numpy as jnp\nlayer = Dense(8, param_dtype=jnp.bfloat16)\n"

SILENT = {
    "bfloat16 for what is computed, and not for the parameters": (
        "import jax.numpy as jnp\nlayer = Dense(8, dtype=jnp.bfloat16)\n"
        "tx = optax.inject_hyperparams(optax.adamw)(learning_rate=0.1)\n"
    ),
    "a decorated function whose `b2` is not injected": (
        HALF + "@optax.inject_hyperparams\ndef make(rate):\n"
        "    return optax.adam(rate, b2=0.999)\ntx = make(rate=0.1)\n"
    ),
    "a decorated function whose `b2` is static": (
        HALF + "from functools import partial\n"
        "@partial(optax.inject_hyperparams, static_args='b2')\n"
        "def make(rate, b2=0.999):\n    return optax.adam(rate, b2=b2)\n"
        "tx = make(rate=0.1)\n"
    ),
    "a decorated function with a dtype of its own": (
        HALF + "from functools import partial\n"
        "@partial(optax.inject_hyperparams, hyperparam_dtype=jnp.float32)\n"
        "def make(rate, b2=0.999):\n    return optax.adam(rate, b2=b2)\n"
        "tx = make(rate=0.1)\n"
    ),
    "a decorated function that is given another `b2`": (
        HALF + "@optax.inject_hyperparams\ndef make(rate, b2=0.999):\n"
        "    return optax.adam(rate, b2=b2)\ntx = make(0.1, 0.95)\n"
    ),
    "a decorated function that goes out of sight": (
        HALF + "@optax.inject_hyperparams\ndef make(rate, b2=0.999):\n"
        "    return optax.adam(rate, b2=b2)\nregister(make)\n"
    ),
    "the number that is asked is static": (
        "import jax\nFIXED = ('min_dim_size_to_factor', 'factored')\n"
        "tx = optax.inject_hyperparams(optax.adafactor, static_args=FIXED)(0.1)\n"
        "step = jax.jit(tx.update)\n"
    ),
    "static arguments that are not known": (
        "tx = optax.inject_hyperparams(optax.adafactor, static_args=FIXED)(0.1)\n"
    ),
    "bfloat16 batches": (
        "import jax.numpy as jnp\nbatch = batch.astype(jnp.bfloat16)\n"
        "tx = optax.inject_hyperparams(optax.adamw)(learning_rate=0.1)\n"
    ),
    "a `b2` that is not known": (
        "import jax.numpy as jnp\nlayer = Dense(8, param_dtype=jnp.bfloat16)\n"
        "tx = optax.inject_hyperparams(optax.adamw)(learning_rate=0.1, b2=beta)\n"
    ),
    "a schedule for the decay of weights": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.inject_hyperparams(optax.adamw)(0.1, weight_decay=s)\n"
    ),
    "a mask that is written out": (
        "tx = optax.inject_hyperparams(optax.adamw)(0.1, mask={'w': True})\n"
    ),
    "an optimizer without a `b2` near 1": (
        "import jax.numpy as jnp\nlayer = Dense(8, param_dtype=jnp.bfloat16)\n"
        "tx = optax.inject_hyperparams(optax.sgd)(learning_rate=0.1)\n"
    ),
}

TOLD = {
    "parameters in bfloat16": (
        "import jax.numpy as jnp\nparams = {'w': jnp.zeros(3, dtype=jnp.bfloat16)}\n"
        "tx = optax.inject_hyperparams(optax.adam)(0.1)\n"
    ),
    "parameters that become bfloat16": (
        "import jax, jax.numpy as jnp\n"
        "params = jax.tree.map(lambda x: x.astype(jnp.bfloat16), params)\n"
        "tx = optax.inject_hyperparams(optax.adam)(0.1, b2=0.9985)\n"
    ),
    "a decorated function that gives its `b2` on": (
        HALF + "@optax.inject_hyperparams\ndef make(rate, b2=0.999):\n"
        "    return optax.adam(rate, b2=b2)\ntx = make(rate=0.1)\n"
    ),
    "a function that is decorated with a partial": (
        HALF + "from functools import partial\n"
        "@partial(optax.inject_hyperparams, static_args=('eps',))\n"
        "def make(rate, *, decay=0.9995, eps=1e-8):\n"
        "    return optax.adamw(rate, b2=decay, eps=eps)\ntx = make(0.1)\n"
    ),
    "static arguments without the number that is asked": (
        "tx = optax.inject_hyperparams(optax.adafactor, static_args=('factored',))(0.1)"
        "\n"
    ),
    "a mask behind a name": (
        "def mask(params): return params\nmake = optax.inject_hyperparams(optax.adamw)\n"
        "tx = make(learning_rate=0.1, mask=mask)\n"
    ),
    "a type": (
        "import jax.numpy as jnp\nmake = optax.inject_hyperparams(optax.adamw)\n"
        "tx = make(learning_rate=0.1, mu_dtype=jnp.bfloat16)\n"
    ),
    "lbfgs": ("tx = optax.inject_hyperparams(optax.lbfgs)(0.1)\n"),
}


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_it_is_silent_about(code, found):
    assert not found("LRS112", code)


@pytest.mark.parametrize("code", TOLD.values(), ids=TOLD)
def test_it_tells_of(code, found):
    assert found("LRS112", code)
