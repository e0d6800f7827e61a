"""Where code looks at how other code is written: its source, or what was made of it.

``inspect.getsource(build)`` and ``build.__code__.co_names`` tell what a rewrite
changes. So does ``schedule.__closure__``, which holds arguments by their old names.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import NamedTuple

from .module_objects import ModuleObjects
from .scopes import FUNCTION_NODES
from .syntax import is_named, last_name, shown, text_of

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef
# What looks at code, and whose code that is; None of the whole file.
_Look = tuple[ast.expr, ast.expr | None]

# Commands that edit the files that they name, as a notebook or a program runs them.
_EDITS = re.compile(
    rb"\b(sed|perl|patch)\b[^\n]{0,1000}?[\s\"'](?:-\w{0,20}i|--in-place|-p\d|<)[^\n]*"
)
_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_CODE = frozenset({"__closure__", "__code__", "f_code", "gi_code"})
# What a code object tells that is the same behind a rewrite.
_TOLD = frozenset(
    {
        *("co_argcount", "co_filename", "co_firstlineno", "co_flags"),
        *("co_kwonlyargcount", "co_name", "co_posonlyargcount", "co_qualname"),
        "co_varnames",
    }
)
# Functions that tell how what they are given is written.
_TELLING = frozenset(
    {
        *("dis.Bytecode", "dis.code_info", "dis.dis", "dis.get_instructions"),
        *("inspect.findsource", "inspect.getsource", "inspect.getsourcelines"),
        *("inspect.getclosurevars", "gc.get_referents"),
    }
)
_TELLING_NAMES = frozenset(path.rpartition(".")[2] for path in _TELLING)
LOOKING = (*_CODE, *_TELLING_NAMES)
"""What a file says that looks at how code of another one is written."""
# Of those, what shows the arguments that a schedule was made with.
_HELD = frozenset({"__closure__", "getclosurevars", "get_referents"})
_GETTERS = frozenset({"getattr", "getattr_static"})
_TRACING = frozenset({"sys.setprofile", "sys.settrace"})  # of all that runs
# What IPython calls the texts of cells.
_CELLS = re.compile(r"In|_i{1,3}|_ih|_i\d+")
_READERS = frozenset({"open", "read_bytes", "read_text"})


class LookedAt(NamedTuple):
    """What looks at code that may be another module's: none of the syntax is held.

    Attributes:
        told: what looks at it, in words.
        known: the last name of its path, where that is known.
        last: the last name of it as it is written.
        given: the function whose parameter it is, where what a schedule holds is seen.
    """

    told: str
    known: str
    last: str
    given: str = ""

    def may_be(self, module: str, names: Collection[str]) -> bool:
        """Whether it may be a module, or one of the names that it defines.

        Args:
            module: what the module is called when it is imported.
            names: of the functions and classes that are asked about.
        """
        return self.known == module or self.known in names or self.last in names


class OwnCode:
    """Answers for one file.

    Args:
        objects: its module objects.
    """

    def __init__(self, objects: ModuleObjects) -> None:
        self._objects = objects
        self._scopes = objects.scopes

    def of(self, node: ast.AST) -> str:
        """Return what may look at the code in which a node stands, or nothing."""
        around = self.around(node)
        for at, looked_at in self._looks:
            if looked_at is None or self._may_be(looked_at, around):
                return _told(at)
        return ""

    def at_others(self) -> list[LookedAt]:
        """Return what may look at other modules, or at what they define, as text."""
        return [
            LookedAt(
                _told(at),
                self._objects.path(looked_at).rpartition(".")[2],
                last_name(looked_at),
                self._given(looked_at) if _what(at) in _HELD else "",
            )
            for at, looked_at in self._looks
            if looked_at is not None
        ]

    def around(self, node: ast.AST) -> list[Definition]:
        """Return the functions and classes in which a node stands."""
        return [
            one
            for one in self._scopes.ancestors(node)
            if isinstance(one, (*FUNCTION_NODES, ast.ClassDef))
        ]

    def _given(self, node: ast.expr) -> str:
        """Return the name of the function whose parameter an expression is, if any."""
        if not isinstance(node, ast.Name):
            return ""
        owner = self._scopes.lookup(node.id, self._scopes.scope_of[node])
        bindings = owner.bindings.get(node.id, ()) if owner is not None else ()
        given = any(isinstance(one.node, ast.arg) for one in bindings)
        return _name(owner.node) if owner is not None and given else ""

    def _may_be(self, node: ast.expr, around: list[Definition]) -> bool:
        """Whether what is looked at may be, or hold, one of these definitions."""
        if isinstance(node, ast.Lambda):
            return node in around
        if isinstance(node, ast.Attribute):
            foreign = self._objects.path(node) != ""
            return node.attr in map(_name, around) or not (
                foreign or node.attr in self._defined
            )
        if not isinstance(node, ast.Name):
            return True
        binding = self._scopes.sole_binding(node)
        if binding is None:
            return True
        if isinstance(binding.node, (*FUNCTION_NODES, ast.ClassDef)):
            return binding.node in around
        return not binding.is_import

    @cached_property
    def _defined(self) -> frozenset[str]:
        """The names of all functions and classes of the file."""
        return frozenset(filter(None, map(_name, self._scopes.parents)))

    @cached_property
    def _looks(self) -> list[_Look]:
        """All that looks at code."""
        return list(self._found())

    def _found(self) -> Iterator[_Look]:
        for use, scope in self._scopes.uses:
            if _CELLS.fullmatch(use.id) and self._scopes.lookup(use.id, scope) is None:
                yield use, None
        for node in self._scopes.nodes(ast.Attribute, ast.Constant, ast.Call):
            if isinstance(node, ast.Attribute) and node.attr in _CODE:
                told = self._scopes.parents[node]
                if getattr(told, "attr", "") not in _TOLD:
                    yield node, node.value
            elif isinstance(node, ast.Constant) and _is_told_by(text_of(node)):
                yield from self._by_text(node)
            elif isinstance(node, ast.Call):
                name = last_name(node.func)
                traces = self._objects.path(node.func) in _TRACING
                if traces or (name in _READERS and _is_own_file(node)):
                    yield node, None
                elif node.args and self._tells(node.func):
                    yield node, node.args[0]

    def _by_text(self, text: ast.Constant) -> Iterator[_Look]:
        """Yield what takes an attribute that a text names, and of what."""
        parent = self._scopes.parents[text]
        if isinstance(parent, ast.Call) and text in parent.args:
            if getattr(self._scopes.parents[parent], "attr", "") in _TOLD:
                return
            by_method = last_name(parent.func) == "__getattribute__"
            if by_method and isinstance(parent.func, ast.Attribute):
                yield parent, parent.func.value
            else:
                of_first = last_name(parent.func) in _GETTERS
                yield parent, parent.args[0] if of_first else None
        elif not isinstance(parent, ast.Compare | ast.Dict | ast.Expr):
            yield text, None

    def _tells(self, function: ast.expr) -> bool:
        """Whether a function is one that tells how what it is given is written."""
        named = isinstance(function, ast.Name) or last_name(function) in _TELLING_NAMES
        return named and self._objects.path(function) in _TELLING


def _is_told_by(text: str | None) -> bool:
    """Whether a text names an attribute that tells how a function is written."""
    parts = text.split(".") if text is not None else []
    return not _CODE.isdisjoint(parts) and _TOLD.isdisjoint(parts)


def _what(node: ast.expr) -> str:
    """Return what is asked of what is looked at."""
    if not isinstance(node, ast.Call):
        return last_name(node)
    texts = (text for text in map(text_of, node.args) if _is_told_by(text))
    return next(texts, None) or last_name(node.func)


def editing(data: bytes, name: str) -> str:
    """Return the command in what a file says that edits the file of a name, if any."""
    for command in _EDITS.finditer(data):
        if re.search(rb"\b%s\b" % re.escape(name.encode()), command[0]):
            return command[1].decode()
    return ""


def _is_own_file(call: ast.Call) -> bool:
    """Whether a call reads ``open(__file__)``, or ``Path(__file__).read_text()``."""
    given = call.args[:1]
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
        given = call.func.value.args[:1]
    return any(is_named(one, "__file__") for one in given)


def _name(node: ast.AST) -> str:
    return node.name if isinstance(node, _NAMED) else ""


def _told(node: ast.expr) -> str:
    return f"`{shown(node)}` on line {node.lineno}"
