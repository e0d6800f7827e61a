"""Python files: the text is a source, and so are the examples of each docstring.

In a notebook that was saved as Python, what IPython reads is taken as in a cell.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence, Set
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property

from ...model import Edit, Position
from ...nodes import blocks_in
from ..cut import pieces_of, put_back
from ..decode import SourceError
from ..document import Document, Unread
from ..edits import apply_edits, collide
from ..frame import Frame, Piece
from ..notebooks.exports import in_comments, masked, python_parts
from ..notebooks.magics import Stretch
from ..pages.block import Block, TextLine, lines_of, prompted
from ..pages.splice import block_edits, line_edits
from ..parse import is_python, lend, parsed
from ..source import Source
from . import markdown, rst

_LITERAL = re.compile(r"[rRuU]?(\"\"\"|''')(.*)\1", re.DOTALL)
_SHOWN = re.compile(r">>>|```|~~~|::[ \t]*(?:[\r\n]|[a-z]+[0-9]?[\r\n])")
_IMPORTS = (ast.Import, ast.ImportFrom)
_WORD = re.compile(r"\w+")
_OWNERS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


class PythonFile(Document):
    """A Python file: its first source is the whole of it.

    Args:
        data: its bytes.
        path: as it is to be printed.
        plain: what it says, where that was decoded elsewhere, to be looked at only.
    """

    def __init__(self, data: bytes, path: str, plain: Source | None = None) -> None:
        super().__init__(data, path)
        self._plain = plain or Source.from_bytes(data, path)

    # What follows parses the module, and is not asked where that alone is written.

    @cached_property
    def _parts(self) -> list[Stretch]:
        return python_parts(self._plain.text)

    @cached_property
    def _python(self) -> str:
        return masked(self._plain.text, self._parts)

    @cached_property
    def _doctests(self) -> Sequence[_Doctest]:
        return [*_doctests(self._plain.with_text(self._python))]

    @cached_property
    def sources(self) -> Sequence[Source]:
        """The module, and the examples of each docstring."""
        commented = [*in_comments(self._plain.text, self._python)]
        module = self._plain
        if commented or not all(part.written for part in self._parts):
            frame = Frame((*self._pieces(commented),))
            module = Source.framed(frame, self.path, self.data)
        return module, *(one.source(self._plain) for one in self._doctests)

    @cached_property
    def unread(self) -> Sequence[Unread]:
        """The examples that cannot be read."""
        return [one for doctest in self._doctests for one in doctest.unread()]

    def rewritten(self, sources: Sequence[Source]) -> bytes:
        """Return the file with these texts of its module and its examples."""
        module, *examples = sources
        old, new = self._plain.text, module.text
        if module.frame is not None:
            new = put_back(old, self._parts, iter(module.frame.pieces))
        edits: list[Edit] = []
        doctests = self._doctests if examples else ()
        for doctest, source in zip(doctests, examples, strict=True):
            edits += doctest.edits(old, source)
        if not edits:
            return self._plain.encode(new)
        edits += line_edits(old, new)
        if collide(edits):
            raise SourceError("an example and the code beside it are on one line")
        return self._plain.encode(apply_edits(old, edits))

    def encoded(self, text: str) -> bytes:
        """Return the file's bytes where it is to say ``text``."""
        return self._plain.encode(text.removeprefix("\ufeff"))

    def _pieces(self, commented: Iterable[Stretch]) -> Iterator[Piece]:
        """Yield what Python reads, with what comments come to behind it."""
        yield from pieces_of(self._plain.text, self._parts, self._plain.position)
        for one in commented:
            place = self._plain.position(one.start)
            yield Piece(f"{one.text}\n", place, written=False)


@dataclass(frozen=True, eq=False)
class _Doctest:
    """The examples of one docstring.

    Attributes:
        blocks: they.
        place: where the docstring starts.
        written: whether the file says the docstring just so, without escapes.
        known: the imports of the module, whose names hold in the examples.
    """

    blocks: Sequence[Block]
    place: Position
    written: bool
    known: str

    def source(self, module: Source) -> Source:
        """Return them as a module of its own."""
        pieces = [Piece(self.known, self.place, written=False, context=True)]
        for piece in (piece for block in self.blocks for piece in block.pieces()):
            standing = replace(piece, written=False, place=self.place)
            pieces.append(piece if self.written else standing)
        return Source.framed(Frame((*pieces,)), module.path, module.data, prose=True)

    def edits(self, text: str, source: Source) -> Iterator[Edit]:
        """Yield the edits of the file that make this source of them."""
        if self.written and source.frame is not None:
            yield from block_edits(text, self.blocks, source.frame.pieces[1:])

    def unread(self) -> Iterator[Unread]:
        """Yield the examples that cannot be read."""
        for one in (one for block in self.blocks for one in block.unread()):
            yield one if self.written else replace(one, place=self.place)


def _doctests(module: Source) -> Iterator[_Doctest]:
    """Yield the docstrings with examples; a file that is no Python has none."""
    if _SHOWN.search(module.text) is None:
        return
    try:
        tree = parsed(module.text)
    except SyntaxError:
        return
    docstrings = [*_docstrings(tree)]
    imports = [*_imports(tree)] if docstrings else []
    for docstring in docstrings:
        doctest = _doctest(module, docstring, imports)
        if doctest.blocks:
            yield doctest
    lend(module.text, tree)  # it is looked at next


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in blocks_in(tree):
        first = node.body[0] if isinstance(node, _OWNERS) and node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            value = first.value.value
            if isinstance(value, str) and _SHOWN.search(value):
                yield first.value


def _doctest(
    source: Source,
    docstring: ast.Constant,
    imports: Sequence[tuple[str, str]],
) -> _Doctest:
    start, end = source.span(docstring)
    literal = _LITERAL.fullmatch(source.text, start, end)
    lines = lines_of(str(docstring.value))
    written = literal is not None and _normal(literal[2]) == docstring.value
    if literal is not None and written:
        first = source.position(literal.start(2))
        lines = lines_of(literal[2], literal.start(2), first)
    blocks = _examples(lines)
    own = {*_imported(blocks)}
    said = _said(blocks) - own
    known = "".join(text for name, text in imports if name in said)
    return _Doctest(blocks, source.position(start), written, known)


def _examples(lines: Sequence[TextLine]) -> list[Block]:
    """Return the blocks of a docstring, whichever kind of page it is, in order."""
    found: list[Block] = []
    for blocks_of in (markdown.blocks_of, rst.blocks_of, prompted):
        taken = {line.number for block in found for line in block.lines}
        found += blocks_of([line for line in lines if line.number not in taken])
    return sorted(found, key=lambda block: block.start)


def _said(blocks: Sequence[Block]) -> Set[str]:
    """Return the names that examples may use; a star import stands for each."""
    code = unicodedata.normalize("NFKC", "\n".join(block.code for block in blocks))
    return {"*", *_WORD.findall(code)}


def _imported(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the names that examples import for themselves."""
    for block in blocks:
        for node in ast.walk(parsed(block.code)) if is_python(block.code) else ():
            if isinstance(node, ast.alias):
                yield _name(node)


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the imports of a module, each of one name, with that."""
    for statement in [one for one in tree.body if isinstance(one, _IMPORTS)]:
        for alias in statement.names:
            one = copy(statement)
            one.names = [alias]
            yield _name(alias), f"{ast.unparse(one)}\n"


def _name(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _normal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


DOCUMENT = PythonFile
