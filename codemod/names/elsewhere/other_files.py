"""What the other files of a tree say of a name: who takes it, who replaces it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Set
from functools import lru_cache
from pathlib import Path

from ...files.real import real_path
from ...files.search.listing import Listing
from ...files.search.project_root import tree_of
from ...files.source import Source
from ..own_code import editing
from ..scopes import ScopeTree
from .outside import Outside, Seen
from .parsed import Parsed
from .tree import Put, Tree
from .tree_files import TreeFile


class OtherFiles:
    """Searches the trees of the files that are asked about; each is read once.

    Args:
        listing: gives all files of a tree by its root.
        known: folders whose files are no others: what they do is known.
    """

    def __init__(
        self,
        listing: Callable[[Path], Listing] = Listing,
        known: Collection[Path] = (),
    ) -> None:
        self._listing = listing
        self._known = known
        self._parsed = Parsed()
        self._trees: dict[Path, Tree] = {}
        self._roots: dict[Path, Path] = {}
        # Most questions in a row are about one file.
        self._tree = lru_cache(maxsize=1)(self._found_tree)

    def files_saying(self, file: Path, word: str, *others: str) -> list[Source]:
        """Return the other files of the tree of a file that say a word, and others."""
        saying = _others(self._tree(file).run.saying(word), file)
        all_of_them = (one for one in saying if all(map(one.says, others)))
        return [one.source for one in all_of_them if one.source is not None]

    def saying(self, file: Path, word: str) -> list[TreeFile]:
        """Return the other files of the tree of a file that say a word, undecoded."""
        return _others(self._tree(file).run.saying(word), file)

    def others(self, file: Path) -> list[TreeFile]:
        """Return the other files of the tree of a file that Python runs."""
        return _others(self._tree(file).run.files, file)

    def seen(self, name: str, file: Path, *, looked_up: bool = False) -> Seen:
        """Return what other files do with a module-level name of a file."""
        return self.outside(file).of(file, name, looked_up=looked_up)

    def takes(self, name: str, file: Path) -> bool:
        """Whether another file takes a module-level name of a file from it."""
        return self.outside(file).takes(file, name)

    def may_use(self, name: str, file: Path) -> bool:
        """Whether another file takes a name from a file, or may reach it."""
        return self.outside(file).may_use(file, name)

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

    def found_by_path(self, library: str, file: Path) -> str:
        """Return which module of a tree may be found in a library's place, if any."""
        return self.outside(file).found_by_path(library)

    def outside(self, file: Path) -> Outside:
        """Return what answers for the tree that a file is in."""
        return self._tree(file).outside

    def replaced(self, name: str, file: Path) -> str:
        """Return which other file puts something else in the place of ``name``."""
        return _first(self._tree(file).replacing(name), file)

    def replacements(self, word: str, file: Path) -> list[Put]:
        """Return what the other files that say a word put in the place of others."""
        return self._tree(file).replacements(word, file)

    def looking_at_code(self, module: str, names: Collection[str], file: Path) -> str:
        """Return what in another file may look at how code of a file is written.

        Args:
            module: what the file is called when it is imported.
            names: of the functions and classes that are asked about.
            file: it.
        """
        tree = self._tree(file)
        own = tree.run.at(str(file))
        for one, looked_at in tree.looking:
            gives = own is not None and looked_at.given and own.says(looked_at.given)
            if one.real != str(file) and (gives or looked_at.may_be(module, names)):
                return one.told(looked_at.told)
        for one in _others(tree.run.saying(file.stem), file):
            if command := editing(one.data, file.name):
                return f"`{command}` in {one.name}"
        return ""

    def listing(self, module: str, file: Path) -> str:
        """Return where another file lists the names of a file, or nothing.

        Args:
            module: what the file is called when it is imported.
            file: it.
        """
        listed = self._tree(file).listing(module)
        return next((told for one, told in listed if one.real != str(file)), "")

    def subclassed(self, name: str, file: Path) -> str:
        """Return which other file derives a class from the class ``name``."""
        return _first(self._tree(file).deriving(name), file)

    def callers(self, name: str, keywords: Set[str], file: Path) -> list[str]:
        """Return where other files call something of this name with a keyword.

        Each place is ``file.py:line`` with the keyword; only the name is compared.
        """
        called = self._tree(file).callers(name, frozenset(keywords))
        return [place for one, place in called if one.real != str(file)]

    def known(self, file: Path) -> TreeFile | None:
        """Return a file of a tree that was read already."""
        tree = self._trees.get(self.root(file))
        return tree.run.at(str(file)) if tree is not None else None

    def lend(self, source: Source, scopes: ScopeTree) -> None:
        """Take the names of the file that is looked at: it is parsed once."""
        self._parsed.lend(real_path(source.path), source.text, scopes)

    def clear_up(self) -> None:
        """Free what was let go of the files that were parsed."""
        self._parsed.clear_up()

    def _found_tree(self, file: Path) -> Tree:
        """Return the tree that a file is in."""
        root = self.root(file)
        if root not in self._trees:
            self._trees[root] = Tree(self._listing(root), self._known, self._parsed)
        return self._trees[root]

    def root(self, file: Path) -> Path:
        """Return the root of the tree that a file is in."""
        if file.parent not in self._roots:
            self._roots[file.parent] = tree_of(file)
        return self._roots[file.parent]


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

    def takes(self, name: str, file: Path) -> bool:
        """Return that none takes one, either."""
        return False

    def may_use(self, name: str, file: Path) -> bool:
        """Return that none reaches one."""
        return False


def _others(files: Iterable[TreeFile], file: Path) -> list[TreeFile]:
    asking = str(file)
    return [one for one in files if one.real != asking]


def _first(files: Iterable[TreeFile], file: Path) -> str:
    """Return what the first of some files is called that is not this one."""
    return next((one.name for one in files if one.real != str(file)), "")
