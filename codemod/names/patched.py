"""What is put in the place of known functions, here or by another file of the tree.

A function is replaced where its own name is set, a name of what it is made of, or a
module that holds it; a module's name is, where another file sets that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property
from itertools import chain
from pathlib import Path

from ..files.kinds import is_config
from ..files.real import real_path
from .elsewhere.tree import Put
from .function_names import DEFINING
from .meaning import FILE, Modules
from .module_names import IMPORTER_NAMES, UNKNOWN_MODULE
from .module_objects import UNSEEN
from .module_paths import ModulePath
from .namespaces import MAIN, Does, Use
from .submodules import Submodules, is_private
from .syntax import shown
from .vocabulary import Vocabulary

# What is said by a file that has a module whose name it computes.
_GIVING_MODULES = ("modules", *sorted(IMPORTER_NAMES))
_ANY_MODULE = (f"{UNKNOWN_MODULE}.", "sys.modules", "sys.")
_ANY_ROOT = (UNKNOWN_MODULE, UNSEEN, "sys")
# What makes another function of any, and the names of what Optax's compute with.
_OF_ANY = frozenset({*DEFINING, "jax", "jnp"})


class Patched:
    """Answers for one module.

    Args:
        path: its file.
        own: what it sets itself, by dotted paths.
        vocabulary: the known functions, and what they are made of.
        project: the other files of its tree, if it has any.
    """

    def __init__(
        self,
        path: str,
        own: list[Use],
        vocabulary: Vocabulary,
        project: Modules | None,
    ) -> None:
        self._file = real_path(path)
        self._own = own
        self._vocabulary = vocabulary
        self._project = project
        self._submodules = Submodules(vocabulary, project)
        self.function = cache(self._function)
        self._elsewhere = cache(self._found_elsewhere)
        self._own_of = cache(self._sets_in)

    @cached_property
    def stem(self) -> str:
        """What the module is called when it is imported, without its packages."""
        if is_config(str(self._file)):
            return self._file.name  # no import says that
        package = self._file.name == "__init__.py"
        return self._file.parent.name if package else self._file.stem

    def _function(self, function: str, path: str) -> str:
        """Return what may put something else in a known function's place, or nothing.

        Args:
            function: the path that the function is known by.
            path: the one by which it is reached.
        """
        library, _, name = function.rpartition(".")
        for use in self._own_of(library.split(".")[0]):
            if self._replaces(use, function, path, self._file):
                return _told(name, use)
        # What takes the library by a text need not say it, but what it sets.
        for put in chain(*map(self._elsewhere, (library.split(".")[0], name))):
            if self._replaces(put, function, path, put.file.path):
                return _told(name, put)
        return ""

    def sets(self, function: str) -> str:
        """Return what puts something else in a function's place by its name, if any."""
        library, _, name = function.rpartition(".")
        paths = self._vocabulary.paths_of(function)
        uses: list[Use | Put] = [*self._own]
        uses += self._elsewhere(library.split(".")[0])
        for use in uses:
            if use.does is Does.SETS and use.name in paths:
                return _told(name, use)
        return ""

    def may_be_module(self, path: str) -> bool:
        """Whether a path that the module itself writes can be that of a module."""
        return self._submodules.may_be(path, self._file)

    def _replaces(self, use: Use | Put, function: str, path: str, file: Path) -> bool:
        """Whether a use in a file may put something in a known function's place."""
        return replaces(use, function, path, self._vocabulary) and (
            use.does is Does.SETS
            or self._submodules.may_be(use.name.removesuffix("."), file)
        )

    def names(self, names: Mapping[str, str], function: str, path: str) -> str:
        """Return which of the module's names another file replaces, or nothing.

        Args:
            names: each with the path of the module that it stands for, if it is one.
            function: what is looked for in those modules, as `function` is asked it.
            path: the one by which it is reached.
        """
        for put in chain(*map(self._elsewhere, (self.stem, *_GIVING_MODULES))):
            for name, rest in self._inside(put):
                if names.get(name) and rest:
                    below = replace(put, name=f"{names[name]}.{rest}")
                    if not self._replaces(below, function, path, self._file):
                        continue
                held = name in names and not names[name]
                if held and put.does is not Does.SETS:
                    continue  # what it holds may be used, and it stays
                if name in names or not name:
                    said = name or next(iter(names), self.stem)
                    return _told(said, put)
        return ""

    def _sets_in(self, library: str) -> list[Use]:
        """Return what the module sets itself that may be of a library."""
        roots = (library, *_ANY_ROOT)
        return [use for use in self._own if use.name.partition(".")[0] in roots]

    def _found_elsewhere(self, word: str) -> list[Put]:
        """Return what the other files set that say a word."""
        if self._project is None:
            return []
        return self._project.elsewhere.replacements(word, self._file)

    def _inside(self, put: Put) -> Iterator[tuple[str, str]]:
        """Yield which name of this module is set, and the path from there on."""
        path = put.name.lstrip(".")
        level = len(put.name) - len(path)
        parts = path.split(".")
        for index in range(1, len(parts)):
            if self._may_be_this(parts[:index], level, put, parts[index]):
                yield parts[index], ".".join(parts[index + 1 :])

    def _may_be_this(self, path: list[str], level: int, put: Put, name: str) -> bool:
        """Whether a path of another file, of which it uses a name, is the module's."""
        *packages, last = path
        sets = put.does is Does.SETS
        if last == UNKNOWN_MODULE:
            return name != ""
        if last == UNSEEN:
            return {*packages} <= {*ModulePath(self._file).parts}
        if last == MAIN and sets:
            return True
        if last != self.stem:
            return False
        file = self._resolved(put.file.path, ".".join(path), level)
        return file == self._file or (file is None and sets)

    def _resolved(self, importer: Path, module: str, level: int) -> Path | None:
        assert self._project is not None
        found = self._project.module(str(importer), module, level)
        if found is None or not found.path.startswith(FILE):
            return None
        return real_path(found.path.removeprefix(FILE))


def replaces(use: Use | Put, function: str, path: str, vocabulary: Vocabulary) -> bool:
    """Whether a use of a path may put something in a known function's place.

    Args:
        use: of a dotted path; one that ends in a dot is of all that is below it.
        function: the path that the function is known by.
        path: the one by which it is reached.
        vocabulary: all functions, and what they are made of.
    """
    parts = use.name.split(".")
    concerned = {*vocabulary.made_of.get(function, ()), function.rpartition(".")[2]}
    if parts[0] in _ANY_ROOT:
        is_known = function in vocabulary.functions
        everything = is_known and (use.name in _ANY_MODULE or parts[-1] in _OF_ANY)
        return use.does is Does.SETS and (everything or parts[-1] in concerned)
    if parts[0] != function.split(".")[0]:
        return False
    if not parts[-1] and _is_around(use.name, function, vocabulary):
        return True
    return use.does is Does.SETS and (
        path.startswith(f"{use.name}.")
        or not concerned.isdisjoint(parts)
        or _is_beside(parts, function, vocabulary)
    )


def _is_around(below: str, function: str, vocabulary: Vocabulary) -> bool:
    """Whether a path with a dot at its end is of a module that may hold a function."""
    if any(at.startswith(below) for at in vocabulary.paths_of(function)):
        return True
    return _is_beside(below.split(".")[:-1], function, vocabulary)


def _is_beside(parts: list[str], function: str, vocabulary: Vocabulary) -> bool:
    """Whether a path is of a private module of a package that has the function."""
    for index, part in enumerate(parts):
        if is_private(part):
            package = ".".join([*parts[:index], ""])
            return any(at.startswith(package) for at in vocabulary.paths_of(function))
    return False


def _told(name: str, use: Use | Put) -> str:
    """Return which use replaces a name, or may, here or in another file."""
    node = use.node
    what = f"`{shown(node)}`"
    line = f"line {getattr(node, 'lineno', 0)}"
    where = use.file.told(line) if isinstance(use, Put) else line
    if use.does is Does.TAKES:
        return f"{what} on {where} may look up `{name}`, or what holds it"
    if use.does is Does.ESCAPES:
        return f"{what} on {where} may replace `{name}`"
    if isinstance(use, Put):
        return f"`{name}` is replaced in {use.file.name}, by {what} on {where}"
    return f"this module replaces `{name}`, by {what} on {line}"
