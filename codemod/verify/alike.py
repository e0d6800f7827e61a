"""Comparisons that differ in names alone: what is shown of one is shown of all.

A name stands for every value, and so does a part that is not evaluated; no program
depends on how one is called. Where a name may be what a comprehension goes through, or
one text has two values, a comparison is like no other.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from ..model import Verdict, VerdictKind
from .call import Comprehension, ParsedCall
from .comparison import Comparison
from .pools import value_key

_AGAIN = re.compile(r" \(evaluation \d+\)\Z")


@dataclass(frozen=True, slots=True)
class Alike:
    """What a comparison has in common with others, and what it has not.

    Attributes:
        key: the same for all that differ in names alone.
        names: its own names, in the order in which they first stand there.
    """

    key: Hashable
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a comparison that was shown.

    Attributes:
        every: the names for all values of which it holds.
        sampled: the names that were given values.
        bindings: how many of them.
        raising: for how many of those both calls raise.
    """

    every: tuple[str, ...]
    sampled: tuple[str, ...]
    bindings: int
    raising: int

    def verdict(self) -> Verdict:
        """The verdict on the comparison."""
        reason = "identical programs"
        if self.every:
            reason += f"; for every {_quoted(self.every)}"
        if self.sampled:
            reason += f"; sampled: {_quoted(self.sampled)}"
        if self.raising:
            reason += f"; both raise for {self.raising}"
        return Verdict(VerdictKind.EQUIVALENT_IDENTICAL, reason, self.bindings)

    def by_names(self, old: Sequence[str], new: Sequence[str]) -> Told:
        """The same of a comparison that has other names."""
        names = dict(zip(old, new, strict=True))
        every, sampled = (
            tuple(names[name] for name in known) for known in (self.every, self.sampled)
        )
        return replace(self, every=every, sampled=sampled)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


class _UnlikeError(Exception):
    """A comparison is like no other."""


def alike(
    comparison: Comparison, before: ParsedCall, after: ParsedCall
) -> Alike | None:
    """Return what a comparison has in common with others; None if it is like none."""
    if comparison.seen:
        return None
    numbers: dict[str, int] = {}
    try:
        calls = tuple(_call(one, numbers) for one in (before, after))
    except _UnlikeError:
        return None
    values = dict(comparison.before.stated)
    stated = tuple(
        (number, value_key(values[name]))
        for name, number in numbers.items()
        if name in values
    )
    functions = (comparison.before.function, comparison.after.function)
    return Alike((functions, calls, stated), tuple(numbers))


def _call(call: ParsedCall, numbers: dict[str, int]) -> Hashable:
    positional = tuple(_written(one, call, numbers) for one in call.positional)
    named = ((name, _written(one, call, numbers)) for name, one in call.keywords)
    return positional, tuple(named)


def _written(node: object, call: ParsedCall, numbers: dict[str, int]) -> Hashable:
    """Return a part of an argument with numbers for the names."""
    if isinstance(node, list):
        return tuple(_written(one, call, numbers) for one in node)
    if not isinstance(node, ast.AST):
        return node
    if isinstance(node, Comprehension):
        raise _UnlikeError
    if (name := call.names.get(id(node))) is not None:
        if _AGAIN.search(name):
            raise _UnlikeError
        return numbers.setdefault(name, len(numbers))
    if isinstance(node, ast.Constant):
        return type(node.value), node.value
    parts = (_written(part, call, numbers) for part in _parts(node))
    return type(node), *parts


def _parts(node: ast.AST) -> list[object]:
    """Return what a node is made of; of a call of a builtin, which one it is."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return [node.func.id, node.args, node.keywords]
    return [part for _, part in ast.iter_fields(node)]
