"""What the other files of a tree say of a name: who takes it, who replaces it.

Who replaces it is searched in the text alone, on purpose: a mention that is not
understood is a reason to leave a name alone, too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path

from ...files.search.project_root import tree_of
from ...files.source import Source, SourceError
from ..module_objects import ModuleObjects
from ..namespaces import Does, Use
from ..own_code import LOOKS, OwnCode, editing
from ..patchers import replacements
from ..syntax import last_name, shown
from .outside import Outside, Seen
from .tree_files import TreeFile, files_of

_SETS = re.compile(rb"\bsetattr\b|\bpatch\b")
_LISTS = re.compile(rb"\bdir\(|\bvars\(|__dict__|getmembers")
_ANY = re.compile(rb"\bmodules\s*[\[.]|\bimport_module\b|\b__import__\b")


class OtherFiles:
    """Searches the trees of the files that are asked about; each is read once."""

    def __init__(self) -> None:
        self._trees: dict[Path, list[TreeFile]] = {}
        self._outside: dict[Path, Outside] = {}
        self._said: dict[tuple[Path, str], list[TreeFile]] = {}
        self._computes: dict[Path, list[TreeFile]] = {}
        self._matched: dict[tuple[Path, str, str], list[TreeFile]] = {}
        self._looks: dict[Path, list[tuple[TreeFile, OwnCode]]] = {}
        self._roots: dict[Path, Path] = {}
        self._replacements: dict[Path, list[Use]] = {}

    def files_saying(self, name: str, file: Path) -> list[Source]:
        """Return the other files of the tree in which ``name`` is a word."""
        saying = self._saying(self._root(file), name)
        return [one.source for one in _others(saying, file) if one.source is not None]

    def seen(self, name: str, file: Path, *, looked_up: bool = False) -> Seen:
        """Return what other files do with a module-level name of a file."""
        return self.outside(file).of(file, name, looked_up=looked_up)

    def attribute_taken(
        self, owner: str, name: str, least: int, file: Path, readers: Collection[str]
    ) -> str:
        """Return which other file may take an attribute of a class, or nothing.

        Args:
            owner: the class.
            name: the attribute.
            least: how many arguments a call of it has at least.
            file: where the class stands.
            readers: the methods that read the attribute.
        """
        return self.outside(file).attributes.taken(owner, name, least, file, readers)

    def is_foreign(self, path: str, file: Path) -> bool:
        """Whether a module is certainly none of the tree of a file."""
        return self.outside(file).attributes.is_foreign(path)

    def outside(self, file: Path) -> Outside:
        """Return what answers for the tree that a file is in."""
        root = self._root(file)
        if root not in self._outside:
            self._outside[root] = Outside(root, self._tree(root))
        return self._outside[root]

    def replaced(self, name: str, file: Path) -> str:
        """Return which other file puts something else in the place of ``name``."""
        return self._first_match("replaced", replacing, name, file)

    def replacements(self, word: str, file: Path) -> list[tuple[TreeFile, Use]]:
        """Return what the other files that say a word put in the place of others."""
        found: list[tuple[TreeFile, Use]] = []
        root = self._root(file)
        saying = self._saying(root, word)
        said = {one.path for one in saying}
        computing = [one for one in self._computing(root) if one.path not in said]
        for one in _others([*saying, *computing], file):
            if one.path not in self._replacements:
                objects = ModuleObjects(one.scopes) if one.scopes is not None else None
                uses = replacements(objects) if objects is not None else []
                self._replacements[one.path] = uses
            found += [
                (one, use)
                for use in self._replacements[one.path]
                if one.path in said or isinstance(use.node, ast.Call)
            ]
        return found

    def looking_at_code(self, module: str, names: Collection[str], file: Path) -> str:
        """Return what in another file may look at how code of a file is written.

        Args:
            module: what the file is called when it is imported.
            names: of the functions and classes that are asked about.
            file: it.
        """
        for one, code in self._looking(self._root(file)):
            if one.path != file and (found := code.of_others(module, names)):
                return one.told(found)
        for one in _others(self._saying(self._root(file), file.stem), file):
            if command := editing(one.data, file.name):
                return f"`{command}` in {one.name}"
        return ""

    def listing(self, module: str, file: Path) -> str:
        """Return where another file lists the names of a file, or nothing.

        Args:
            module: what the file is called when it is imported.
            file: it.
        """
        saying = self._saying(self._root(file), module)
        for one in _others(saying, file):
            if _LISTS.search(one.data) and one.scopes is not None:
                for use in ModuleObjects(one.scopes).uses:
                    listed = use.name.rstrip(".").rpartition(".")[2] == module
                    if use.does is Does.SHOWS and listed:
                        line = getattr(use.node, "lineno", 0)
                        return one.told(f"`{shown(use.node)}` on line {line}")
        return ""

    def subclassed(self, name: str, file: Path) -> str:
        """Return which other file derives a class from the class ``name``."""
        return self._first_match("subclassed", _deriving, name, file)

    def callers(self, name: str, keywords: Collection[str], file: Path) -> list[str]:
        """Return where other files call something of this name with a keyword.

        Each place is ``file.py:line`` with the keyword; only the name is compared.
        """
        places: list[str] = []
        for source in self.files_saying(name, file):
            if not any(keyword in source.text for keyword in keywords):
                continue
            for node in nodes_of(source):
                if not isinstance(node, ast.Call):
                    continue
                called = last_name(node.func)
                given = sorted({one.arg or "" for one in node.keywords} & {*keywords})
                if called == name and given:
                    where = f"{Path(source.path).name}:{node.lineno}"
                    places.append(f"`{given[0]}` in {where}")
        return places

    def _root(self, file: Path) -> Path:
        if file.parent not in self._roots:
            self._roots[file.parent] = tree_of(file)
        return self._roots[file.parent]

    def _first_match(
        self,
        question: str,
        pattern_of: Callable[[str], re.Pattern[str]],
        name: str,
        file: Path,
    ) -> str:
        root = self._root(file)
        key = (root, question, name)
        if key not in self._matched:
            pattern = pattern_of(name)
            said = self._saying(root, name)
            self._matched[key] = [one for one in said if pattern.search(one.text)]
        others = _others(self._matched[key], file)
        return others[0].name if others else ""

    def _saying(self, root: Path, name: str) -> list[TreeFile]:
        if (root, name) not in self._said:
            self._said[root, name] = [
                one for one in self._tree(root) if not one.is_text and one.says(name)
            ]
        return self._said[root, name]

    def _computing(self, root: Path) -> list[TreeFile]:
        """Return the files that may set attributes of modules by computed names."""
        if root not in self._computes:
            self._computes[root] = [
                one
                for one in self._tree(root)
                if not one.is_text and _SETS.search(one.data) and _ANY.search(one.data)
            ]
        return self._computes[root]

    def _looking(self, root: Path) -> list[tuple[TreeFile, OwnCode]]:
        """Return the files that may look at how code is written."""
        if root not in self._looks:
            self._looks[root] = [
                (one, OwnCode(ModuleObjects(one.scopes)))
                for one in self._tree(root)
                if LOOKS.search(one.data) and not one.is_text and one.scopes is not None
            ]
        return self._looks[root]

    def _tree(self, root: Path) -> list[TreeFile]:
        if root not in self._trees:
            self._trees[root] = files_of(root)
        return self._trees[root]


class OthersOfExample(OtherFiles):
    """The same for an example in a page or a docstring, whose names no file takes.

    Args:
        others: what searches the trees.
    """

    def __init__(self, others: OtherFiles) -> None:
        self.__dict__ = others.__dict__  # each tree is read once for both

    def seen(self, name: str, file: Path, *, looked_up: bool = False) -> Seen:
        """Return that other files do nothing with a name."""
        return Seen()


def nodes_of(source: Source) -> Iterator[ast.AST]:
    """Yield all nodes of a file; none where it cannot be parsed."""
    with suppress(SourceError):
        yield from ast.walk(source.tree)


def _others(files: list[TreeFile], file: Path) -> list[TreeFile]:
    return [one for one in files if one.path != file]


def _deriving(name: str) -> re.Pattern[str]:
    return re.compile(rf"class\s+\w+\s*\([^)]*\b{re.escape(name)}\b")


def replacing(name: str) -> re.Pattern[str]:
    """Return what assigning to ``x.name``, filling ``name`` or patching looks like."""
    word = re.escape(name)
    held = r"(?:__dict__|__globals__|f_globals|\b(?:vars|globals)\([^)\n]*\))"
    return re.compile(
        rf"\.{word}\s*=(?!=)"
        rf"|\b{word}\s*\[[^\]\n]*\]\s*=(?!=)"
        rf"|\b{word}\s*\.\s*(?:update|setdefault|pop)\s*\("
        rf"|{held}\s*\[\s*[\"']{word}[\"']\s*\]\s*=(?!=)"
        rf"|{held}\s*\.\s*update\s*\([^)]{{0,200}}\b{word}\b"
        rf"|(?:setattr|patch)[\w.]*\s*\([^)]{{0,200}}[\"'](?:[\w.]+\.)?{word}[\"']"
    )
