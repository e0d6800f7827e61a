"""Calls that make an old optimizer of the class under a name that is not followed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ...codemod.names.elsewhere.tree_files import nodes_of
from ...codemod.names.syntax import last_name
from ...codemod.rule import Flow, Instance
from .calls import Wrt, lacks_wrt, wrt_of
from .names import OPTIMIZER

_OLD = (Wrt.MISSING, Wrt.POSITIONAL)


def unseen_makers(instance: Instance) -> Iterator[tuple[ast.AST, str]]:
    """Yield where an optimizer is made of what a container or another file has.

    As `CLASSES["nnx"](model, tx)`, or where another file takes `Opt = nnx.Optimizer`:
    with why nothing is written there.
    """
    flow = instance.flow
    held = [one.node for one in instance.origins if _is_class(flow, one.node)]
    if not held or instance.creations:
        return
    for use in instance.uses:
        call = flow.scopes.parents[use]
        if isinstance(call, ast.Call) and call.func is use and _makes_old(flow, call):
            line = getattr(held[0], "lineno", 0)
            yield call, f"its class is what is put there on line {line}"
    for name in instance.module_names:
        for where in _called_elsewhere(flow, name):
            yield held[0], f"{where} makes one of it by the name `{name}`"


def _is_class(flow: Flow, node: ast.AST) -> bool:
    resolver = flow.resolver
    meaning = resolver.expression(node) if isinstance(node, ast.expr) else None
    return meaning is not None and resolver.vocabulary.known.get(meaning.path) == (
        OPTIMIZER
    )


def _makes_old(flow: Flow, call: ast.Call) -> bool:
    return flow.creation(call) is None and (wrt_of(call) in _OLD or lacks_wrt(call))


def _called_elsewhere(flow: Flow, name: str) -> Iterator[str]:
    """Yield the first line of each other file that calls a name as the old class."""
    project = flow.resolver.project
    if project is None:
        return
    file = flow.resolver.file
    if not project.is_imported(flow.source.path, name):
        return
    for source in project.elsewhere.files_saying(file, name):
        for node in nodes_of(source):
            if isinstance(node, ast.Call) and _calls_old(node, name):
                yield f"{Path(source.path).name}, on line {node.lineno},"
                break


def _calls_old(call: ast.Call, name: str) -> bool:
    """Whether a call is of a name, or of a partial of it, without `wrt` by name."""
    named = [call.func, *(call.args[:1] if last_name(call.func) == "partial" else ())]
    given = {keyword.arg for keyword in call.keywords}
    return any(last_name(one) == name for one in named) and not given & {"wrt", None}
