"""Whether what is evaluated between two reads of the same may change it.

``cosine_onecycle_schedule(cfg.steps, cfg.lr, pct_start=0.3)`` becomes a call that reads
`cfg.steps` again, behind `cfg.lr`. Where that is a property which sets the steps, they
are another number by then.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from ..files.source import Source
from ..names.computed import changing, computed
from ..names.operators import COMPARED, TRUTH, counting
from ..names.scopes import ScopeTree
from ..verify.call import ParsedCall
from ..verify.effects import between_reads

Saying = Callable[[str], Iterable[Source]]

# The methods that an expression calls by its form.
_CALLED: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Subscript: ("__getitem__", "__missing__", "__hash__"),
    ast.FormattedValue: ("__format__", "__str__", "__repr__"),
    ast.Compare: COMPARED,
    ast.BoolOp: TRUTH,
    ast.IfExp: TRUTH,
    ast.Dict: ("__hash__", "__eq__"),
    ast.Set: ("__hash__", "__eq__"),
}
_HOOKS = ("__getattr__", "__getattribute__", "__get__")


def disturbed(
    calls: tuple[ParsedCall, ParsedCall],
    again: Iterable[ast.expr],
    scopes: ScopeTree,
    saying: Saying,
) -> str:
    """Return what may change what a rewrite reads again, or nothing.

    Args:
        calls: a call, and what it becomes.
        again: what that reads more often.
        scopes: the module.
        saying: the files in sight that say a name.
    """
    for node in between_reads(*calls, again, scopes.remember(_set_elsewhere)):
        if why := _runs(node, saying):
            return f"`{ast.unparse(node)}` may change what is read again: {why}"
    return ""


def _set_elsewhere(scopes: ScopeTree) -> frozenset[str]:
    """Return the names that a function of the module may set in another scope."""
    declared = (scope.globals | scope.nonlocals for scope in scopes.all_scopes())
    return frozenset().union(*declared)


def _runs(node: ast.expr, saying: Saying) -> str:
    """Return which code in sight an expression may run that changes something."""
    if isinstance(node, ast.Attribute):
        return computed(node.attr, saying, first=True) or _by_methods(_HOOKS, saying)
    return counting(node, saying) or _by_methods(_CALLED.get(type(node), ()), saying)


def _by_methods(names: Iterable[str], saying: Saying) -> str:
    reasons = (changing(name, saying(name), all_but_formulas=False) for name in names)
    return next(filter(None, reasons), "")
