"""What the rule side tells of the classes whose objects are followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..files.search.sought import says


@dataclass(frozen=True, slots=True)
class FlowFacts:
    """The classes to follow, and the functions that matter around them.

    Attributes:
        paths: from every dotted path of every class and function named here to
            its name.
        words: a file without one of them is not looked at.
        clues: texts that stand together, one such group at least, wherever there
            is anything to say of an object.
        classes: those that make the objects to follow.
        factories: names of class methods that make an object of their class.
        readers: builtins that only look at an object.
        transforms: functions that give back a function with the same parameters.
        partials: those that also bind leading arguments.
    """

    paths: Mapping[str, str]
    words: frozenset[bytes]
    clues: tuple[tuple[str, ...], ...]
    classes: frozenset[str]
    factories: frozenset[str]
    readers: frozenset[str]
    transforms: frozenset[str]
    partials: frozenset[str]

    def may_occur(self, text: str) -> bool:
        """Whether a text names anything around the objects to follow, and a clue."""
        data = text.encode("utf-8", "surrogatepass")
        if not any(says(data, word) for word in self.words):
            return False
        return any(all(part in text for part in clue) for clue in self.clues)
