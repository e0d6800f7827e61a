"""Checks at construction, each with a message that says what to pass.

A check refuses only what fails under Optax too, when the schedule is built or at
its first step, and fails with the same class of exception. The one addition is
for a parameter that Optax does not have: `warmup_steps` of the onecycles.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import FunctionType, NoneType

from ._types import Scalar

_NEVER_NUMBERS = (NoneType, str, FunctionType)


def require_numbers(owner: str, **values: object) -> None:
    """Refuses None, text (what YAML makes of ``1e-3``) and functions.

    Raises:
        TypeError: If one of ``values`` is certainly not a number.
    """
    for name, value in values.items():
        if isinstance(value, _NEVER_NUMBERS):
            hint = f"float({value!r})" if isinstance(value, str) else "a number"
            raise TypeError(
                f"{owner} requires a number for {name}, got {name}={value!r}, "
                f"a {type(value).__name__}; pass {hint}."
            )


def require_positive_steps(owner: str, transition_steps: float) -> None:
    """Refuses a length of zero or fewer steps, and NaN.

    Raises:
        ValueError: If ``transition_steps`` is not positive.
    """
    if not transition_steps > 0:
        raise ValueError(
            f"{owner} requires positive transition_steps, got {transition_steps=}; "
            "pass the number of steps that the schedule lasts."
        )


def require_non_negative_scales(
    owner: str, boundaries_and_scales: Mapping[float, Scalar], advice: str
) -> None:
    """Refuses negative and NaN scales.

    Raises:
        ValueError: If a scale is not zero or positive.
    """
    for boundary, scale in boundaries_and_scales.items():
        if not scale >= 0.0:
            raise ValueError(
                f"{owner} requires scales that are zero or positive, got "
                f"scale={scale!r} at boundary {boundary!r}; {advice}."
            )


def require_whole_warmup(owner: str, warmup_steps: float) -> None:
    """Refuses a fraction of the cycle where a number of steps is due.

    Raises:
        ValueError: If ``warmup_steps`` lies between -1 and 1 and is not zero.
    """
    if 0 < abs(warmup_steps) < 1:
        raise ValueError(
            f"{owner} requires warmup_steps in steps, got {warmup_steps=}, which "
            "looks like pct_start, a fraction; pass "
            f"warmup_steps=int({warmup_steps} * transition_steps)."
        )
