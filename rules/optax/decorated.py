"""Functions that `inject_hyperparams` decorates: which of their numbers it injects."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import Site, SiteKind, SiteModule, known_number
from .optimizers import optax_name


def decorated(site: Site) -> ast.FunctionDef | None:
    """Return the function that a use of `inject_hyperparams` alone decorates."""
    function = site.module.scopes.parents.get(site.node)
    if not isinstance(function, ast.FunctionDef) or site.doubt:
        return None
    arguments = site.arguments
    seen = site.kind is SiteKind.REFERENCE or (
        arguments is not None and not (arguments.opaque or arguments.surplus)
    )
    return function if seen and function.decorator_list == [site.node] else None


def injected(
    site: Site, function: ast.FunctionDef, name: str
) -> Iterator[tuple[str, str, float]]:
    """Yield which optimizers in a function are given a parameter of it, by a name.

    Each with the parameter and its default, where all calls in sight go by that.
    """
    module = site.module
    for call in ast.walk(function):
        if not isinstance(call, ast.Call):
            continue
        for keyword in call.keywords:
            if keyword.arg != name or not isinstance(keyword.value, ast.Name):
                continue
            binding = module.scopes.sole_binding(keyword.value)
            parameter = binding.node if binding is not None else None
            default = _defaults(function).get(parameter)
            value = known_number(site, default) if default is not None else None
            if value is None or not isinstance(parameter, ast.arg):
                continue
            if _is_left(module, function, parameter):
                yield optax_name(module, call.func), parameter.arg, value


def _defaults(function: ast.FunctionDef) -> dict[ast.AST | None, ast.expr]:
    given = function.args
    by_place = [*given.posonlyargs, *given.args]
    pairs = [
        *zip(reversed(by_place), reversed(given.defaults), strict=False),
        *zip(given.kwonlyargs, given.kw_defaults, strict=True),
    ]
    return {one: default for one, default in pairs if default is not None}


def _is_left(module: SiteModule, function: ast.FunctionDef, parameter: ast.arg) -> bool:
    """Whether all that is done with a function is to call it without a parameter."""
    scopes, places = module.scopes, [*function.args.posonlyargs, *function.args.args]
    owner = scopes.lookup(
        function.name, scopes.scope_of[function].parent or scopes.module
    )
    uses = scopes.uses_of.get((owner, function.name), ()) if owner is not None else ()
    for use in uses:
        call = scopes.parents[use]
        if not isinstance(call, ast.Call) or call.func is not use:
            return False
        words = {one.arg for one in call.keywords}
        starred = any(isinstance(one, ast.Starred) for one in call.args)
        if words & {None, parameter.arg} or starred:
            return False
        if parameter in places[: len(call.args)]:
            return False
    return bool(uses)
