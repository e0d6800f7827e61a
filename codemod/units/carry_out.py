"""Carry out what rules intend in a file: edits come out.

For an expression it is LibCST node in, LibCST node out. Only the expression concerned
is parsed by LibCST, and of those that are written alike the first; every other byte of
the file stays what it was.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import libcst as cst

from ..files.comments import lost_comment
from ..files.edits import smallest_edits
from ..files.source import Source
from ..model import Edit
from ..names.resolver import Resolver
from ..rule.intents import (
    AddFirstArgument,
    DropCodes,
    ExpressionIntent,
    Intent,
    PassFirst,
    RenameFunction,
)
from ..rule.rule import Report, Rule, RuleError
from .beside import BesideNames
from .shapes import shape_of
from .transforms import RewriteError, transformed

_WRONG = (cst.CSTValidationError, cst.ParserSyntaxError, IndexError, ValueError)


class _WrongError(Exception):
    """An intent cannot be carried out on what it is for."""

    def __init__(self, intent: ExpressionIntent) -> None:
        super().__init__(intent)
        self.intent = intent


def carried_out(
    source: Source, resolver: Resolver, reports: Iterable[tuple[Rule, Report]]
) -> list[Edit]:
    """Return the edits that reports ask for, in expressions and in their imports.

    Raises:
        RewriteError: an expression is written so that it cannot be changed without
            loss, or a name cannot be written there.
        RuleError: a rule intends what has no meaning there, or what changes nothing.
    """
    wanted: dict[Intent, Rule] = {}
    for rule, report in reports:
        wanted.update(dict.fromkeys(report.intents, rule))
    names = BesideNames(source, resolver)
    on_one: dict[tuple[int, int], dict[ExpressionIntent, Rule]] = {}
    for intent, rule in wanted.items():
        if isinstance(intent, RenameFunction | DropCodes):
            kind = type(intent).__name__
            raise RuleError(rule, f"intends `{kind}` where there is nothing of that")
        together = on_one.setdefault(source.span(intent.at), {})
        together[names.written(intent)] = rule
    edits: list[Edit] = []
    for (start, end), intents in on_one.items():
        before = source.text[start:end]
        try:
            after = _rewritten(source, intents)
        except RecursionError as error:
            raise RewriteError("the expression is nested too deeply") from error
        edits += smallest_edits(before, after, start)
    return list(dict.fromkeys([*edits, *names.import_edits()]))


def _rewritten(source: Source, intents: Mapping[ExpressionIntent, Rule]) -> str:
    before = source.segment(next(iter(intents)).at)
    shape = shape_of(source, intents)
    changed = _changed_alike(shape.text, shape.intents) if shape is not None else None
    if shape is not None and changed is not None:
        after = shape.filled(changed)
        if after != before:
            return after
    kinds = " and ".join(f"`{type(intent).__name__}`" for intent in intents)
    try:
        after = _changed(before, intents)
    except _WrongError as wrong:
        what = f"intends {kinds}, which cannot be done to `{before}`"
        raise RuleError(intents[wrong.intent], what) from wrong.__cause__
    if after == before:
        what = f"intends {kinds}, which leaves `{before}` as it is"
        raise RuleError(intents[sorted(intents, key=_order)[-1]], what)
    return after


@lru_cache(maxsize=256)  # most calls of a project are written like another
def _changed_alike(text: str, intents: tuple[ExpressionIntent, ...]) -> str | None:
    """Return a shape as intents want it; None where each call has to be tried."""
    try:
        at: Any = ast.parse(f"({text}\n)", mode="eval").body
        return _changed(text, [replace(intent, at=at) for intent in intents])
    except (RewriteError, _WrongError, SyntaxError, RecursionError):
        return None


def _changed(before: str, intents: Iterable[ExpressionIntent]) -> str:
    """Return an expression as intents want it.

    Raises:
        RewriteError: it is written so that this cannot be done without loss.
        _WrongError: an intent cannot be carried out.
    """
    # In parentheses, because an expression may span lines inside outer ones.
    wrapped = f"({before})"
    newline = next((end for end in ("\r\n", "\r") if end in before), "\n")
    config = cst.PartialParserConfig(default_newline=newline)
    module = cst.Module(body=[], default_newline=newline)
    try:
        node = cst.parse_expression(wrapped, config)
    except cst.ParserSyntaxError as error:
        raise RewriteError("LibCST cannot parse the expression") from error
    if module.code_for_node(node) != wrapped:
        raise RewriteError("LibCST does not give the expression back unchanged")
    *_, intent = ordered = sorted(intents, key=_order)
    try:
        for intent in ordered:
            node = transformed(node, intent)
        after = module.code_for_node(node)
    except _WRONG as error:
        raise _WrongError(intent) from error
    if lost := lost_comment(wrapped, after):
        raise RewriteError(f"the comment `{lost}` inside it would be lost")
    return after.removeprefix("(").removesuffix(")")


def _order(intent: ExpressionIntent) -> tuple[bool, int]:
    """Return when an intent is carried out among those on one expression.

    Arguments get their names from the last to the first, so that none without a name
    follows; what moves arguments comes when they no longer have to be found.
    """
    moves = isinstance(intent, PassFirst | AddFirstArgument)
    return moves, -getattr(intent, "index", 0)
