"""One file's source: decoded exactly, parsed once, and encoded back exactly."""

from __future__ import annotations

import ast
import codecs
import io
import re
import sys
import tokenize
import warnings
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property

from .model import Position

MAX_BYTES = 4 * 2**20
_LINE_END = re.compile(r"\r\n|\r|\n")


class SourceError(Exception):
    """The file cannot be read as Python; the text says why.

    Attributes:
        position: where, if that is known.
    """

    def __init__(self, message: str, position: Position | None = None) -> None:
        super().__init__(message)
        self.position = position


@dataclass(frozen=True)
class Source:
    """A file's text, with its newlines as they are.

    Attributes:
        path: as it is to be printed.
        text: the decoded content, without the byte order mark.
        encoding: Python's name of the encoding.
        bom: whether the file starts with a UTF-8 byte order mark.
        data: the bytes that were read.
    """

    path: str
    text: str
    encoding: str
    bom: bool
    data: bytes

    @classmethod
    def from_bytes(cls, data: bytes, path: str) -> Source:
        """Decode a file as Python does: by its cookie or mark, else as UTF-8.

        Raises:
            SourceError: it is too large, or cannot be decoded.
        """
        if len(data) > MAX_BYTES:
            raise SourceError(f"is larger than {MAX_BYTES // 2**20} MiB")
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        except SyntaxError as error:
            raise SourceError(f"cannot be decoded: {error.msg}") from error
        bom = data.startswith(codecs.BOM_UTF8)
        body = data[len(codecs.BOM_UTF8) :] if bom else data
        encoding = "utf-8" if encoding == "utf-8-sig" else encoding
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError as error:
            line = len(_LINE_END.findall(body[: error.start].decode("latin-1"))) + 1
            byte = body[error.start]
            raise SourceError(
                f"cannot be decoded as {encoding}: byte 0x{byte:02x}; save the file "
                "in that encoding, or name its own in a `# coding:` comment",
                Position(line, 1),
            ) from error
        return cls(path, text, encoding, bom, data)

    def with_text(self, text: str) -> Source:
        """Return the same file with another text."""
        return replace(self, text=text)

    def encode(self, text: str) -> bytes:
        """Return the bytes of ``text`` in this file's encoding.

        Raises:
            SourceError: the encoding has no such character.
        """
        try:
            body = text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise SourceError(f"cannot be encoded as {self.encoding}") from error
        return codecs.BOM_UTF8 + body if self.bom else body

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed module.

        Raises:
            SourceError: it does not parse; where and why.
        """
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(self.text)
        except SyntaxError as error:
            raise self._syntax_error(error) from error
        except ValueError as error:  # a NUL byte, before Python 3.11.4
            raise SourceError(f"cannot be parsed: {error}") from error
        except (RecursionError, MemoryError) as error:
            raise SourceError("is nested too deeply to be parsed") from error

    def offset(self, line: int, column: int) -> int:
        """Return the character offset of a line and a column in UTF-8 bytes."""
        start = self._line_starts[line - 1]
        end = self._line_starts[line] if line < len(self._line_starts) else None
        text = self.text[start:end]
        if not text.isascii():
            column = len(text.encode()[:column].decode(errors="ignore"))
        return start + column

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return where a node starts and ends, in characters."""
        line, end_line = getattr(node, "lineno", 1), getattr(node, "end_lineno", 1)
        column = getattr(node, "col_offset", 0)
        end_column = getattr(node, "end_col_offset", 0)
        return self.offset(line, column), self.offset(end_line, end_column)

    def segment(self, node: ast.AST) -> str:
        """Return a node's own source."""
        start, end = self.span(node)
        return self.text[start:end]

    def position(self, offset: int) -> Position:
        """Return the line and column, from 1, of a character offset."""
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def _syntax_error(self, error: SyntaxError) -> SourceError:
        position = (
            Position(error.lineno, max(error.offset or 1, 1))
            if (error.lineno)
            else None
        )
        if self._is_newer_syntax():
            version = ".".join(map(str, sys.version_info[:2]))
            message = (
                f"uses syntax newer than the Python {version} that runs lrmigrate; "
                "run lrmigrate under a newer Python"
            )
            return SourceError(message, position)
        return SourceError(f"cannot be parsed: {error.msg}", position)

    def _is_newer_syntax(self) -> bool:
        # LibCST's own parser reads the syntax of several Pythons.
        import libcst

        try:
            libcst.parse_module(self.text)
        except Exception:  # any failure means that it does not know it either
            return False
        return True
