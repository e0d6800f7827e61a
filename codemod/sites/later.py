"""Calls that are only stored, so that what they are given can still change.

``fdl.Config(optax.sgdr_schedule, ...)`` is given the function and its arguments. In a
function that `auto_config` decorates, and of a module that is imported within
``with konfig.imports():``, each call as it is written stores itself.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence

from ..names.meaning import Reference
from ..names.resolver import Resolver
from ..names.syntax import last_name

_STORES = frozenset({"fiddle.Config", "hydra_zen.builds"})
_DECORATORS = frozenset({"auto_config"})
_IMPORTS = "konfig.imports"  # from whichever package


def stores(
    resolver: Resolver,
    reference: Reference,
    call: ast.Call,
    parameters: Sequence[str],
    required: Collection[str],
) -> bool:
    """Whether a call stores the function itself, with all that it takes.

    Args:
        resolver: of the module.
        reference: the function, as it may be given.
        call: the call.
        parameters: those of the function.
        required: those that it has to be given.
    """
    if call.args[:1] != [reference.node] or reference.meaning.presets:
        return False
    names = {keyword.arg for keyword in call.keywords}
    positional = parameters[: len(call.args) - 1]
    return (
        resolver.objects.path(call.func) in _STORES
        and names.issubset(parameters)
        and names.union(positional).issuperset(required)
        and not any(isinstance(one, ast.Starred) for one in call.args)
    )


def is_stored(
    resolver: Resolver, callee: ast.expr, storing: Collection[ast.alias]
) -> bool:
    """Whether a call that is written plainly stores itself.

    Args:
        resolver: of its module.
        callee: what it calls.
        storing: the imports of the module that bring what stores calls.
    """
    scopes = resolver.scopes
    for outer in scopes.ancestors(callee):
        if isinstance(outer, ast.FunctionDef):
            made = (getattr(one, "func", one) for one in outer.decorator_list)
            if any(last_name(one) in _DECORATORS for one in made):
                return True
    root = callee
    while isinstance(root, ast.Attribute):
        root = root.value
    if not isinstance(root, ast.Name):
        return False
    owner = scopes.lookup(root.id, scopes.scope_of[root])
    bindings = owner.bindings.get(root.id, ()) if owner is not None else ()
    return bool(storing) and any(binding.node in storing for binding in bindings)


def storing_imports(resolver: Resolver) -> frozenset[ast.alias]:
    """Return the imports that bring what stores calls in place of the module."""
    return frozenset(
        node
        for outer in resolver.scopes.nodes(ast.With)
        for item in outer.items
        if isinstance(item.context_expr, ast.Call)
        and resolver.objects.path(item.context_expr.func).endswith(_IMPORTS)
        for node in ast.walk(outer)
        if isinstance(node, ast.alias)
    )
