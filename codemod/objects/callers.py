"""Whether every call of a function is in sight."""

from __future__ import annotations

import ast

from ..names.scopes import Function, Scope
from .flow import Flow


def unseen_callers(flow: Flow, function: Function) -> str:
    """Return why a function may be called from out of sight, or nothing."""
    if isinstance(function, ast.Lambda):
        seen = _only_called(flow, function)
        return "" if seen else f"the lambda on line {function.lineno} is passed on"
    name = function.name
    parent = flow.scopes.parents[function]
    if isinstance(parent, ast.ClassDef):
        return f"`{name}` is a method, which a subclass may replace"
    owner = flow.scopes.lookup(name, _scope_around(flow, function))
    if owner is None:
        return ""
    for use in flow.scopes.uses_of.get((owner, name), []):
        if isinstance(use.ctx, ast.Load) and not _only_called(flow, use):
            return f"`{name}` is passed on as a function on line {use.lineno}"
    if name in flow.resolver.opened.names:
        return f"`{name}` is reached by its text"
    project = flow.resolver.project
    if (
        owner is flow.scopes.module
        and project is not None
        and project.may_use(flow.source.path, name)
    ):
        return f"`{name}` may be used by another file"
    return ""


def _scope_around(flow: Flow, function: Function) -> Scope:
    around = flow.scopes.scope_of[function].parent
    return around if around is not None else flow.scopes.module


def _only_called(flow: Flow, node: ast.expr, depth: int = 0) -> bool:
    """Whether a function is only called where it is used, perhaps transformed."""
    parent = flow.scopes.parents[node]
    if isinstance(parent, ast.Call):
        if parent.func is node:
            return True
        wrapped = flow.functions.called(parent)
        return parent.args[:1] == [node] and (
            wrapped is not None
            and wrapped.certain
            and _only_called(flow, parent, depth)
        )
    if not isinstance(parent, ast.Assign) or depth > 3:
        return False
    for target in parent.targets:
        if not isinstance(target, ast.Name):
            return False
        owner = flow.scopes.lookup(target.id, flow.scopes.scope_of[target])
        uses = flow.scopes.uses_of.get((owner, target.id), []) if owner else []
        if not all(
            _only_called(flow, use, depth + 1)
            for use in uses
            if isinstance(use.ctx, ast.Load)
        ):
            return False
    return True
