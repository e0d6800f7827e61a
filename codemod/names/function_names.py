"""What reaches the names that a function sees, or what it does, whichever it is.

``rate.__globals__`` is a dict of them, and so is what ``attrgetter("__globals__")``
gives; ``rate.__builtins__`` are the builtins that it sees. ``rate.__defaults__ = ...``
makes another function of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from .computed_attributes import calls_getter
from .module_objects import UNSEEN, ModuleObjects
from .namespaces import EVERY, Does, Use, uses_of_names
from .scopes import ScopeTree
from .syntax import is_named, last_name, text_of

REACHING = {
    **dict.fromkeys(("__globals__", "f_globals"), UNSEEN),
    **dict.fromkeys(("__builtins__", "f_builtins"), "builtins"),
}
"""Attributes that are dicts of names, and the module that these are of."""

# Those of functions. A text that names those of a frame is most often what imports
# lazily: it replaces modules by what stands for the same ones.
_TEXTS = frozenset({"__globals__", "__builtins__"})

# Where a text is a key of one's own, or nothing but compared.
_SAID = (ast.Dict, ast.Compare, ast.Expr)
_LOOK = ("hasattr", "print", "repr")
_READ = frozenset({*_LOOK, "getattr", "getattr_static", "__getattribute__"})

DEFINING = ("__code__", "__defaults__", "__kwdefaults__")
"""Attributes that say what a function does."""

_OF_CLASSES = ("__init__", "__new__")  # as of a named tuple that gets defaults
_OWN_CODE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


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
        elif isinstance(node, ast.Call) and _computes(objects.scopes, node):
            yield from _set_in_computed(objects, node)
        elif isinstance(node, ast.Constant) and text_of(node) in _TEXTS:
            yield from _said(objects, node)
        elif isinstance(node, ast.MatchClass):
            for name in REACHING.keys() & {*node.kwd_attrs}:
                yield _all_of(name, node)


def taken_of_functions(scopes: ScopeTree) -> Iterator[tuple[str, int]]:
    """Yield the names that are taken of those that any function sees, or EVERY.

    Each is with the line on which that is done.
    """
    for node in scopes.nodes(ast.Attribute, ast.Constant):
        found: Iterable[Use] = ()
        if isinstance(node, ast.Attribute):
            if REACHING.get(node.attr) == UNSEEN:
                found = uses_of_names(scopes, node)
        elif text_of(node) in _TEXTS:
            call = scopes.parents[node]
            if isinstance(call, ast.Call) and is_named(call.func, "getattr"):
                found = uses_of_names(scopes, call)
            elif not isinstance(call, _SAID):
                found = [Use(EVERY, node, Does.ESCAPES)]
        yield from ((use.name, node.lineno) for use in found)


def redefinitions(objects: ModuleObjects) -> Iterator[Use]:
    """Yield what gives a function other defaults, or other code, by an attribute.

    Which function that is is not seen, but for those of the file itself. What is set
    on a path from an import is told of that path, elsewhere.
    """
    for node in objects.scopes.nodes(ast.Attribute):
        if node.attr in DEFINING and _may_be_any(objects, node.value):
            for at in _set_there(objects.scopes, node):
                yield Use(f"{UNSEEN}.{node.attr}", at, Does.SETS)
    for text in objects.scopes.nodes(ast.Constant):
        name = text_of(text)
        if name in DEFINING and _may_set(objects, text):
            yield Use(f"{UNSEEN}.{name}", text, Does.SETS)


def _set_there(scopes: ScopeTree, node: ast.Attribute) -> Iterator[ast.AST]:
    if not isinstance(node.ctx, ast.Load):
        yield node
    elif node.attr == "__kwdefaults__":
        for use in uses_of_names(scopes, node):
            if use.does is Does.SETS:
                yield use.node


def _may_be_any(objects: ModuleObjects, node: ast.expr) -> bool:
    """Whether an expression may give a function that is not the file's own."""
    method = isinstance(node, ast.Attribute) and node.attr in _OF_CLASSES
    if method or objects.path(node):
        return False
    binding = objects.scopes.sole_binding(node) if isinstance(node, ast.Name) else None
    made = binding.value or binding.node if binding is not None else node
    return not isinstance(made, _OWN_CODE)


def _may_set(objects: ModuleObjects, text: ast.Constant) -> bool:
    """Whether what is given the name of such an attribute may set it."""
    parent = objects.scopes.parents[text]
    if isinstance(parent, ast.Call) and text in parent.args:
        if last_name(parent.func) in _READ:
            return False
        sets = is_named(parent.func, "setattr")
        return not sets or _may_be_any(objects, parent.args[0])
    return not isinstance(parent, _SAID)


def _said(objects: ModuleObjects, text: ast.Constant) -> Iterator[Use]:
    """Yield what may be set by what takes an attribute that a text names."""
    parents = objects.scopes.parents
    parent = parents[text]
    if isinstance(parent, ast.Call) and text in parent.args:
        if is_named(parent.func, "getattr"):
            yield from _set_in(objects, parent, REACHING[str(text.value)])
        elif not is_named(parent.func, *_LOOK):
            yield _all_of(str(text.value), parent)
    elif not isinstance(parent, _SAID):
        says = isinstance(parent, ast.expr | ast.Assign | ast.Return)
        yield _all_of(str(text.value), parent if says else text)


def _computes(scopes: ScopeTree, call: ast.Call) -> bool:
    """Whether a call takes an attribute that it does not say."""
    if call.args and calls_getter(scopes, call):
        return True
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
