"""What a use of a name does with the dict, or list of dicts, that it holds."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ..names.syntax import text_of
from .arguments import Argument

if TYPE_CHECKING:
    from .trace import Trace, Tracer

LOOPS = (ast.For, ast.AsyncFor, ast.comprehension)


def record_use(tracer: Tracer, use: ast.Name, is_list: bool, trace: Trace) -> None:
    """Add what one use of a name puts into the dict or list that it holds."""
    parent = tracer.scopes.parents[use]
    if isinstance(parent, ast.Subscript) and parent.value is use and not is_list:
        _record_key(tracer, use, parent, trace)
    elif isinstance(parent, ast.Attribute):
        call = tracer.scopes.parents[parent]
        if isinstance(call, ast.Call) and call.func is parent:
            _record_method(tracer, use, parent.attr, call, is_list, trace)
    elif isinstance(parent, ast.Compare) and not is_list:
        if parent.comparators == [use] and text_of(parent.left) is not None:
            tracer.consumed.add(use)
            trace.reads.append(parent.left)
    elif is_list:
        _record_element(tracer, use, parent, trace)


def _record_element(
    tracer: Tracer, use: ast.Name, parent: ast.AST, trace: Trace
) -> None:
    """Add what is done with the elements of a list, one or each of them."""
    if isinstance(parent, ast.Subscript) and parent.value is use:
        above = tracer.scopes.parents[parent]
        if isinstance(above, ast.Subscript) and above.value is parent:
            _record_key(tracer, use, above, trace)
    elif isinstance(parent, LOOPS) and parent.iter is use:
        target = parent.target
        if isinstance(target, ast.Name):
            scope = tracer.scopes.scope_of[target]
            owner = tracer.scopes.lookup(target.id, scope)
            if owner is not None and len(owner.bindings[target.id]) == 1:
                tracer.consumed.add(use)
                trace.keys.add((owner, target.id))
                for inner in tracer.uses[owner, target.id]:
                    record_use(tracer, inner, False, trace)


def _record_key(
    tracer: Tracer, use: ast.Name, node: ast.Subscript, trace: Trace
) -> None:
    text = text_of(node.slice)
    if text is None:
        return
    tracer.consumed.add(use)
    statement = tracer.scopes.parents[node]
    if isinstance(statement, ast.Assign) and node in statement.targets:
        entry = Argument(text, statement.value, node.slice, node, 0, True)
        trace.entries.append(entry)
    else:
        trace.reads.append(node.slice)


def _record_method(
    tracer: Tracer,
    use: ast.Name,
    name: str,
    call: ast.Call,
    is_list: bool,
    trace: Trace,
) -> None:
    first = call.args[0] if call.args else None
    if is_list and first is not None and name in ("append", "extend", "insert"):
        tracer.consumed.add(use)
        if name == "extend":
            trace.absorb(tracer.follow(first, is_list=True))
        else:
            trace.elements.append(tracer.follow(call.args[-1], is_list=False))
    elif not is_list and name == "update":
        tracer.consumed.add(use)
        if first is not None:
            trace.absorb(tracer.follow(first, is_list=False))
        trace.absorb(tracer.keywords(call))
    elif not is_list and first is not None and (text := text_of(first)) is not None:
        if name == "setdefault" and len(call.args) == 2:
            tracer.consumed.add(use)
            entry = Argument(text, call.args[1], first, call, 0, True)
            trace.entries.append(entry)
        elif name in ("pop", "get"):
            tracer.consumed.add(use)
            trace.reads.append(first)
