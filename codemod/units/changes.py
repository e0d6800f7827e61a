"""Carry out a rule's changes: LibCST node in, LibCST node out, edits between.

Only the expression concerned is parsed by LibCST; every other byte of the file
stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from ..files.edits import smallest_edits
from ..files.source import Source
from ..model import Edit
from ..rule.rule import Change


class RewriteError(Exception):
    """The expression cannot be taken apart and put together without loss."""


def change_edits(source: Source, changes: Iterable[Change]) -> Iterator[Edit]:
    """Yield the edits that ``changes`` make.

    Raises:
        RewriteError: where LibCST does not give the expression back unchanged.
    """
    for change in changes:
        start, end = source.span(change.node)
        before = source.text[start:end]
        try:
            after = _transformed(before, change)
        except RecursionError as error:
            raise RewriteError("the expression is nested too deeply") from error
        yield from smallest_edits(before, after, start)


def _transformed(before: str, change: Change) -> str:
    # In parentheses, because an expression may span lines inside outer ones.
    wrapped = f"({before})"
    newline = "\r\n" if "\r\n" in before else "\n"
    config = cst.PartialParserConfig(default_newline=newline)
    module = cst.Module(body=[], default_newline=newline)
    try:
        node = cst.parse_expression(wrapped, config)
    except cst.ParserSyntaxError as error:
        raise RewriteError("LibCST cannot parse the expression") from error
    if module.code_for_node(node) != wrapped:
        raise RewriteError("LibCST does not give the expression back unchanged")
    after = module.code_for_node(change.transform(node))
    if after == wrapped:
        raise RewriteError("the name is not written as one plain string")
    return after.removeprefix("(").removesuffix(")")
