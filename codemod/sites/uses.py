"""What a use of a name does with the dict, or list of dicts, that it holds.

``kw["steps"] = 9``, ``kw.update(steps=9)`` and ``cycles.append(kw)`` put something
in; ``kw.pop("steps")`` names a key. Of a use that no step is given for, nothing is
known, and whoever asks what else uses the name is told of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ..names.scopes import ScopeTree
from ..names.syntax import Entry, keyword_entries, text_of
from .arguments import Argument
from .trace import Link, Place, Seen, Step, Via

LOOPS = (ast.For, ast.AsyncFor, ast.comprehension)


def steps_of_use(scopes: ScopeTree, use: ast.Name, is_list: bool) -> Iterator[Step]:
    """Yield what one use of a name puts into the dict or list that it holds."""
    parent = scopes.parents[use]
    if isinstance(parent, ast.Attribute):
        call = scopes.parents[parent]
        if isinstance(call, ast.Call) and call.func is parent:
            method = _list_method if is_list else _dict_method
            yield from method(use, parent.attr, call)
    elif is_list:
        yield from _element(scopes, use, parent)
    elif isinstance(parent, ast.Subscript) and parent.value is use:
        yield from _key(scopes, use, parent)
    elif isinstance(parent, ast.Compare) and _is_key_of(use, parent):
        yield Seen(use)
        yield parent.left


def steps_of_entries(
    holder: ast.Call | ast.Dict, entries: Iterable[Entry], via: Via
) -> Iterator[Step]:
    """Yield what the parts of a dict give; nothing for a key that is computed."""
    for entry in entries:
        if entry.key is None:
            yield Link(via, Place(entry.value, is_list=False))
        elif (argument := Argument.of_entry(holder, entry)) is not None:
            yield argument


def _is_key_of(use: ast.Name, test: ast.Compare) -> bool:
    """Whether a comparison asks for a key, as in ``"steps" in kw``."""
    return test.comparators == [use] and text_of(test.left) is not None


def _element(scopes: ScopeTree, use: ast.Name, parent: ast.AST) -> Iterator[Step]:
    """Yield what is done with the elements of a list, one or each of them."""
    if isinstance(parent, ast.Subscript) and parent.value is use:
        above = scopes.parents[parent]
        if isinstance(above, ast.Subscript) and above.value is parent:
            yield from _key(scopes, use, above)
    elif isinstance(parent, LOOPS) and parent.iter is use:
        target = parent.target
        if isinstance(target, ast.Name):
            owner = scopes.lookup(target.id, scopes.scope_of[target])
            if owner is not None and len(owner.bindings[target.id]) == 1:
                yield Seen(use)
                yield (owner, target.id)
                for inner in scopes.uses_of[owner, target.id]:
                    yield from steps_of_use(scopes, inner, is_list=False)


def _key(scopes: ScopeTree, use: ast.Name, node: ast.Subscript) -> Iterator[Step]:
    text = text_of(node.slice)
    if text is None:
        return
    yield Seen(use)
    statement = scopes.parents[node]
    if isinstance(statement, ast.Assign) and node in statement.targets:
        yield Argument(text, statement.value, node.slice, node, 0, True)
    else:
        yield node.slice


def _list_method(use: ast.Name, method: str, call: ast.Call) -> Iterator[Step]:
    if call.args and method in ("append", "insert"):
        yield Seen(use)
        yield Link(Via.ELEMENT, Place(call.args[-1], is_list=False))
    elif call.args and method == "extend":
        yield Seen(use)
        yield Link(Via.ALSO, Place(call.args[0], is_list=True))


def _dict_method(use: ast.Name, method: str, call: ast.Call) -> Iterator[Step]:
    first = call.args[0] if call.args else None
    text = text_of(first) if first is not None else None
    if method == "update":
        yield Seen(use)
        if first is not None:
            yield Link(Via.ALSO, Place(first, is_list=False))
        yield from steps_of_entries(call, keyword_entries(call), Via.ALSO)
    elif first is None or text is None:
        return
    elif method == "setdefault" and len(call.args) == 2:
        yield Seen(use)
        yield Argument(text, call.args[1], first, call, 0, True)
    elif method in ("pop", "get"):
        yield Seen(use)
        yield first
