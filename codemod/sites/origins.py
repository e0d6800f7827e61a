"""Which places have a beginning, and are not made of themselves alone.

After ``a = {**b}``, ``b = {**a}`` neither has one: no such module runs, unless a
name gets its value where it is not seen. With ``a = {}`` before it both have one.
A name begins with one of its values, a display with all of its parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .trace import Link, Place, Step, Via


@dataclass(eq=False, slots=True)
class _Need:
    """What is missing of a place: that one of a few others begins."""

    of: Place
    met: bool = False


class Origins:
    """Takes in places, each with its steps; in any order, and each once."""

    def __init__(self) -> None:
        self._begun: set[Place] = set()
        self._missing: dict[Place, int] = {}
        self._needs: dict[Place, list[_Need]] = {}

    def __contains__(self, place: Place) -> bool:
        return place in self._begun

    def add(self, place: Place, steps: Sequence[Step]) -> None:
        """Take in one more place; all that begins by it begins, too."""
        groups = list(_groups(place, steps))
        self._missing[place] = len(groups)
        begun = [] if groups else [place]
        for group in groups:
            need = _Need(place)
            for other in group:
                self._needs.setdefault(other, []).append(need)
            if not self._begun.isdisjoint(group):
                begun += self._met(need)
        while begun:
            one = begun.pop()
            self._begun.add(one)
            for need in self._needs.get(one, ()):
                begun += self._met(need)

    def _met(self, need: _Need) -> list[Place]:
        """Note that a need is met; return its place, if that was the last one."""
        if need.met:
            return []
        need.met = True
        self._missing[need.of] -= 1
        return [] if self._missing[need.of] else [need.of]


def _groups(place: Place, steps: Sequence[Step]) -> list[list[Place]]:
    """Return the groups of places of which one each has to begin before this does."""
    links = [step for step in steps if isinstance(step, Link)]
    either = [one.place for one in links if one.via in (Via.EITHER, Via.EACH)]
    if isinstance(place.at, tuple):
        told = any(isinstance(step, str) for step in steps)
        return [] if told else [either]
    whole = [[one.place] for one in links if one.via in (Via.WHOLE, Via.ELEMENT)]
    return [*whole, either] if either else whole
