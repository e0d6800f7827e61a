"""What running a text does with names, as far as the text is written."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .bind import bind_module
from .namespaces import EVERY, Does
from .scopes import ScopeTree
from .syntax import last_name, text_of

OF_FRAMES = frozenset({"__globals__", "f_globals", "f_locals"})
# Names and attributes that a text which is run may do anything with.
_DOES_ANYTHING = frozenset(
    {
        *("eval", "exec", "globals", "locals", "vars", "setattr", "delattr"),
        *("__import__", "__dict__", "__builtins__", "builtins", "modules"),
        *OF_FRAMES,
    }
)


def text_said(scopes: ScopeTree, node: ast.expr) -> str | None:
    """Return the text that an expression gives, also compiled."""
    for _ in range(4):
        if isinstance(node, ast.Name):
            binding = scopes.sole_binding(node)
            if binding is None or binding.value is None:
                return None
            node = binding.value
        elif isinstance(node, ast.Call) and node.args:
            name = last_name(node.func)
            if name not in ("compile", "dedent"):
                return None
            node = node.args[0]
    return text_of(node)


def names_in(text: str) -> Iterator[tuple[Does, str]]:
    """Yield what running a text does with each name in it, or that it may do all."""
    try:
        scopes = bind_module(ast.parse(text.strip()))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return  # it raises, and does nothing
    said = {name.id for name, _ in scopes.uses}
    said |= {*scopes.attributes}
    if (
        scopes.attributes_set
        or scopes.module.stars
        or not said.isdisjoint(_DOES_ANYTHING)
    ):
        yield Does.SETS, EVERY
        return
    for name in scopes.module.bindings:
        yield Does.SETS, name
    for used, scope in scopes.uses:
        if scopes.lookup(used.id, scope) in (None, scopes.module):
            yield Does.READS, used.id
