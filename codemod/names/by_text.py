"""Where names of a module are used by text: `globals()`, `eval`, `__main__`.

What is understood is listed by how it is written: a constant text is a use of the
names in it, a look into `globals()` by a constant key one of that name. What is not
may read, or set, every name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .module_names import UNKNOWN_MODULE
from .module_objects import ModuleObjects
from .namespaces import EVERY, MAIN, OWN, Does, Use, uses_of_names
from .run_texts import OF_FRAMES, names_in, text_said
from .scopes import FUNCTION_NODES, Scope, ScopeTree
from .shell import names_shell, shell_uses
from .syntax import is_builtin, is_named, last_name, text_of
from .text_use import ByText

_FROM_MAIN = re.compile(rf"\bfrom\s+{MAIN}\s+import\s+(?:\(\s*)?([\w, ]+)")
_OF_MAIN = re.compile(rf"\b{MAIN}[.:](\w+)")
# Functions that run texts: those that do it here, and in the main module.
_RUN_HERE = ("eval", "exec")
_RUN_MAIN = frozenset({"cProfile.run", "profile.run", "pdb.run", "pdb.runeval"})
_TIMERS = frozenset({"timeit.timeit", "timeit.repeat", "timeit.Timer"})
_TEXTS_OF_TIMERS = ("stmt", "setup")
# Functions for which "__main__" is a label, or the module that others are to be.
_LABELS = frozenset(
    {"getLogger", "run_path", "run_module", "spec_from_file_location", "ModuleType"}
)


class TextUses:
    """Finds them in one module.

    Args:
        scopes: the module.
        objects: its module objects.
        stem: what the module is called when it is imported, without its packages.
        may_be_module: whether a path that it writes can be that of a module.
    """

    def __init__(
        self,
        scopes: ScopeTree,
        objects: ModuleObjects,
        stem: str,
        may_be_module: Callable[[str], bool],
    ) -> None:
        self.scopes = scopes
        self.objects = objects
        self._stem = stem
        self._may_be_module = may_be_module
        self._own = (OWN, MAIN, stem)

    def all(self) -> list[ByText]:
        """Return all uses by text, those of names that are said last."""
        found = [*self._of_names(), *self._of_nodes(), *self._of_objects()]
        return sorted(found, key=lambda use: bool(use.name))

    def _of_names(self) -> Iterator[ByText]:
        """Yield what the builtins do that are named."""
        for name, scope in self.scopes.uses:
            handler = _BUILTINS.get(name.id)
            if handler is None or not is_builtin(self.scopes, name):
                continue
            parent = self.scopes.parents[name]
            if isinstance(parent, ast.Call) and parent.func is name:
                yield from handler(self, parent, scope)
            elif (
                name.id in _RUN_HERE and not _converts(parent, self.scopes)
            ) or name.id == "globals":
                yield ByText(Does.SETS, EVERY, None, name)

    def _globals(self, call: ast.Call, scope: Scope) -> Iterator[ByText]:
        yield from self._namespace(call, self.scopes.module)

    def _locals(self, call: ast.Call, scope: Scope) -> Iterator[ByText]:
        if call.args:
            return  # of an object
        while not isinstance(scope.node, (*FUNCTION_NODES, ast.ClassDef, ast.Module)):
            scope = scope.parent or self.scopes.module
        is_copy = isinstance(scope.node, FUNCTION_NODES)
        for use in self._namespace(call, scope):
            copied = use.does is Does.SETS and is_copy
            yield ByText(
                Does.SHOWS if copied else use.does, use.name, use.scope, use.node
            )

    def _dir(self, call: ast.Call, scope: Scope) -> Iterator[ByText]:
        if not call.args:
            yield ByText(Does.SHOWS, EVERY, scope, call)

    def _namespace(self, node: ast.expr, scope: Scope | None) -> Iterator[ByText]:
        """Yield what is done with a dict of names."""
        for use in uses_of_names(self.scopes, node):
            timed = isinstance(use.node, ast.Call) and self._is_timer(use.node)
            if not timed:
                does = Does.SETS if use.does is Does.ESCAPES else use.does
                yield ByText(does, use.name, scope, use.node)

    def _run(self, call: ast.Call, scope: Scope) -> Iterator[ByText]:
        """Yield what a text does that is run here."""
        given = call.args[1:] or [one.value for one in call.keywords]
        if given and not any(map(self._is_ours, given)):
            return  # its names are in a dict of its own
        if call.args:
            yield from self._text(call.args[0], call, scope)

    def _is_ours(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Call) and is_named(
            node.func, "globals", "locals", "vars"
        )

    def _text(self, node: ast.expr, at: ast.AST, scope: Scope) -> Iterator[ByText]:
        """Yield what running a text does with names."""
        text = text_said(self.scopes, node)
        if text is None:
            yield ByText(Does.SETS, EVERY, None, at)
            return
        for does, name in names_in(text):
            yield ByText(does, name, self.scopes.lookup(name, scope), at)

    def _of_nodes(self) -> Iterator[ByText]:
        """Yield what frames, texts about the main module and runners of texts do."""
        for node in self.scopes.nodes(*_NODES):
            yield from _NODES[type(node)](self, node)

    def _attribute(self, node: ast.Attribute) -> Iterable[ByText]:
        if node.attr in OF_FRAMES:
            return self._namespace(node, None)
        return self._of_shell(node)

    def _constant(self, node: ast.Constant) -> Iterable[ByText]:
        text = text_of(node)
        if text is None or not (MAIN in text or text in OF_FRAMES):
            return ()
        return self._said(text, node)

    def _said(self, text: str, node: ast.Constant) -> Iterator[ByText]:
        if text in OF_FRAMES and not isinstance(
            self.scopes.parents[node], ast.Compare | ast.Expr
        ):
            yield ByText(Does.SETS, EVERY, None, node)
        elif text == MAIN and not self._is_label(node):
            yield ByText(Does.READS, EVERY, self.scopes.module, node)
        for names in (*_FROM_MAIN.findall(text), *_OF_MAIN.findall(text)):
            for name in re.findall(r"\w+", names):
                yield ByText(Does.READS, name, self.scopes.module, node)

    def _path(self, node: ast.JoinedStr) -> Iterator[ByText]:
        """Yield the name that a path from the module itself leads to."""
        first, *rest = node.values or [node]
        begins = isinstance(first, ast.FormattedValue) and is_named(first.value, OWN)
        if begins and rest and not self._is_label(node):
            for name in re.findall(r"^[.:](\w+)", text_of(rest[0]) or ""):
                yield ByText(Does.READS, name, self.scopes.module, node)

    def _is_label(self, node: ast.expr) -> bool:
        """Whether the main module's name is only compared, or its object is looked at.

        What is done with that object is asked where objects are.
        """
        outer = self.scopes.parents[node]
        while isinstance(outer, ast.Tuple | ast.List | ast.Set):
            outer = self.scopes.parents[outer]
        if isinstance(outer, ast.Call):
            name = last_name(outer.func)
            return name in _LABELS or name in ("get", "import_module", "__import__")
        named = isinstance(outer, ast.keyword) and outer.arg in ("run_name", "name")
        return named or isinstance(outer, ast.Compare | ast.Subscript | ast.Expr)

    def _called(self, call: ast.Call) -> Iterator[ByText]:
        path = self.objects.path(call.func)
        module = self.scopes.module
        if path in _RUN_MAIN and call.args:
            yield from self._text(call.args[0], call, module)
        elif path.startswith("builtins.") and not is_builtin(self.scopes, call.func):
            handler = _BUILTINS.get(path.removeprefix("builtins."))
            if handler is not None:
                yield from handler(self, call, module)
        elif self._is_timer(call) and any(
            one.arg == "globals" for one in call.keywords
        ):
            texts = [one.value for one in call.keywords if one.arg in _TEXTS_OF_TIMERS]
            for text in [*call.args[:2], *texts]:
                if not isinstance(text, ast.Lambda):
                    yield from self._text(text, call, module)

    def _is_timer(self, call: ast.Call) -> bool:
        return self.objects.path(call.func) in _TIMERS

    def _of_objects(self) -> Iterator[ByText]:
        """Yield what is done with the module itself, as an object."""
        for use in self.objects.uses:
            module, _, name = use.name.lstrip(".").rpartition(".")
            if self._is_own(module, use):
                does = Does.SETS if use.does is Does.ESCAPES else use.does
                yield ByText(does, name, self.scopes.module, use.node)
            elif module == UNKNOWN_MODULE:
                does = Does.READS if use.does is Does.ESCAPES else use.does
                yield ByText(does, name, self.scopes.module, use.node)

    def _of_shell(self, node: ast.AST) -> Iterable[ByText]:
        """Return what IPython's shell is told to do, where a node names it."""
        return self._told(node) if names_shell(node) else ()

    def _told(self, node: ast.AST) -> Iterator[ByText]:
        module = self.scopes.module
        for use in shell_uses(self.scopes, node):
            if use.names:
                yield from self._namespace(use.node, module)
            elif use.text is not None:
                yield from self._text(use.text, use.node, module)
            else:
                yield ByText(Does.SETS, EVERY, None, use.node)

    def _is_own(self, path: str, use: Use) -> bool:
        """Whether a path may be that of the module itself."""
        if path in self._own:
            return True
        same = path.rpartition(".")[2] == self._stem
        return same and (use.does is Does.SETS or self._may_be_module(path))


_BUILTINS: dict[str, Callable[[TextUses, ast.Call, Scope], Iterator[ByText]]] = {
    "globals": TextUses._globals,
    "locals": TextUses._locals,
    "vars": TextUses._locals,
    "dir": TextUses._dir,
    "eval": TextUses._run,
    "exec": TextUses._run,
}

_NODES: dict[type[ast.AST], Callable[[TextUses, Any], Iterable[ByText]]] = {
    ast.Attribute: TextUses._attribute,
    ast.Constant: TextUses._constant,
    ast.JoinedStr: TextUses._path,
    ast.Call: TextUses._called,
    ast.Name: TextUses._of_shell,
    ast.alias: TextUses._of_shell,
}


def _converts(parent: ast.AST, scopes: ScopeTree) -> bool:
    """Whether a function is given to `argparse`, which calls it among its own names."""
    if not isinstance(parent, ast.keyword) or parent.arg != "type":
        return False
    call = scopes.parents[parent]
    return isinstance(call, ast.Call) and getattr(call.func, "attr", "") in (
        "add_argument",
        "option",
    )
