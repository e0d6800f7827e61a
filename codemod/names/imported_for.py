"""Is a module of the tree imported for its names alone, or for what it does, too?

What certainly does nothing is told by its form; anything else may set what others see.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from ..files.real import real_path
from .meaning import FILE, Meaning, Modules

_SILENT = (ast.Import, ast.ImportFrom, ast.Pass)
_PLAIN = (
    *(ast.Constant, ast.Name, ast.Attribute),
    *(ast.Tuple, ast.List, ast.Set, ast.Dict, ast.UnaryOp, ast.BinOp),
    *(ast.expr_context, ast.unaryop, ast.operator),
)
"""What may be assigned to names."""


# Modules that are there once Optax was imported, and need not be otherwise.
BROUGHT = ("flatten_util", "absl")
_TAKEN = re.compile(r"\.(flatten_util)\b|\babsl\.(logging|flags)\b")


def rests_on_optax(text: str) -> bool:
    """Whether a file takes a module of a package that an import of Optax brings.

    ``jax.flatten_util`` is there without an import of its own where Optax was imported.
    """
    taken = {one for found in _TAKEN.findall(text) for one in found if one}
    return any(
        not re.search(rf"\b(?:from|import)\b[^\n]{{0,500}}\b{name}\b", text)
        for name in taken
    )


def does_more(project: Modules, importer: str, statement: ast.ImportFrom) -> bool:
    """Whether what a statement imports of the tree may do more than give names.

    Args:
        project: knows the modules of the tree.
        importer: the path of the file that the statement is in.
        statement: it.
    """
    own = Meaning(f"{FILE}{real_path(importer)}")
    seen = {own}  # which is being imported already
    pending = [*_imported(project, importer, [statement])]
    while pending:
        module = pending.pop()
        if module in seen:
            continue
        seen.add(module)
        scopes = project.scopes(module)
        tree = scopes.module.node if scopes is not None else None
        if not isinstance(tree, ast.Module) or not all(map(_is_silent, tree.body)):
            return True
        file = module.path.removeprefix(FILE)
        pending += _imported(project, file, ast.walk(tree))
    return False


def _is_silent(statement: ast.stmt) -> bool:
    """Whether a statement does nothing but bind names."""
    match statement:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            given = [*statement.args.defaults, *statement.args.kw_defaults]
            return not statement.decorator_list and all(map(_is_plain, given))
        case ast.Assign():
            names = all(isinstance(one, ast.Name) for one in statement.targets)
            return names and _is_plain(statement.value)
        case ast.AnnAssign(target=ast.Name()):
            return _is_plain(statement.value)
    return isinstance(statement, _SILENT)


def _is_plain(value: ast.expr | None) -> bool:
    return value is None or all(isinstance(node, _PLAIN) for node in ast.walk(value))


def _imported(
    project: Modules, importer: str, nodes: Iterable[ast.AST]
) -> Iterator[Meaning]:
    """Yield the modules of the tree that statements import, packages with them."""
    for node in nodes:
        paths: list[str] = []
        if isinstance(node, ast.Import):
            paths = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            paths = [f"{node.module or ''}.{alias.name}" for alias in node.names]
        for path in paths:
            parts = path.strip(".").split(".")
            for length in range(1, len(parts) + 1):
                level = getattr(node, "level", 0)
                found = project.module(importer, ".".join(parts[:length]), level)
                if found is not None:
                    yield found
