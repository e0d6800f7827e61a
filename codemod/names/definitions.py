"""What a file defines: its functions, and what gives an attribute, each by its name.

It is asked for each attribute that a rewrite reads twice, so it is found on one walk.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeGuard

from ..nodes import Nodes
from .syntax import last_name, text_of

Method = ast.FunctionDef | ast.AsyncFunctionDef
ANY = ""
"""In the place of the name of an attribute: it can be each that the file says."""
_METHODS = (ast.FunctionDef, ast.AsyncFunctionDef)
_PUTTING = (ast.Assign, ast.Call)
# What is given the name of a method, and only looks for that.
_LOOKING = ("attrgetter", "getattr", "hasattr", "methodcaller")
# Names of such a form that Python itself calls nothing by, in an expression.
_NO_HOOKS = frozenset(
    {
        *("__all__", "__annotations__", "__class__", "__dict__", "__doc__", "__file__"),
        *("__main__", "__match_args__", "__module__", "__name__", "__package__"),
        *("__qualname__", "__slots__", "__spec__", "__version__", "__wrapped__"),
    }
)
_BLOCKS = (ast.If, ast.Try, ast.With, ast.For)


@dataclass(frozen=True, slots=True)
class Definitions:
    """The definitions of a module, in the order of `ast.walk`.

    Attributes:
        functions: every function and method by its name.
        attributes: what may give an attribute, by its name. That is a statement of a
            class body, with True, or what puts a property somewhere, with False; where
            it does so under a name that it computes, that is `ANY`.
        hooks: what gives a method such as ``__mul__`` otherwise than by a `def`: an
            assignment, or a text of its name.
    """

    functions: dict[str, list[Method]] = field(default_factory=dict)
    attributes: dict[str, list[tuple[ast.AST, bool]]] = field(default_factory=dict)
    hooks: dict[str, list[ast.AST]] = field(default_factory=dict)


def definitions_in(nodes: Nodes) -> Definitions:
    """Return the definitions of a module."""
    found = Definitions()
    speaking = _speaking_of_properties(nodes)
    for node in nodes.all:
        if isinstance(node, _METHODS):
            found.functions.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.ClassDef):
            for name, member in _members(node.body):
                found.attributes.setdefault(name, []).append((member, True))
                if _is_hook(name) and not isinstance(member, _METHODS):
                    found.hooks.setdefault(name, []).append(member)
        elif isinstance(node, ast.Attribute):
            if isinstance(node.ctx, ast.Store):
                for hook in filter(_is_hook, (node.attr, last_name(node.value))):
                    found.hooks.setdefault(hook, []).append(node)
        elif node in speaking and isinstance(node, _PUTTING):
            for name in dict.fromkeys(_named_properties(node)):
                found.attributes.setdefault(name, []).append((node, False))
    for hook, node in _hooks_said(nodes):
        found.hooks.setdefault(hook, []).append(node)
    return found


def _hooks_said(nodes: Nodes) -> Iterator[tuple[str, ast.Constant]]:
    """Yield the methods that texts name, as ``setattr`` or ``mock.patch`` is given one.

    Not those that are only looked for.
    """
    texts = [
        (node, text)
        for node in nodes.all
        if (text := text_of(node)) is not None and text.endswith("__")
    ]
    parents = nodes.parents() if texts else {}
    for node, text in texts:
        around = parents[node]
        if isinstance(around, ast.Tuple | ast.List | ast.Set):
            around = parents[around]
        if isinstance(node, ast.Constant) and not _only_looks(around):
            for hook in filter(_is_hook, text.split(".")):
                yield hook, node


def _only_looks(node: ast.AST) -> bool:
    """Whether a text that is right inside a node is compared, or looked for."""
    if isinstance(node, ast.Call):
        return last_name(node.func) in _LOOKING
    return isinstance(node, ast.Compare | ast.Expr)


def _speaking_of_properties(nodes: Nodes) -> set[ast.AST]:
    """Return the nodes in which a property is named."""
    said = [node for node in nodes.all if _is_property(node)]
    parents = nodes.parents() if said else {}
    found: set[ast.AST] = set()
    for node in said:
        while node not in found:
            found.add(node)
            node = parents[node]
    return found


def _members(body: Iterable[ast.AST]) -> Iterator[tuple[str, ast.stmt]]:
    """Yield what binds names in a class body, with each of the names."""
    for statement in body:
        if isinstance(statement, Method):
            yield statement.name, statement
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            names = (one.id for one in _targets(statement) if isinstance(one, ast.Name))
            yield from ((name, statement) for name in dict.fromkeys(names))
        elif isinstance(statement, _BLOCKS):
            yield from _members(ast.iter_child_nodes(statement))


def _targets(statement: ast.Assign | ast.AnnAssign) -> list[ast.expr]:
    if isinstance(statement, ast.AnnAssign):
        return [statement.target]
    return statement.targets


def _named_properties(node: ast.Assign | ast.Call) -> Iterator[str]:
    """Yield the names under which a statement or a call may put a property.

    As ``C.name = property(...)`` does, or ``setattr`` or ``type``, which are given
    the name.
    """
    if isinstance(node, ast.Assign):
        yield from filter(None, (getattr(one, "attr", "") for one in node.targets))
    else:
        if last_name(node.func) == "setattr" and not any(map(text_of, node.args)):
            yield ANY
        texts = (one.value for one in ast.walk(node) if isinstance(one, ast.Constant))
        yield from (text for text in texts if isinstance(text, str))


def _is_hook(name: str | None) -> TypeGuard[str]:
    return name is not None and name[:2] == "__" == name[-2:] and name not in _NO_HOOKS


def _is_property(node: ast.AST) -> bool:
    name = ""
    if isinstance(node, ast.Name):
        name = node.id
    elif isinstance(node, ast.Attribute):
        name = node.attr
    return "property" in name.lower()
