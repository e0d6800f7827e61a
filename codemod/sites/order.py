"""By what a list of dicts is sorted: ``cycles.sort(key=lambda c: c["steps"])``.

The same dicts are in it afterwards. What the key reads of each is all that has to be
known.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ..names.certain import imported_path
from ..names.scopes import ScopeTree
from ..names.syntax import text_of

_GIVEN = frozenset({"key", "reverse"})


def sorting_key(call: ast.Call) -> ast.expr | None:
    """Return what ``sort`` or ``sorted`` is given as its key, if it is given one."""
    given = {one.arg: one.value for one in call.keywords}
    return given.get("key") if given.keys() <= _GIVEN else None


def sole_parameter(function: ast.Lambda) -> str:
    """Return the name of the one parameter that a function has, or no name."""
    args = function.args
    more = (args.posonlyargs, args.kwonlyargs, args.vararg, args.kwarg, args.defaults)
    return args.args[0].arg if len(args.args) == 1 and not any(more) else ""


def keys_taken(scopes: ScopeTree, key: ast.expr) -> Sequence[ast.expr] | None:
    """Return the keys of ``itemgetter("steps")``; None for anything else."""
    if not isinstance(key, ast.Call) or key.keywords:
        return None
    by_text = key.args and None not in map(text_of, key.args)
    of_operator = imported_path(scopes, key.func) == "operator.itemgetter"
    return key.args if by_text and of_operator else None
