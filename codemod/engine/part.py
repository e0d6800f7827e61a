"""The part of a rewritten module that is asked first whether more is to be rewritten.

Most often nothing is. What a function does in which nothing was found has no say in
that, and is most of a large file. Only where the rest says that there is more, all is
looked at: nothing is written by what a part says.
"""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy

from ..files.source import Source
from ..model import Edit
from ..units.unit import SiteMember
from .analysis import Analysis

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_Definition = ast.FunctionDef | ast.AsyncFunctionDef


def concerned(rewritten: Source, before: Analysis, edits: Iterable[Edit]) -> ast.Module:
    """Return a module without what functions do that hold nothing of what was found.

    Args:
        rewritten: the file after edits.
        before: what was found before them.
        edits: those, of the text before.

    Raises:
        SourceError: the file cannot be parsed.
    """
    lines = sorted({*_found(before), *_changed(before.source, edits)})
    holding = [_holds(one, lines) for one in _functions(before.source.tree.body)]
    functions = [*_functions(rewritten.tree.body)]
    if len(functions) != len(holding):
        return rewritten.tree
    pairs = zip(functions, holding, strict=True)
    idle = {function for function, holds in pairs if not holds}
    return ast.Module(_without(rewritten.tree.body, idle), [])


def _functions(body: Iterable[ast.stmt]) -> Iterator[_Definition]:
    """Yield the functions of a module and of its classes."""
    for statement in body:
        if isinstance(statement, _DEFINITIONS):
            yield statement
        elif isinstance(statement, ast.ClassDef):
            yield from _functions(statement.body)


def _found(analysis: Analysis) -> Iterator[int]:
    """Yield the lines on which something was found, or a known function is used."""
    for member in analysis.members:
        yield member.line
        nodes = [report.node for _, report in member.reports]
        if isinstance(member, SiteMember):
            nodes += [member.site.node, member.site.callee]
        for node in map(analysis.locatable, nodes):
            yield getattr(node, "lineno", 1)


def _changed(source: Source, edits: Iterable[Edit]) -> Iterator[int]:
    for edit in edits:
        yield source.position(edit.start).line
        yield source.position(edit.end).line


def _holds(function: _Definition, lines: Sequence[int]) -> bool:
    first = min(one.lineno for one in (function, *function.decorator_list))
    at = bisect_left(lines, first)
    return at < len(lines) and lines[at] <= (function.end_lineno or 0)


def _without(body: Iterable[ast.stmt], idle: Collection[ast.stmt]) -> list[ast.stmt]:
    """Return statements in which some functions are no more than a name."""
    return [
        _named(one)
        if isinstance(one, _DEFINITIONS) and one in idle
        else _with_body(one, _without(one.body, idle))
        if isinstance(one, ast.ClassDef)
        else one
        for one in body
    ]


def _named(function: _Definition) -> ast.stmt:
    arguments = ast.arguments([], [], None, [], [], None, [])
    at = ast.copy_location(ast.Pass(), function.body[0])
    named = ast.FunctionDef(function.name, arguments, [at], [])
    return ast.copy_location(named, function)


def _with_body(definition: ast.ClassDef, body: list[ast.stmt]) -> ast.ClassDef:
    again = copy(definition)
    again.body = body
    return again
