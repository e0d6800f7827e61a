"""Where the values of a JSON document stand, for those that are asked for.

What is not asked for is skipped by the standard library's decoder, which is fast also
where a notebook holds megabytes of outputs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder
from typing import Any

# No number is asked for, and one of thousands of digits would raise.
_DECODER = JSONDecoder(strict=False, parse_int=str)
_SPACE = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True, slots=True)
class Literal:
    """A string as the document spells it.

    Attributes:
        text: what it says.
        start: the offset of its opening quote.
        end: one past its closing quote.
    """

    text: str
    start: int
    end: int


class Json:
    """A JSON document that is read where it is asked for.

    Args:
        text: the document.

    Every method raises JSONDecodeError where it is not JSON, and gives nothing for
    a value of another type.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._next = 0

    @property
    def start(self) -> int:
        """The offset of the document's value, behind a byte order mark."""
        return self._skip(self.text.startswith("\ufeff"))

    def whole(self) -> dict[str, int]:
        """Return where the values of an object start that is the whole document."""
        found = self.members(self.start)
        end = self._skip(self._next + 1) if found else len(self.text)
        if end < len(self.text):
            raise JSONDecodeError("something is behind the end", self.text, end)
        return found

    def value(self, at: int) -> Any:
        """Return the value at an offset."""
        return _DECODER.raw_decode(self.text, at)[0]

    def members(self, at: int) -> dict[str, int]:
        """Return where an object's values start; of a key given twice, the last."""
        if self.text[at : at + 1] != "{":
            return {}
        found: dict[str, int] = {}
        for place in self._items(at, "}"):
            if self.text[place : place + 1] != '"':
                raise JSONDecodeError("a key is no string", self.text, place)
            key, end = _DECODER.raw_decode(self.text, place)
            end = self._skip(end)
            if self.text[end : end + 1] != ":":
                raise JSONDecodeError("a colon is missing", self.text, end)
            found[key] = self._skip(end + 1)
            self._next = _DECODER.raw_decode(self.text, found[key])[1]
        return found

    def elements(self, at: int) -> Iterator[int]:
        """Yield where an array's elements start."""
        if self.text[at : at + 1] == "[":
            for place in self._items(at, "]"):
                self._next = _DECODER.raw_decode(self.text, place)[1]
                yield place

    def literals(self, at: int) -> list[Literal]:
        """Return a string, or those of an array of them, as they are spelled."""
        places = [at] if self.text[at : at + 1] == '"' else [*self.elements(at)]
        found = []
        for place in places:
            if self.text[place] != '"':
                return []
            value, end = _DECODER.raw_decode(self.text, place)
            found.append(Literal(value, place, end))
        return found

    def _items(self, at: int, closing: str) -> Iterator[int]:
        """Yield where the items start; ``_next`` is set to where each one ends.

        At the end it is where the closing bracket is.
        """
        at = self._skip(at + 1)
        while self.text[at : at + 1] != closing:
            yield at
            at = self._skip(self._next)
            if self.text[at : at + 1] == ",":
                at = self._skip(at + 1)
            elif self.text[at : at + 1] != closing:
                raise JSONDecodeError("a comma is missing", self.text, at)
        self._next = at

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        assert match is not None
        return match.end()


def decoded_json(text: str) -> Any:
    """Return what a document says, whose numbers are texts.

    Raises:
        JSONDecodeError: it is not JSON.
    """
    return _DECODER.decode(text)
