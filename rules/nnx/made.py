"""Which kinds of optimizers a project makes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.files.source import Source
from ...codemod.names.elsewhere.tree_files import nodes_of
from ...codemod.names.syntax import last_name
from ...codemod.rule import Flow
from .calls import made
from .migration import migration
from .names import MODEL_AND_OPTIMIZER, OPTIMIZER

_KINDS = frozenset({OPTIMIZER, MODEL_AND_OPTIMIZER})


def only_with_model(flow: Flow) -> bool:
    """Whether a module makes optimizers that hold the model, and no others.

    They count as what they become. Where it makes none, its project is asked.
    """
    kinds = {*_made_here(flow)}
    project = flow.resolver.project
    if not kinds and project is not None:
        file = flow.resolver.file
        for name in (OPTIMIZER, MODEL_AND_OPTIMIZER):
            for source in project.elsewhere.files_saying(file, name):
                if "nnx" in source.text:
                    kinds |= source.remember(_made_in)
    return kinds == {MODEL_AND_OPTIMIZER}


def _made_here(flow: Flow) -> Iterator[str]:
    for instance in flow.instances:
        plan = migration(instance)
        kept = plan is not None and plan.keeps and not plan.blocked
        for creation in made(instance, OPTIMIZER, MODEL_AND_OPTIMIZER):
            yield MODEL_AND_OPTIMIZER if kept else creation.name


def _made_in(source: Source) -> frozenset[str]:
    """Return the classes of this name, whatever module they are of, that are called."""
    calls = (node for node in nodes_of(source) if isinstance(node, ast.Call))
    return frozenset(map(last_name, (one.func for one in calls))) & _KINDS
