"""How code that names one thing of a module names another of the same module."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from ..model import Edit
from ..names.meaning import Key
from ..names.strings import find_mentions
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


def sibling(flow: Flow, node: ast.expr, name: str) -> Sibling | str:
    """Return how ``name`` is written where ``node`` names something beside it.

    A string instead is the reason why it cannot be written.
    """
    if isinstance(node, ast.Attribute):
        return Sibling(f"{flow.source.segment(node.value)}.{name}")
    if not isinstance(node, ast.Name):
        return "what names the class is not a plain name"
    owner = flow.scopes.lookup(node.id, flow.scopes.scope_of[node])
    bindings = owner.bindings[node.id] if owner is not None else []
    alias = bindings[0].node if len(bindings) == 1 else None
    if owner is None or not isinstance(alias, ast.alias):
        return f"`{node.id}` stands for the class here"
    module = (bindings[0].path or "").rpartition(".")[0]
    for known, others in flow.scopes.module.bindings.items():
        paths = [one.path for one in others]
        if flow.scopes.lookup(known, flow.scopes.scope_of[node]) is not (
            flow.scopes.module
        ):
            continue
        if paths == [f"{module}.{name}"]:
            return Sibling(known)
        if paths == [module]:
            return Sibling(f"{known}.{name}")
    if not isinstance(bindings[0].statement, ast.ImportFrom):
        return f"`{node.id}` is not imported by name"
    if _is_taken(flow, name):
        return f"`{name}` is something else in this file"
    _, end = flow.source.span(alias)
    return Sibling(name, (Edit(end, end, f", {name}"),), (owner, node.id))


def renamed_import(flow: Flow, key: Key, name: str, released: int) -> tuple[Edit, ...]:
    """Return the edits that turn the import of ``key`` into one of ``name``.

    There are none where more uses it than the ``released`` ones.
    """
    scope, old = key
    alias = scope.bindings[old][0].node
    uses = [use for use in flow.scopes.uses_of[key] if isinstance(use.ctx, ast.Load)]
    project = flow.resolver.project
    if len(uses) > released or old in find_mentions(flow.source).anywhere:
        return ()
    if project is not None and project.is_imported(flow.source.path, old):
        return ()
    return (Edit(*flow.source.span(alias), name),)


def _is_taken(flow: Flow, name: str) -> bool:
    used = any(node.id == name for node, _ in flow.scopes.uses)
    return used or any(name in scope.bindings for scope in flow.scopes.all_scopes())
