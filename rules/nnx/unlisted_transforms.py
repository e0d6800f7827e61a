"""Transformations that may see other trees since Flax 0.11: where they are made."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ...codemod.files.source import Source
from ...codemod.names.elsewhere.tree_files import nodes_of
from ...codemod.names.origins import origins
from ...codemod.names.syntax import last_name, shown
from ...codemod.rule import Flow
from .apis import api_of
from .masks import is_understood_mask
from .transforms import MASK_WORDS, MASKED, UNLISTED

_MOST = 9  # lines that a reason names


def not_listed(flow: Flow, call: ast.Call) -> str:
    """Return why a transformation is none that is known, with the code it is given."""
    text = f"`{shown(call.func)}` on line {call.lineno}"
    lines = sorted({line for one in call.args for line in _lines(flow, one)})[:_MOST]
    given = f", given line {', line '.join(map(str, lines))}," if lines else ""
    return f"{text}{given} is no transformation that is known to see what it saw"


def _lines(flow: Flow, argument: ast.expr) -> Iterator[int]:
    """Yield the lines of a function of the module, or of what makes a tree."""
    if not isinstance(argument, ast.Name):
        return
    for node in origins(flow.scopes, argument):
        if isinstance(node, ast.FunctionDef):
            yield from (
                one.lineno for one in ast.walk(node) if isinstance(one, ast.stmt)
            )
        elif isinstance(node, ast.expr):
            yield node.lineno


def unlisted(flow: Flow) -> Iterator[str]:
    """Yield what the project's files that say Optax make, and is not listed."""
    yield from flow.remember(_unlisted_here)
    project = flow.resolver.project
    if project is None:
        return
    for source in project.connected(flow.source, "optax"):
        yield from source.remember(_unlisted_in)


def _unlisted_in(source: Source) -> list[str]:
    nodes = nodes_of(source)
    names = {*_names_of_optax(nodes)}
    return [
        f"{what} of {Path(source.path).name}"
        for node in nodes
        if (what := _unlisted_call(node))
        and isinstance(node, ast.Call)
        and _root(node.func) in names
    ]


def _names_of_optax(nodes: list[ast.AST]) -> Iterator[str]:
    """Yield the names that imports of Optax bind."""
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", None) or ""
            for alias in node.names:
                if (module or alias.name).partition(".")[0] == "optax":
                    yield alias.asname or alias.name.partition(".")[0]


def _root(callee: ast.expr) -> str:
    while isinstance(callee, ast.Attribute):
        callee = callee.value
    return str(getattr(callee, "id", ""))


def _unlisted_here(flow: Flow) -> list[str]:
    return [
        what
        for call in flow.scopes.nodes(ast.Call)
        if (what := _unlisted_call(call))
        and api_of(flow, call.func).startswith("optax.")
        and not _is_listed_here(flow, call)
    ]


def _is_listed_here(flow: Flow, call: ast.Call) -> bool:
    masks = [one.value for one in call.keywords if one.arg in MASK_WORDS]
    return bool(masks) and all(is_understood_mask(flow, mask) for mask in masks)


def _unlisted_call(node: ast.AST) -> str:
    """Return what a call makes that is not listed, with its line, or nothing."""
    if not isinstance(node, ast.Call):
        return ""
    name = last_name(node.func)
    masks = [one for one in node.keywords if one.arg in MASK_WORDS]
    own = name in MASKED and any(
        not isinstance(one.value, ast.Constant | ast.Lambda) for one in masks
    )
    if name in UNLISTED or own:
        return f"the `{name}` on line {node.lineno}"
    return ""
