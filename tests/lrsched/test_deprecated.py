"""Old names work, say what to write instead, and do not mix with new ones."""

import functools
import inspect
import linecache
import warnings

import optax
import pytest

from lrmigrate import lrsched

CYCLE = {"init_value": 0.0, "peak_value": 1.0, "warmup_steps": 2}
OLD_CYCLES = [CYCLE | {"decay_steps": 10}, CYCLE | {"decay_steps": 20}]
NEW_CYCLES = [CYCLE | {"transition_steps": 10}, CYCLE | {"transition_steps": 20}]
RENAMES = {
    "cosine_decay_schedule": (
        {"init_value": 1.0, "decay_steps": 10},
        {"init_value": 1.0, "transition_steps": 10},
        ("decay_steps", "transition_steps", "LRS001"),
    ),
    "warmup_cosine_decay_schedule": (
        CYCLE | {"decay_steps": 10},
        CYCLE | {"transition_steps": 10},
        ("decay_steps", "transition_steps", "LRS001"),
    ),
    "linear_onecycle_schedule": (
        {"transition_steps": 100, "peak_value": 1.0, "pct_start": 0.29},
        {"transition_steps": 100, "peak_value": 1.0, "warmup_steps": 28},
        ("pct_start", "warmup_steps", "LRS002"),
    ),
    "cosine_onecycle_schedule": (
        {"transition_steps": 100, "peak_value": 1.0, "pct_start": 0.57},
        {"transition_steps": 100, "peak_value": 1.0, "warmup_steps": 56},
        ("pct_start", "warmup_steps", "LRS002"),
    ),
    "cosine_warm_restarts_schedule": (
        {"cosine_kwargs": NEW_CYCLES},
        {"cycles": NEW_CYCLES},
        ("cosine_kwargs", "cycles", "LRS003"),
    ),
}
renamed = pytest.mark.parametrize("name", RENAMES)


def caught(call):
    with warnings.catch_warnings(record=True) as messages:
        warnings.simplefilter("always")
        result = call()
    return result, messages


@renamed
def test_both_names_are_refused(name):
    old, new, words = RENAMES[name]
    with pytest.raises(TypeError) as error:
        getattr(lrsched, name)(**(new | old))
    assert all(word in str(error.value) for word in (name, *words[:2]))


@renamed
def test_old_keyword_after_the_new_position_is_refused(name):
    old, new, words = RENAMES[name]
    positional = list(new.values())
    with pytest.raises(TypeError) as error:
        getattr(lrsched, name)(*positional, **{words[0]: old[words[0]]})
    assert all(word in str(error.value) for word in (name, *words[:2]))


@renamed
def test_unknown_and_missing_arguments_are_refused(name):
    old, _, words = RENAMES[name]
    function = getattr(lrsched, name)
    with pytest.raises(TypeError, match="nonsense"):
        function(**old, nonsense=1)
    for missing in set(old) - {words[0]}:
        rest = {key: value for key, value in old.items() if key != missing}
        with pytest.raises(TypeError, match=missing):
            function(**rest)


@renamed
def test_old_keyword_gives_the_same_schedule(name, assert_same):
    old, new, words = RENAMES[name]
    function = getattr(lrsched, name)
    with pytest.warns(DeprecationWarning, match=words[2]):
        before = function(**old)
    after = function(**new)
    steps = range(0, 101, 7)
    assert_same([before(step) for step in steps], [after(step) for step in steps])


@renamed
def test_warning_names_the_new_name_and_the_rule(name):
    old, _, words = RENAMES[name]
    _, messages = caught(lambda: getattr(lrsched, name)(**old))
    (message,) = messages
    assert message.category is DeprecationWarning
    assert all(word in str(message.message) for word in (name, *words))


@renamed
def test_new_names_do_not_warn(name):
    _, new, _ = RENAMES[name]
    assert caught(lambda: getattr(lrsched, name)(**new))[1] == []


@renamed
def test_signature_shows_new_names_only(name):
    _, _, (old, new, _) = RENAMES[name]
    parameters = inspect.signature(getattr(lrsched, name)).parameters
    assert new in parameters
    assert old not in parameters


def test_warns_once_for_each_line_of_the_caller():
    with warnings.catch_warnings(record=True) as messages:
        warnings.simplefilter("default")
        for steps in (10, 20, 30):
            lrsched.cosine_decay_schedule(1.0, decay_steps=steps)  # first
        lrsched.cosine_decay_schedule(1.0, decay_steps=10)  # second
        for _ in range(2):
            lrsched.linear_onecycle_schedule(100, 1.0, pct_start=0.3)  # third
        lrsched.cosine_warm_restarts_schedule(OLD_CYCLES)  # fourth
        functools.partial(lrsched.cosine_decay_schedule, decay_steps=9)(1.0)  # fifth
        lrsched.sgdr_schedule(NEW_CYCLES)  # sixth
    lines = [
        linecache.getline(message.filename, message.lineno) for message in messages
    ]
    assert {message.filename for message in messages} == {__file__}
    places = ["first", "second", "third", "fourth", "fifth", "sixth"]
    assert [line.split("# ")[-1].strip() for line in lines] == places


def test_sgdr_schedule_with_old_cycles_names_both_rules(assert_same):
    schedule, messages = caught(lambda: lrsched.sgdr_schedule(OLD_CYCLES))
    told = [str(message.message) for message in messages]
    assert len(told) == 2
    assert "cosine_warm_restarts_schedule" in told[0]
    assert "LRS003" in told[0]
    assert "transition_steps" in told[1]
    assert "LRS001" in told[1]
    old = optax.sgdr_schedule(OLD_CYCLES)
    assert_same([old(step) for step in range(40)], [schedule(s) for s in range(40)])


def test_cycle_with_both_keys_is_refused():
    cycle = CYCLE | {"decay_steps": 10, "transition_steps": 10}
    with pytest.raises(TypeError, match=r"both decay_steps and transition_steps"):
        lrsched.cosine_warm_restarts_schedule([cycle])


def test_cycles_are_not_changed():
    cycles = [dict(cycle) for cycle in OLD_CYCLES]
    with pytest.warns(DeprecationWarning, match="LRS001"):
        lrsched.cosine_warm_restarts_schedule(cycles)
    assert cycles == OLD_CYCLES
