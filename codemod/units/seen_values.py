"""What an argument is seen to be that is no number: a default of None, a text.

Numbers are tried for a name in any case. A schedule that is made of None, and never
called, is a program that runs; so where such a value is in sight, it is tried, too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..names.scopes import FUNCTION_NODES, Scope, ScopeTree
from ..sites.site import Site


def seen_values(site: Site) -> Iterator[tuple[str, str | None]]:
    """Yield arguments that are one name or entry, each with its value that is seen.

    A parameter that is looked at before the call is taken to be looked after, and so
    is an entry that is set before it.
    """
    if site.arguments is None:
        return
    scopes = site.module.scopes
    for argument in site.arguments.named.values():
        value = argument.value
        if isinstance(value, ast.Name) and value in scopes.scope_of:
            yield from _default(value, site.node, scopes)
        elif isinstance(value, ast.Subscript) and value.value in scopes.scope_of:
            yield from _entry(value, site.node, scopes)


def _default(
    name: ast.Name, call: ast.AST, scopes: ScopeTree
) -> Iterator[tuple[str, str | None]]:
    binding = scopes.sole_binding(name)
    owner = scopes.lookup(name.id, scopes.scope_of[name])
    if binding is None or owner is None or not isinstance(owner.node, FUNCTION_NODES):
        return
    if not _is_looked_at(name, call, owner, scopes):
        for value in _no_number(_defaults(owner.node.args).get(name.id)):
            yield name.id, value


def _defaults(args: ast.arguments) -> dict[str, ast.expr]:
    positional = [*args.posonlyargs, *args.args]
    named = positional[len(positional) - len(args.defaults) :]
    pairs = [*zip(named, args.defaults, strict=True)]
    pairs += [
        (one, value)
        for one, value in zip(args.kwonlyargs, args.kw_defaults, strict=True)
        if value is not None
    ]
    return {one.arg: value for one, value in pairs}


def _no_number(node: ast.AST | None) -> Iterator[str | None]:
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, type(None))):
        yield node.value


def _is_looked_at(
    name: ast.Name, call: ast.AST, owner: Scope, scopes: ScopeTree
) -> bool:
    """Whether a name is used before the call, or decides whether it is made."""
    begin = _position(call)
    deciding = {
        id(part)
        for around in scopes.ancestors(call)
        if isinstance(around, ast.IfExp)
        for part in ast.walk(around.test)
    }
    return any(
        _position(use) < begin or id(use) in deciding
        for use in scopes.uses_of.get((owner, name.id), ())
    )


def _entry(
    entry: ast.Subscript, call: ast.AST, scopes: ScopeTree
) -> Iterator[tuple[str, str | None]]:
    base, key = entry.value, entry.slice
    if not isinstance(base, ast.Name) or not isinstance(key, ast.Constant):
        return
    binding = scopes.sole_binding(base)
    owner = scopes.lookup(base.id, scopes.scope_of[base])
    if binding is None or owner is None or not isinstance(binding.value, ast.Dict):
        return
    found = [
        value
        for given, value in zip(binding.value.keys, binding.value.values, strict=True)
        if isinstance(given, ast.Constant) and given.value == key.value
    ]
    for value in _no_number(found[-1] if found else None):
        if not _is_set(base, call, owner, scopes):
            yield ast.unparse(entry), value


def _is_set(base: ast.Name, call: ast.AST, owner: Scope, scopes: ScopeTree) -> bool:
    """Whether an entry of a dict is set before the call, or where is not known."""
    elsewhere = owner is not scopes.scope_of[base]
    for use in scopes.uses_of.get((owner, base.id), ()):
        around = scopes.parents.get(use)
        is_set = isinstance(around, ast.Subscript) and isinstance(around.ctx, ast.Store)
        if is_set and (elsewhere or _position(use) < _position(call)):
            return True
    return False


def _position(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
