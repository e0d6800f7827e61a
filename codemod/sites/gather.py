"""All that is found from one place on, once each and in the order of writing.

From ``cycles`` in ``cycles = [a, *more]`` the element ``a`` is found, and what the
elements of ``more`` are; from ``c`` in ``for c in cycles`` what is in any of them.
A way back to a place that was passed ends there, so that a circle ends, and a
place that many ways lead to is passed once.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..names.meaning import Key
from .arguments import Argument
from .trace import Changed, Link, Place, Step, Via


@dataclass(frozen=True, slots=True)
class _Way:
    """How a place is come to.

    Attributes:
        flat: whether elements of a list are looked into, as one dict of any of them.
        taken: only entries count, without those of these names; None if all does.
    """

    flat: bool
    taken: frozenset[str] | None = None

    def by(self, link: Link) -> _Way:
        """Return how the place of a link is come to on this way."""
        taken = self.taken
        if link.taken is not None:
            taken = link.taken | (taken or frozenset())
        return _Way(self.flat or link.via is Via.EACH, taken)


@dataclass(eq=False, slots=True)
class Gathering:
    """What is found from one place on; the dicts stand for ordered sets.

    Attributes:
        steps_of: tells the steps of a place.
        elements: the places of a list's elements.
        places: all places that were passed.
        opaque: the first reason why not all is seen.
        changed: the keys whose values are not all seen, each with the first reason.
    """

    steps_of: Callable[[Place], Sequence[Step]]
    entries: dict[Argument, None] = field(default_factory=dict)
    reads: dict[ast.expr, None] = field(default_factory=dict)
    elements: dict[Place, None] = field(default_factory=dict)
    keys: set[Key] = field(default_factory=set)
    places: dict[Place, None] = field(default_factory=dict)
    opaque: str = ""
    changed: dict[str, str] = field(default_factory=dict)
    _passed: dict[tuple[Place, bool, bool], frozenset[str]] = field(
        default_factory=dict
    )

    def gather(self, asked: Place) -> None:
        """Look at all from a place on."""
        pending = self._opened(asked, _Way(flat=not asked.is_list))
        while pending:
            step, way = pending.pop()
            if not isinstance(step, Link):
                self._note(step, way)
            elif step.via is Via.ELEMENT and not way.flat:
                self.elements[step.place] = None
            elif step.via is not Via.UNDER:
                pending += self._opened(step.place, way.by(step))

    def _opened(self, place: Place, way: _Way) -> list[tuple[Step, _Way]]:
        """Return the steps of a place, the first one last, if the way is new."""
        way = _Way(way.flat or not place.is_list, way.taken)
        key = (place, way.flat, way.taken is None)
        taken = way.taken or frozenset()
        if key in self._passed and self._passed[key] <= taken:
            return []
        self._passed[key] = taken & self._passed.get(key, taken)
        if way.taken is None:
            self.places[place] = None
        return [(step, way) for step in reversed(self.steps_of(place))]

    def _note(self, step: Step, way: _Way) -> None:
        if isinstance(step, Argument):
            if way.taken is None or step.name not in way.taken:
                self.entries[step] = None
        elif isinstance(step, Changed):
            self.changed.setdefault(step.name, f"`{step.name}` {step.how}")
        elif way.taken is not None:
            return
        elif isinstance(step, ast.expr):
            self.reads[step] = None
        elif isinstance(step, tuple):
            self.keys.add(step)
        elif isinstance(step, str):
            self.opaque = self.opaque or step
