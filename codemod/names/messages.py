"""Code around a call that tells errors apart by what they say.

A function of another library raises the same error, and says it in words of its own.
"""

from __future__ import annotations

import ast
import re

from .scopes import ScopeTree
from .surroundings import around, handlers, tried
from .syntax import last_name

_EXPECTS = re.compile(r"[rR]aises")
_BY_MESSAGE = re.compile(r"[mM]atch|[rR]egex|[mM]essage")
_LOOKS = ("isinstance", "type", "print")


def read_message(scopes: ScopeTree, node: ast.AST) -> str:
    """Return what around a node looks at what an error says, or nothing."""
    for inner, outer in around(scopes, node):
        asking: list[ast.stmt | ast.ExceptHandler] = []
        if isinstance(outer, ast.With | ast.AsyncWith) and inner in outer.body:
            asking += [outer for one in outer.items if _expects_message(scopes, one)]
        elif inner in tried(outer):
            asking += [one for one in handlers(outer) if _asks(scopes, one)]
        if asking:
            return f"line {asking[0].lineno} asks what an error says"
    return ""


def _expects_message(scopes: ScopeTree, item: ast.withitem) -> bool:
    """Whether a context expects what an error says, as ``pytest.raises`` does."""
    call = item.context_expr
    if not isinstance(call, ast.Call) or not _EXPECTS.search(last_name(call.func)):
        return False
    words = [last_name(call.func), *(one.arg or "" for one in call.keywords)]
    if any(map(_BY_MESSAGE.search, words)):
        return True
    held = item.optional_vars
    return isinstance(held, ast.Name) and len(_uses(scopes, held)) > 0


def _uses(scopes: ScopeTree, held: ast.Name) -> list[ast.Name]:
    owner = scopes.lookup(held.id, scopes.scope_of[held])
    uses = scopes.uses_of[owner, held.id] if owner is not None else []
    return [one for one in uses if isinstance(one.ctx, ast.Load)]


def _asks(scopes: ScopeTree, handler: ast.ExceptHandler) -> bool:
    """Whether a handler goes on by what is in the error, or remembers it."""
    return handler.name is not None and any(
        _decides(scopes, one)
        for one in ast.walk(handler)
        if isinstance(one, ast.Name) and one.id == handler.name
    )


def _decides(scopes: ScopeTree, node: ast.expr) -> bool:
    """Whether it depends on a value what is done, but for what kind of one it is."""
    current: ast.AST = node
    while isinstance(current, ast.expr | ast.keyword):
        parent = scopes.parents[current]
        if isinstance(parent, ast.Call) and last_name(parent.func) in _LOOKS:
            return False
        if isinstance(parent, ast.Compare | ast.NamedExpr | ast.Assign | ast.Match):
            return True
        if current is getattr(parent, "test", None):
            return True
        current = parent
    return False
