"""Optax's chains: what is put together in them, and what an expression is put into."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice

from ...codemod.rule import Site, SiteModule
from .optimizers import injected_rate, learning_rate, optax_name

_MOST = 1_000  # parts of a chain


def chained(module: SiteModule, node: ast.expr) -> list[ast.expr]:
    """Return what makes each part of a chain; of anything else, what makes that."""
    made = module.origin(node)
    if isinstance(made, ast.Call) and parts_of(module, made):
        return [module.origin(one) for one in parts_of(module, made)]
    return [made]


def schedules_in(module: SiteModule, node: ast.expr) -> Iterator[Site]:
    """Yield the schedules that an optimizer, or a chain with one, goes by."""
    for part in chained(module, node):
        rate = learning_rate(module, part) or injected_rate(module, part)[1]
        if isinstance(part, ast.Call) and part.args:
            by_schedule = optax_name(module, part.func) == "scale_by_schedule"
            rate = part.args[0] if by_schedule else rate
        site = module.made_by(rate) if rate is not None else None
        if site is not None:
            yield site


def around(module: SiteModule, node: ast.expr) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Yield each chain that an expression is a part of, and where it stands in it.

    Its parts are those of `parts_of`. Of a chain within another, that one is yielded.
    """
    for use in uses(module, node):
        for holder in _chains_of(module, use):
            yield from ((chain, use) for chain in _outermost(module, holder))


def _outermost(module: SiteModule, chain: ast.Call) -> Iterator[ast.Call]:
    pending, seen = [chain], set[ast.Call]()
    while pending:
        one = pending.pop()
        if one not in seen:
            seen.add(one)
            outer = [
                holder
                for use in uses(module, one)
                for holder in _chains_of(module, use)
            ]
            pending += outer
            yield from () if outer else (one,)


def _chains_of(module: SiteModule, use: ast.expr) -> Iterator[ast.Call]:
    """Yield each chain that an expression is given to as a part, where it stands."""
    for holder in _holders(module, use):
        if isinstance(holder, ast.Call) and use in _given(module, holder):
            yield holder


def _holders(module: SiteModule, node: ast.expr) -> Iterator[ast.AST]:
    """Yield what an expression is given to, out of the list and the pair around it."""
    parents = module.scopes.parents
    outer = parents[node]
    if isinstance(outer, ast.Tuple) and len(outer.elts) == 2:
        node, outer = outer, parents[outer]
    yield outer
    lists: Iterator[ast.expr] = iter(())
    if isinstance(outer, (ast.List, ast.Tuple)):
        lists = uses(module, outer)
    elif isinstance(outer, ast.Call) and isinstance(outer.func, ast.Attribute):
        name = outer.func.value
        lists = _reads(module, name) if isinstance(name, ast.Name) else lists
    for one in lists:
        if isinstance(parents[one], ast.Starred):
            yield parents[parents[one]]


def parts_of(module: SiteModule, chain: ast.Call) -> list[ast.expr]:
    """Return what a chain is given, and what chains in it are, in their places."""
    return [*islice(_parts(module, chain, frozenset()), _MOST)]


def _parts(
    module: SiteModule, chain: ast.Call, above: frozenset[ast.Call]
) -> Iterator[ast.expr]:
    for one in _given(module, chain):
        made, inner = module.origin(one), list[ast.expr]()
        if isinstance(made, ast.Call) and made not in above:
            inner = [*islice(_parts(module, made, above | {chain}), _MOST)]
        yield from inner or [one]


def _given(module: SiteModule, chain: ast.Call) -> list[ast.expr]:
    """Return what a chain is given, out of the lists and the pairs around it."""
    name = optax_name(module, chain.func)
    if name not in ("chain", "named_chain"):
        return []
    found: list[ast.expr] = []
    for one in chain.args:
        listed = module.list_parts(one.value) if isinstance(one, ast.Starred) else None
        found += [one] if listed is None else listed
    if name == "chain":
        return found
    return [
        one.elts[1] if isinstance(one, ast.Tuple) and len(one.elts) == 2 else one
        for one in found
    ]


def uses(module: SiteModule, node: ast.expr) -> Iterator[ast.expr]:
    """Yield an expression, and each place that reads what it alone is bound to."""
    yield node
    scopes = module.scopes
    statement = scopes.parents[node]
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, (ast.AnnAssign, ast.NamedExpr)):
        targets = [statement.target]
    for target in targets:
        if isinstance(target, ast.Attribute):
            yield from module.field_uses(target)
        elif isinstance(target, ast.Name) and scopes.sole_binding(target) is not None:
            yield from _reads(module, target)


def _reads(module: SiteModule, name: ast.Name) -> Iterator[ast.Name]:
    """Yield each place that reads the value of a name."""
    scopes = module.scopes
    owner = scopes.lookup(name.id, scopes.scope_of[name])
    for use in scopes.uses_of.get((owner, name.id), ()) if owner is not None else ():
        if isinstance(use.ctx, ast.Load):
            yield use
