"""Schedules that are called, or given where a number is wanted: what is silent first."""

from __future__ import annotations

import pytest

SILENT = {
    "a schedule that is called in a loop": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "for step in range(9):\n    tx = optax.sgd(s(step))\n"
    ),
    "a schedule that is called to be scaled": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\nrate = 0.5 * s(3)\n"
    ),
    "a call of a schedule for another function": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\nlog(learning_rate=s(0))\n"
    ),
    "a name that is a schedule or a number": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\nif flat: s = 0.1\nt = 0.5 * s\n"
    ),
    "a schedule that scales what it knows": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\nt = wrapped * s\n"
    ),
    "a schedule in a text, as it is": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\nprint(f'{s} {s(3):.4f}')\n"
    ),
    "a function of one's own that is called float": (
        "def float(x): return x\ns = optax.linear_schedule(0.1, 0.0, 9)\nt = float(s)\n"
    ),
    "a constant that holds a schedule": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\nt = optax.constant_schedule(s)\n"
    ),
    "a field that is set twice": (
        "class T:\n    def f(self):\n        self.s = optax.linear_schedule(0.1, 0, 9)\n"
        "        self.t = 0.5 * self.s\n    def g(self):\n        self.s = 3.0\n"
    ),
    "a number for the momentum": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.sgd(s, momentum=0.9)\nt = optax.adamw(s, weight_decay=s)\n"
    ),
    "a momentum that is injected": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.inject_hyperparams(optax.sgd)(0.1, momentum=s)\n"
    ),
    "an optimizer of one's own": (
        "from mine import sgd\ns = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = sgd(0.1, momentum=s)\n"
    ),
    "a limit by a key": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\nt = max(s, 0.1, key=weight)\n"
        "u = max(s, other)\n"
    ),
    "a limit of one's own": (
        "from mine import max\ns = optax.linear_schedule(0.1, 0.0, 9)\n"
        "t = max(s, 0.1)\n"
    ),
    "a question that is asked": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "t = optax.exponential_decay(0.1, 9, 0.5, staircase=s)\n"
    ),
    "an attribute that another class has, too": (
        "class A:\n    s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "    def f(self): return 0.5 * self.s\nclass B(A):\n    s = 0.1\n"
    ),
    "an attribute that is set on instances": (
        "class A:\n    s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "    def f(self): return 0.5 * self.s\na = A()\na.s = 0.1\n"
    ),
    "an attribute of a class that a function changes": (
        "@change\nclass A:\n    s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "    def f(self): return 0.5 * self.s\n"
    ),
    "an attribute that is called": (
        "class A:\n    s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "    def f(self): return optax.adam(self.s(0))\n"
    ),
    "a schedule for what takes one": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\nt = optax.scale_by_schedule(s)\n"
    ),
}

TOLD = {
    "a rate through a name": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\nrate = s(0)\ntx = optax.adamw(rate)\n"
    ),
    "a schedule made where it is called": (
        "tx = optax.adamw(optax.linear_schedule(0.1, 0.0, 9)(0))\n"
    ),
    "a step in an array": (
        "import jax.numpy as jnp\ns = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.adamw(s(jnp.array(0)))\n"
    ),
    "a step by name, and a float of the rate": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\ntx = optax.sgd(float(s(count=0)))\n"
    ),
    "a rate in `scale`": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "tx = optax.chain(optax.scale_by_adam(), optax.scale(-s(0)))\n"
    ),
    "a field of a class": (
        "class T:\n    def __init__(self):\n"
        "        self.s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "        self.tx = optax.adam(self.s(0))\n"
    ),
    "an attribute of a class": (
        "class A:\n    s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "    def f(self): return 0.5 * self.s\n"
    ),
    "the least of two schedules": (
        "a = optax.constant_schedule(0.1)\nb = optax.constant_schedule(0.2)\n"
        "c = min(a, b)\n"
    ),
    "a schedule for a momentum": (
        "s = optax.linear_schedule(0.9, 0.5, 9)\ntx = optax.sgd(0.1, momentum=s)\n"
    ),
    "a schedule for a peak": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\n"
        "t = optax.warmup_constant_schedule(0.0, peak_value=s, warmup_steps=9)\n"
    ),
    "a schedule for a number, by name": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\ntx = optax.scale(step_size=s)\n"
    ),
    "the sum of two schedules": (
        "a = optax.constant_schedule(0.1)\nb = optax.constant_schedule(0.2)\nc = a + b\n"
    ),
}


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_it_is_silent_about(code, found):
    assert not found("LRS110", code)


@pytest.mark.parametrize("code", TOLD.values(), ids=TOLD)
def test_it_tells_of(code, found):
    assert found("LRS110", code)
