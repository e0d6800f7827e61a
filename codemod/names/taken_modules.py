"""A module that a node imports, runs or takes by a text."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from .syntax import last_name, text_of

# What imports or runs a module by a text; which of them give it.
IMPORTS = frozenset({"import_module", "__import__"})
RUNS = frozenset(
    {
        *("run_module", "run_path", "spec_from_file_location", "find_spec"),
        *("load_source", "SourceFileLoader", "resolve_name", "locate"),
    }
)
MODULES = "modules"


@dataclass(frozen=True, slots=True)
class TakenModule:
    """A module that is taken by a text: its own name, and whether the code gets it."""

    module: str
    gives_module: bool


def module_of_text(node: ast.Call | ast.Subscript) -> TakenModule | None:
    """Return which module a node imports or takes by a text, if it does."""
    if isinstance(node, ast.Subscript):
        text = text_of(node.slice) if last_name(node.value) == MODULES else None
        taken = isinstance(node.ctx, ast.Load)
        return TakenModule(_stem(text), True) if text and taken else None
    called = last_name(node.func)
    texts = [text for text in map(text_of, node.args) if text]
    if called == "get" and isinstance(node.func, ast.Attribute):
        if last_name(node.func.value) == MODULES and texts:
            return TakenModule(_stem(texts[0]), True)
        return None
    if called not in IMPORTS | RUNS or not texts:
        return None
    dotted = called == "__import__" and "." in texts[0]
    return TakenModule(_stem(texts[-1]), called in IMPORTS and not dotted)


def _stem(text: str) -> str:
    """Return the module's own name in a dotted one, or in a path."""
    return re.split(r"[./:\\]", text.removesuffix(".py"))[-1]
