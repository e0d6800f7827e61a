"""The arguments of a call as they are written: whose they are, and what is in them."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

from .call import ParsedCall
from .side import Side

_STATED = (bool, int, float, str, type(None))


def bound_arguments(side: Side) -> dict[str, ast.expr] | None:
    """The arguments by parameter, defaults with them, in the function's order.

    None where not all of them are seen, or Python would refuse them.
    """
    positional, given = [*_positional(side.call)], [*_given(side.call)]
    named = {name: node for name, node in given if name is not None}
    if any(isinstance(one, ast.Starred) for one in positional):
        return None
    if len(named) < len(given):
        return None
    try:
        bound = side.signature.bind(*positional, **named).arguments
    except TypeError:
        return None
    arguments: dict[str, ast.expr] = {}
    for name, parameter in side.signature.parameters.items():
        if parameter.kind not in (
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            inspect.Parameter.KEYWORD_ONLY,
        ):
            return None
        if name in bound:
            arguments[name] = bound[name]
        elif type(parameter.default) in _STATED:
            arguments[name] = ast.parse(repr(parameter.default), mode="eval").body
    return arguments


def _positional(call: ParsedCall) -> Iterator[ast.expr]:
    """The positional arguments, those of lists that are written out with them."""
    for node in call.positional:
        if isinstance(node, ast.Starred) and isinstance(
            node.value, (ast.List, ast.Tuple)
        ):
            yield from node.value.elts
        else:
            yield node


def _given(call: ParsedCall) -> Iterator[tuple[str | None, ast.expr]]:
    """The arguments by name, those of dicts that are written out with them."""
    for name, node in call.keywords:
        if name is None and isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                text = key.value if isinstance(key, ast.Constant) else None
                yield (text if isinstance(text, str) else None), value
        elif name is None and isinstance(node, ast.Call) and _is_dict(node):
            yield from ((one.arg, one.value) for one in node.keywords)
        else:
            yield name, node


def leaves_of(node: ast.expr) -> Iterator[ast.expr]:
    """The expressions in an argument, within lists and dicts that are written out."""
    if isinstance(node, (ast.List, ast.Tuple)):
        inner = node.elts
    elif isinstance(node, ast.Dict) and None not in node.keys:
        inner = node.values
    elif isinstance(node, ast.Call) and _is_dict(node):
        inner = [keyword.value for keyword in node.keywords]
    else:
        yield node
        return
    for one in inner:
        yield from leaves_of(one)


def _is_dict(node: ast.Call) -> bool:
    return (
        isinstance(node.func, ast.Name)
        and node.func.id == "dict"
        and not node.args
        and all(keyword.arg for keyword in node.keywords)
    )
