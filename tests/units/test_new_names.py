"""The import of the new functions: it is done before they are called, under a free name."""

from __future__ import annotations

import inspect

import pytest
from optax.schedules import _join, _schedule

from lrmigrate.rules.optax.schedules import FUNCTIONS

CALL = "s = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
IMPORT = "from lrmigrate import lrsched\n"


def test_an_import_that_a_function_makes_global_stays(fix):
    code = f"def load():\n    global optax\n    import optax\nload()\n{CALL}"
    fixed = fix(code)
    assert fixed.text == code
    reason = "`optax` is made a global by the import on line 3"
    assert reason in fixed.findings[-1].left


ALREADY = {
    "in a branch": f"import optax\nif debug:\n    {IMPORT}{CALL}",
    "too late": f"import optax\n{CALL}{IMPORT}",
}


@pytest.mark.parametrize("code", ALREADY.values(), ids=ALREADY)
def test_an_import_that_may_come_too_late_is_done_again(code, fix):
    text = fix(code).text
    assert text.startswith(IMPORT)
    assert "s = lrsched.cosine_decay_schedule(0.1, transition_steps=9)" in text


HERE = {
    "before": f"{IMPORT}import optax\n{CALL}",
    "right behind": f"import optax\n{IMPORT}{CALL}",
    "behind other imports": f"import optax\nimport jax\n{IMPORT}{CALL}",
}


@pytest.mark.parametrize("code", HERE.values(), ids=HERE)
def test_an_import_that_is_there_in_time_is_used(code, fix):
    text = fix(code).text
    assert text.count(IMPORT) == 1
    assert "s = lrsched.cosine_decay_schedule(0.1, transition_steps=9)" in text


TAKEN = {
    "by a text": "exec('lrsched = 5')\n",
    "by a key": "globals()['lrsched'] = 5\n",
}


@pytest.mark.parametrize("use", TAKEN.values(), ids=TAKEN)
def test_a_name_that_is_taken_by_text_is_not_used(use, fix):
    text = fix(f"import optax\n{use}{CALL}").text
    assert "from lrmigrate import lrsched as lrsched_schedules\n" in text


def test_a_new_function_name_that_is_taken_by_text_is_not_used(fix):
    code = (
        "from optax import sgdr_schedule\nexec('cosine_warm_restarts_schedule = 5')\n"
        "s = sgdr_schedule([dict(init_value=0.0, peak_value=0.1, warmup_steps=1, "
        "decay_steps=9)])\n"
    )
    assert "import cosine_warm_restarts_schedule as sgdr_schedule" in fix(code).text


def _called(name):
    """Return the names that a function of Optax says, and those say in turn."""
    found, pending = set(), [name]
    while pending:
        one = pending.pop()
        function = getattr(_schedule, one, None) or getattr(_join, one, None)
        if inspect.isfunction(function) and one not in found:
            found.add(one)
            pending += function.__code__.co_names
    return found - {name}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_a_schedule_is_made_of_is_what_optax_calls(name):
    assert _called(name) <= {*FUNCTIONS[name].made_of}
