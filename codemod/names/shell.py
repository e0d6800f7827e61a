"""What a module has done by IPython's shell, which ``get_ipython()`` gives.

A notebook that was saved as Python says its magics so. The uses of the shell that are
understood are listed here; by any other it may run, or set, anything.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from ..files.notebooks.magic_names import CELLS_OF_ELSE, CELLS_OF_PYTHON, HARMLESS, RUN
from ..files.parse import is_python
from .scopes import ScopeTree
from .syntax import last_name, text_of

_GIVES = "get_ipython"
# What the shell has that neither runs Python nor sets a name.
_NAMELESS = frozenset(
    [
        "__class__",
        "ask_exit",
        "colors",
        "config",
        "display_formatter",
        "enable_gui",
        "enable_matplotlib",
        "events",
        "execution_count",
        "getoutput",
        "has_trait",
        "history_manager",
        "kernel",
        "parent",
        "register_magic_function",
        "register_magics",
        "set_custom_exc",
        "set_next_input",
        "showtraceback",
        "system",
        "update_config",
    ]
)
# The dicts of the names of the module that runs in it.
_NAMES = frozenset({"user_global_ns", "user_ns"})
# What runs a magic, and the magics of it that run no Python.
_MAGICS = {
    "magic": HARMLESS,
    "run_cell_magic": HARMLESS | CELLS_OF_ELSE,
    "run_line_magic": HARMLESS,
}
_RUNS = {"run_cell_magic": RUN | CELLS_OF_PYTHON, "run_line_magic": RUN}
# Functions that look at the shell, and keep nothing of it.
_LOOKS = frozenset(
    {"bool", "callable", "getattr", "hasattr", "isinstance", "print", "repr", "str"}
    | {"type"}
)
_TESTS = (ast.BoolOp, ast.Compare, ast.Expr, ast.If, ast.UnaryOp)


@dataclass(frozen=True, slots=True)
class ShellUse:
    """One use of the shell that concerns names.

    Attributes:
        node: what uses it.
        text: the text that it runs, as an expression; None where that is not known.
        names: whether the node is the dict of all names.
    """

    node: ast.expr
    text: ast.expr | None = None
    names: bool = False


def names_shell(node: ast.AST) -> bool:
    """Whether a node is a name of what gives the shell."""
    if isinstance(node, ast.alias):
        return node.name == _GIVES and node.asname is not None
    return last_name(node) == _GIVES


def shell_uses(scopes: ScopeTree, node: ast.AST) -> Iterator[ShellUse]:
    """Yield what is done with the shell that a node names, if it does."""
    if not names_shell(node):
        return
    if isinstance(node, ast.alias):
        given: list[ast.expr] = [use for use, _ in scopes.uses if use.id == node.asname]
    else:
        assert isinstance(node, ast.expr)
        given = [node]
    for giver in _all_held(scopes, given):
        parent = scopes.parents[giver]
        if isinstance(parent, ast.Call) and parent.func is giver:
            for shell in _all_held(scopes, [parent]):
                yield from _use(scopes, shell)
        elif isinstance(getattr(giver, "ctx", None), ast.Load):
            yield from _use(scopes, giver)


def _all_held(scopes: ScopeTree, nodes: list[ast.expr]) -> Iterator[ast.expr]:
    """Yield expressions, and in place of those that get a name the uses of that."""
    pending, seen = [*nodes], {*nodes}
    while pending:
        node = pending.pop()
        held = _held(scopes, node)
        if held is None:
            yield node
        else:
            pending += [one for one in held if one not in seen]
            seen.update(held)


def _held(scopes: ScopeTree, node: ast.expr) -> list[ast.expr] | None:
    """Return the uses of the one name that the shell is given, if it is given one."""
    parent = scopes.parents[node]
    if not isinstance(parent, ast.Assign) or len(parent.targets) != 1:
        return None
    (target,) = parent.targets
    if not isinstance(target, ast.Name):
        return None
    owner = scopes.lookup(target.id, scopes.scope_of[target])
    uses = scopes.uses_of.get((owner, target.id), ()) if owner is not None else ()
    return [use for use in uses if isinstance(use.ctx, ast.Load)]


def _use(scopes: ScopeTree, node: ast.expr) -> Iterator[ShellUse]:
    parent = scopes.parents[node]
    if isinstance(parent, ast.Attribute):
        yield from _attribute(scopes, parent)
    elif isinstance(parent, ast.Call) and node in parent.args:
        name = last_name(parent.func)
        if name not in _LOOKS or (name == "getattr" and parent.args[0] is node):
            yield ShellUse(node)
    elif not isinstance(parent, _TESTS):
        yield ShellUse(node)


def _attribute(scopes: ScopeTree, node: ast.Attribute) -> Iterator[ShellUse]:
    call = scopes.parents[node]
    if node.attr in _NAMES:
        yield ShellUse(node, names=True)
    elif node.attr in _MAGICS and isinstance(call, ast.Call) and call.func is node:
        yield from _magic(call, node.attr)
    elif node.attr not in _NAMELESS:
        yield ShellUse(node)


def _magic(call: ast.Call, method: str) -> Iterator[ShellUse]:
    """Yield what a magic does with names that the shell is told to run."""
    said = text_of(call.args[0]) if call.args else None
    name = said.split()[0].lstrip("%") if said and said.strip() else ""
    if name in _RUNS.get(method, ()):
        text = text_of(call.args[-1])
        is_read = text is not None and is_python(text)
        yield ShellUse(call, call.args[-1] if is_read else None)
    elif name not in _MAGICS[method]:
        yield ShellUse(call)
