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
    "LRS107": "s = lrsched.cosine_decay_schedule(0.1, transition_step=9)\n",
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


@pytest.mark.parametrize("target", ["lrsched", "optax"])
def test_an_old_keyword_is_renamed_and_stays_where_it_is(target, fix):
    code = (
        "from lrmigrate import lrsched\n"
        "from lrmigrate.lrsched import warmup_cosine_decay_schedule as w\n"
        "s = lrsched.cosine_decay_schedule(0.1, decay_steps=9)\n"
        "t = w(0.0, 0.1, 10, decay_steps=n)\n"
    )
    fixed = fix(code, target)
    assert fixed.text == code.replace("decay_steps", "transition_steps")
    assert {one.code for one in fixed.findings} == {"LRS001"}


def test_a_fraction_becomes_steps(fix):
    code = (
        "from lrmigrate import lrsched\n"
        "s = lrsched.cosine_onecycle_schedule(100, 0.1, pct_start=0.29)\n"
    )
    fixed = fix(code)
    assert fixed.text == code.replace("pct_start=0.29", "warmup_steps=28")
    assert [one.code for one in fixed.findings] == ["LRS002"]


def test_an_old_name_is_renamed_and_stays_where_it_is(fix):
    code = (
        "from lrmigrate import lrsched\n"
        "s = lrsched.sgdr_schedule([dict(init_value=0.0, peak_value=0.1, "
        "warmup_steps=3, transition_steps=9)])\n"
    )
    fixed = fix(code)
    assert fixed.text == code.replace("sgdr_sch", "cosine_warm_restarts_sch")
    assert [one.code for one in fixed.findings] == ["LRS003"]


def test_a_migrated_function_that_goes_out_of_sight_is_left_in_peace(fix):
    code = HEAD + "register(lrsched.cosine_decay_schedule)\n"
    assert not fix(code).findings


def test_a_length_by_its_old_name_is_read(fix):
    code = HEAD + (
        "s = lrsched.warmup_cosine_decay_schedule(0.0, 0.1, w, decay_steps=t - w)\n"
    )
    fixed = fix(code, codes=frozenset({"LRS102"}))
    assert [one.code for one in fixed.findings] == ["LRS102"]


def test_a_typo_of_lrsched_has_its_own_words(fix):
    code = HEAD + "s = lrsched.cosine_decay_schedule(0.1, transition_step=9)\n"
    (finding,) = fix(code).findings
    assert finding.message == (
        "`cosine_decay_schedule` takes no `transition_step`: TypeError; did you mean "
        "`transition_steps`?"
    )


def test_a_right_call_is_left_in_peace(fix):
    code = HEAD + (
        "s = lrsched.warmup_cosine_decay_schedule(0.0, 0.1, 10, transition_steps=90)\n"
    )
    assert not fix(code).findings
