"""What reaches the names that a function sees, whichever function that is.

``rate.__globals__`` is a dict of them, and so is what ``attrgetter("__globals__")``
gives; ``rate.__builtins__`` are the builtins that it sees.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .module_objects import UNSEEN, ModuleObjects
from .namespaces import EVERY, Does, Use, uses_of_names
from .syntax import is_named, text_of

REACHING = {
    **dict.fromkeys(("__globals__", "f_globals"), UNSEEN),
    **dict.fromkeys(("__builtins__", "f_builtins"), "builtins"),
}
"""Attributes that are dicts of names, and the module that these are of."""

# Those of functions. A text that names those of a frame is most often what imports
# lazily: it replaces modules by what stands for the same ones.
_TEXTS = frozenset({"__globals__", "__builtins__"})

_LOOK = ("hasattr", "print", "repr")


def set_through_functions(objects: ModuleObjects) -> Iterator[Use]:
    """Yield what a file sets of the names that functions see, or may set.

    A text that is such an attribute's name lets that go out of sight, wherever it
    stands, but where ``getattr`` takes it; what is done with that is looked at.
    """
    kinds = (ast.Attribute, ast.Call, ast.Constant, ast.MatchClass)
    for node in objects.scopes.nodes(*kinds):
        if isinstance(node, ast.Attribute) and node.attr in REACHING:
            if getattr(objects.scopes.parents[node], "attr", "") == "__get__":
                yield _all_of(node.attr, node)
            yield from _set_in(objects, node, REACHING[node.attr])
        elif isinstance(node, ast.Call) and _computes(node):
            yield from _set_in_computed(objects, node)
        elif isinstance(node, ast.Constant) and text_of(node) in _TEXTS:
            yield from _said(objects, node)
        elif isinstance(node, ast.MatchClass):
            for name in REACHING.keys() & {*node.kwd_attrs}:
                yield _all_of(name, node)


def _said(objects: ModuleObjects, text: ast.Constant) -> Iterator[Use]:
    """Yield what may be set by what takes an attribute that a text names."""
    parents = objects.scopes.parents
    parent = parents[text]
    if isinstance(parent, ast.Call) and text in parent.args:
        if is_named(parent.func, "getattr"):
            yield from _set_in(objects, parent, REACHING[str(text.value)])
        elif not is_named(parent.func, *_LOOK):
            yield _all_of(str(text.value), parent)
    elif isinstance(parent, ast.Dict | ast.Compare | ast.Expr):
        return  # a key of one's own, or nothing but a comparison
    else:
        says = isinstance(parent, ast.expr | ast.Assign | ast.Return)
        yield _all_of(str(text.value), parent if says else text)


def _computes(call: ast.Call) -> bool:
    """Whether a call takes an attribute that it does not say."""
    taken = call.args[1:2]
    return is_named(call.func, "getattr") and taken != [] and text_of(taken[0]) is None


def _set_in_computed(objects: ModuleObjects, call: ast.Call) -> Iterator[Use]:
    """Yield which names are set in a dict that any attribute may be, of an import."""
    package = objects.path(call.args[0]).partition(".")[0]
    if package not in ("", "builtins"):
        yield from _set_in(objects, call, f"{package}.{UNSEEN}")


def _set_in(objects: ModuleObjects, node: ast.expr, module: str) -> Iterator[Use]:
    """Yield which names of a module are set in a dict of them.

    Where the dict goes out of sight it is most often read, to see what names mean.
    """
    for use in uses_of_names(objects.scopes, node):
        if use.does is Does.SETS:
            yield Use(f"{module}.{use.name}", use.node, Does.SETS)


def _all_of(name: str, node: ast.AST) -> Use:
    return Use(f"{REACHING[name]}.{EVERY}", node, Does.ESCAPES)
