"""Where a project sets the mode in which no optimizer may hold its model."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ...codemod.files.source import Source
from ...codemod.names.elsewhere.tree_files import nodes_of
from ...codemod.rule import Flow

_WORDS = frozenset(
    {
        *("set_graph_mode", "set_graph_updates", "nnx_graph_mode", "NNX_GRAPH_MODE"),
        "nnx_graph_updates",
    }
)

# The fields of nodes that hold a name.
_NAMES = ("id", "attr", "arg", "name")


def tree_mode(flow: Flow) -> Iterator[str]:
    """Yield where the mode is set, in a module or in a file that may run with it."""
    yield from flow.remember(_set_here)
    yield from flow.remember(_set_elsewhere)


def _set_here(flow: Flow) -> list[str]:
    return [_reason(f"line {line}") for line in _lines(flow.source, whole=False)]


def _set_elsewhere(flow: Flow) -> list[str]:
    project = flow.resolver.project
    return [
        _reason(f"line {line} of {Path(source.path).name}")
        for word in sorted(_WORDS)
        for source in (project.connected(flow.source, word) if project else ())
        for line in _lines(source, whole=True)
    ]


def _reason(where: str) -> str:
    return f"tree mode, on {where}, allows no model in an optimizer"


def _lines(source: Source, *, whole: bool) -> list[int]:
    """Return the lines whose code says a word, those first that assign to it.

    With ``whole``, a text says it only where it is nothing else: another file's text
    is no code of this program.
    """
    found = []
    for node in nodes_of(source):
        if isinstance(node, ast.Constant):
            said = _is_said(node.value, whole)
        else:
            said = getattr(node, _name_of(node._fields), "") in _WORDS
        if said:
            stored = isinstance(getattr(node, "ctx", None), ast.Store)
            found.append((not stored, getattr(node, "lineno", 0)))
    return [line for _, line in sorted(found)]


@cache
def _name_of(fields: tuple[str, ...]) -> str:
    """Return which field of a kind of node holds a name; nothing where none does."""
    return next((one for one in _NAMES if one in fields), "")


def _is_said(text: object, whole: bool) -> bool:
    """Whether a constant says a word, or with ``whole`` is one."""
    if whole or not isinstance(text, str):
        return text in _WORDS
    return any(word in text for word in _WORDS)
