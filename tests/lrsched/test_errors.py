"""Errors: what Optax refuses is refused, at construction, and told how to fix."""

import logging
import math
import sys

import numpy as np
import optax
import pytest

from lrmigrate import lrsched

CYCLE = {"init_value": 0.0, "peak_value": 1.0, "warmup_steps": 10}
SHORT = CYCLE | {"transition_steps": 10}


ONECYCLES = ("linear_onecycle_schedule", "cosine_onecycle_schedule")
onecycles = pytest.mark.parametrize("name", ONECYCLES)


def constant(_):
    return 1.0


# Function, arguments by position (both libraries alike), error class, words told.
REFUSED = [
    ("cosine_decay_schedule", (1.0, 0), ValueError, ["transition_steps=0"]),
    ("cosine_decay_schedule", (1.0, -5), ValueError, ["transition_steps=-5"]),
    ("cosine_decay_schedule", (1.0, math.nan), ValueError, ["transition_steps=nan"]),
    ("cosine_decay_schedule", (1.0, None), TypeError, ["transition_steps=None"]),
    ("cosine_decay_schedule", ("1e-3", 10), TypeError, ["float('1e-3')"]),
    ("cosine_decay_schedule", (constant, 10), TypeError, ["init_value=", "function"]),
    ("cosine_decay_schedule", (1.0, 10, None), TypeError, ["alpha=None"]),
    ("cosine_decay_schedule", (1.0, 10, 0.0, None), TypeError, ["exponent=None"]),
    *(
        ("warmup_cosine_decay_schedule", arguments, error, words)
        for arguments, error, words in (
            ((0.0, 1.0, 10, 10), ValueError, ["transition_steps=10", "includes"]),
            ((0.0, 1.0, 100, 50), ValueError, ["warmup_steps=100", "includes"]),
            ((0.0, 1.0, math.nan, 50), ValueError, ["warmup_steps=nan"]),
            ((0.0, None, 10, 50), TypeError, ["peak_value=None"]),
            ((0.0, 1.0, None, 50), TypeError, ["warmup_steps=None"]),
            ((0.0, 1.0, 10, "50"), TypeError, ["float('50')"]),
            ((0.0, 1.0, 10, 50, None), TypeError, ["end_value=None"]),
        )
    ),
    *(
        (name, arguments, error, words)
        for name in ONECYCLES
        for arguments, error, words in (
            ((0, 1.0), ValueError, [name, "transition_steps=0"]),
            ((-1, 1.0), ValueError, [name, "transition_steps=-1"]),
            ((math.nan, 1.0), ValueError, [name, "transition_steps=nan"]),
            ((math.inf, 1.0), OverflowError, ["infinity"]),
            ((None, 1.0), TypeError, [name, "transition_steps=None"]),
            ((10, None), TypeError, [name, "peak_value=None"]),
            ((10, constant), TypeError, [name, "peak_value="]),
        )
    ),
    ("linear_onecycle_schedule", (9, 1.0, 0, None), TypeError, ["NoneType"]),
    ("linear_onecycle_schedule", (9, 1.0, 0, 0.9, 0), ZeroDivisionError, ["_factor=0"]),
    ("linear_onecycle_schedule", (9, 1.0, 0, 0.9, -2), ValueError, ["positive div_"]),
    ("linear_onecycle_schedule", (9, 1.0, 0, 0.9, 2, 0), ZeroDivisionError, ["=0"]),
    ("cosine_onecycle_schedule", (9, 1.0, 0, 0), ZeroDivisionError, ["div_factor=0"]),
    ("cosine_onecycle_schedule", (9, 1.0, 0, -2.0), ValueError, ["positive div_"]),
    ("cosine_onecycle_schedule", (9, 1.0, 0, 2.0, 0), ZeroDivisionError, ["=0"]),
    ("cosine_onecycle_schedule", (9, 1.0, 0, 1e-200, 1e-200), ZeroDivisionError, []),
    ("linear_schedule", (None, 0.0, 10), TypeError, ["init_value=None"]),
    ("linear_schedule", (1.0, "0", 10), TypeError, ["end_value='0'", "float('0')"]),
    ("linear_schedule", (1.0, 0.0, "10"), TypeError, ["transition_steps='10'"]),
    ("linear_schedule", (1.0, 0.0, 10, None), TypeError, ["transition_begin=None"]),
    ("polynomial_schedule", (1.0, 0.0, None, 10), TypeError, ["power=None"]),
    ("warmup_constant_schedule", (0.0, 1.0, None), TypeError, ["steps=None"]),
    ("exponential_decay", (None, 10, 0.5), TypeError, ["init_value=None"]),
    ("exponential_decay", (1.0, None, 0.5), TypeError, ["transition_steps=None"]),
    ("exponential_decay", (1.0, 10, None), TypeError, ["decay_rate=None"]),
    ("warmup_exponential_decay_schedule", (0.0, 1.0, 5, "9", 1), TypeError, ["'9'"]),
    ("piecewise_constant_schedule", (None, {5: 0.1}), TypeError, ["init_value=None"]),
    ("piecewise_constant_schedule", (1.0, {5: -0.1}), ValueError, ["-0.1", "at", "5"]),
    ("piecewise_constant_schedule", (1.0, {5: math.nan}), ValueError, ["scale=nan"]),
    *(
        ("piecewise_interpolate_schedule", arguments, error, words)
        for arguments, error, words in (
            (("cos", 1.0), ValueError, ["'cos'", "'linear' or 'cosine'"]),
            ((["linear"], 1.0), ValueError, ["['linear']", "'linear' or 'cosine'"]),
            ((None, 1.0), ValueError, ["interpolate_type=None"]),
            (("linear", None, {5: 0.1}), TypeError, ["init_value=None"]),
            (("linear", 1.0, {5: 0.1, 6: -1}), ValueError, ["scale=-1", "boundary 6"]),
        )
    ),
    ("join_schedules", ([], []), IndexError, ["at least one schedule"]),
    ("join_schedules", ([constant, 0.1], [5]), TypeError, ["constant_schedule(0.1)"]),
    ("join_schedules", ([constant, constant], 5), TypeError, ["pass [5]"]),
    ("join_schedules", ([constant, None], iter([5])), TypeError, ["schedules[1]"]),
]


@pytest.mark.parametrize(("name", "arguments", "error", "words"), REFUSED)
def test_refused_as_by_optax(name, arguments, error, words):
    with pytest.raises(error) as refusal:
        getattr(lrsched, name)(*arguments)
    assert refusal.type is error
    assert all(word in str(refusal.value) for word in words)
    with pytest.raises(error) as refusal:
        getattr(optax, name)(*arguments)(5)
    assert refusal.type is error


@pytest.mark.parametrize(
    ("cycles", "error", "words"),
    [
        ([], IndexError, "at least one cycle"),
        ([CYCLE], TypeError, "transition_steps"),
        ([SHORT], ValueError, "larger than warmup_steps"),
        ([SHORT | {"peak": 1.0}], TypeError, "'peak'"),
        (SHORT, TypeError, "a dict for each cycle"),
        (None, TypeError, "not iterable"),
    ],
)
def test_refused_cycles(cycles, error, words):
    with pytest.raises(error, match=words):
        lrsched.cosine_warm_restarts_schedule(cycles)
    old = cycles
    if isinstance(cycles, list):
        old = [
            {k.replace("transition_", "decay_"): v for k, v in cycle.items()}
            for cycle in cycles
        ]
    with pytest.raises(error):
        optax.sgdr_schedule(old)(0)


@pytest.mark.parametrize(
    "name", ["linear_onecycle_schedule", "cosine_onecycle_schedule"]
)
@pytest.mark.parametrize("fraction", [0.3, 0.999, 1e-9, -0.3, np.float32(0.25)])
def test_fraction_as_warmup_steps_is_refused(name, fraction):
    """It is a pct_start, in the place where pct_start was."""
    with pytest.raises(ValueError, match=r"warmup_steps=int\(.* \* transition_steps\)"):
        getattr(lrsched, name)(100, 1.0, fraction)


@pytest.mark.parametrize(
    "name", ["linear_onecycle_schedule", "cosine_onecycle_schedule"]
)
@pytest.mark.parametrize("warmup", [0, 1, 30, 100, 150, -10, 30.0, 30.9, np.int64(30)])
def test_whole_warmup_steps_are_taken(name, warmup, assert_same):
    schedule = getattr(lrsched, name)(100, 1.0, warmup)
    same = getattr(lrsched, name)(100, 1.0, warmup_steps=int(warmup))
    assert_same([schedule(step) for step in (0, 30)], [same(step) for step in (0, 30)])


@pytest.mark.parametrize(
    "name", ["linear_onecycle_schedule", "cosine_onecycle_schedule"]
)
def test_text_as_warmup_steps_is_refused(name):
    with pytest.raises(TypeError, match="warmup_steps='30'"):
        getattr(lrsched, name)(100, 1.0, "30")


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("linear_schedule", (1.0, 0.0, 0), "transition_steps=0"),
        ("polynomial_schedule", (1.0, 0.0, 2, 10, -1), "transition_begin=-1"),
        ("exponential_decay", (1.0, 0, 0.5), "transition_steps=0"),
        ("exponential_decay", (1.0, 10, 0), "decay_rate=0"),
        ("exponential_decay", (1.0, 10, 0.5, -1), "transition_begin=-1"),
    ],
)
def test_what_optax_logs_is_logged(name, arguments, told, caplog):
    with caplog.at_level(logging.INFO, logger="lrmigrate.lrsched"):
        getattr(lrsched, name)(*arguments)
    (record,) = caplog.records
    assert record.levelno == logging.INFO
    assert told in record.getMessage()


@pytest.mark.parametrize(
    ("kwargs", "error", "told"),
    [
        ({"factor": 0.0}, ValueError, "factor=0.0"),
        ({"factor": 1.0}, ValueError, "factor=1.0"),
        ({"factor": 10}, ValueError, "factor=10"),
        ({"rtol": -0.1}, ValueError, "rtol=-0.1"),
        ({"atol": -0.1}, ValueError, "atol=-0.1"),
        ({"rtol": 0.0}, ValueError, "rtol=0.0"),
        ({"rtol": 1.5}, ValueError, "rtol=1.5"),
        ({"rtol": "1e-4"}, TypeError, "float\\('1e-4'\\)"),
        ({"factor": None}, TypeError, "factor=None"),
    ],
)
def test_plateau_refuses_as_optax(kwargs, error, told):
    with pytest.raises(error, match=told):
        lrsched.reduce_on_plateau(**kwargs)
    with pytest.raises(error):
        optax.contrib.reduce_on_plateau(**kwargs)


def test_plateau_needs_optax(monkeypatch):
    monkeypatch.setitem(sys.modules, "optax", None)
    with pytest.raises(ImportError, match="optax"):
        lrsched.reduce_on_plateau()
