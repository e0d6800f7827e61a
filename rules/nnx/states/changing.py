"""Which functions of a project may change the variables of a model.

Functions are known by their last names: those that update something or set a value, and
all that call one of those, in whichever connected file.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ....codemod.files.source import Source
from ....codemod.names.elsewhere.tree_files import TreeFile, nodes_of
from ....codemod.names.meaning import Modules
from ....codemod.names.syntax import last_name
from ....codemod.rule import Flow

_UPDATES = frozenset({"update", "apply_gradients"})
_VALUES = frozenset({"value", "raw_value"})
# What makes a function of one, and runs none.
WRAPPING = frozenset(
    {"cached_partial", "checkpoint", "jit", "partial", "pmap", "remat", "scan", "vmap"}
)
_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class _Function:
    """What a function does, by its own lines.

    Attributes:
        name: its name, or that of the class whose objects it makes.
        calls: the last names of what it calls.
        changes: whether it updates something, or sets a value.
        yields: whether it is a generator.
    """

    name: str
    calls: frozenset[str]
    changes: bool
    yields: bool


@dataclass(frozen=True, slots=True)
class Changing:
    """The functions of the files that one is connected with, by their names.

    Attributes:
        defined: all that are defined there.
        names: those that may change a model.
        generators: those of them that yield meanwhile.
        leading: those that call what the file itself defines, by any way.
        training: those that call what of that may change a model.
    """

    defined: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    generators: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()
    training: frozenset[str] = frozenset()


NOTHING = Changing()


def defined_in(flow: Flow) -> frozenset[str]:
    """Return the functions that a module defines itself."""
    return frozenset(one.name for one in flow.source.remember(_functions))


def changing(flow: Flow) -> Changing:
    """Return what the files do that a module is connected with, and the module."""
    return flow.remember(_changing)


def _changing(flow: Flow) -> Changing:
    functions, project = [*flow.source.remember(_functions)], flow.resolver.project
    if project is not None:
        told = project.remember(_told)
        for file in project.connected_files(flow.source, "def"):
            functions += told.of(file)
    callers: dict[str, list[str]] = {}
    for one in functions:
        for name in one.calls:
            callers.setdefault(name, []).append(one.name)
    names = _reached([one.name for one in functions if one.changes], callers)
    own = defined_in(flow)
    return Changing(
        frozenset(one.name for one in functions),
        frozenset(names),
        frozenset(one.name for one in functions if one.yields and one.name in names),
        frozenset(_reached(own, callers)),
        frozenset(_reached(own & names, callers)),
    )


class _Told:
    """What the files of a project do, each read once."""

    def __init__(self) -> None:
        self._known: dict[str, list[_Function]] = {}

    def of(self, file: TreeFile) -> list[_Function]:
        """Return the functions of a file."""
        if file.real not in self._known:
            source = file.source
            self._known[file.real] = source.remember(_functions) if source else []
        return self._known[file.real]


def _told(project: Modules) -> _Told:
    return _Told()


def _reached(names: Iterable[str], callers: dict[str, list[str]]) -> set[str]:
    found = {*names}
    pending = [*found]
    while pending:
        new = {*callers.get(pending.pop(), ())} - found
        found |= new
        pending += new
    return found


def _functions(source: Source) -> list[_Function]:
    """Return the functions of a file, and the names that are given to one."""
    found: list[_Function] = []
    for node in nodes_of(source):
        if isinstance(node, _NAMED):
            found.append(_function(node.name, node))
        elif isinstance(node, ast.ClassDef):
            found += _of_class(node)
        elif isinstance(node, ast.Assign):
            made = [*_wrapped(node.value)]
            for target in node.targets if made else ():
                if isinstance(target, ast.Name | ast.Attribute):
                    name = last_name(target)
                    found += [_function(name, one) for one in made]
    return found


def _of_class(definition: ast.ClassDef) -> Iterator[_Function]:
    """Yield what making an object of a class does, and calling one."""
    for node in definition.body:
        if isinstance(node, _NAMED) and node.name in ("__init__", "__post_init__"):
            yield _function(definition.name, node)
        elif isinstance(node, _NAMED) and node.name == "__call__":
            yield _function(called(definition.name), node)


def called(name: str) -> str:
    """Return by which name the objects of a class are called."""
    return f"{name}.__call__"


def _wrapped(value: ast.expr) -> Iterator[ast.expr]:
    """Yield the functions that an expression is made of, which runs none of them."""
    if isinstance(value, ast.Lambda):
        yield value
    elif isinstance(value, ast.Call) and last_name(value.func) in WRAPPING:
        for one in value.args:
            yield from [one] if isinstance(one, ast.Name | ast.Attribute) else []
            yield from _wrapped(one)


def _function(name: str, node: ast.AST) -> _Function:
    calls, given, own = {last_name(node)}, set[str](), set[str]()
    changes, yields = False, False
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            calls.add(last_name(inner.func))
            given |= {last_name(one) for one in inner.args}
            changes = changes or may_change(inner)
        elif isinstance(inner, ast.Attribute | ast.Subscript):
            changes = changes or may_change(inner)
        elif isinstance(inner, ast.arg):
            own.add(inner.arg)
        elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            own.add(inner.id)
        yields = yields or isinstance(inner, ast.Yield | ast.YieldFrom)
    calls |= given - own  # what it is given or makes itself is no such function
    return _Function(name, frozenset(calls - {"", name, *_UPDATES}), changes, yields)


def may_change(node: ast.AST) -> bool:
    """Whether a node may change the variables of some object by itself."""
    if isinstance(node, ast.Attribute | ast.Subscript):
        stored = not isinstance(node.ctx, ast.Load)
        return stored and _is_value(node)
    if not isinstance(node, ast.Call) or last_name(node.func) not in _UPDATES:
        return False
    plain = (ast.Constant, ast.Dict, ast.DictComp)
    if not isinstance(node.func, ast.Attribute):
        return True
    given = [one for one in node.args if not isinstance(one, plain)]
    # Optax's own `update(grads, state, params)` gives back what it has made.
    return len(given) < 3 and bool(given or node.keywords)


def _is_value(node: ast.Attribute | ast.Subscript) -> bool:
    """Whether a target is what a variable holds: `x.value`, or `x[...]`."""
    if isinstance(node, ast.Attribute):
        return node.attr in _VALUES
    return isinstance(node.slice, ast.Constant) and node.slice.value is ...
