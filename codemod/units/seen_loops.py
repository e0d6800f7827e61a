"""What a loop is seen to give a name, and lists that are seen to stay empty."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from ..names.certain import through_names
from ..names.scopes import ScopeTree
from ..names.syntax import dict_entries, is_named, last_name, text_of
from ..values.stated import Stated

_LOOPS = (ast.For, ast.AsyncFor, ast.comprehension)
_ASKS = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Call)
_SHOWS = frozenset({"print", "append"})
Of = Callable[[ast.expr], Stated | None]


def given_by_loop(
    scopes: ScopeTree, name: ast.Name, call: ast.AST
) -> Iterator[ast.expr]:
    """Yield what a loop over a list, or over a dict's values, gives its name.

    There is nothing where the name decides anything before the call.
    """
    binding = scopes.sole_binding(name)
    owner = scopes.lookup(name.id, scopes.scope_of[name])
    if binding is None or owner is None:
        return
    target = binding.node
    loop, index = scopes.parents.get(target), -1
    if isinstance(loop, ast.Tuple):
        index = next(at for at, one in enumerate(loop.elts) if one is target)
        loop = scopes.parents.get(loop)
    if not isinstance(loop, _LOOPS):
        return
    uses = [
        one
        for one in scopes.uses_of.get((owner, name.id), ())
        if isinstance(one.ctx, ast.Load)
    ]
    if not any(_decides(scopes, use, call) for use in uses):
        for one in _elements(scopes, loop.iter):
            if index < 0:
                yield one
            elif isinstance(one, ast.Tuple | ast.List) and index < len(one.elts):
                yield one.elts[index]


def _elements(scopes: ScopeTree, node: ast.expr) -> Iterator[ast.expr]:
    """Yield what is gone through, as far as it is written."""
    node = through_names(scopes, node)
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        yield from node.elts
    elif isinstance(node, ast.Subscript):
        for key, value in _entries(scopes, node.value):
            if key is not None and key == text_of(node.slice):
                yield from _elements(scopes, value)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        for _, value in _entries(scopes, node.func.value):
            if node.func.attr == "values":
                yield value
            elif node.func.attr == "items":
                yield ast.Tuple([ast.Constant(0), value])


def _entries(
    scopes: ScopeTree, node: ast.expr
) -> Iterator[tuple[str | None, ast.expr]]:
    made = dict_entries(through_names(scopes, node), scopes)
    for one in made[1] if made is not None else ():
        if one.key is not None:
            yield one.text, one.value


def _decides(scopes: ScopeTree, use: ast.Name, call: ast.AST) -> bool:
    """Whether something is done by what a name is, other than the call itself."""
    if call in scopes.ancestors(use):
        return False
    for around in scopes.ancestors(use):
        if isinstance(around, ast.Call) and last_name(around.func) in _SHOWS:
            return False
        if isinstance(around, (*_ASKS, ast.stmt, ast.comprehension)):
            return not isinstance(around, ast.stmt) or use in _tested(around)
        if isinstance(around, ast.IfExp) and use in [*ast.walk(around.test)]:
            return True
    return False


def _tested(statement: ast.stmt) -> list[ast.AST]:
    test = getattr(statement, "test", None) or getattr(statement, "subject", None)
    return [*ast.walk(test)] if test is not None else []


def no_rounds(
    scopes: ScopeTree, node: ast.expr, of: Of
) -> Iterator[tuple[str, object]]:
    """Yield what a list is made of, with a value that is seen and leaves it empty.

    A condition may leave out all that the list is made of.
    """
    made = through_names(scopes, node)
    if not isinstance(made, ast.ListComp | ast.GeneratorExp):
        return
    rounds = made.generators[0].iter
    if isinstance(rounds, ast.Call) and is_named(rounds.func, "range"):
        for count in rounds.args[-1:]:
            if _may_be_zero(scopes, count, made, of):
                yield ast.unparse(count), 0
    elif isinstance(rounds, ast.Name | ast.Attribute):
        stated = of(rounds)
        if made.generators[0].ifs or (stated is not None and stated.value in ([], ())):
            yield ast.unparse(rounds), ()


def _may_be_zero(scopes: ScopeTree, count: ast.expr, at: ast.AST, of: Of) -> bool:
    stated = of(count)
    seen: list[ast.expr] = []
    if isinstance(count, ast.Name) and count in scopes.scope_of:
        seen = [*given_by_loop(scopes, count, at)]
    zeros = [one for one in seen if isinstance(one, ast.Constant) and one.value == 0]
    return bool(zeros) or (stated is not None and stated.value == 0)
