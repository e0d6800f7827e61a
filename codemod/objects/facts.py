"""What the rule side tells of the classes whose objects are followed."""

from __future__ import annotations

from dataclasses import dataclass

from ..names.meaning import Vocabulary


@dataclass(frozen=True, slots=True)
class FlowFacts:
    """The classes to follow, and the functions that matter around them.

    Attributes:
        vocabulary: every path of every class and function named here; a file
            without one of its words is not looked at.
        clues: texts that stand together, one such group at least, wherever there
            is anything to say of an object.
        classes: those that make the objects to follow.
        factories: names of class methods that make an object of their class.
        readers: functions that only look at an object.
        transforms: functions that give back a function with the same parameters.
        partials: those that also bind leading arguments.
    """

    vocabulary: Vocabulary
    clues: tuple[tuple[str, ...], ...]
    classes: frozenset[str]
    factories: frozenset[str]
    readers: frozenset[str]
    transforms: frozenset[str]
    partials: frozenset[str]

    def may_occur(self, text: str) -> bool:
        """Whether a text names anything around the objects to follow, and a clue."""
        if not any(word.decode() in text for word in self.vocabulary.words):
            return False
        return any(all(part in text for part in clue) for clue in self.clues)
