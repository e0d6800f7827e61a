"""What the lints about joins, optimizers and ends are silent about, and what not."""

from __future__ import annotations

import pytest

RAMP = "a = optax.linear_schedule(0.0, 0.1, w)\n"
JOINED = "s = optax.join_schedules([a, b], [w])\n"

HALF = "import jax.numpy as jnp\nlayer = Dense(8, param_dtype=jnp.bfloat16)\n"

SILENT = {
    "a cooldown as long as the warmup": (
        "LRS102",
        "parts = [optax.linear_schedule(0.0, 1.0, 100), "
        "optax.cosine_decay_schedule(1.0, 1000 - 100 - 100), "
        "optax.linear_schedule(0.0, 0.1, 100)]\n"
        "s = optax.join_schedules(parts, [100, 900])\n",
    ),
    "what is between two boundaries": (
        "LRS102",
        "s = optax.join_schedules([a, optax.linear_schedule(1.0, 0.0, end - w - w), b], "
        "[w, end - w])\n",
    ),
    "a length that counts from 0": (
        "LRS102",
        "s = optax.warmup_cosine_decay_schedule(0.0, 0.1, 1, steps - 1)\n",
    ),
    "a boundary that is the length of the first": (
        "LRS106",
        RAMP + "b = optax.cosine_decay_schedule(0.1, n)\n" + JOINED,
    ),
    "boundaries that a loop fills": (
        "LRS106",
        "bounds = []\nfor n in ns: bounds.append(n)\n"
        "s = optax.join_schedules([a, b, c], bounds)\n",
    ),
    "a list that grows behind the join": (
        "LRS106",
        "parts = [a, b]\ns = optax.join_schedules(parts, [5, 9])\nparts.append(c)\n",
    ),
    "a list that a loop fills": (
        "LRS106",
        "parts = []\nfor one in many: parts.append(one)\n"
        "s = optax.join_schedules(parts, [5, 9])\n",
    ),
    "a ramp and what is as long": (
        "LRS106",
        "a = optax.linear_schedule(0.0, 0.1, n - m)\n"
        "b = optax.cosine_decay_schedule(0.1, n - m)\n"
        "s = optax.join_schedules([a, b], [n - m])\n",
    ),
    "a warmup of 0": (
        "LRS102",
        "W, T = 0, 90\ns = optax.warmup_cosine_decay_schedule(0.0, 0.1, W, T - W)\n",
    ),
    "a list that grows": (
        "LRS106",
        "parts = [a, b]\nif x: parts.append(c)\n"
        "s = optax.join_schedules(parts, [5, 9])\n",
    ),
    "schedules that are unpacked": (
        "LRS106",
        "s = optax.join_schedules([*parts, last], [5])\n",
    ),
    "a sum of lists, one of which is not seen": (
        "LRS106",
        "s = optax.join_schedules([a, b] + more, [5, 9])\n",
    ),
    "lists in parts that fit": (
        "LRS106",
        "s = optax.join_schedules((a,) + (*[b], c) + (d,) * 2, [1] + [*(2, 3), 4])\n",
    ),
    "a list that is repeated as often as is not known": (
        "LRS106",
        "s = optax.join_schedules([a] * n, [5, 9])\n",
    ),
    "a list that is made of itself": (
        "LRS106",
        "def f():\n    s = s + s\n    return optax.join_schedules(s, [5, 9])\n",
    ),
    "a schedule that may be None": (
        "LRS106",
        "def f(b=None):\n    return optax.join_schedules([a, b], [5])\n",
    ),
    "one that raises, as is expected": (
        "LRS106",
        "import pytest\nwith pytest.raises(TypeError):\n"
        "    optax.join_schedules([a, None], 5)(0)\n",
    ),
    "boundaries that are not seen": (
        "LRS106",
        "s = optax.join_schedules([a, b], bounds)\n",
    ),
    "a warmup after something else than a ramp": (
        "LRS106",
        "a = optax.constant_schedule(0.1)\n"
        "b = optax.warmup_cosine_decay_schedule(0.0, 0.1, w, n)\n" + JOINED,
    ),
    "a warmup that goes on from where the ramp ended": (
        "LRS106",
        RAMP + "b = optax.warmup_cosine_decay_schedule(0.1, 0.5, w, n)\n" + JOINED,
    ),
    "a plateau behind a ramp": (
        "LRS106",
        "a = optax.linear_schedule(0.0, 0.1, 50)\n"
        "b = optax.cosine_decay_schedule(0.1, 90)\n"
        "s = optax.join_schedules([a, b], [80])\n",
    ),
    "no ramp at all": (
        "LRS106",
        "a = optax.linear_schedule(0.0, 0.1, 50)\n"
        "b = optax.cosine_decay_schedule(0.1, 90)\n"
        "s = optax.join_schedules([a, b], [0])\n",
    ),
    "a boundary that is named for where it is": (
        "LRS106",
        "b = optax.constant_schedule(0.1)\n"
        "s = optax.join_schedules([a, b, c], [w, decay_start])\n",
    ),
    "a schedule that is called in a loop": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "for step in range(9):\n    tx = optax.sgd(s(step))\n",
    ),
    "a schedule that is called to be scaled": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\nrate = 0.5 * s(3)\n",
    ),
    "a call of a schedule for another function": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\nlog(learning_rate=s(0))\n",
    ),
    "a name that is a schedule or a number": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\nif flat: s = 0.1\nt = 0.5 * s\n",
    ),
    "a schedule that scales what it knows": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\nt = wrapped * s\n",
    ),
    "a schedule in a text, as it is": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\nprint(f'{s} {s(3):.4f}')\n",
    ),
    "a function of one's own that is called float": (
        "LRS110",
        "def float(x): return x\ns = optax.linear_schedule(0.1, 0.0, 9)\n"
        "t = float(s)\n",
    ),
    "a constant that holds a schedule": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\nt = optax.constant_schedule(s)\n",
    ),
    "a field that is set twice": (
        "LRS110",
        "class T:\n    def f(self):\n        self.s = optax.linear_schedule(0.1, 0, 9)\n"
        "        self.t = 0.5 * self.s\n    def g(self):\n        self.s = 3.0\n",
    ),
    "a number for the momentum": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.sgd(s, momentum=0.9)\nt = optax.adamw(s, weight_decay=s)\n",
    ),
    "a momentum that is injected": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.inject_hyperparams(optax.sgd)(0.1, momentum=s)\n",
    ),
    "an optimizer of one's own": (
        "LRS110",
        "from mine import sgd\ns = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = sgd(0.1, momentum=s)\n",
    ),
    "a limit by a key": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\nt = max(s, 0.1, key=weight)\n"
        "u = max(s, other)\n",
    ),
    "a limit of one's own": (
        "LRS110",
        "from mine import max\ns = optax.linear_schedule(0.1, 0.0, 9)\n"
        "t = max(s, 0.1)\n",
    ),
    "a question that is asked": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "t = optax.exponential_decay(0.1, 9, 0.5, staircase=s)\n",
    ),
    "an attribute that another class has, too": (
        "LRS110",
        "class A:\n    s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "    def f(self): return 0.5 * self.s\nclass B(A):\n    s = 0.1\n",
    ),
    "an attribute that is set on instances": (
        "LRS110",
        "class A:\n    s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "    def f(self): return 0.5 * self.s\na = A()\na.s = 0.1\n",
    ),
    "an attribute of a class that a function changes": (
        "LRS110",
        "@change\nclass A:\n    s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "    def f(self): return 0.5 * self.s\n",
    ),
    "an attribute that is called": (
        "LRS110",
        "class A:\n    s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "    def f(self): return optax.adam(self.s(0))\n",
    ),
    "a schedule for what takes one": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\nt = optax.scale_by_schedule(s)\n",
    ),
    "another chain": (
        "LRS113",
        "from mine import chain\n"
        "tx = chain(optax.scale_by_schedule(s), optax.scale_by_adam())\n",
    ),
    "a schedule that is negative": (
        "LRS113",
        "s = optax.linear_schedule(-0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_adam(), optax.scale_by_schedule(s))\n",
    ),
    "a chain in another, which may turn the sign": (
        "LRS113",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.chain(optax.scale_by_adam(), "
        "optax.scale_by_schedule(s)), optax.scale(-1.0))\n",
    ),
    "a part of the chain that is not known": (
        "LRS113",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(mine(), optax.scale_by_schedule(s))\n",
    ),
    "a chain with a name in another, which turns the sign": (
        "LRS113",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "inner = optax.chain(optax.scale_by_adam(), optax.scale_by_schedule(s))\n"
        "tx = optax.chain(inner, optax.scale(-1.0))\n",
    ),
    "a minus that is appended": (
        "LRS113",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "parts = [optax.scale_by_adam(), optax.scale_by_schedule(s)]\n"
        "parts.append(optax.scale(-1.0))\ntx = optax.chain(*parts)\n",
    ),
    "a minus that may be appended": (
        "LRS113",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "parts = [optax.scale_by_adam(), optax.scale_by_schedule(s)]\n"
        "if down: parts.append(optax.scale(-1.0))\ntx = optax.chain(*parts)\n",
    ),
    "a chain with a field in another, which turns the sign": (
        "LRS113",
        "s = optax.linear_schedule(0.1, 0.0, 9)\nclass A:\n    def __init__(self):\n"
        "        self.t = optax.chain(optax.scale_by_adam(), optax.scale_by_schedule(s))\n"
        "        self.tx = optax.chain(self.t, optax.scale(-1.0))\n",
    ),
    "chains in a circle": (
        "LRS113",
        "s = optax.linear_schedule(0.1, 0.0, 9)\ndef f():\n"
        "    a = optax.chain(optax.scale_by_schedule(s), b)\n"
        "    b = optax.chain(a, a)\n",
    ),
    "chains in chains, again and again": (
        "LRS113",
        "a0 = optax.chain(optax.scale_by_schedule(s), mine())\n"
        + "".join(f"a{n + 1} = optax.chain(a{n}, a{n})\n" for n in range(40)),
    ),
    "a learning rate that is the last": (
        "LRS113",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_adam(), optax.scale_by_learning_rate(s))\n",
    ),
    "a learning rate that leaves the sign to another": (
        "LRS113",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_learning_rate(s, flip_sign=False), "
        "optax.scale_by_learning_rate(1.0))\n",
    ),
    "a learning rate that may turn the sign": (
        "LRS113",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_learning_rate(s, flip_sign=down))\n",
    ),
    "updates that the code subtracts": (
        "LRS113",
        "import jax\ns = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_adam(), optax.scale_by_schedule(s))\n"
        "def f(p, u): return jax.tree.map(lambda a, b: a - b, p, u)\n",
    ),
    "a lambda with the minus": (
        "LRS113",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_adam(), "
        "optax.scale_by_schedule(lambda n: -s(n)))\n",
    ),
    "a length in updates": (
        "LRS114",
        "n = total_batches // k\ns = optax.linear_schedule(0.1, 0.0, n)\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n",
    ),
    "a length that is divided by the batches of an update": (
        "LRS114",
        "s = optax.linear_schedule(0.1, 0.0, samples // (size * k))\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n",
    ),
    "a length that is named for updates": (
        "LRS114",
        "s = optax.linear_schedule(0.1, 0.0, c.num_updates)\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n",
    ),
    "a length that is divided by a product with a name": (
        "LRS114",
        "whole = c.size * c.k\nn = c.epochs * (samples // whole)\n"
        "s = optax.linear_schedule(0.1, 0.0, n)\n"
        "tx = optax.MultiSteps(optax.sgd(s), c.k)\n",
    ),
    "a length that is divided by the number itself": (
        "LRS114",
        "K = 4\ns = optax.linear_schedule(0.1, 0.0, batches // 4)\n"
        "tx = optax.MultiSteps(optax.sgd(s), K)\n",
    ),
    "a length that is divided by the whole batch": (
        "LRS114",
        "k = max(1, batch // micro)\n"
        "s = optax.linear_schedule(0.1, 0.0, n * micro // batch)\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n",
    ),
    "a join that ends with what is constant, in updates": (
        "LRS114",
        "s = optax.join_schedules([a, optax.constant_schedule(0.1)], [batches // k])\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n",
    ),
    "a join that ends with what is not known": (
        "LRS114",
        "s = optax.join_schedules([a, b], [100])\n"
        "tx = optax.MultiSteps(optax.sgd(s), 4)\n",
    ),
    "boundaries in updates": (
        "LRS114",
        "s = optax.piecewise_constant_schedule(0.1, {n // k: 0.5, 2 * n // k: 0.5})\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n",
    ),
    "boundaries of which some are not written out": (
        "LRS114",
        "s = optax.piecewise_constant_schedule(0.1, {100: 0.5, **more})\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n",
    ),
    "an optimizer that is out of sight": (
        "LRS114",
        "tx = optax.MultiSteps(build(), 4)\n",
    ),
    "bfloat16 for what is computed, and not for the parameters": (
        "LRS112",
        "import jax.numpy as jnp\nlayer = Dense(8, dtype=jnp.bfloat16)\n"
        "tx = optax.inject_hyperparams(optax.adamw)(learning_rate=0.1)\n",
    ),
    "a decorated function whose `b2` is not injected": (
        "LRS112",
        HALF + "@optax.inject_hyperparams\ndef make(rate):\n"
        "    return optax.adam(rate, b2=0.999)\ntx = make(rate=0.1)\n",
    ),
    "a decorated function whose `b2` is static": (
        "LRS112",
        HALF + "from functools import partial\n"
        "@partial(optax.inject_hyperparams, static_args='b2')\n"
        "def make(rate, b2=0.999):\n    return optax.adam(rate, b2=b2)\n"
        "tx = make(rate=0.1)\n",
    ),
    "a decorated function with a dtype of its own": (
        "LRS112",
        HALF + "from functools import partial\n"
        "@partial(optax.inject_hyperparams, hyperparam_dtype=jnp.float32)\n"
        "def make(rate, b2=0.999):\n    return optax.adam(rate, b2=b2)\n"
        "tx = make(rate=0.1)\n",
    ),
    "a decorated function that is given another `b2`": (
        "LRS112",
        HALF + "@optax.inject_hyperparams\ndef make(rate, b2=0.999):\n"
        "    return optax.adam(rate, b2=b2)\ntx = make(0.1, 0.95)\n",
    ),
    "a decorated function that goes out of sight": (
        "LRS112",
        HALF + "@optax.inject_hyperparams\ndef make(rate, b2=0.999):\n"
        "    return optax.adam(rate, b2=b2)\nregister(make)\n",
    ),
    "the number that is asked is static": (
        "LRS112",
        "import jax\nFIXED = ('min_dim_size_to_factor', 'factored')\n"
        "tx = optax.inject_hyperparams(optax.adafactor, static_args=FIXED)(0.1)\n"
        "step = jax.jit(tx.update)\n",
    ),
    "static arguments that are not known": (
        "LRS112",
        "tx = optax.inject_hyperparams(optax.adafactor, static_args=FIXED)(0.1)\n",
    ),
    "bfloat16 batches": (
        "LRS112",
        "import jax.numpy as jnp\nbatch = batch.astype(jnp.bfloat16)\n"
        "tx = optax.inject_hyperparams(optax.adamw)(learning_rate=0.1)\n",
    ),
    "a `b2` that is not known": (
        "LRS112",
        "import jax.numpy as jnp\nlayer = Dense(8, param_dtype=jnp.bfloat16)\n"
        "tx = optax.inject_hyperparams(optax.adamw)(learning_rate=0.1, b2=beta)\n",
    ),
    "a schedule for the decay of weights": (
        "LRS112",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.inject_hyperparams(optax.adamw)(0.1, weight_decay=s)\n",
    ),
    "a mask that is written out": (
        "LRS112",
        "tx = optax.inject_hyperparams(optax.adamw)(0.1, mask={'w': True})\n",
    ),
    "an optimizer without a `b2` near 1": (
        "LRS112",
        "import jax.numpy as jnp\nlayer = Dense(8, param_dtype=jnp.bfloat16)\n"
        "tx = optax.inject_hyperparams(optax.sgd)(learning_rate=0.1)\n",
    ),
    "a value that is held between two others": (
        "LRS109",
        "a = optax.linear_schedule(0.0, 0.1, 9)\nb = optax.linear_schedule(0.1, 0.1, 9)\n"
        "s = optax.join_schedules([a, b], [9])\n",
    ),
    "a fraction of infinity": (
        "LRS103",
        "s = optax.cosine_onecycle_schedule(float('inf'), 0.1)\n"
        "t = optax.linear_onecycle_schedule(10**400, 0.1, float('nan'))\n",
    ),
    "a fraction below 1 of a value that is not known": (
        "LRS109",
        "s = optax.cosine_decay_schedule(lr, n, alpha=0.1)\n"
        "t = optax.exponential_decay(lr, n, 0.9)\n"
        "u = optax.exponential_decay(lr, n, 1.0, end_value=low)\n",
    ),
    "a decay to the whole within a join": (
        "LRS109",
        "a = optax.linear_schedule(0.0, lr, 9)\n"
        "b = optax.cosine_decay_schedule(lr, n, alpha=1.0)\n"
        "s = optax.join_schedules([a, b], [9])\n",
    ),
    "an end that no float holds": (
        "LRS105",
        "s = optax.exponential_decay(0.1, 9, 0.9, end_value=10**400)\n",
    ),
    "a decay to another end": (
        "LRS105",
        "s = optax.exponential_decay(lr, n, 0.9, end_value=low)\n"
        "t = optax.exponential_decay(lr, n, rate, end_value=lr)\n"
        "u = optax.warmup_exponential_decay_schedule(lr, top, 9, n, 0.9, end_value=lr)\n",
    ),
    "a value that is no number": (
        "LRS109",
        "s = optax.linear_schedule(None, 0.0, 9)\nt = optax.constant_schedule('0.1')\n"
        "u = optax.linear_schedule('a', 0.0, 9)\n",
    ),
    "a join of what is no number": (
        "LRS109",
        "a = optax.constant_schedule(None)\ns = optax.join_schedules([a, a], [9])\n",
    ),
    "a constant that is called so": ("LRS109", "s = optax.constant_schedule(0.1)\n"),
    "a curve that rises and falls to where it was": (
        "LRS109",
        "s = optax.warmup_exponential_decay_schedule(lr, 0.5, 9, 9, 0.5, end_value=lr)\n",
    ),
    "a warmup from the peak": (
        "LRS105",
        "s = optax.warmup_cosine_decay_schedule(0.1, 0.1, 9, 90)\n",
    ),
    "a peak without a warmup": (
        "LRS105",
        "s = optax.warmup_cosine_decay_schedule(0.0, 0.1, 0, 90)\n",
    ),
    "a small fraction of a small value": (
        "LRS105",
        "s = optax.cosine_decay_schedule(3e-4, 90, alpha=1e-3)\n",
    ),
    "a fraction that is named like one": (
        "LRS105",
        "s = optax.cosine_decay_schedule(0.1, 90, alpha=min_lr_ratio)\n",
    ),
    "a quotient": (
        "LRS105",
        "s = optax.cosine_decay_schedule(lr, 90, alpha=min_lr / lr)\n",
    ),
    "a temperature": ("LRS104", "s = optax.linear_schedule(20.0, 1.0, 5000)\n"),
    "scales that rise": (
        "LRS108",
        "s = optax.piecewise_constant_schedule(0.1, {5: 1e-4, 9: 1e-3})\n",
    ),
    "a boundary at the first step": (
        "LRS108",
        "s = optax.piecewise_constant_schedule(0.1, {1: 0.5})\n"
        "t = optax.piecewise_constant_schedule(0.1, {0: 0.5, 1: 0.5})\n"
        "u = optax.piecewise_constant_schedule(0.1, {0.5: 0.5, 90: 0.5})\n",
    ),
    "shares of a schedule that is asked by them": (
        "LRS108",
        "s = optax.piecewise_constant_schedule(0.1, {0.3: 0.5, 0.8: 0.5})\n"
        "rate = s(step / total)\n"
        "t = optax.piecewise_constant_schedule(0.1, {0.3: 0.5, 0.8: 0.5})\n"
        "rate = t(progress)\n",
    ),
    "shares that are multiplied": (
        "LRS108",
        "s = optax.piecewise_constant_schedule(0.1, {0.3 * n: 0.5, 0.8 * n: 0.5})\n",
    ),
    "one scale": ("LRS108", "s = optax.piecewise_constant_schedule(0.1, {5: 1e-4})\n"),
}
TOLD = {
    "a name for the schedule": (
        "LRS113",
        "t = optax.scale_by_schedule(s)\ntx = optax.chain(t, optax.adamw(1.0))\n",
    ),
    "a name for the optimizer": (
        "LRS113",
        "o = optax.lion(1.0)\ntx = optax.chain(optax.scale_by_schedule(s), o)\n",
    ),
    "a list of the parts": (
        "LRS113",
        "parts = [optax.scale_by_schedule(s), optax.scale_by_adam()]\n"
        "tx = optax.chain(*parts)\n",
    ),
    "what is appended to a list of the parts": (
        "LRS113",
        "parts = [optax.clip(1.0)]\nparts.append(optax.scale_by_schedule(s))\n"
        "parts.append(optax.scale_by_adam())\ntx = optax.chain(*parts)\n",
    ),
    "a chain in a chain": (
        "LRS113",
        "inner = optax.chain(optax.clip(1.0), optax.scale_by_schedule(s))\n"
        "tx = optax.chain(inner, optax.chain(optax.scale_by_adam(), mine()))\n",
    ),
    "a learning rate in front of an optimizer": (
        "LRS113",
        "tx = optax.chain(optax.scale_by_learning_rate(1e-3), optax.scale_by_adam())\n",
    ),
    "a learning rate that does not turn the sign": (
        "LRS113",
        "s = optax.linear_schedule(0.1, 0.0, 9)\ntx = optax.chain("
        "optax.scale_by_adam(), optax.scale_by_learning_rate(s, flip_sign=False))\n",
    ),
    "a chain with names": (
        "LRS113",
        "tx = optax.named_chain(('a', optax.scale_by_schedule(s)), "
        "('b', optax.scale_by_adam()))\n",
    ),
    "fields of a class": (
        "LRS113",
        "class T:\n    def __init__(self):\n"
        "        self.s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "        self.t = optax.scale_by_schedule(self.s)\n"
        "        self.tx = optax.chain(optax.scale_by_adam(), self.t)\n"
        "        self.state = TrainState.create(tx=self.tx)\n",
    ),
    "a lambda that only calls the schedule": (
        "LRS113",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_adam(), "
        "optax.scale_by_schedule(lambda n: s(n)))\n",
    ),
    "clipping between": (
        "LRS113",
        "tx = optax.chain(optax.scale_by_schedule(s), optax.clip(1.0), "
        "optax.scale_by_rms())\n",
    ),
    "a rate through a name": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\nrate = s(0)\ntx = optax.adamw(rate)\n",
    ),
    "a schedule made where it is called": (
        "LRS110",
        "tx = optax.adamw(optax.linear_schedule(0.1, 0.0, 9)(0))\n",
    ),
    "a step in an array": (
        "LRS110",
        "import jax.numpy as jnp\ns = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.adamw(s(jnp.array(0)))\n",
    ),
    "a step by name, and a float of the rate": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\ntx = optax.sgd(float(s(count=0)))\n",
    ),
    "a rate in `scale`": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_adam(), optax.scale(-s(0)))\n",
    ),
    "a field of a class": (
        "LRS110",
        "class T:\n    def __init__(self):\n"
        "        self.s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "        self.tx = optax.adam(self.s(0))\n",
    ),
    "an attribute of a class": (
        "LRS110",
        "class A:\n    s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "    def f(self): return 0.5 * self.s\n",
    ),
    "the least of two schedules": (
        "LRS110",
        "a = optax.constant_schedule(0.1)\nb = optax.constant_schedule(0.2)\n"
        "c = min(a, b)\n",
    ),
    "a schedule for a momentum": (
        "LRS110",
        "s = optax.linear_schedule(0.9, 0.5, 9)\ntx = optax.sgd(0.1, momentum=s)\n",
    ),
    "a schedule for a peak": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "t = optax.warmup_constant_schedule(0.0, peak_value=s, warmup_steps=9)\n",
    ),
    "a schedule for a number, by name": (
        "LRS110",
        "s = optax.linear_schedule(0.1, 0.0, 9)\ntx = optax.scale(step_size=s)\n",
    ),
    "shares of a schedule that is asked by steps": (
        "LRS108",
        "s = optax.piecewise_constant_schedule(0.1, {0.3: 0.5, 0.8: 0.5})\n"
        "rate = s(step)\n",
    ),
    "a value of a schedule in a join": (
        "LRS106",
        "s = optax.linear_schedule(0.1, 0.0, 9)\nj = optax.join_schedules([s(0), s], [5])\n",
    ),
    "the sum of two schedules": (
        "LRS110",
        "a = optax.constant_schedule(0.1)\nb = optax.constant_schedule(0.2)\nc = a + b\n",
    ),
    "a chain in `MultiSteps`": (
        "LRS114",
        "s = optax.cosine_decay_schedule(0.1, 90)\n"
        "tx = optax.MultiSteps(optax.chain(optax.clip(1.0), optax.adam(s)), 4)\n",
    ),
    "an optimizer that is wrapped under its own name": (
        "LRS114",
        "s = optax.cosine_decay_schedule(0.1, n)\ntx = optax.adam(s)\n"
        "if k > 1:\n    tx = optax.MultiSteps(tx, k)\n",
    ),
    "an optimizer whose numbers are injected": (
        "LRS114",
        "s = optax.cosine_decay_schedule(0.1, n)\n"
        "tx = optax.MultiSteps(optax.inject_hyperparams(optax.adam)(s), k)\n",
    ),
    "boundaries in batches": (
        "LRS114",
        "s = optax.piecewise_interpolate_schedule('linear', 0.1, {n: 0.5, 2 * n: 0.5})\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n",
    ),
    "a warmup that is subtracted twice before it is multiplied": (
        "LRS102",
        "left = max(epochs - w, 1)\nb = optax.cosine_decay_schedule(0.1, (left - w) * n)\n"
        "s = optax.join_schedules([a, b], [w * n])\n",
    ),
    "a warmup that the third part subtracts twice": (
        "LRS102",
        "c = optax.cosine_decay_schedule(0.1, total - w - hold - w)\n"
        "s = optax.join_schedules([a, b, c], [w, w + hold])\n",
    ),
    "the rest of a fraction": (
        "LRS102",
        "s = optax.warmup_cosine_decay_schedule("
        "0.0, 0.1, int(total * part), int(total * (1 - part)))\n",
    ),
    "a share without a length": (
        "LRS109",
        "s = optax.warmup_constant_schedule(0.0, 0.1, 0.1)\n",
    ),
    "one value that is not finite": (
        "LRS109",
        "s = optax.linear_schedule(float('inf'), float('inf'), 9)\n"
        "t = optax.piecewise_constant_schedule(1e400, {5: 1.0})\n",
    ),
    "lists that are filled one by one": (
        "LRS106",
        "def f(c):\n    parts, bounds = [], []\n    parts.append(a)\n"
        "    parts.append(b)\n    parts.append(c)\n    bounds.append(5)\n"
        "    return optax.join_schedules(parts, bounds)\n",
    ),
    "the length of the decay for the end of the ramp": (
        "LRS106",
        "a = optax.linear_schedule(0.0, 0.1, w)\n"
        "b = optax.cosine_decay_schedule(0.1, n - w)\n"
        "s = optax.join_schedules([a, b], [n - w])\n",
    ),
    "a sum of lists": (
        "LRS106",
        "s = optax.join_schedules((a,) + (b,), [5, 9])\n",
    ),
    "a list that is unpacked in another": (
        "LRS106",
        "first = [a, b]\ns = optax.join_schedules([*first, c], [5])\n",
    ),
    "a schedule that is repeated": (
        "LRS106",
        "s = optax.join_schedules([a] * 3, [5])\n",
    ),
    "two lists with names, bound together": (
        "LRS106",
        "parts, bounds = [a, b], [5, 9]\ns = optax.join_schedules(parts, bounds)\n",
    ),
    "lists with names": (
        "LRS106",
        "parts = [a, b, c]\nbounds = [5]\ns = optax.join_schedules(parts, bounds)\n",
    ),
    "too many boundaries": ("LRS106", "s = optax.join_schedules([a, b], [5, 9])\n"),
    "boundaries that fall by what is known of them": (
        "LRS106",
        "s = optax.join_schedules([a, b, c], [w + 9, w + 4])\n",
    ),
    "parameters in bfloat16": (
        "LRS112",
        "import jax.numpy as jnp\nparams = {'w': jnp.zeros(3, dtype=jnp.bfloat16)}\n"
        "tx = optax.inject_hyperparams(optax.adam)(0.1)\n",
    ),
    "parameters that become bfloat16": (
        "LRS112",
        "import jax, jax.numpy as jnp\n"
        "params = jax.tree.map(lambda x: x.astype(jnp.bfloat16), params)\n"
        "tx = optax.inject_hyperparams(optax.adam)(0.1, b2=0.9985)\n",
    ),
    "a decorated function that gives its `b2` on": (
        "LRS112",
        HALF + "@optax.inject_hyperparams\ndef make(rate, b2=0.999):\n"
        "    return optax.adam(rate, b2=b2)\ntx = make(rate=0.1)\n",
    ),
    "a function that is decorated with a partial": (
        "LRS112",
        HALF + "from functools import partial\n"
        "@partial(optax.inject_hyperparams, static_args=('eps',))\n"
        "def make(rate, *, decay=0.9995, eps=1e-8):\n"
        "    return optax.adamw(rate, b2=decay, eps=eps)\ntx = make(0.1)\n",
    ),
    "static arguments without the number that is asked": (
        "LRS112",
        "tx = optax.inject_hyperparams(optax.adafactor, static_args=('factored',))(0.1)"
        "\n",
    ),
    "a mask behind a name": (
        "LRS112",
        "def mask(params): return params\nmake = optax.inject_hyperparams(optax.adamw)\n"
        "tx = make(learning_rate=0.1, mask=mask)\n",
    ),
    "a type": (
        "LRS112",
        "import jax.numpy as jnp\nmake = optax.inject_hyperparams(optax.adamw)\n"
        "tx = make(learning_rate=0.1, mu_dtype=jnp.bfloat16)\n",
    ),
    "a line from a rate to itself": (
        "LRS109",
        "s = optax.linear_schedule(lr, lr, n)\n",
    ),
    "a fraction of 1 of a value that is not known": (
        "LRS109",
        "s = optax.cosine_decay_schedule(lr, n, alpha=1.0)\n",
    ),
    "a rate of 1 of a value that is not known": (
        "LRS109",
        "s = optax.exponential_decay(lr, n, 1.0)\n",
    ),
    "a bound that is the beginning": (
        "LRS105",
        "s = optax.exponential_decay(lr, n, 0.9, end_value=lr)\n",
    ),
    "a bound that is the peak": (
        "LRS105",
        "s = optax.warmup_exponential_decay_schedule(0.0, lr, 9, n, 0.9, end_value=lr)\n",
    ),
    "lbfgs": ("LRS112", "tx = optax.inject_hyperparams(optax.lbfgs)(0.1)\n"),
    "an absolute end": (
        "LRS105",
        "s = optax.cosine_decay_schedule(c.lr, c.steps, c.min_lr)\n",
    ),
}


def found(rule, code, fix):
    fixed = fix(f"import optax\n{code}", codes=frozenset({rule}))
    return len(fixed.findings)


@pytest.mark.parametrize(("rule", "code"), SILENT.values(), ids=SILENT)
def test_it_is_silent_about(rule, code, fix):
    assert not found(rule, code, fix)


@pytest.mark.parametrize(("rule", "code"), TOLD.values(), ids=TOLD)
def test_it_tells_of(rule, code, fix):
    assert found(rule, code, fix)
