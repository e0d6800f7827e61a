"""Code that imports modules by a text, and what it may reach."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache, cached_property

from .elsewhere.tree_files import TreeFile
from .elsewhere.words import Words
from .module_paths import ModulePath
from .scopes import ScopeTree
from .shown_modules import LOADED, shows_loaded
from .syntax import last_name, text_of
from .taken_modules import IMPORTS, MODULES, RUNS

_EVALUATES = frozenset({"eval", "exec", "compile"})
_WORDS = re.compile(
    rb"import_module|__import__|run_module|run_path|spec_from_file|find_spec"
    rb"|load_source|SourceFileLoader|resolve_name|locate|f_globals|__globals__"
    rb"|\bmodules\s*\.\s*(?:values|items)|\bmodules\s*\[|\beval\b|\bexec\b"
)
_LOADING = ("module_from_spec", "load_module", *IMPORTS, *RUNS, MODULES)
_FUNCTION = re.compile(r"^[ \t]*def (\w+)(.*(?:\n(?![ \t]*(?:def|class) ).*)*)", re.M)
_IMPORTING = (*IMPORTS, *RUNS, MODULES, "f_globals", "__globals__")


def is_words(node: ast.Constant, names: Collection[str], *, exact: bool) -> bool:
    """Whether a text is one of some names, or holds one as a word."""
    words = re.findall(r"\w+", str(node.value))
    if exact:
        return words[-1:] != [] and words[-1] in names
    return not {*words}.isdisjoint(names)


class Loaders:
    """The code of a tree that imports or runs what it computes.

    Args:
        run: the files of the tree that Python runs.
    """

    def __init__(self, run: Words) -> None:
        self._run = run
        self.own = cache(self._own)
        self.taking = cache(self._taking)

    def reach(self, module: ModulePath, name: str) -> str:
        """Return what in another file may reach a name of a module by a text."""
        if imported := self._computed_for(module):
            for one in self._showing:
                if one.real != str(module.file):
                    return f"{imported}, and {one.name} shows every name of that"
        for one, line in self._computed_of.get(module.stem, ()):
            if one.real != str(module.file):
                where = one.told(f"line {line}")
                return f"{where} takes what it computes of `{module.stem}`"
        taking, by = self._first_taking(module, name)
        naming = self._run.saying_both(name, {*self._run.saying(module.stem)})
        told = re.compile(rf"\b{re.escape(module.stem)}[.:]{re.escape(name)}\b")
        for one in self._run.sorted(naming.union(taking)):
            for text in one.strings if one.real != str(module.file) else ():
                if one in naming and told.search(str(text.value)):
                    return f"`{name}` is named on {one.told(f'line {text.lineno}')}"
            if one in taking:
                where = one.told(f"line {taking[one]}")
                return f"`{name}` is named on {where}, and {by}"
        return ""

    def _first_taking(
        self, module: ModulePath, name: str
    ) -> tuple[Mapping[TreeFile, int], str]:
        """Return the first other file that may take a name by a text, and what does.

        The file is with the line on which it does.
        """
        computed = self._computed_for(module)
        for one, line, own in self.taking(name):
            if one.real != str(module.file) and (own or computed):
                return {one: line}, own or computed
        return {}, ""

    def _taking(self, name: str) -> list[tuple[TreeFile, int, str]]:
        """Return the files that take a name of an object that is not known, or say it.

        Each with the first line on which it does, and with what in it runs any text.
        """
        found: list[tuple[TreeFile, int, str]] = []
        for one in self._run.saying(name):
            own = self.own(one)
            if own or self._computed:
                nodes = _taken(one, name, bool(own))
                found += [(one, node.lineno, own) for node in [*nodes][:1]]
        return found

    def _own(self, file: TreeFile) -> str:
        """Return what in a file runs any text, or nothing."""
        scopes = file.scopes if _WORDS.search(file.data) else None
        if scopes is None:
            return ""
        called = [use for use, _ in scopes.uses if use.id in _EVALUATES]
        return f"line {called[0].lineno} runs a text" if called else ""

    def _computed_for(self, module: ModulePath) -> str:
        """Return what in the tree may import a module by what it computes."""
        for file, line, prefix in self._computed:
            if _may_begin(prefix, module):
                return f"{file.told(f'line {line}')} imports what it computes"
        return ""

    @cached_property
    def _showing(self) -> list[TreeFile]:
        """The files that show every name of a module that they import by a text.

        Or that of a file which imports it so gives them.
        """
        loading = self._run.saying_any(_LOADING)
        loaders = {
            name
            for one in loading
            for name, body in _FUNCTION.findall(one.text)
            if LOADED.search(body)
        }
        saying = {file for one in loaders for file in self._run.saying(one)}
        may = self._run.sorted({*loading, *saying})
        shows = shows_loaded(loaders)
        return [one for one in may if shows(one.text)]

    @cached_property
    def _computed(self) -> list[tuple[TreeFile, int, str]]:
        """Every import of what is computed: its line, and how its name begins."""
        return [
            (file, node.lineno, prefix)
            for file in self._run.saying_any(_IMPORTING)
            if _WORDS.search(file.data) and file.scopes is not None
            for node, prefix in _computing(file.scopes)
        ]

    @cached_property
    def _computed_of(self) -> dict[str, list[tuple[TreeFile, int]]]:
        """What takes a computed name of a module that it says, as ``"lib:" + name``.

        By the module's own name, each with its line.
        """
        found: dict[str, list[tuple[TreeFile, int]]] = {}
        for one, line, prefix in self._computed:
            path, colon, _ = prefix.partition(":")
            if colon:
                found.setdefault(path.rpartition(".")[2], []).append((one, line))
        return found


def _computing(scopes: ScopeTree) -> Iterator[tuple[ast.expr, str]]:
    for node in scopes.nodes(ast.Attribute, ast.Call, ast.Subscript):
        if isinstance(node, ast.Attribute):
            if node.attr in ("f_globals", "__globals__") or (
                node.attr in ("values", "items") and last_name(node.value) == MODULES
            ):
                yield node, ""
        elif isinstance(node, ast.Call) and last_name(node.func) in IMPORTS | RUNS:
            texts = [text for text in map(text_of, node.args) if text]
            if node.args and not texts:
                yield node, _prefix(node.args[-1] if _is_path(node) else node.args[0])
        elif isinstance(node, ast.Subscript) and _takes_any_module(node):
            yield node, ""


def _takes_any_module(node: ast.Subscript) -> bool:
    """Whether a node is a module of `sys.modules` whose name is computed."""
    written = text_of(node.slice) is not None or last_name(node.slice) == "__name__"
    taken = last_name(node.value) == MODULES and isinstance(node.ctx, ast.Load)
    return taken and not written


def _is_path(call: ast.Call) -> bool:
    return last_name(call.func) in ("spec_from_file_location", "SourceFileLoader")


def _prefix(node: ast.expr) -> str:
    """Return how a computed text begins, as far as that is written."""
    if isinstance(node, ast.JoinedStr) and node.values:
        return text_of(node.values[0]) or ""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return text_of(node.left) or ""
    return ""


def _may_begin(prefix: str, module: ModulePath) -> bool:
    """Whether a dotted name that begins so may be a module's."""
    words = [word for word in prefix.split(".")[:-1] if word]
    return all(word in module.parts[:-1] for word in words)


def _taken(file: TreeFile, name: str, everything: bool) -> Iterator[ast.expr]:
    """Yield where a file takes a name of an object that is not known, or says it."""
    scopes = file.scopes
    if scopes is None:
        return
    for text in file.strings:
        if is_words(text, (name,), exact=not everything) and not _exports(scopes, text):
            yield text
    for node in file.attributes.get(name, ()):
        if not is_known_module(scopes, node.value) and not is_own(node):
            yield node


def is_known_module(scopes: ScopeTree, node: ast.expr) -> bool:
    """Whether an expression is a module that an import statement names."""
    while isinstance(node, ast.Attribute):
        node = node.value
    binding = scopes.sole_binding(node) if isinstance(node, ast.Name) else None
    return binding is not None and binding.is_import and not binding.level


def is_own(node: ast.Attribute) -> bool:
    """Whether an attribute is taken from what reads like a method's instance."""
    return isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")


def _exports(scopes: ScopeTree, node: ast.expr) -> bool:
    """Whether a text stands in ``__all__``."""
    for outer in scopes.ancestors(node):
        if isinstance(outer, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = getattr(outer, "targets", [getattr(outer, "target", None)])
            return any(getattr(one, "id", "") == "__all__" for one in targets)
    return False
