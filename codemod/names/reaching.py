"""Where other files give old keywords to what a registry, or `getattr`, looks up.

Only names are compared; a person has to look.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from ..files.source import Source
from .elsewhere.tree_files import nodes_of
from .syntax import text_of


def calls_through(
    holder: str, keywords: Collection[str], sources: Iterable[Source]
) -> Mapping[str, str]:
    """Return where what is taken out of ``holder`` is called, by each keyword."""
    found: dict[str, str] = {}
    for source in sources:
        for node in nodes_of(source):
            if isinstance(node, ast.Call) and _is_of(node.func, holder):
                for name in (keyword.arg or "" for keyword in node.keywords):
                    if name in keywords:
                        found.setdefault(name, _place(source, node))
    return found


def written(keywords: Collection[str], sources: Iterable[Source]) -> Mapping[str, str]:
    """Return where each keyword is written, as one or as the key of a dict."""
    found: dict[str, str] = {}
    for source in sources:
        for node in nodes_of(source):
            for keyword in _written(node):
                if keyword in keywords:
                    found.setdefault(keyword, _place(source, node))
    return found


def _is_of(function: ast.expr, holder: str) -> bool:
    """Whether a function is looked up in something of a name."""
    return not isinstance(function, ast.Name) and any(
        holder in (getattr(node, "id", ""), getattr(node, "attr", ""))
        for node in ast.walk(function)
    )


def _written(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.keyword) and node.arg is not None:
        yield node.arg
    elif isinstance(node, ast.Dict):
        for key in node.keys:
            text = text_of(key) if key is not None else None
            if text is not None:
                yield text


def _place(source: Source, node: ast.AST) -> str:
    return f"{Path(source.path).name}:{getattr(node, 'lineno', 0)}"
