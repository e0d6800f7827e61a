"""Calls of `lrsched` are read like those of Optax."""

from __future__ import annotations

import importlib
import inspect

import pytest

from lrmigrate.rules.optax.migrated import MIGRATED

HEAD = "import optax\nfrom lrmigrate import lrsched\n"

FOUND = {
    "LRS101": "s = lrsched.warmup_cosine_decay_schedule(0.0, 0.1, 500, 100)\n",
    "LRS102": "s = lrsched.warmup_cosine_decay_schedule(\n"
    "    0.0, 0.1, warmup_steps=w, transition_steps=total - w\n)\n",
    "LRS104": "s = lrsched.cosine_decay_schedule(500, transition_steps=1e-3)\n",
    "LRS105": "s = lrsched.warmup_cosine_decay_schedule(0.0, 0.1, 5, 60, 0.2)\n",
    "LRS106": "s = lrsched.join_schedules([a, b, c], [5])\n",
    "LRS108": "s = lrsched.piecewise_constant_schedule(0.2, {10: 0.02, 20: 0.002})\n",
    "LRS109": "s = lrsched.linear_schedule(0.1, 0.0, 0)\n",
    "LRS110": "s = lrsched.cosine_decay_schedule(0.1, transition_steps=9)\n"
    "tx = optax.adam(s(0))\n",
    "LRS111": "s = lrsched.linear_schedule(0.1, 0.0, 3_000_000_000)\n",
    "LRS114": "s = lrsched.cosine_decay_schedule(0.1, transition_steps=9)\n"
    "tx = optax.MultiSteps(optax.adam(s), 4)\n",
    "LRS004": "s = lrsched.warmup_exponential_decay_schedule(0.0, 0.1, 9, 90, 0.1)\n",
}


@pytest.mark.parametrize("known", MIGRATED.values(), ids=lambda known: known.path)
def test_the_parameters_are_those_of_lrsched(known):
    pytest.importorskip("jax")
    module, _, name = known.path.rpartition(".")
    parameters = inspect.signature(getattr(importlib.import_module(module), name))
    assert tuple(parameters.parameters) == known.parameters


@pytest.mark.parametrize(("rule", "code"), FOUND.items(), ids=FOUND)
def test_a_lint_reads_a_migrated_call(rule, code, fix):
    fixed = fix(HEAD + code, codes=frozenset({rule}))
    assert [one.code for one in fixed.findings] == [rule]


def test_a_right_call_is_left_in_peace(fix):
    code = HEAD + (
        "s = lrsched.warmup_cosine_decay_schedule(0.0, 0.1, 10, transition_steps=90)\n"
    )
    assert not fix(code).findings
