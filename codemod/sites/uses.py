"""What a use of a name does with the dict, or list of dicts, that it holds.

The uses that are understood are tables: by the syntax around the name, here, and by
the method that is called, in `methods`. ``kw["steps"] = 9``, ``kw.update(steps=9)`` and
``cycles.append(kw)`` put something in; ``kw.pop("steps")`` takes a key out;
``kw["steps"] *= 2`` leaves a value that is not written anywhere. Of any other use no
step is given, and whoever asks what else uses the name is told of it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping

from ..names.scopes import ScopeTree
from ..names.syntax import is_builtin, text_of
from .arguments import Argument
from .loops import LOOPS, each_of, held_by
from .methods import DICT_METHODS, LIST_METHODS, Method
from .order import keys_taken, sole_parameter, sorting_key
from .registries import entries_of
from .trace import Changed, Seen, Step

_WORD = re.compile(r"\w+")

_Form = Callable[[ScopeTree, ast.Name, ast.AST], Iterator[Step]]


def steps_of_use(scopes: ScopeTree, use: ast.Name, is_list: bool) -> Iterator[Step]:
    """Yield what one use of a name does with the dict or list that it holds."""
    if _is_shown(scopes, use):
        return
    parent = scopes.parents[use]
    form = (_OF_A_LIST if is_list else _OF_A_DICT).get(type(parent))
    if form is not None:
        yield from form(scopes, use, parent)


def _asked_for(scopes: ScopeTree, use: ast.Name, test: ast.AST) -> Iterator[Step]:
    """Ask for a key, as ``"steps" in kw`` does, or whether there is a dict at all."""
    assert isinstance(test, ast.Compare)
    if isinstance(test.ops[0], (ast.In, ast.NotIn)):
        if test.comparators == [use] and text_of(test.left) is not None:
            yield Seen(use)
            yield test.left
    elif _is_identity(use, test):
        yield Seen(use)


def _compared(scopes: ScopeTree, use: ast.Name, test: ast.AST) -> Iterator[Step]:
    """Ask whether there is one, or for what a dict has one under.

    What is in a list is compared with its dicts, key by key.
    """
    assert isinstance(test, ast.Compare)
    asked = isinstance(test.ops[0], (ast.In, ast.NotIn)) and test.comparators == [use]
    if _is_identity(use, test) or (asked and entries_of(scopes, use) is not None):
        yield Seen(use)


def _is_identity(use: ast.Name, test: ast.Compare) -> bool:
    """Whether a comparison reads ``kw is None``, or ``kw is not None``."""
    return (
        test.left is use
        and len(test.ops) == 1
        and isinstance(test.ops[0], (ast.Is, ast.IsNot))
        and isinstance(test.comparators[0], ast.Constant)
    )


def _tested(scopes: ScopeTree, use: ast.Name, around: ast.AST) -> Iterator[Step]:
    """Ask whether it is empty, as ``if kw:`` and ``not kw`` do."""
    negated = isinstance(around, ast.UnaryOp) and isinstance(around.op, ast.Not)
    if negated or getattr(around, "test", None) is use:
        yield Seen(use)


def _counted(scopes: ScopeTree, use: ast.Name, call: ast.AST) -> Iterator[Step]:
    """Ask how much is in it, as ``len(kw)`` does."""
    assert isinstance(call, ast.Call)
    function = call.func
    named = isinstance(function, ast.Name) and function.id == "len"
    if named and call.args == [use] and is_builtin(scopes, function):
        yield Seen(use)


def _key(scopes: ScopeTree, use: ast.Name, node: ast.AST) -> Iterator[Step]:
    """Read, set, change or take out what is under one key."""
    assert isinstance(node, ast.Subscript)
    text = text_of(node.slice) if node.value is use else None
    if text is not None:
        yield Seen(use)
        yield from _under_key(scopes, node, text)


def _under_key(scopes: ScopeTree, node: ast.Subscript, text: str) -> Iterator[Step]:
    statement = scopes.parents[node]
    if isinstance(node.ctx, ast.Load) or isinstance(statement, ast.AugAssign):
        yield node.slice
    elif isinstance(node.ctx, ast.Del):
        yield node.slice
        yield Changed(text, f"is taken out on line {node.lineno}")
        return
    elif isinstance(statement, ast.Assign) and node in statement.targets:
        yield Argument(text, statement.value, node.slice, node, 0, True)
        return
    else:
        unknown = ast.copy_location(ast.Name(text, ast.Load()), node.slice)
        yield Argument(text, unknown, node.slice, node, 0, True)
    if isinstance(node.ctx, ast.Store):
        yield Changed(text, f"is changed on line {node.lineno}")


def _is_shown(scopes: ScopeTree, node: ast.Name) -> bool:
    """Whether an f-string shows how a name is used, as ``f"{kw['a']=}"`` does."""
    for around in scopes.ancestors(node):
        if isinstance(around, ast.FormattedValue):
            parts = scopes.parents[around]
            assert isinstance(parts, ast.JoinedStr)
            before = parts.values[: parts.values.index(around)]
            text = before[-1] if before else None
            said = str(text.value) if isinstance(text, ast.Constant) else ""
            if said.rstrip().endswith("=") and node.id in _WORD.findall(said):
                return True
        elif isinstance(around, ast.stmt):
            break
    return False


def _element(scopes: ScopeTree, use: ast.Name, node: ast.AST) -> Iterator[Step]:
    """Do something with one key of one element, as in ``cycles[0]["steps"]``."""
    assert isinstance(node, ast.Subscript)
    above = scopes.parents[node]
    if node.value is use and isinstance(above, ast.Subscript) and above.value is node:
        text = text_of(above.slice)
        if text is not None:
            yield Seen(use)
            yield from _under_key(scopes, above, text)


def _each(scopes: ScopeTree, use: ast.Name, loop: ast.AST) -> Iterator[Step]:
    """Do what a loop over all elements does with the name that it gives them."""
    found = each_of(scopes, loop)
    if found is None or found[1] is not use:
        return
    target = found[0]
    owner = scopes.lookup(target.id, scopes.scope_of[target])
    if owner is not None and len(owner.bindings[target.id]) == 1:
        yield Seen(use)
        yield (owner, target.id)
        for inner in scopes.uses_of[owner, target.id]:
            yield from steps_of_use(scopes, inner, is_list=False)


def _passed(scopes: ScopeTree, use: ast.Name, call: ast.AST) -> Iterator[Step]:
    """Count the elements, or number them for a loop."""
    yield from _counted(scopes, use, call)
    yield from _each(scopes, use, scopes.parents[call])


def _dict_method(scopes: ScopeTree, use: ast.Name, node: ast.AST) -> Iterator[Step]:
    yield from _method(DICT_METHODS, scopes, use, node)


def _list_method(scopes: ScopeTree, use: ast.Name, node: ast.AST) -> Iterator[Step]:
    assert isinstance(node, ast.Attribute)
    yield from _method(LIST_METHODS, scopes, use, node)
    call = scopes.parents[node]
    if held_by(call) is use:
        yield from _each(scopes, use, scopes.parents[call])
    elif isinstance(call, ast.Call) and call.func is node and node.attr == "sort":
        yield from _sorted(scopes, use, call)


def _sorted(scopes: ScopeTree, use: ast.Name, call: ast.Call) -> Iterator[Step]:
    """Sort it by what is under keys of its dicts."""
    read = steps_of_order(scopes, call)
    if read is not None:
        yield Seen(use)
        yield from read


def steps_of_order(scopes: ScopeTree, call: ast.Call) -> list[Step] | None:
    """Return what sorting reads of each dict; None where that is not seen."""
    key = sorting_key(call)
    if isinstance(key, ast.Lambda) and (name := sole_parameter(key)):
        scope = scopes.scope_of[key]
        steps: list[Step] = [(scope, name)]
        for inner in scopes.uses_of.get((scope, name), ()):
            steps += steps_of_use(scopes, inner, is_list=False)
        return steps
    taken = keys_taken(scopes, key) if key is not None else None
    return None if taken is None else [*taken]


def _method(
    known: Mapping[str, Method], scopes: ScopeTree, use: ast.Name, node: ast.AST
) -> Iterator[Step]:
    assert isinstance(node, ast.Attribute)
    call = scopes.parents[node]
    method = known.get(node.attr)
    if isinstance(call, ast.Call) and call.func is node and method is not None:
        yield from method(use, call)


# What does no more than ask whether there is anything.
_ASKING: Mapping[type[ast.AST], _Form] = {
    ast.Assert: _tested,
    ast.Call: _counted,
    ast.Compare: _asked_for,
    ast.If: _tested,
    ast.IfExp: _tested,
    ast.UnaryOp: _tested,
    ast.While: _tested,
}
_OF_A_DICT: Mapping[type[ast.AST], _Form] = {
    **_ASKING,
    ast.Attribute: _dict_method,
    ast.Subscript: _key,
}
_OF_A_LIST: Mapping[type[ast.AST], _Form] = {
    **_ASKING,
    ast.Compare: _compared,
    **dict.fromkeys(LOOPS, _each),
    ast.Attribute: _list_method,
    ast.Call: _passed,
    ast.Subscript: _element,
}
