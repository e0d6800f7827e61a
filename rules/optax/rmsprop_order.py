"""The two orders of the arguments of `rmsprop`, and which one of them a call shows.

Optax 0.2.4 put `eps_in_sqrt` before `centered`. What is given by position tells the
order that is meant by its kind, or by its name.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence, Set

from ...codemod.rule import constant_number, shown
from .nearest import listed

BEFORE = 4
"""Its arguments up to `initial_scale`, which both orders begin with."""
ONCE = ("centered", "momentum", "nesterov")
_TODAY = ("eps_in_sqrt", "centered", "momentum")
# What only one of both orders has at each place: names, and kinds of constants.
_SIGNS_OF_ONCE = ({"True", "centered"}, {"number", "momentum"}, {"bool", "nesterov"})
_SIGNS_OF_TODAY = ({"eps_in_sqrt"}, {"bool", "centered"}, {"number", "momentum"})


def is_of_once(values: Sequence[ast.expr]) -> bool:
    """Whether one of the arguments behind `initial_scale` shows the older order."""
    return _has_sign(values, _SIGNS_OF_ONCE)


def is_of_today(values: Sequence[ast.expr]) -> bool:
    """Whether one of the arguments behind `initial_scale` shows the order of today."""
    return _has_sign(values, _SIGNS_OF_TODAY)


def both_orders(count: int) -> str:
    """Say what so many arguments behind `initial_scale` were, and what they are."""
    message = "what `rmsprop` takes by position behind `initial_scale` "
    message += f"{'was' if count == 1 else 'were'} {listed(ONCE[:count], word='and')} "
    message += "up to Optax 0.2.3, and since then it is "
    return message + listed(_TODAY[:count], word="and")


def _has_sign(values: Sequence[ast.expr], signs: Sequence[Set[str]]) -> bool:
    pairs = zip(values, signs, strict=False)
    return any(_said(value) & sign for value, sign in pairs)


def _said(value: ast.expr) -> set[str]:
    """Return what a value says of what it is: its name, and its kind."""
    if isinstance(value, ast.Constant) and isinstance(value.value, bool):
        return {"bool", str(value.value)}
    nothing = isinstance(value, ast.Constant) and value.value is None
    if nothing or constant_number(value) is not None:
        return {"number"}
    return {shown(value).rpartition(".")[2]}
