"""What one file does with a name that it has from another module.

Followed through imports, stars, other names for a module or its member, ``getattr``
with a text, and imports by a text.
"""

from __future__ import annotations

import ast
import re

from ..lists import only_looks
from ..module_paths import ModulePath
from ..namespaces import MAIN
from ..scopes import Scope, ScopeTree
from ..syntax import is_named, last_name, text_of
from .brought import At, Brought, Step, brought
from .imported import TAKING_ANY, Imports
from .reached import line_of_functions, reached_by_text
from .tree_files import TreeFile
from .use import Use, place_of

# What gives the names of a module without saying them.
COMPUTED = re.compile(
    rb"getattr|attrgetter|\bvars\b|__dict__|getmembers|import_module|__import__"
    rb"|\bglobals\b|\blocals\b|\beval\b|\bexec\b|__globals__|f_globals|run_module|run_path|spec_from_file|\bmodules\b|\bdir\(|import\s*\*"
)
# What is done with a module that gives none of its names to anybody.
_HARMLESS_CALLS = frozenset({"reload", "print", "str", "repr", "getfile", "getsource"})
_BY_TEXT = frozenset({"getattr", "hasattr", "setattr", "delattr", "object"})


class FileUses:
    """The uses in one file.

    Attributes:
        sees: whether the file has the name at all.
        calls: where it calls what the name holds.
        doubt: a use that is not understood; empty if there is none.
        passed_on: the ways by which other files can have the name from this one.
    """

    def __init__(
        self, file: TreeFile, steps: tuple[Step, ...], looked_up: bool, hacked: bool
    ) -> None:
        self.sees = False
        self.calls: list[Use] = []
        self.doubt = ""
        self.passed_on: list[tuple[Step, ...]] = []
        self._file = file
        self._steps = steps
        self._looked_up = looked_up
        self._hacked = hacked
        self._name = steps[-1].name
        self._names: set[tuple[tuple[Scope, str], At]] = set()
        self._pending: list[tuple[ast.expr, At]] = []
        if file.imports is None:
            if file.says(self._name) and "." in file.name:
                self._doubt(None, "cannot be read")
            return
        found = [*brought(file.imports, file.path, steps[0], hacked)]
        if line := line_of_functions(file, steps, found, hacked):
            self.sees = True
            where = file.told(f"line {line}")
            self.doubt = (
                f"`{self._name}` may be reached by what functions see on {where}"
            )
        if self._may_be_reached_by_text(file.imports) or not all(
            map(self._is_left, found)
        ):
            self._look(found)
            return
        for one in found:
            if one.by.is_shown:
                self._pass_on(one.local, one.at)

    def _may_be_reached_by_text(self, imports: Imports) -> bool:
        """Whether the file takes the module, or any name, by a text."""
        modules = imports.by_text
        stem = self._steps[0].module.stem
        reaches = imports.reaches or imports.sees_itself
        return reaches or stem in modules or MAIN in modules

    def _is_left(self, found: Brought) -> bool:
        """Whether the file does nothing with it, but it may pass it on."""
        taken = found.by.attributes
        if taken is None or found.star or self._is_value(found.at):
            return False
        return self._wanted(found.at) not in taken

    def _look(self, found: list[Brought]) -> None:
        """Look at what the file does with what its imports bring."""
        assert self._file.scopes is not None
        self._scopes = self._file.scopes
        for one in found:
            if one.star:
                self._starred(one.local, one.at)
            else:
                self._bound(self._file.aliases[one.by.place], one.local, one.at)
        first = self._steps[0]
        for node, taken in self._file.taken:
            if taken.module not in (first.module.stem, MAIN):
                continue
            if taken.gives_module:
                self._pending.append((node, first.begun))
            elif not isinstance(self._scopes.parents[node], ast.Expr):
                self._doubt(node, "may be reached by what is run")
        while self._pending:
            self._follow(*self._pending.pop())
        if self._names:
            self._check_texts()

    def _wanted(self, at: At) -> str:
        """Return which attribute of what is found leads on."""
        step, depth = at
        parts = self._steps[step].module.parts
        return parts[depth] if depth < len(parts) else self._steps[step].name

    def _behind(self, step: int) -> At:
        """Return what the name of a step is."""
        return step + 1, self._steps[step].depth

    def _starred(self, name: str, at: At) -> None:
        """Follow a name that a star import brings."""
        self.sees = True
        module = self._scopes.module
        self._names.add(((module, name), at))
        for use, scope in self._scopes.uses:
            if use.id == name and self._scopes.lookup(name, scope) in (None, module):
                self._used(use, at)
        self._pass_on(name, at)

    def _bound(self, node: ast.AST, local: str, at: At) -> None:
        """Follow the name that an import binds."""
        for scope in self._scopes.all_scopes():
            if any(one.node is node for one in scope.bindings.get(local, ())):
                self._named((scope, local), at)

    def _named(self, key: tuple[Scope, str], at: At) -> None:
        if (key, at) in self._names:
            return
        self._names.add((key, at))
        self.sees = self.sees or self._is_value(at)
        scope, name = key
        if scope.is_class and self._is_value(at):
            self._doubt(scope.node, "is an attribute of a class")
        elif scope.is_class:
            self._doubt(scope.node, "may be reached by a module that a class has")
        for use in self._scopes.uses_of.get(key, ()):
            self._used(use, at)
        if scope is self._scopes.module:
            self._pass_on(name, at)

    def _used(self, use: ast.Name, at: At) -> None:
        if isinstance(use.ctx, ast.Load):
            self._pending.append((use, at))

    def _pass_on(self, name: str, at: At) -> None:
        step, depth = at
        first = Step(ModulePath(self._file.path), name, depth)
        self.passed_on.append((first, *self._steps[step:]))

    def _is_value(self, at: At) -> bool:
        return at[0] == len(self._steps)

    def _follow(self, node: ast.expr, at: At) -> None:
        """Look at what is done with an expression."""
        parent = self._scopes.parents[node]
        if isinstance(parent, ast.Expr):
            return
        if isinstance(parent, ast.Assign) and parent.value is node:
            self._assigned(parent, at)
        elif self._is_value(at):
            self._use_value(node, parent)
        else:
            self._use_module(node, parent, at)

    def _assigned(self, statement: ast.Assign, at: At) -> None:
        for target in statement.targets:
            if not isinstance(target, ast.Name):
                self._doubt(statement, "is stored")
                return
            owner = self._scopes.lookup(target.id, self._scopes.scope_of[target])
            if owner is not None:
                self._named((owner, target.id), at)

    def _use_value(self, node: ast.expr, parent: ast.AST) -> None:
        self.sees = True
        if isinstance(parent, ast.Call) and parent.func is node:
            line = self._file.told(f"line {node.lineno}")
            use = Use(self._file.path, place_of(node), self._name, line)
            self.calls.append(use)
        elif not (self._looked_up and looks(self._scopes, node, parent)):
            self._doubt(node, "is used")

    def _use_module(self, node: ast.expr, parent: ast.AST, at: At) -> None:
        step, depth = at
        inside = depth < len(self._steps[step].module.parts)
        if isinstance(parent, ast.Attribute):
            if parent.attr == self._wanted(at):
                found = (step, depth + 1) if inside else self._behind(step)
                self._pending.append((parent, found))
            elif parent.attr in TAKING_ANY:
                self._doubt(node, f"may be reached by `{parent.attr}`")
        elif isinstance(parent, ast.Call) and node in parent.args:
            self._given(parent, self._wanted(at), at)
        elif not inside:
            self._doubt(node, "may be reached by a module that is passed on")

    def _given(self, call: ast.Call, name: str, at: At) -> None:
        """Look at a call that is given a module."""
        called = last_name(call.func)
        texts = [text_of(argument) for argument in call.args]
        said = [text for text in texts if text is not None]
        if is_named(call.func, "getattr") and said[:1] == [name]:
            inside = at[1] < len(self._steps[at[0]].module.parts)
            found = (at[0], at[1] + 1) if inside else self._behind(at[0])
            self._pending.append((call, found))
        elif name in said:
            self._doubt(call, "is named")
        elif not (called in _HARMLESS_CALLS or (said and called in _BY_TEXT)):
            self._doubt(call, f"may be reached by `{called or 'a call'}`")

    def _check_texts(self) -> None:
        """Doubt names that the file's own code may reach by a text."""
        held = [key for key, at in self._names if self._is_value(at)]
        node = reached_by_text(self._file, held, self._name)
        if node is not None:
            self._doubt(node, "may be reached by a text")

    def _doubt(self, node: ast.AST | None, what: str) -> None:
        self.sees = True
        line = getattr(node, "lineno", 0)
        where = f"on {self._file.told(f'line {line}')}" if line else self._file.name
        if node is None:
            self.doubt = (
                self.doubt or f"`{self._name}` may be used by {where}, which {what}"
            )
        else:
            self.doubt = self.doubt or f"`{self._name}` {what} {where}"


def looks(scopes: ScopeTree, node: ast.expr, parent: ast.AST) -> bool:
    """Whether a dict is only shown, or asked what is in it."""
    if isinstance(parent, ast.Compare):
        return node in parent.comparators
    if isinstance(parent, ast.Attribute):
        return parent.attr == "keys"
    if isinstance(parent, ast.Call) and node in parent.args:
        function = parent.func
        join = isinstance(function, ast.Attribute) and function.attr == "join"
        return join or only_looks(scopes, function)
    return isinstance(parent, ast.FormattedValue)
