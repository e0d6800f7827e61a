"""Whether two programs of JAX's are one, operation by operation.

They are if they are the same operations, in the same order, on the same things,
whatever their variables are called. Numbers are compared by their bits, in the type
that they are computed in; names of functions, and rules for derivatives, which compute
no value, are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .symbols import Ledger, Symbol

_NO_VALUES = frozenset(
    {"name", "jvp_jaxpr_fun", "jvp_jaxpr_thunk", "fwd_jaxpr_thunk", "bwd"}
)
"""What an operation is called, and how it is differentiated."""


class Matcher:
    """Goes through two programs side by side.

    What JAX made once and put into both is not gone through.

    Args:
        old: whose symbols may occur in the first one.
        new: whose may in the second one.
    """

    def __init__(self, old: Ledger, new: Ledger) -> None:
        self._old, self._new = old, new
        self._variables: dict[Any, Any] = {}
        self._constants: dict[Any, Any] = {}

    def halves(self, closed: Any) -> bool:
        """Whether the second half of a program is what the first one is.

        Neither takes anything from the other, so that they are two programs, but for
        what is computed for no value.
        """
        jaxpr = closed.jaxpr
        self._variables.update(zip(jaxpr.invars, jaxpr.invars, strict=True))
        self._constants.update(zip(jaxpr.constvars, closed.consts, strict=True))
        lines, ends = jaxpr.eqns, jaxpr.outvars
        line, end = len(lines) // 2, len(ends) // 2
        return _all(self._lines, lines[:line], lines[line:]) and _all(
            self._atoms, ends[:end], ends[end:]
        )

    def closed(self, old: Any, new: Any) -> bool:
        """Whether two programs and their constants are one."""
        return self._jaxprs(old.jaxpr, new.jaxpr) and _all(
            lambda one, other: self._values(*one, *other),
            [*zip(old.consts, old.jaxpr.constvars, strict=True)],
            [*zip(new.consts, new.jaxpr.constvars, strict=True)],
        )

    def _jaxprs(self, old: Any, new: Any) -> bool:
        return (
            _all(self._defined, old.constvars, new.constvars)
            and _all(self._defined, old.invars, new.invars)
            and _all(self._lines, old.eqns, new.eqns)
            and _all(self._atoms, old.outvars, new.outvars)
            and bool(old.effects == new.effects)
        )

    def _lines(self, old: Any, new: Any) -> bool:
        return (
            old.primitive.name == new.primitive.name
            and _all(self._atoms, old.invars, new.invars)
            and _all(self._defined, old.outvars, new.outvars)
            and self._parameters(old.params, new.params)
            and bool(old.effects == new.effects)
        )

    def _defined(self, old: Any, new: Any) -> bool:
        self._variables[old] = new
        return _alike(old.aval, new.aval)

    def _atoms(self, old: Any, new: Any) -> bool:
        if hasattr(old, "val"):
            return hasattr(new, "val") and self._values(old.val, old, new.val, new)
        if hasattr(new, "val"):
            return False
        if old in self._constants and new in self._constants:
            return self._values(self._constants[old], old, self._constants[new], new)
        return self._variables.get(old) is new

    def _values(self, old: Any, owner: Any, new: Any, other: Any) -> bool:
        """Whether numbers, or arrays, are the same bits, or symbols, of one type."""
        if not _alike(owner.aval, other.aval):
            return False
        if old is new and self._old is self._new:
            return True
        return _bits(old, owner.aval, self._old) == _bits(new, other.aval, self._new)

    def _parameters(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
        """Whether operations are given the same beside numbers."""
        if old is new:
            return True
        names = old.keys() - _NO_VALUES
        return names == new.keys() - _NO_VALUES and all(
            self._same(old[name], new[name]) for name in names
        )

    def _same(self, old: Any, new: Any) -> bool:
        """Whether a parameter is the same: nearly all are tuples, numbers and None."""
        if old is new:
            return True
        for is_one, match in _KINDS:
            if is_one(old) or is_one(new):
                return is_one(old) and is_one(new) and match(self, old, new)
        return bool(old == new)

    def _numbers(self, old: Any, new: Any) -> bool:
        marks = self._old.index(old), self._new.index(new)
        told = [
            repr(one) if mark is None else mark
            for one, mark in zip((old, new), marks, strict=True)
        ]
        return type(old) is type(new) and told[0] == told[1]

    def _mappings(self, old: Any, new: Any) -> bool:
        return old.keys() == new.keys() and all(
            self._same(old[key], new[key]) for key in old
        )

    def _sequences(self, old: Any, new: Any) -> bool:
        return type(old) is type(new) and _all(self._same, old, new)

    def _symbols(self, old: Any, new: Any) -> bool:
        return bool(old.formula == new.formula)

    def _arrays(self, old: Any, new: Any) -> bool:
        return _shown(old) == _shown(new)


_KINDS: Sequence[tuple[Callable[[Any], bool], Callable[[Matcher, Any, Any], bool]]] = (
    (lambda one: isinstance(one, (list, tuple)), Matcher._sequences),
    (lambda one: type(one) in (bool, int, float), Matcher._numbers),
    (lambda one: isinstance(one, Symbol), Matcher._symbols),
    (lambda one: hasattr(one, "consts") and hasattr(one, "jaxpr"), Matcher.closed),
    (lambda one: hasattr(one, "eqns"), Matcher._jaxprs),
    (lambda one: isinstance(one, dict), Matcher._mappings),
    (lambda one: _is_array(one), Matcher._arrays),
)
"""What a parameter may be, and when two of a kind are the same."""


def _all(
    match: Callable[[Any, Any], bool], old: Sequence[Any], new: Sequence[Any]
) -> bool:
    return len(old) == len(new) and all(map(match, old, new))


def _alike(old: Any, new: Any) -> bool:
    """Whether two types are one; most are one object."""
    return old is new or bool(old == new)


def _bits(value: Any, aval: Any, ledger: Ledger) -> object:
    """A number or an array: its bits, or which symbols are in it."""
    import numpy as np

    array = np.asarray(value)
    if array.dtype != aval.dtype:
        with np.errstate(all="ignore"):
            array = array.astype(aval.dtype)
    if array.dtype.kind in "iuf" and array.size:
        found = [ledger.index(one) for one in array.ravel()[:64].tolist()]
        if any(one is not None for one in found):
            bits = tuple(one.tobytes() for one in array.flat)
            pairs = zip(bits, (*found, *[None] * len(bits)), strict=False)
            return tuple(bit if at is None else at for bit, at in pairs)
    return (array.shape, array.tobytes())


def _is_array(value: Any) -> bool:
    import jax
    import numpy as np

    return isinstance(value, (np.ndarray, np.generic, jax.Array))


def _shown(value: Any) -> object:
    import numpy as np

    array = np.asarray(value)
    return (array.dtype, array.shape, array.tobytes())
