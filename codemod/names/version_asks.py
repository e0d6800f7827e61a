"""Whether a condition asks which version of a library there is, wherever it does.

Directly, in the value of a name, in a function of the module, or in what another module
of the tree gives. There, and in a function, only a question about an import counts.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from .scopes import Binding, ScopeTree
from .syntax import last_name

Elsewhere = Callable[[Binding], ScopeTree | None]
_QUESTIONS = frozenset({"version", "hasattr", "signature"})
_MOST = 50  # values and functions that are looked at for one condition


def asks_for_version(
    scopes: ScopeTree, test: ast.expr, elsewhere: Elsewhere, *, of_import: bool = False
) -> bool:
    """Whether a condition, or what its names have, asks for a version.

    Args:
        scopes: the module.
        test: the condition.
        elsewhere: gives the module of the tree that an import leads to, if any.
        of_import: whether only a question about an import counts here, too.
    """
    pending: list[tuple[ScopeTree, ast.AST, bool]] = [(scopes, test, of_import)]
    seen: set[ast.AST] = set()
    while pending and len(seen) < _MOST:
        where, node, strict = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        if any(_asks(where, one, strict) for one in ast.walk(node)):
            return True
        pending += _behind(where, node, strict, elsewhere)
    return False


def _asks(scopes: ScopeTree, node: ast.AST, strict: bool) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == "__version__"
    if isinstance(node, ast.Name):
        return node.id == "__version__"
    if not isinstance(node, ast.Call):
        return False
    name = last_name(node.func)
    if name not in _QUESTIONS:
        return False
    return not strict or name == "version" or any(_of_import(scopes, node.args[:1]))


def _of_import(scopes: ScopeTree, nodes: list[ast.expr]) -> Iterator[bool]:
    for node in nodes:
        while isinstance(node, ast.Attribute):
            node = node.value
        binding = scopes.sole_binding(node) if isinstance(node, ast.Name) else None
        yield binding is not None and binding.is_import


def _behind(
    scopes: ScopeTree, node: ast.AST, strict: bool, elsewhere: Elsewhere
) -> Iterator[tuple[ScopeTree, ast.AST, bool]]:
    """Yield the values, and functions, that the names of an expression have."""
    for name in ast.walk(node):
        if not isinstance(name, ast.Name) or name not in scopes.scope_of:
            continue
        owner = scopes.lookup(name.id, scopes.scope_of[name])
        for binding in owner.bindings[name.id] if owner is not None else ():
            if binding.is_import:
                yield from _imported(scopes, name, binding, elsewhere)
            else:
                yield from _of(scopes, binding, strict)


def _imported(
    scopes: ScopeTree, name: ast.Name, binding: Binding, elsewhere: Elsewhere
) -> Iterator[tuple[ScopeTree, ast.AST, bool]]:
    """Yield what another module of the tree gives to a name, or to its attribute."""
    other = elsewhere(binding)
    if other is None:
        return
    parent = scopes.parents.get(name)
    member = binding.path.rpartition(".")[2] if binding.path else ""
    if isinstance(parent, ast.Attribute):
        member = parent.attr
    for one in other.module.bindings.get(member, ()):
        yield from _of(other, one, True)


def _of(
    scopes: ScopeTree, binding: Binding, strict: bool
) -> Iterator[tuple[ScopeTree, ast.AST, bool]]:
    if binding.value is not None:
        yield scopes, binding.value, strict
    elif isinstance(binding.node, ast.FunctionDef):
        for node in ast.walk(binding.node):
            if isinstance(node, ast.Return) and node.value is not None:
                yield scopes, node.value, True
            elif isinstance(node, ast.If):
                yield scopes, node.test, True
