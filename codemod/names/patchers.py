"""What a file puts in the place of what others import, as data: by objects and texts.

``optax.adam = fake`` and ``setattr(optax, name, fake)`` are uses of module objects;
``mock.patch("optax.adam")`` and ``sys.modules["optax"] = fake`` say it in a text, and
so does ``exec("optax.adam = fake")``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from textwrap import dedent

from .bind import bind_module
from .function_names import redefinitions, set_through_functions
from .module_names import UNKNOWN_MODULE
from .module_objects import ModuleObjects
from .namespaces import EVERY, Does, Use, names_given
from .run_texts import text_said
from .scopes import ScopeTree
from .syntax import is_builtin, last_name, text_of

_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*\Z")
_MOCKS = frozenset(
    {"mock", "mocker", "monkeypatch", "patch", "unittest", "MonkeyPatch"}
)

# What a use does that puts something in the place of something else, or may.
_REPLACING = (Does.SETS, Does.TAKES, Does.ESCAPES)


def replacements(scopes: ScopeTree) -> list[Use]:
    """Return all by which a file may put something in the place of something else.

    The name of each is a dotted path; one that ends in a dot is for all below it.
    """
    objects = scopes.told(ModuleObjects)
    found = [use for use in objects.uses if use.does in _REPLACING]
    for node in scopes.nodes(ast.Call):
        patcher = _PATCHERS.get(last_name(node.func))
        if patcher is not None:
            paths = patcher(objects, node)
            found += [Use(path, node, Does.SETS) for path in paths]
    return [*found, *set_through_functions(objects), *redefinitions(objects)]


def _patch(objects: ModuleObjects, call: ast.Call) -> Iterator[str]:
    """``mock.patch("optax.adam")``, ``monkeypatch.setattr("optax.adam", fake)``."""
    given = call.args[0] if call.args else _by_keyword(call, "target")
    text = _dotted(given)
    if text.startswith(UNKNOWN_MODULE):
        yield from (text,) if _is_mocking(objects, call.func) else ()
    elif _DOTTED.match(text) and isinstance(call.func, ast.Attribute | ast.Name):
        yield text


def _set_by_text(objects: ModuleObjects, call: ast.Call) -> Iterator[str]:
    """``monkeypatch.setattr("optax.adam", fake)``; not what has the object."""
    if isinstance(call.func, ast.Attribute) and call.args:
        text = text_of(call.args[0])
        if text is not None and _DOTTED.match(text):
            yield text


def _multiple(objects: ModuleObjects, call: ast.Call) -> Iterator[str]:
    """``mock.patch.multiple("optax", adam=fake)``."""
    text = text_of(call.args[0]) if call.args else None
    for keyword in call.keywords if text is not None else ():
        yield f"{text}.{keyword.arg or EVERY}"


def _dict(objects: ModuleObjects, call: ast.Call) -> Iterator[str]:
    """``mock.patch.dict("sys.modules", {"optax": fake})``; not what has the dict."""
    text = text_of(call.args[0]) if call.args else None
    if text == "sys.modules":
        yield from (f"{name or UNKNOWN_MODULE}." for name in names_given(call, 1))
    elif text is not None and text.endswith(".__dict__"):
        module = text.removesuffix("__dict__")
        yield from (f"{module}{name}" for name in names_given(call, 1))


def _dotted(node: ast.expr | None) -> str:
    """Return a path as far as it is written: what is computed before it is `?`."""
    text = text_of(node) if node is not None else None
    if text is not None:
        return text
    last: ast.AST | None = None
    if isinstance(node, ast.JoinedStr) and node.values:
        last = node.values[-1]
    elif isinstance(node, ast.BinOp):
        last = node.right
    rest = text_of(last) if last is not None else None
    whole = rest if rest is not None and rest.startswith(".") else "."
    return UNKNOWN_MODULE + whole


def _is_mocking(objects: ModuleObjects, function: ast.expr) -> bool:
    """Whether a function is one of those that tests patch with, by its words."""
    words: set[str] = set()
    while isinstance(function, ast.Attribute):
        words.add(function.attr)
        function = function.value
    if isinstance(function, ast.Name):
        path = objects.path(function) or function.id
        words.update((function.id, *path.split(".")))
    return not words.isdisjoint(_MOCKS)


def _run(objects: ModuleObjects, call: ast.Call) -> Iterator[str]:
    """``exec("optax.adam = fake")``, with the names that the file gives modules."""
    text = text_said(objects.scopes, call.args[0]) if call.args else None
    if text is None or not is_builtin(objects.scopes, call.func):
        return
    imports = [
        f"import {path} as {name}\n"
        for (scope, name), paths in objects.known.items()
        for path in paths
        if scope is objects.scopes.module and name in text and _DOTTED.match(path)
    ]
    try:
        scopes = bind_module(ast.parse("".join(imports) + dedent(text)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return  # it raises, and does nothing
    yield from (use.name for use in replacements(scopes))


def _by_keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((one.value for one in call.keywords if one.arg == name), None)


_PATCHERS: dict[str, Callable[[ModuleObjects, ast.Call], Iterator[str]]] = {
    "patch": _patch,
    "setattr": _set_by_text,
    "delattr": _set_by_text,
    "multiple": _multiple,
    "dict": _dict,
    "exec": _run,
}
