"""Python as text, with its places: nothing of it is lost or translated."""

from __future__ import annotations

import ast
import os
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from errno import EFBIG
from functools import cached_property
from pathlib import PurePath
from typing import TypeVar

from ..huge_numbers import told_in_hexadecimal
from ..model import Edit, Position, TextEdit
from ..nodes import Nodes, nodes_in
from .decode import MAX_BYTES as MAX_BYTES
from .decode import SourceError as SourceError
from .decode import decode, limited, too_large
from .edits import apply_edits
from .frame import Frame
from .lines import Lines
from .parse import taken
from .read import read_file

T = TypeVar("T")


@dataclass(frozen=True)
class Source(Lines):
    """A Python file that was read, or the Python in another file.

    Attributes:
        path: as it is to be printed.
        text: what it says, with its line ends as they are.
        encoding: how it is encoded: its cookie, else ``"utf-8"``.
        bom: whether it starts with a byte order mark, which ``text`` does not.
        data: its bytes, as they were read.
        frame: where its pieces stand in the file; None where the file is the text.
        prose: whether it is an example for people, in a page or a docstring, that
            ``fix`` rewrites with ``--docs``.
    """

    path: str
    text: str
    encoding: str
    bom: bool
    data: bytes
    frame: Frame | None = None
    prose: bool = False

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Source:
        """Read a file.

        Raises:
            SourceError: it cannot be read or decoded, or is too large.
        """
        try:
            data = read_file(path, MAX_BYTES)
        except OSError as error:
            if error.errno == EFBIG:
                raise too_large(MAX_BYTES) from error
            raise SourceError(f"cannot be read: {error.strerror or error}") from error
        return cls.from_bytes(data, os.fspath(path))

    @classmethod
    def from_bytes(cls, data: bytes, path: str) -> Source:
        """Decode what a file holds, as Python does (PEP 263).

        Raises:
            SourceError: it cannot be decoded, or is too large.
        """
        return cls(path, *decode(limited(data)), data)

    @classmethod
    def from_text(cls, text: str, path: str) -> Source:
        """Take a file as it was decoded elsewhere, to be looked at only.

        Raises:
            SourceError: it is too large.
        """
        data = text.encode("utf-8", "surrogatepass")
        return cls(path, text, "utf-8", False, limited(data))

    @classmethod
    def framed(
        cls, frame: Frame, path: str, data: bytes, prose: bool = False
    ) -> Source:
        """Take the Python that stands in pieces in a file of another kind."""
        return cls(path, frame.text, "utf-8", False, data, frame, prose)

    def with_text(self, text: str) -> Source:
        """Return the same file with another text; ``data`` stays what was read."""
        return replace(self, text=text, frame=self.frame if text == self.text else None)

    def edited(self, edits: Iterable[Edit]) -> Source:
        """Return the same file after edits that it takes."""
        if self.frame is None:
            return self.with_text(apply_edits(self.text, edits))
        frame = self.frame.edited(edits)
        return replace(self, text=frame.text, frame=frame)

    def refused(self, edits: Iterable[Edit]) -> str:
        """Return why edits of the text cannot be made in the file, or nothing."""
        return self.frame.refused(edits) if self.frame is not None else ""

    def encode(self, text: str) -> bytes:
        """Return the bytes to write so that the file says ``text``.

        Raises:
            SourceError: the file's encoding cannot say it, or the bytes that it
                would give for the parts that did not change are not the file's.
        """
        before, _, _ = decode(self.data)
        try:
            data = self._encoded(text)
            kept = self._encoded(before) == self.data
        except UnicodeEncodeError as error:
            raise SourceError(
                f"{error.object[error.start]!r} cannot be written in the file's "
                f"encoding, {self.encoding}",
                self.with_text(error.object).position(error.start),
            ) from error
        except UnicodeError:
            kept = False
        if not kept or decode(data) != (text, self.encoding, self.bom):
            raise SourceError(
                f"cannot be written: its encoding, {self.encoding}, does not give "
                "the same bytes back; save the file as UTF-8"
            )
        return data

    def _encoded(self, text: str) -> bytes:
        return (BOM_UTF8 if self.bom else b"") + text.encode(self.encoding)

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file.

        Raises:
            SourceError: it is not Python, or not that of the running interpreter.
        """
        nul = self.text.find("\0")
        if nul >= 0:
            raise SourceError("holds a NUL byte: is it Python?", self.position(nul))
        try:
            return told_in_hexadecimal(taken(self.text), self.text)
        except SyntaxError as error:
            from .newer_syntax import explained

            raise self._placed(explained(error, self.text)) from error
        except (RecursionError, MemoryError) as error:
            raise SourceError("is nested too deeply to be parsed") from error
        except ValueError as error:
            raise SourceError(f"cannot be parsed: {error}") from error

    @cached_property
    def nodes(self) -> Nodes:
        """All nodes of the parsed file.

        Raises:
            SourceError: it is not Python, or not that of the running interpreter.
        """
        return nodes_in(self.tree)

    def remember(self, make: Callable[[Source], T]) -> T:
        """Return what ``make`` tells of the file, asked only once.

        What is parsed for that is let go, but for what is told of it.
        """
        told: dict[Callable[[Source], T], T] = self.__dict__.setdefault("_told", {})
        if make not in told:
            told[make] = make(self if "tree" in self.__dict__ else replace(self))
        return told[make]

    def parsed_as(self, tree: ast.AST) -> Source:
        """Return the same, where another source that says the same was parsed."""
        again = replace(self)
        again.__dict__["tree"] = tree
        return again

    def place(self, offset: int) -> Position:
        """Return where in the file the character at an offset stands."""
        return self.frame.place(offset) if self.frame else self.position(offset)

    def end(self, offset: int) -> Position:
        """Return where in the file what goes up to an offset ends."""
        return self.frame.end(offset) if self.frame else self.position(offset)

    def offset_of(self, place: Position) -> int:
        """Return the offset in ``text`` of a place in the file.

        Raises:
            IndexError: there is no such place.
        """
        return self.frame.offset(place) if self.frame else self.offset_at(place)

    def edit(self, edit: TextEdit) -> Edit:
        """Return an edit of the file as one of ``text``.

        Raises:
            IndexError: there are no such places.
        """
        if self.frame is not None:
            return self.frame.edit(edit.start, edit.end, edit.content)
        start, end = self.offset_at(edit.start), self.offset_at(edit.end)
        return Edit(start, end, edit.content)

    def text_edit(self, edit: Edit) -> TextEdit:
        """Return an edit of ``text`` as one of the file."""
        content = self.frame.spelled(edit) if self.frame else edit.content
        return TextEdit(self.place(edit.start), self.end(edit.end), content)

    def is_context(self, node: ast.AST) -> bool:
        """Whether a node is of what is only there so that names are known."""
        return self.frame is not None and self.frame.is_context(self.span(node)[0])

    def told(self, text: str) -> str:
        """Return what is said of lines of the text, as other files have to say it."""
        said = self.frame.told(text, Position(0, 0)) if self.frame else text
        return f"{said} of {PurePath(self.path).name}"

    def rows(self, start: Position, end: Position) -> tuple[int, int]:
        """Return the first and the last line of ``text`` between places in the file.

        Raises:
            IndexError: there are no such places.
        """
        first, last = (self.position(self.offset_of(place)) for place in (start, end))
        return first.line, last.line

    def _placed(self, error: SourceError) -> SourceError:
        if self.frame is None or error.position is None:
            return error
        line = min(error.position.line, len(self._starts))
        offset = self.offset_at(Position(line, error.position.column))
        return SourceError(error.message, self.place(min(offset, len(self.text))))
