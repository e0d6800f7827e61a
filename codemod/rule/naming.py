"""How code that names one thing of a module names another of the same module."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from ..files.source import Source
from ..model import Edit
from ..names.meaning import Key
from ..names.scopes import Binding, Scope, ScopeTree
from ..objects.flow import Flow


@dataclass(frozen=True, slots=True)
class Sibling:
    """A name to write, and what the imports need for it.

    Attributes:
        text: the expression.
        edits: changes of the import statement.
        key: the imported name beside which it is imported.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    key: Key | None = None


def sibling(
    source: Source, scopes: ScopeTree, node: ast.expr, name: str
) -> Sibling | str:
    """Return how ``name`` is written where ``node`` names something beside it.

    A string instead is the reason why it cannot be written.
    """
    if isinstance(node, ast.Attribute):
        return Sibling(f"{source.segment(node.value)}.{name}")
    if not isinstance(node, ast.Name):
        return "what names the class is not a plain name"
    owner = scopes.lookup(node.id, scopes.scope_of[node])
    bindings = owner.bindings[node.id] if owner is not None else []
    if owner is None or len(bindings) != 1 or not _is_imported(bindings[0]):
        return f"`{node.id}` stands for the class here"
    module = (bindings[0].path or "").rpartition(".")[0]
    if text := _in_reach(scopes, scopes.scope_of[node], module, name):
        return Sibling(text)
    if not isinstance(bindings[0].statement, ast.ImportFrom):
        return f"`{node.id}` is not imported by name"
    if _is_taken(scopes, name):
        return f"`{name}` is something else in this file"
    _, end = source.span(bindings[0].node)
    return Sibling(name, (Edit(end, end, f", {name}"),), (owner, node.id))


def why_unwritable(flow: Flow, node: ast.expr, name: str) -> str:
    """Return why ``name`` cannot be written beside what ``node`` names, or nothing."""
    found = sibling(flow.source, flow.scopes, node, name)
    return found if isinstance(found, str) else ""


def _is_imported(binding: Binding) -> bool:
    return isinstance(binding.node, ast.alias)


def _in_reach(scopes: ScopeTree, scope: Scope, module: str, name: str) -> str:
    """Return how a scope can say ``name`` with what the file imports, or nothing."""
    written: dict[str | None, str] = {f"{module}.{name}": "", module: f".{name}"}
    for known, bindings in scopes.module.bindings.items():
        path = bindings[0].path if len(bindings) == 1 else None
        if path in written and scopes.lookup(known, scope) is scopes.module:
            return known + written[path]
    return ""


def _is_taken(scopes: ScopeTree, name: str) -> bool:
    used = any(node.id == name for node, _ in scopes.uses)
    return used or any(name in scope.bindings for scope in scopes.all_scopes())
