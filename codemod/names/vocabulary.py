"""The functions that the rules speak about, and the words that tell of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

PARTIAL = "functools.partial"


def _never(name: str) -> bool:
    return False


@dataclass(frozen=True)
class Vocabulary:
    """The functions that the rules speak about, by every path they have.

    Attributes:
        functions: from every path of a function to the one that it is known by, as in
            ``{"optax.schedules.sgdr_schedule": "optax.sgdr_schedule"}``.
        keywords: names of arguments that give a call of one of them away.
        words: a file that holds none of them, as bytes, is not parsed.
        modules: the library's public modules, whose names are all known.
        is_unknown: whether a name looks like a function of theirs, and is none.
        around: the classes and functions that matter around an object. They are
            told apart as well, but where they are used is not looked for.
        made_of: the names of what each function calls of its own library.
    """

    functions: Mapping[str, str]
    keywords: frozenset[str]
    words: frozenset[bytes]
    modules: frozenset[str] = frozenset()
    is_unknown: Callable[[str], bool] = _never
    around: Mapping[str, str] = field(default_factory=dict)
    made_of: Mapping[str, Collection[str]] = field(default_factory=dict)

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Every path that is told apart, with what it is called around objects."""
        return {**self.functions, **self.around}

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all that is told apart."""
        return self._function_names | {*self.around.values()}

    def paths_of(self, function: str) -> list[str]:
        """Return a function's path, and every known one that ends in its name."""
        return [function, *self._by_last.get(function.rpartition(".")[2], ())]

    @cached_property
    def _by_last(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.known:
            package, _, name = path.rpartition(".")
            if package:
                found.setdefault(name, []).append(path)
        return found

    @cached_property
    def own_names(self) -> Mapping[str, str]:
        """The functions, by their own names and by every path.

        Of two with one name it is the one that is known first.
        """
        names: dict[str, str] = {}
        for path in self.functions.values():
            names.setdefault(path.rpartition(".")[2], path)
        return {**names, **self.functions}

    @cached_property
    def _function_names(self) -> frozenset[str]:
        paths = self.functions.values()
        return frozenset(path.rpartition(".")[2] for path in paths)

    @cached_property
    def short_names(self) -> Mapping[str, str]:
        """Packages with what is told apart, and modules right below, by own names.

        A package goes before a module of another that has its name.
        """
        paths = {path.rpartition(".")[0] for path in self.known}
        top = [path for path in paths if path.count(".") < 2]
        top.sort(key=lambda path: (path.count("."), path), reverse=True)
        return {path.rpartition(".")[2]: path for path in top}

    @cached_property
    def _leading(self) -> frozenset[str]:
        """Every known path, and those of the modules around."""
        parts = [path.split(".") for path in (*self.known, PARTIAL)]
        return frozenset(
            ".".join(one[:length]) for one in parts for length in range(1, len(one) + 1)
        )

    def may_occur(self, text: str) -> bool:
        """Whether a text names a function, or an argument that gives one away."""
        if any(name in text for name in self._function_names | self.keywords):
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
        return path in self._leading
