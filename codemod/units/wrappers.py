"""Functions that hand the keywords of their callers on, as ``def make(**kw)`` does."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..names.scopes import ScopeTree
from ..rule.intents import RenameArgument, ReplaceArgument
from .unit import SiteMember


def renamed_by_callers(
    scopes: ScopeTree, member: SiteMember
) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the new names that calls of a module's functions get, with the function.

    And with those that it hands them on to.
    """
    for _, report in member.reports:
        for intent in report.intents:
            if not isinstance(intent, RenameArgument | ReplaceArgument):
                continue
            called = intent.at.func if isinstance(intent.at, ast.Call) else None
            if not isinstance(called, ast.Name) or called not in scopes.scope_of:
                continue
            binding = scopes.sole_binding(called)
            if binding is not None and isinstance(binding.node, ast.FunctionDef):
                new = intent.new if isinstance(intent, RenameArgument) else intent.name
                for function in (binding.node, *_handing_on(member)):
                    yield new, function


def _handing_on(member: SiteMember) -> Iterator[ast.FunctionDef]:
    """Yield the functions with a `**kw` that what a site unpacks comes through."""
    for trace in member.site.unpacked.values():
        for scope, name in trace.keys:
            for binding in scope.bindings.get(name, ()):
                node = binding.node
                if isinstance(node, ast.FunctionDef) and node.args.kwarg is not None:
                    yield node


def own_parameters(function: ast.FunctionDef) -> frozenset[str]:
    """Return the parameters that a function takes by their names."""
    args = function.args
    return frozenset(one.arg for one in (*args.args, *args.kwonlyargs))
