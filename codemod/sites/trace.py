"""What a dict, or a list of dicts, holds; and the steps by which that is found.

In ``base = {"a": 1}``, ``kw = {**base, "b": 2}``, the place of the name ``kw`` is
made of its value's, which is made of ``base``'s, and has the entry ``b`` itself.
The trace of ``kw`` holds both entries and both names. See `tracer.Tracer`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import cached_property

from ..names.meaning import Key
from .arguments import Argument


@dataclass(frozen=True, eq=False)
class Trace:
    """What a dict holds, or what dicts a list holds, as far as it is written.

    All is in the order of writing, and whatever stands in one place is there once.

    Attributes:
        entries: the keys given, each with its value.
        reads: places that name a key without giving it a value.
        elements: the dicts of a list, one for each place that puts one in.
        keys: the names on the way; they are rewritten together.
        opaque: why not all of the content is seen; empty if it is.
        reader: what else uses one of the names, or an element's, or what is made of
            them; empty if nothing.
        unsure: the keys whose values are not known, each with why. Their entries
            have a name for a value.
    """

    entries: tuple[Argument, ...] = ()
    reads: tuple[ast.expr, ...] = ()
    elements: tuple[Trace, ...] = ()
    keys: frozenset[Key] = frozenset()
    opaque: str = ""
    reader: str = ""
    unsure: Mapping[str, str] = field(default_factory=dict)

    def named(self, name: str) -> Sequence[Argument]:
        """Return the entries that give one key."""
        return self._by_name.get(name, ())

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Argument]]:
        found: dict[str, list[Argument]] = {}
        for entry in self.entries:
            found.setdefault(entry.name, []).append(entry)
        return found

    @cached_property
    def is_one_dict(self) -> bool:
        """Whether all entries are of one dict as it is written, and stay in it."""
        holders = {entry.holder for entry in self.entries}
        bound_once = all(len(scope.bindings[name]) == 1 for scope, name in self.keys)
        return (
            len(holders) == 1
            and bound_once
            and not self.opaque
            and not self.reads
            and not isinstance(holders.pop(), ast.Subscript)
        )

    def unsure_of(self, reasons: Mapping[str, str]) -> Trace:
        """Return the same, without the values of some keys."""
        entries = tuple(
            _without_value(entry) if entry.name in reasons else entry
            for entry in self.entries
        )
        return replace(self, entries=entries, unsure={**reasons, **self.unsure})

    def dicts(self) -> Iterator[Trace]:
        """Yield this trace and its elements', all of which can hold entries."""
        yield self
        yield from {id(element): element for element in self.elements}.values()

    def all_keys(self) -> frozenset[Key]:
        """Return the names on the way to here and to every element."""
        return self.keys.union(*(element.keys for element in self.elements))


def _without_value(entry: Argument) -> Argument:
    name = ast.copy_location(ast.Name(entry.name, ast.Load()), entry.value)
    return replace(entry, value=name)


@dataclass(frozen=True, slots=True)
class Place:
    """An expression or a name that has a dict, or with ``is_list`` dicts in a list."""

    at: ast.expr | Key
    is_list: bool


class Via(Enum):
    """What one place has of another."""

    WHOLE = auto()  # all that is in it
    EITHER = auto()  # all that is in it, or in another that is linked like this
    ALSO = auto()  # all that is in it, put in after the dict was made
    EACH = auto()  # what is in the elements of a list; or as with either
    ELEMENT = auto()  # itself, as an element
    UNDER = auto()  # nothing; it holds it under a key


@dataclass(frozen=True, slots=True)
class Link:
    """A step from one place to another that content of it comes from.

    Attributes:
        taken: only entries come, without those of these names; None if all comes.
    """

    via: Via
    place: Place
    taken: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A key that gets another value, or none, where no entry says which."""

    name: str
    how: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A name in a place where it does nothing that is not accounted for."""

    name: ast.Name


# What is found at a place: an entry, a read, a name, a reason why not all of it is
# seen, a key whose value is not seen, or a step to other places.
Step = Argument | ast.expr | Key | str | Changed | Link | Seen
