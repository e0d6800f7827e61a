"""What stands around a node: a `try`, a question for a version, an f-string.

Code that goes on where a call or an import fails, or asks by itself what there is,
takes care of itself.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .scopes import Binding, ScopeTree
from .syntax import written
from .version_asks import Elsewhere, asks_for_version

_CAUGHT = re.compile(
    r"\b((Base)?Exception|(Attribute|Import|ModuleNotFound|Type|Value)Error)\b"
)
_EXPECTED = re.compile(r"[rR]aises|suppress")
_SUPPRESSED = re.compile(r"suppress")
_NAMES_MISSED = re.compile(r"TypeError|AttributeError")


def is_tried(scopes: ScopeTree, node: ast.AST) -> bool:
    """Whether a ``try`` or ``with`` around ``node`` takes an error into account."""
    return any(
        _enters(outer, _EXPECTED)
        or (inner in tried(outer) and any(map(_catches, handlers(outer))))
        for inner, outer in around(scopes, node)
    )


def expects_error(scopes: ScopeTree, node: ast.AST) -> bool:
    """Whether a ``with`` around ``node`` expects an error, as `pytest.raises` does."""
    return any(_enters(outer, _EXPECTED) for outer in scopes.ancestors(node))


def version_guard(
    scopes: ScopeTree, node: ast.AST, elsewhere: Elsewhere = lambda binding: None
) -> str:
    """Return what around ``node`` asks which names a library has, or nothing.

    Args:
        scopes: the module.
        node: where in it.
        elsewhere: gives the module of the tree that an import leads to, if any.
    """
    for inner, outer in around(scopes, node):
        if inner in (*tried(outer), *handlers(outer)):
            names = (one.type for one in handlers(outer) if one.type is not None)
            if any(_NAMES_MISSED.search(written(one)) for one in names):
                line = getattr(outer, "lineno", 0)
                return f"a `try` on line {line} asks which names there are"
        for condition in _conditions(scopes, inner, outer):
            before = condition is not outer
            if asks_for_version(scopes, condition.test, elsewhere, of_import=before):
                return f"a condition on line {condition.lineno} asks for a version"
    return ""


def _conditions(
    scopes: ScopeTree, inner: ast.AST, outer: ast.AST
) -> Iterator[ast.If | ast.IfExp]:
    """Yield the conditions on which a node is come to, of those just around it.

    Also those before it in the same block that leave the block by themselves.
    """
    if isinstance(outer, ast.If | ast.IfExp) and inner is not outer.test:
        yield outer
    for before in scopes.leaving.get(inner, ()):
        if before.lineno >= getattr(inner, "lineno", 0):
            break
        yield before


def import_guard(scopes: ScopeTree, node: ast.AST) -> int | None:
    """Return the line of what lets a module do without an import, if any."""
    for inner, outer in around(scopes, node):
        goes_on = inner in tried(outer) and not all(map(_raises, handlers(outer)))
        if (
            goes_on
            or isinstance(inner, ast.ExceptHandler)
            or _enters(outer, _SUPPRESSED)
        ):
            return getattr(outer, "lineno", 0)
    return None


def is_none_in_place(scopes: ScopeTree, binding: Binding) -> bool:
    """Whether a name is None where its import fails, so that it calls nothing."""
    value, statement = binding.value, binding.statement
    if not isinstance(value, ast.Constant) or value.value is not None:
        return False
    handler = scopes.parents.get(statement) if statement is not None else None
    attempt = scopes.parents.get(handler) if handler is not None else None
    if not isinstance(handler, ast.ExceptHandler) or attempt is None:
        return False
    bound = (one.asname or one.name.partition(".")[0] for one in _imported_in(attempt))
    return binding.name in bound


def _imported_in(attempt: ast.AST) -> Iterator[ast.alias]:
    for statement in tried(attempt):
        if isinstance(statement, ast.Import | ast.ImportFrom):
            yield from statement.names


def outermost_f_string(scopes: ScopeTree, node: ast.AST) -> ast.JoinedStr | None:
    """Return the f-string in which a node stands, if any.

    Before Python 3.12, positions inside an f-string are not the file's.
    """
    found = None
    for outer in scopes.ancestors(node):
        if isinstance(outer, ast.JoinedStr):
            found = outer
    return found


def around(scopes: ScopeTree, node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield the nodes around a node, each after the one of them that is inside it."""
    for outer in scopes.ancestors(node):
        yield node, outer
        node = outer


def tried(node: ast.AST) -> list[ast.stmt]:
    """Return what a ``try`` tries; nothing of what is none."""
    return node.body if isinstance(node, ast.Try | ast.TryStar) else []


def handlers(node: ast.AST) -> list[ast.ExceptHandler]:
    """Return the handlers of a ``try``; none of what is none."""
    return node.handlers if isinstance(node, ast.Try | ast.TryStar) else []


def _catches(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or bool(_CAUGHT.search(written(handler.type)))


def _raises(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.body[-1], ast.Raise)


def _enters(node: ast.AST, what: re.Pattern[str]) -> bool:
    """Whether a node is a ``with`` of a context of this kind."""
    items = node.items if isinstance(node, ast.With | ast.AsyncWith) else []
    return any(what.search(written(item.context_expr)) for item in items)
