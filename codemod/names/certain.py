"""What a name certainly is: the import, or the one expression, that it stands for.

A name that two places bind is not certain, whatever they bind it to.
"""

from __future__ import annotations

import ast

from .scopes import Binding, ScopeTree

_DEEPEST = 20
_ASSIGNING = (ast.Assign, ast.AnnAssign, ast.AugAssign)


def imported(scopes: ScopeTree, node: ast.AST) -> tuple[str, int] | None:
    """Return the dotted path that an import gives an expression, and its dots.

    A name that stands nowhere in the module, as in a text, is one of the module. What
    is imported twice, as in two cells of a notebook, is one thing.
    """
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    owner = scopes.lookup(node.id, scopes.scope_of.get(node, scopes.module))
    bindings = owner.bindings[node.id] if owner is not None else []
    brought = {(one.path, one.level) for one in bindings}
    path, level = brought.pop() if len(brought) == 1 else (None, 0)
    return (".".join([path, *parts]), level) if path else None


def imported_path(scopes: ScopeTree, node: ast.AST) -> str:
    """Return the dotted path that an absolute import gives an expression, or nothing.

    What a from-import with dots brings has none.
    """
    found = imported(scopes, node)
    return "" if found is None or found[1] else found[0]


def sole_value(scopes: ScopeTree, name: ast.Name) -> ast.expr | None:
    """Return the one expression that gives a name its value, if one alone does.

    Of ``a, b = 1, 2`` it is the part that the name gets.
    """
    binding = scopes.sole_binding(name) if name in scopes.scope_of else None
    return value_of(scopes, binding) if binding is not None else None


def value_of(scopes: ScopeTree, binding: Binding) -> ast.expr | None:
    """Return the expression that a binding gives its name, if it is written."""
    return binding.value or assigned_to(scopes, binding.node)


def assigned_to(scopes: ScopeTree, node: ast.AST) -> ast.expr | None:
    """Return what an assignment gives one of its targets, if it is written.

    Of ``a, b = 1, 2`` it is the part that the target gets.
    """
    target = scopes.parents.get(node)
    if isinstance(target, ast.Assign):
        return target.value
    statement = scopes.parents.get(target) if target is not None else None
    if not isinstance(target, ast.Tuple) or not isinstance(statement, ast.Assign):
        return None
    value = statement.value
    if not isinstance(value, ast.Tuple) or len(value.elts) != len(target.elts):
        return None
    if any(isinstance(one, ast.Starred) for one in (*target.elts, *value.elts)):
        return None
    return value.elts[[*map(id, target.elts)].index(id(node))]


def binding_here(scopes: ScopeTree, name: ast.Name) -> Binding | None:
    """Return what gave a name the value that is read here, if that is certain.

    It is where one place alone binds the name, or where all that do stand one after the
    other in the body of its function, or of the module.
    """
    scope = scopes.scope_of.get(name)
    owner = scopes.lookup(name.id, scope) if scope is not None else None
    bindings = owner.bindings[name.id] if owner is not None else []
    if owner is None or len(bindings) < 2:
        return bindings[0] if bindings else None
    body = getattr(owner.node, "body", None)
    if owner is not scope or not isinstance(body, list):
        return None
    order = {one: index for index, one in enumerate(body)}
    around = (order[one] for one in scopes.ancestors(name) if one in order)
    here, found = next(around, 0), None
    for binding in bindings:
        if isinstance(binding.node, ast.arg):
            found = binding
            continue
        at = scopes.parents.get(binding.node)
        at = scopes.parents.get(at) if isinstance(at, ast.Tuple) else at
        if at not in order or not isinstance(at, _ASSIGNING):
            return None
        found = binding if order[at] < here else found
    return found


def value_here(scopes: ScopeTree, name: ast.Name) -> ast.expr | None:
    """Return the expression that gives a name the value that is read here.

    Of ``total -= warmup`` it is the difference of the two.
    """
    binding = binding_here(scopes, name)
    if binding is None:
        return None
    statement = binding.statement
    if isinstance(statement, ast.AugAssign):
        return ast.BinOp(statement.target, statement.op, statement.value)
    return value_of(scopes, binding)


def through_names(scopes: ScopeTree, node: ast.expr) -> ast.expr:
    """Return what an expression is, through the names that are bound once."""
    for _ in range(_DEEPEST):
        if isinstance(node, ast.NamedExpr):
            node = node.value
            continue
        value = sole_value(scopes, node) if isinstance(node, ast.Name) else None
        if value is None:
            return node
        node = value
    return node
