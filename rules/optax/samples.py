"""Which values are tried for names that nothing states: plain ones, by what they say.

A warmup is shorter than what it is a part of, a last value is lower than the peak, and
an epoch has more steps than there are epochs. What is longer is tried next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .schedules import DOMAINS

_LENGTHS = frozenset(
    {"boundaries", "decay_steps", "transition_begin", "transition_steps"}
)
_VALUES = frozenset({"end_value", "init_value", "peak_value", "value"})
_TURNS = 7
# What the name of a length says, and what is then taken; the first that fits.
_LENGTH_WORDS: Sequence[tuple[re.Pattern[str], float]] = tuple(
    (re.compile(words, re.I), value)
    for words, value in (
        (r"frac|ratio|percent|pct|prop|factor|rate", 0.1),
        (r"per_?epoch|per_?ep|loader|dataset|len\(", 100),
        (r"warm\w*_?epoch", 1),
        (r"warm|cool", 10),
        (r"epoch", 10),
        (r"batch|accum|device|process|worker|world|shard|host", 1),
    )
)
_VALUE_WORDS: Sequence[tuple[re.Pattern[str], float]] = tuple(
    (re.compile(words, re.I), value)
    for words, value in (
        (r"(?:^|[_.'])(?:end|final|min|minimum|last|cooldown)(?:$|[_.'])", 0.001),
        (r"frac|ratio|percent|pct|factor|scale|mult|decay", 0.1),
        (r"batch|device|process|worker|world", 1),
    )
)
_START = re.compile(r"(?:^|[_.'])(?:init|initial|start)(?:$|[_.'])", re.I)


def sample(parameter: str, name: str, turn: int) -> object:
    """Return a value that may be tried for a name in a parameter's argument.

    Args:
        parameter: the one that it is for.
        name: the name's text.
        turn: how often others were tried before.
    """
    if turn >= _TURNS:
        return None
    if parameter in _LENGTHS or parameter == "warmup_steps":
        return _length(parameter, name, turn)
    if parameter in _VALUES:
        lower = parameter == "init_value" and _START.search(name)
        return 0.01 if lower else _said(_VALUE_WORDS, name, 0.1)
    return next(iter(DOMAINS.get(parameter, ())), None)


def _length(parameter: str, name: str, turn: int) -> float:
    plain = 10 if parameter == "warmup_steps" else 100
    value = _said(_LENGTH_WORDS, name, plain)
    return value * 10**turn if value > 1 else value


def _said(
    words: Sequence[tuple[re.Pattern[str], float]], name: str, plain: float
) -> float:
    return next((value for one, value in words if one.search(name)), plain)
