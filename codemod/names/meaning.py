"""What resolving a name gives: a meaning, and where it was used."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from .scopes import Scope

PARTIAL = "functools.partial"
FILE = "file:"  # before the path of a module of the tree
UNKNOWN = "?"  # the function of a site with a name that the library does not have
Key = tuple[Scope, str]


def _never(name: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The functions that the rules speak about, by every path they have.

    Attributes:
        functions: from dotted path to the function's name, as in
            ``{"optax.schedules.sgdr_schedule": "sgdr_schedule"}``.
        keywords: names of arguments that give a call of one of them away.
        words: a file that holds none of them, as bytes, is not parsed.
        modules: the library's public modules, whose names are all known.
        is_unknown: whether a name looks like a function of theirs, and is none.
    """

    functions: Mapping[str, str]
    keywords: frozenset[str]
    words: frozenset[bytes]
    modules: frozenset[str] = frozenset()
    is_unknown: Callable[[str], bool] = _never

    def may_occur(self, text: str) -> bool:
        """Whether a text names a function, or an argument that gives one away."""
        names = (*self.functions.values(), *self.keywords)
        if any(name in text for name in dict.fromkeys(names)):
            return True
        return any(self.is_unknown(name) for name in self._taken(text))

    def _taken(self, text: str) -> set[str]:
        """Return the names that a text takes from one of the modules, at least."""
        taken: set[str] = set()
        for module in self.modules:
            last = module.rpartition(".")[2]
            if last not in text:
                continue
            renamed = rf"\b{last}\s+as\s+(\w+)|\b(\w+)\s*=\s*{last}\b"
            names = {last, *filter(None, sum(re.findall(renamed, text), ()))}
            used = rf"\b(?:{'|'.join(names)})\s*\.\s*(\w+)"
            taken.update(re.findall(used, text))
            imported = rf"\bfrom\s+{module}\s+import\s+(\([^)]*\)|.*)"
            for line in re.findall(imported, text):
                taken.update(re.findall(r"\w+", line))
        return taken

    def leads_to_function(self, path: str) -> bool:
        """Whether ``path`` is a function's, or of a module around one."""
        if path in self.functions or path == PARTIAL:
            return True
        return any(known.startswith(f"{path}.") for known in (*self.functions, PARTIAL))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression refers to.

    Attributes:
        path: dotted path of a module or function.
        route: the names, each with its scope, that hold the function itself
            on the way here: an imported function, an alias. They move together.
        presets: the `functools.partial` calls around the function, innermost
            first.
        partials: those names on the route that hold a partial of it.
        also: what else it can be, where a condition or a key decides.
        doubt: why this is not certain; empty if it is.
    """

    path: str
    route: tuple[Key, ...] = ()
    presets: tuple[ast.Call, ...] = ()
    partials: tuple[Key, ...] = ()
    also: tuple[Meaning, ...] = ()
    doubt: str = ""

    def alternatives(self) -> Iterator[Meaning]:
        """Yield this meaning and the others."""
        yield self
        yield from self.also


@dataclass(frozen=True, slots=True)
class Reference:
    """An expression that refers to a known function.

    Attributes:
        key: the name that holds the function itself, where ``node`` is one.
        computed: the function is only one of those that a computed name may be.
    """

    node: ast.expr
    function: str
    meaning: Meaning
    key: Key | None
    computed: bool = False
