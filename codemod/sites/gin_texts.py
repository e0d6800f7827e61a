"""Bindings of gin that Python says as texts.

``gin.bind_parameter("optax.cosine_decay_schedule.decay_steps", 9)`` gives a key of what
is registered by that name, as a line of a gin file does.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from ..names.resolver import Resolver
from ..names.syntax import text_of
from .arguments import Argument, Arguments
from .site import Site, SiteKind, SiteModule
from .trace import Trace

HELD = "gin gives it to what Python registers by this name, which is not followed"
_GIN = "gin."
_SAYS_GIN = re.compile(r"\bgin\b")
_BINDING = re.compile(r"^\s*(?:[\w/.]*[/.])?(\w+)\.(\w+)\s*(?:=|$)", re.MULTILINE)


def gin_texts(
    module: SiteModule, resolver: Resolver, parameters: Mapping[str, Sequence[str]]
) -> Iterator[Site]:
    """Yield a site for each argument of a known function that a text binds.

    Args:
        module: what is looked at.
        resolver: what its names mean.
        parameters: those of each known function.
    """
    if _SAYS_GIN.search(module.source.text) is None:
        return
    vocabulary = resolver.vocabulary
    for call in module.scopes.nodes(ast.Call):
        if not is_gins(resolver, call):
            continue
        for node in [*call.args, *(one.value for one in call.keywords)]:
            for text in node.elts if isinstance(node, ast.List) else [node]:
                for name, parameter in _BINDING.findall(text_of(text) or ""):
                    function = vocabulary.own_names.get(name, "")
                    if parameter in parameters.get(function, ()):
                        yield _site(module, function, parameter, text)


def is_gins(resolver: Resolver, call: ast.Call) -> bool:
    """Whether a function of gin is called."""
    function = call.func
    while isinstance(function, ast.Call):
        function = function.func
    return resolver.objects.path(function).startswith(_GIN)


def _site(module: SiteModule, function: str, name: str, text: ast.expr) -> Site:
    given = Argument(name, text, text, ast.Dict([], []), 0, True)
    return Site(
        SiteKind.PARTIAL,
        function,
        function,
        text,
        text,
        module,
        arguments=Arguments({name: given}),
        unpacked={text: Trace(entries=(given,), opaque=HELD)},
        doubt=HELD,
        by_text=True,
    )
