"""Learning rates in front of what adapts to them: what is silent first."""

from __future__ import annotations

import pytest

SILENT = {
    "another chain": (
        "from mine import chain\n"
        "tx = chain(optax.scale_by_schedule(s), optax.scale_by_adam())\n"
    ),
    "a schedule that is negative": (
        "s = optax.linear_schedule(-0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_adam(), optax.scale_by_schedule(s))\n"
    ),
    "a chain in another, which may turn the sign": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.chain(optax.scale_by_adam(), "
        "optax.scale_by_schedule(s)), optax.scale(-1.0))\n"
    ),
    "a part of the chain that is not known": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(mine(), optax.scale_by_schedule(s))\n"
    ),
    "a chain with a name in another, which turns the sign": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "inner = optax.chain(optax.scale_by_adam(), optax.scale_by_schedule(s))\n"
        "tx = optax.chain(inner, optax.scale(-1.0))\n"
    ),
    "a minus that is appended": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "parts = [optax.scale_by_adam(), optax.scale_by_schedule(s)]\n"
        "parts.append(optax.scale(-1.0))\ntx = optax.chain(*parts)\n"
    ),
    "a minus that may be appended": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "parts = [optax.scale_by_adam(), optax.scale_by_schedule(s)]\n"
        "if down: parts.append(optax.scale(-1.0))\ntx = optax.chain(*parts)\n"
    ),
    "a chain with a field in another, which turns the sign": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\nclass A:\n    def __init__(self):\n"
        "        self.t = optax.chain(optax.scale_by_adam(), optax.scale_by_schedule(s))\n"
        "        self.tx = optax.chain(self.t, optax.scale(-1.0))\n"
    ),
    "chains in a circle": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\ndef f():\n"
        "    a = optax.chain(optax.scale_by_schedule(s), b)\n"
        "    b = optax.chain(a, a)\n"
    ),
    "chains in chains, again and again": (
        "a0 = optax.chain(optax.scale_by_schedule(s), mine())\n"
        + "".join(f"a{n + 1} = optax.chain(a{n}, a{n})\n" for n in range(40))
    ),
    "a learning rate that is the last": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_adam(), optax.scale_by_learning_rate(s))\n"
    ),
    "a learning rate that leaves the sign to another": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_learning_rate(s, flip_sign=False), "
        "optax.scale_by_learning_rate(1.0))\n"
    ),
    "a learning rate that may turn the sign": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_learning_rate(s, flip_sign=down))\n"
    ),
    "updates that the code subtracts": (
        "import jax\ns = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_adam(), optax.scale_by_schedule(s))\n"
        "def f(p, u): return jax.tree.map(lambda a, b: a - b, p, u)\n"
    ),
    "a lambda with the minus": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_adam(), "
        "optax.scale_by_schedule(lambda n: -s(n)))\n"
    ),
}

TOLD = {
    "a name for the schedule": (
        "t = optax.scale_by_schedule(s)\ntx = optax.chain(t, optax.adamw(1.0))\n"
    ),
    "a name for the optimizer": (
        "o = optax.lion(1.0)\ntx = optax.chain(optax.scale_by_schedule(s), o)\n"
    ),
    "a list of the parts": (
        "parts = [optax.scale_by_schedule(s), optax.scale_by_adam()]\n"
        "tx = optax.chain(*parts)\n"
    ),
    "what is appended to a list of the parts": (
        "parts = [optax.clip(1.0)]\nparts.append(optax.scale_by_schedule(s))\n"
        "parts.append(optax.scale_by_adam())\ntx = optax.chain(*parts)\n"
    ),
    "a chain in a chain": (
        "inner = optax.chain(optax.clip(1.0), optax.scale_by_schedule(s))\n"
        "tx = optax.chain(inner, optax.chain(optax.scale_by_adam(), mine()))\n"
    ),
    "a learning rate in front of an optimizer": (
        "tx = optax.chain(optax.scale_by_learning_rate(1e-3), optax.scale_by_adam())\n"
    ),
    "a learning rate that does not turn the sign": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\ntx = optax.chain("
        "optax.scale_by_adam(), optax.scale_by_learning_rate(s, flip_sign=False))\n"
    ),
    "a chain with names": (
        "tx = optax.named_chain(('a', optax.scale_by_schedule(s)), "
        "('b', optax.scale_by_adam()))\n"
    ),
    "fields of a class": (
        "class T:\n    def __init__(self):\n"
        "        self.s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "        self.t = optax.scale_by_schedule(self.s)\n"
        "        self.tx = optax.chain(optax.scale_by_adam(), self.t)\n"
        "        self.state = TrainState.create(tx=self.tx)\n"
    ),
    "a lambda that only calls the schedule": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_adam(), "
        "optax.scale_by_schedule(lambda n: s(n)))\n"
    ),
    "clipping between": (
        "tx = optax.chain(optax.scale_by_schedule(s), optax.clip(1.0), "
        "optax.scale_by_rms())\n"
    ),
}


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_it_is_silent_about(code, found):
    assert not found("LRS113", code)


@pytest.mark.parametrize("code", TOLD.values(), ids=TOLD)
def test_it_tells_of(code, found):
    assert found("LRS113", code)
