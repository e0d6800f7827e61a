"""Updates that code says in a text: in what it runs, or as the name of a method.

`exec("optimizer.update(grads=g)")`, `attrgetter("optimizer.update")(trainer)`. What a
text that is only shown, or asked for, is given to is listed; any other may be an update
of the optimizer, and stays as it stands.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from ...codemod.files.real import real_path
from ...codemod.files.source import Source
from ...codemod.names.elsewhere.tree_files import nodes_of
from ...codemod.names.syntax import is_named, last_name, text_of
from ...codemod.rule import Flow
from .calls import Style, style_of

_UPDATE = "update"
_SAYS = re.compile(r"(?:^|\.)update(?:\(|$)")
# What shows a text, or asks for it. A call of `getattr` is looked at by itself.
_HARMLESS = frozenset(
    {
        *("print", "write", "debug", "info", "warning", "error", "exception"),
        *("critical", "log", "warn", "add_scalar", "annotate_function", "named_scope"),
        *("TraceAnnotation", "StepTraceAnnotation", "hasattr", "getattr", "get"),
    }
)
_SHOWING = _HARMLESS - {"getattr"}
_FORMATS = frozenset({"format", "join", "strip"})
_SHOWN = (ast.Expr, ast.Raise, ast.Assert, ast.Compare, ast.MatchValue)
Parents = Mapping[ast.AST, ast.AST]


def said_updates(flow: Flow, *, kept: bool = False) -> Iterator[str]:
    """Yield which texts, here or in a related file, may update the optimizer.

    Args:
        flow: the module.
        kept: whether to leave out what fits an optimizer that keeps its model.
    """
    project = flow.resolver.project
    related = project.connected(flow.source, _UPDATE) if project else ()
    for source in (flow.source, *related):
        for line, fits, name in source.remember(_said_in):
            file = real_path(source.path)
            taken = project and name and project.elsewhere.files_saying(file, name)
            if (kept and fits) or (name and not taken):
                continue
            where = "" if source is flow.source else f" of {Path(source.path).name}"
            yield f"the text on line {line}{where} may be an update of it"


def _said_in(source: Source) -> list[tuple[int, bool, str]]:
    """Return the lines of the texts, and whether each fits an old optimizer.

    And the name that has it, where the file itself does nothing more than show that.
    """
    nodes = nodes_of(source)
    texts = [one for one in nodes if _SAYS.search(text_of(one) or "")]
    parents = source.nodes.parents() if texts else {}
    return [
        (
            getattr(one, "lineno", 0),
            all(old) and _is_run_at_once(one, parents),
            _only_shown(one, parents),
        )
        for one in texts
        if not _is_harmless(one, parents) and (old := _calls(text_of(one) or ""))
    ]


def _only_shown(text: ast.AST, parents: Parents) -> str:
    """Return the name that a text is given, where each use of that is harmless."""
    statement = parents[text]
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    name = targets[0] if len(targets) == 1 else None
    if not isinstance(name, ast.Name) or isinstance(parents[statement], ast.ClassDef):
        return ""
    uses = (one for one in parents if is_named(one, name.id) and one is not name)
    shown = all(_is_harmless(one, parents, _SHOWING) for one in uses)
    return name.id if shown else ""


def _calls(text: str) -> list[bool]:
    """Return what a text has of updates: whether each is one of gradients, by position.

    One that is not read, or is no call, may be any.
    """
    try:
        tree = ast.parse(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [False]
    lone = {one.value for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    found = [
        (one, style_of(one))
        for one in ast.walk(tree)
        if isinstance(one, ast.Call) and last_name(one.func) == _UPDATE
    ]
    if not found:
        return [False]
    return [
        style is Style.OLD and bool(one.args) and one in lone
        for one, style in found
        if style is not Style.NEW
    ]


def _is_run_at_once(text: ast.AST, parents: Parents) -> bool:
    """Whether a text is what a call is given of which nothing comes."""
    call = parents[text]
    return isinstance(call, ast.Call) and isinstance(parents[call], ast.Expr)


def _is_harmless(
    text: ast.AST, parents: Parents, calls: Collection[str] = _HARMLESS
) -> bool:
    """Whether a text is a key, shown, compared, or given to what only shows it."""
    node, outer = text, parents[text]
    while not isinstance(outer, (*_SHOWN, ast.stmt, ast.NamedExpr)):
        if isinstance(outer, ast.Call) and last_name(outer.func) not in _FORMATS:
            raised = isinstance(parents[outer], ast.Raise)
            return raised or last_name(outer.func) in calls
        if isinstance(outer, ast.Subscript):
            return outer.slice is node
        if isinstance(outer, ast.Dict):
            return node in outer.keys
        node, outer = outer, parents[outer]
    return isinstance(outer, _SHOWN) or _is_export(outer)


def _is_export(statement: ast.AST) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return any(is_named(one, "__all__") for one in targets)
