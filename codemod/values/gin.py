"""What gin binds the parameters of registered functions to, in files of the tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ..files.configs.gin_statements import Binding
from ..names.configs.files import ConfigFile
from ..names.scopes import ScopeTree
from ..names.syntax import text_of
from .spots import Given, Spot, Way
from .tree import Module, Tree, path_of

_REGISTERS = frozenset({"gin.config.configurable", "gin.configurable"})


def given_by_gin(tree: Tree, module: Module, node: ast.arg) -> Given | None:
    """Return what gives a parameter its value, if one binding of the tree does.

    A binding in a scope is for some of the calls, so that none is certain.
    """
    function = module.scopes.parents[module.scopes.parents[node]]
    name = _registered(module, function)
    if not name or tree.project is None:
        return None
    found = [
        given
        for file in tree.project.configs.of(module.file)
        if file.says(node.arg)
        for given in _bound(file, name, node.arg)
    ]
    return found[0] if len(found) == 1 else None


def _registered(module: Module, function: ast.AST) -> str:
    """Return by which name gin knows a function, or nothing."""
    for decorator in getattr(function, "decorator_list", ()):
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if path_of(module, called) not in _REGISTERS:
            continue
        given = decorator.args[:1] if isinstance(decorator, ast.Call) else []
        return (text_of(given[0]) or "") if given else getattr(function, "name", "")
    return ""


def _bound(file: ConfigFile, name: str, parameter: str) -> Iterator[Given]:
    """Yield what a file binds a parameter to."""
    text, every = file.text, file.gin
    for binding in every:
        if binding.selector is None or text[slice(*binding.parameter)] != parameter:
            continue
        said = text[slice(*binding.selector)]
        if said != name and not said.endswith(f".{name}"):
            continue
        value = None if binding.scope else _value(text, binding, every)
        line = text.count("\n", 0, binding.span[0]) + 1
        spot = Spot(
            Module(str(file.path), ScopeTree(ast.Module([], []))),
            value or ast.Name("?", lineno=line, col_offset=0),
        )
        choice = f"`{name}.{parameter}` can be bound in another way"
        yield Given(spot, Way.ENTRY, line, choice, f"{name}.{parameter}")


def _value(text: str, binding: Binding, every: Sequence[Binding]) -> ast.expr | None:
    """Return a value, or what the macro that it is has; None for anything else."""
    said = text[slice(*binding.span)]
    if said.startswith("%"):
        macros = [
            one
            for one in every
            if one.selector is None and text[slice(*one.parameter)] == said[1:]
        ]
        said = text[slice(*macros[0].span)] if len(macros) == 1 else ""
    try:
        value = ast.literal_eval(said)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return ast.Constant(value) if isinstance(value, int | float | str) else None
