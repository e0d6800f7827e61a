"""Numbers that stand for every number: what Python does with them is written down.

A symbol is a `float` or an `int` that JAX and `isinstance` take for one. Python's
arithmetic on it gives another symbol, which is known by its formula, so that two
calls that do the same arithmetic come to the same symbol, and `0.1 * lr` in Python
is not `0.1 * lr` in JAX. Where JAX takes one into a program it is a literal, whose
number (its mark) no other formula has. What a comparison, or a test for zero, comes
to is no number's to say: it is asked for, and both answers are tried. All else that
would look at the number raises `LeakError`: it does not stand for every number then.

What is not seen is what reads a number past its methods, as NumPy and `math` do, and
as a `float` does with an `int` on its right. So the same is done once more with other
marks, and has to come to the same. A decision by such a number is not seen: that
something holds for every `int` is not shown by its symbol alone.
"""

from __future__ import annotations

import math
import operator
import random
import sys
from collections.abc import Callable, Sequence
from typing import Any

from .formulas import Formula

WHOLE_ENDS = (-(2**31), 2**31 - 1)
"""What a whole symbol goes up to: where JAX counts in int32, it refuses more."""

_ARITHMETIC = ("add", "sub", "mul", "truediv", "floordiv", "mod")
_DIVISIONS = frozenset({"truediv", "floordiv", "mod"})
_UNARY = ("neg", "pos", "abs")
# What tells nothing of a number, or only people.
_HARMLESS = frozenset(
    {
        *("__class__", "__delattr__", "__dir__", "__doc__", "__format__"),
        *("__getattribute__", "__getformat__", "__init__", "__init_subclass__"),
        *("__new__", "__repr__", "__setattr__", "__sizeof__", "__str__"),
        *("__subclasshook__", "bit_length"),
    }
)


class LeakError(BaseException):
    """A symbol's number was asked for; no library may catch that.

    Attributes:
        formula: the symbol's.
    """

    def __init__(self, formula: Formula) -> None:
        super().__init__(str(formula))
        self.formula = formula


class Symbol:
    """The methods of both kinds of symbols: see the module."""

    formula: Formula
    ledger: Ledger

    def __float__(self) -> float:
        mark: float = self._for_jax()
        return float.__add__(0.0, mark)

    def __int__(self) -> int:
        mark: int = self._for_jax()
        return int.__add__(0, mark)

    def __bool__(self) -> bool:
        return self.ledger.compare("eq", self, 0) is not True

    def __hash__(self) -> int:
        raise LeakError(self.formula)

    def _for_jax(self) -> Any:
        """The mark, for JAX to make a literal of it, and for nobody else."""
        asking = sys._getframe(2).f_globals.get("__name__", "")
        if asking.partition(".")[0] != "jax":
            raise LeakError(self.formula)
        return self


class Fraction(Symbol, float):
    """A symbol for every `float`."""


class Whole(Symbol, int):
    """A symbol for every `int` that 32 bits hold."""


class Ledger:
    """The symbols of one trial, and the answers that it goes by.

    Args:
        seed: which marks the symbols get.
        answers: to the conditions that come up first, in their order.
        further: answers those that come up then.

    Attributes:
        answered: the conditions, in the order in which they came up.
    """

    def __init__(
        self,
        seed: int,
        answers: Sequence[bool],
        further: Callable[[Formula], bool],
    ) -> None:
        self._random = random.Random(seed)
        self._symbols: dict[Formula, Symbol] = {}
        self._indices: dict[float, int] = {}
        self._first = answers
        self._further = further
        self.answered: dict[Formula, bool] = {}

    def symbol(self, formula: Formula, *, whole: bool) -> Symbol:
        """The symbol of a formula."""
        if formula not in self._symbols:
            made = Whole(self._mark(whole)) if whole else Fraction(self._mark(whole))
            made.formula, made.ledger = formula, self
            self._indices[float.__add__(0.0, made)] = len(self._symbols)
            self._symbols[formula] = made
        return self._symbols[formula]

    def index(self, number: float) -> int | None:
        """Which symbol a number is the mark of, if it is one's."""
        return self._indices.get(number)

    def _mark(self, whole: bool) -> Any:
        # Exact in float32, and small where something should count up to it.
        while True:
            drawn = self._random.randrange(2_000, 60_000)
            mark = drawn if whole else (drawn * 2 + 1) / 2**18
            if mark not in self._indices:
                return mark

    def arithmetic(self, name: str, left: Any, right: Any) -> Any:
        """What Python's operator comes to on two numbers, one of them a symbol."""
        if not (_is_number(left) and _is_number(right)):
            return NotImplemented
        if name in _DIVISIONS and self._is_zero(right):
            raise ZeroDivisionError
        whole = isinstance(left, int) and isinstance(right, int) and name != "truediv"
        return self.symbol((name, _term(left), _term(right)), whole=whole)

    def _is_zero(self, number: Any) -> bool:
        symbol = isinstance(number, Symbol)
        return bool(self.compare("eq", number, 0) if symbol else number == 0)

    def compare(self, name: str, left: Any, right: Any) -> Any:
        """What Python's comparison comes to; `lt`, `le` or `eq`."""
        if not (_is_number(left) and _is_number(right)):
            return NotImplemented
        certain = _same_for_all(name, left, right)
        if certain is not None:
            return certain
        sides = [_compared(left), _compared(right)]
        condition = (name, *(sorted(sides, key=repr) if name == "eq" else sides))
        if condition not in self.answered:
            count = len(self.answered)
            first = count < len(self._first)
            told = self._first[count] if first else self._further(condition)
            self.answered[condition] = told
        return self.answered[condition]

    def as_float(self, number: Symbol) -> Symbol:
        """What `float(number)` comes to."""
        if isinstance(number, Fraction):
            return number
        return self.symbol(("float", number.formula), whole=False)


def _same_for_all(name: str, left: Any, right: Any) -> bool | None:
    """What a comparison with a number comes to for every value of a symbol, if it does.

    JAX asks so whether a whole number can be counted.
    """
    number = right if isinstance(left, Symbol) else left
    symbol = left if isinstance(left, Symbol) else right
    if isinstance(number, Symbol):
        return None
    if math.isnan(number):
        return False
    if isinstance(symbol, Fraction):
        return None
    first, last = WHOLE_ENDS
    if name == "eq":
        return None if first <= number <= last else False
    compare: Callable[[Any, Any], bool] = getattr(operator, name)
    found = {
        compare(end, number) if symbol is left else compare(number, end)
        for end in WHOLE_ENDS
    }
    return found.pop() if len(found) == 1 else None


def _is_number(value: object) -> bool:
    return isinstance(value, Symbol) or type(value) in (int, float, bool)


def _term(number: Any) -> Formula:
    if isinstance(number, Symbol):
        return number.formula
    return ("number", type(number).__name__, repr(number))


def _compared(number: Any) -> Formula:
    return number.formula if isinstance(number, Symbol) else ("number", number)


def _define() -> None:
    """Give symbols Python's operators, and close every other way to the number."""

    def operation(name: str, swapped: bool) -> Callable[[Any, Any], Any]:
        def operate(self: Any, other: Any) -> Any:
            pair = (other, self) if swapped else (self, other)
            return self.ledger.arithmetic(name, *pair)

        return operate

    def comparison(name: str, swapped: bool, negated: bool) -> Callable[..., Any]:
        def compare(self: Any, other: Any) -> Any:
            pair = (other, self) if swapped else (self, other)
            found = self.ledger.compare(name, *pair)
            return found if found is NotImplemented else found is not negated

        return compare

    def unary(name: str) -> Callable[[Any], Any]:
        def operate(self: Any) -> Any:
            whole = isinstance(self, int)
            return self.ledger.symbol((name, self.formula), whole=whole)

        return operate

    def leak(self: Any, *_: object) -> Any:
        raise LeakError(self.formula)

    methods: dict[str, Any] = {f"__{name}__": unary(name) for name in _UNARY}
    for name in _ARITHMETIC:
        methods[f"__{name}__"] = operation(name, swapped=False)
        methods[f"__r{name}__"] = operation(name, swapped=True)
    for name, like, swapped, negated in (
        ("eq", "eq", False, False),
        ("ne", "eq", False, True),
        ("lt", "lt", False, False),
        ("gt", "lt", True, False),
        ("le", "le", False, False),
        ("ge", "le", True, False),
    ):
        methods[f"__{name}__"] = comparison(like, swapped, negated)
    for name, method in methods.items():
        setattr(Symbol, name, method)
    for kind, base in ((Whole, int), (Fraction, float)):
        for name in {*dir(base)} - _HARMLESS - {*vars(Symbol)}:
            called = callable(getattr(base, name))
            setattr(kind, name, leak if called else property(leak))


_define()
