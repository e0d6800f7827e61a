"""What finds functions by texts of a configuration, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """A place that finds functions by texts, or gives one all that stands somewhere.

    Attributes:
        shown: what it says.
        where: on which line of which file.
    """

    shown: str
    where: str

    def __str__(self) -> str:
        return f"`{self.shown}` {self.where}"


@dataclass(frozen=True, slots=True)
class Lookups:
    """What the files of one tree look up.

    Attributes:
        by_name: what finds each function by its own name, if anything does.
        by_text: the function that a text certainly stands for, with what says so.
        given: the functions that are given what stands under a key, by that key.
    """

    by_name: Reader | None
    by_text: Mapping[str, tuple[str, Reader]]
    given: Mapping[str, list[tuple[str, Reader]]]
