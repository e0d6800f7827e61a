"""Calls of other code that give the same each time, and do nothing else.

``int(0.3 * math.ceil(n / batch))`` rounds a second time, to the same. What is known to
is listed, and all else is evaluated as often as it was.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from ..files.source import Source
from ..names.certain import imported_path
from ..names.computed import changing
from ..names.scopes import ScopeTree
from ..names.standing import is_set, is_standing
from ..names.syntax import looked_into, text_of

_OF_NUMBERS = frozenset(
    {
        *("math.ceil", "math.exp", "math.fabs", "math.floor", "math.gcd"),
        *("math.isqrt", "math.lcm", "math.log", "math.log10", "math.log2"),
        *("math.pow", "math.sqrt", "math.trunc"),
    }
)
# These take one value: the second argument of some is an array to write into.
_OF_ONE = frozenset(
    {
        *("numpy.ceil", "numpy.floor", "numpy.float32", "numpy.float64"),
        *("numpy.int32", "numpy.int64"),
    }
)
_PRODUCTS = frozenset({"math.prod", "numpy.prod"})
# What these call of an object that is no number.
_CALLED = (
    *("__ceil__", "__float__", "__floor__", "__index__", "__int__", "__trunc__"),
    *("__array__", "__array_function__", "__array_interface__", "__array_ufunc__"),
    *("__mul__", "__rmul__"),
)

Saying = Callable[[str], Iterable[Source]]


def is_of_numbers(
    call: ast.Call,
    scopes: ScopeTree,
    saying: Saying,
    is_foreign: Callable[[str], bool],
) -> bool:
    """Whether a call of a function that is listed computes with numbers alone.

    Args:
        call: as it stands in the file.
        scopes: the module.
        saying: the files in sight that say a name.
        is_foreign: tells whether a module is none of the project's.
    """
    root = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    if not isinstance(root, ast.Name) or root not in scopes.scope_of:
        return False
    path = imported_path(scopes, call.func)
    return (
        _takes(path, call)
        and is_foreign(path)
        and is_standing(path, root.id, saying)
        and not any(
            changing(name, saying(name), all_but_formulas=False) for name in _CALLED
        )
    )


def _takes(path: str, call: ast.Call) -> bool:
    """Whether a listed function is given nothing that it may change or use up."""
    if call.keywords or any(isinstance(one, ast.Starred) for one in call.args):
        return False
    if path in _OF_NUMBERS:
        return True
    if len(call.args) != 1:
        return False
    return path in _OF_ONE or (path in _PRODUCTS and _stays(call.args[0]))


def _stays(node: ast.expr) -> bool:
    """Whether the parts of an iterable are the same when it is gone through again."""
    if isinstance(node, ast.Attribute):
        return node.attr == "shape"
    return isinstance(node, ast.List | ast.Tuple)


def is_lookup(call: ast.Call, scopes: ScopeTree, saying: Saying) -> bool:
    """Whether a call asks for a text or else a default, as ``cfg.get("steps", 1000)``.

    What `cfg` is need not be seen, as for ``cfg["steps"]``; but a `get` in sight has to
    be a formula.

    Args:
        call: as it stands in the file.
        scopes: the module.
        saying: the files in sight that say a name.
    """
    base = looked_into(call)
    if base is None or len(call.args) != 2 or text_of(call.args[0]) is None:
        return False
    around = scopes.parents.get(call)
    if isinstance(around, ast.Attribute) and around.attr != "get":
        return False
    while base is not None and not isinstance(base, ast.Name):
        base = _what_is_around(base)
    return (
        base is not None
        and base in scopes.scope_of
        and not imported_path(scopes, base)
        and not is_set("get", saying("get"))
        and not changing("get", saying("get"), all_but_formulas=True)
    )


def _what_is_around(node: ast.expr) -> ast.expr | None:
    """Return what an attribute, or what is under a text, is of."""
    if isinstance(node, ast.Attribute):
        return node.value
    if isinstance(node, ast.Subscript) and text_of(node.slice) is not None:
        return node.value
    return looked_into(node) if isinstance(node, ast.Call) else None
