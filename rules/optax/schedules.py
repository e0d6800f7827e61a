"""Optax's schedules as data: every path, parameter and new name, in one place.

A test compares this table with the installed Optax and with `lrsched`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...codemod.rule import CurveFacts, Function

OPTAX_MODULES = (
    *("optax", "optax.schedules"),
    *("optax.schedules._schedule", "optax._src.schedule"),
)
LRSCHED = "lrmigrate.lrsched"
_LOOSER_BEFORE = ("optax", "0.2.7")
"""Before it, Optax computes these with NumPy."""


def also_at(name: str) -> tuple[str, ...]:
    """Return the other paths of one of Optax's schedules, beside `optax.name`."""
    return tuple(f"{module}.{name}" for module in OPTAX_MODULES[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleFunction(Function):
    """One schedule factory of Optax, and what it is called in `lrsched`.

    Attributes:
        new_name: its name where that changes, else empty.
        name_rule: the code of the rule that renames the function.
        renamed: parameters with another name, old to new.
    """

    curve: CurveFacts
    new_name: str = ""
    name_rule: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)


_LINEAR = ("linear_schedule", "polynomial_schedule")
_INTERPOLATED = (
    *("piecewise_interpolate_schedule", "_linear_interpolate"),
    "_cosine_interpolate",
)
_WARMUP_COSINE = ("join_schedules", "cosine_decay_schedule", *_LINEAR)

# Edge cases first: the verifier uses each value at least once.
LENGTHS = (100, 1, 2, 3, 29, 57, 1000, 250, 12345, 0)
WARMUPS = (10, 0, 1, 2, 5, 50, 99, 20)
VALUES = (0.1, 1.0, 0.0, 1e-3, 3e-4, 5.0)
FRACTIONS = (0.3, 0.29, 0.57, 0.1, 0.5, 0.0, 1.0, 0.85)
DIVISORS = (25.0, 1e4, 1.0, 10.0)
EXPONENTS = (1.0, 2.0, 0.5)


def _cycle(warmup: int, length: int, peak: float) -> dict[str, object]:
    return {
        "init_value": 0.0,
        "peak_value": peak,
        "warmup_steps": warmup,
        "decay_steps": length,
        "end_value": peak / 100,
    }


CYCLES = (
    [_cycle(5, 40, 0.1), _cycle(0, 80, 0.05)],
    [_cycle(3, 10, 1.0)],
    [_cycle(1, 20, 0.3), _cycle(2, 30, 0.2), _cycle(10, 50, 0.1)],
)

DOMAINS: Mapping[str, Sequence[object]] = {
    "value": VALUES,
    "init_value": VALUES,
    "peak_value": VALUES,
    "end_value": (0.0, 1e-5, 0.01, 0.1),
    "alpha": (0.0, 0.1, 1e-3, 1.0),
    "exponent": EXPONENTS,
    "power": EXPONENTS,
    "decay_steps": LENGTHS,
    "transition_steps": LENGTHS,
    "warmup_steps": WARMUPS,
    "transition_begin": (0, 1, 10),
    "decay_rate": (0.5, 0.99, 0.1, 1.0),
    "staircase": (False, True),
    "pct_start": FRACTIONS,
    "pct_final": (0.85, 0.5, 1.0, 0.9),
    "div_factor": DIVISORS,
    "final_div_factor": DIVISORS,
    "cosine_kwargs": CYCLES,
    "cycles": CYCLES,
}


def _number(value: object) -> float:
    return value if isinstance(value, (int, float)) else 0.0


def _length(arguments: Mapping[str, object]) -> float:
    name = "transition_steps" if "transition_steps" in arguments else "decay_steps"
    return _number(arguments.get(name))


def _one_piece(arguments: Mapping[str, object]) -> Sequence[float]:
    return (_length(arguments),)


def _warmup_then_end(arguments: Mapping[str, object]) -> Sequence[float]:
    return (_number(arguments.get("warmup_steps")), _length(arguments))


def _warmup_then_decay(arguments: Mapping[str, object]) -> Sequence[float]:
    begin = _number(arguments.get("warmup_steps"))
    begin += _number(arguments.get("transition_begin"))
    return (begin, begin + _length(arguments), begin + 3 * _length(arguments))


def _onecycle(arguments: Mapping[str, object]) -> Sequence[float]:
    length = _length(arguments)
    warmup = arguments.get("warmup_steps")
    if warmup is None:
        warmup = int(_number(arguments.get("pct_start", 0.3)) * length)
    final = int(_number(arguments.get("pct_final", 1.0)) * length)
    return (*sorted((_number(warmup), final)), length)


def _cycles(arguments: Mapping[str, object]) -> Sequence[float]:
    cycles = arguments.get("cycles", arguments.get("cosine_kwargs"))
    boundaries: list[float] = []
    step = 0.0
    for cycle in cycles if isinstance(cycles, (list, tuple)) else ():
        if isinstance(cycle, dict):
            boundaries.append(step + _number(cycle.get("warmup_steps")))
            step += _length(cycle)
            boundaries.append(step)
    return boundaries


COSINE_DECAY = ScheduleFunction(
    path="optax.cosine_decay_schedule",
    also=also_at("cosine_decay_schedule"),
    parameters=("init_value", "decay_steps", "alpha", "exponent"),
    required=2,
    curve=CurveFacts(DOMAINS, _one_piece, peak="init_value"),
    renamed={"decay_steps": "transition_steps"},
)
WARMUP_COSINE_DECAY = ScheduleFunction(
    path="optax.warmup_cosine_decay_schedule",
    also=also_at("warmup_cosine_decay_schedule"),
    made_of=_WARMUP_COSINE,
    parameters=(
        *("init_value", "peak_value", "warmup_steps", "decay_steps"),
        *("end_value", "exponent"),
    ),
    required=4,
    curve=CurveFacts(DOMAINS, _warmup_then_end, peak="peak_value"),
    renamed={"decay_steps": "transition_steps"},
)
WARMUP_EXPONENTIAL_DECAY = ScheduleFunction(
    path="optax.warmup_exponential_decay_schedule",
    also=also_at("warmup_exponential_decay_schedule"),
    made_of=("join_schedules", "exponential_decay", *_LINEAR),
    parameters=(
        *("init_value", "peak_value", "warmup_steps", "transition_steps"),
        *("decay_rate", "transition_begin", "staircase", "end_value"),
    ),
    required=5,
    curve=CurveFacts(DOMAINS, _warmup_then_decay, peak="peak_value"),
)
LINEAR_ONECYCLE = ScheduleFunction(
    path="optax.linear_onecycle_schedule",
    also=also_at("linear_onecycle_schedule"),
    made_of=_INTERPOLATED,
    parameters=(
        *("transition_steps", "peak_value", "pct_start", "pct_final"),
        *("div_factor", "final_div_factor"),
    ),
    required=2,
    curve=CurveFacts(DOMAINS, _onecycle, _LOOSER_BEFORE, peak="peak_value"),
    renamed={"pct_start": "warmup_steps"},
)
COSINE_ONECYCLE = ScheduleFunction(
    path="optax.cosine_onecycle_schedule",
    also=also_at("cosine_onecycle_schedule"),
    made_of=_INTERPOLATED,
    parameters=(
        *("transition_steps", "peak_value", "pct_start"),
        *("div_factor", "final_div_factor"),
    ),
    required=2,
    curve=CurveFacts(DOMAINS, _onecycle, _LOOSER_BEFORE, peak="peak_value"),
    renamed={"pct_start": "warmup_steps"},
)
SGDR = ScheduleFunction(
    path="optax.sgdr_schedule",
    also=also_at("sgdr_schedule"),
    made_of=(WARMUP_COSINE_DECAY.name, *_WARMUP_COSINE),
    parameters=("cosine_kwargs",),
    required=1,
    curve=CurveFacts(DOMAINS, _cycles),
    new_name="cosine_warm_restarts_schedule",
    name_rule="LRS003",
    renamed={"cosine_kwargs": "cycles"},
)

# A parameter that is a list of dicts, which are another function's arguments.
DICT_LISTS = {SGDR.path: ("cosine_kwargs", WARMUP_COSINE_DECAY.path)}

FUNCTIONS = {
    function.name: function
    for function in (
        COSINE_DECAY,
        WARMUP_COSINE_DECAY,
        WARMUP_EXPONENTIAL_DECAY,
        LINEAR_ONECYCLE,
        COSINE_ONECYCLE,
        SGDR,
    )
}
OLD_KEYWORDS = frozenset(
    name for function in FUNCTIONS.values() for name in function.renamed
)
FACTS = {
    f"{module}.{name}": function.curve
    for function in FUNCTIONS.values()
    for name in (function.name, function.new_name)
    for module in (*OPTAX_MODULES, LRSCHED)
    if name
}
