"""Which files of a tree may lead to a module: by an import, a text, or dots."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property

from ...files.read import encoded
from ..import_lines import importing
from ..module_paths import ModulePath, Parts
from .tree_files import TreeFile
from .words import Words

_BY_DOTS = re.compile(rb"\bfrom[\s\\]+(\.[.\s\\]*)import\b([\s\\]*\*)?")
_GUARD = re.compile(rb"__name__\s*==\s*[\"']__main__[\"']")


class Leads:
    """Answers for the files of one tree that Python runs.

    What a file imports by a name, it says; so only those that say one are looked at.
    """

    def __init__(self, run: Words) -> None:
        self._run = run
        self.by_name = cache(self._by_name)

    def to(self, module: ModulePath, name: str) -> set[TreeFile]:
        """Return the files that may import a module, or this name of it."""
        found = {*self.by_name(module.stem)}
        parts = module.parts
        for depth in range(len(parts)):
            if parts[:depth] in self._by_dots:
                found |= self._run.saying_both(
                    parts[depth], self._by_dots[parts[:depth]]
                )
        if parts in self._by_dots:
            found |= self._run.saying_both(name, self._by_dots[parts])
        return found | self._stars.get(parts, set())

    def naming(self, module: ModulePath) -> set[TreeFile]:
        """Return the files that say a module, or the module that is run."""
        return {*self._run.saying(module.stem), *self._naming_main}

    def _by_name(self, stem: str) -> frozenset[TreeFile]:
        saying = [*self._run.saying(stem)]
        if not saying:
            return frozenset()
        leads = _leading_to(stem)
        return frozenset(one for one in saying if leads.search(one.data))

    @property
    def _by_dots(self) -> Mapping[Parts, set[TreeFile]]:
        """The files that import from a package of their own by dots alone."""
        return self._dotted[0]

    @property
    def _stars(self) -> Mapping[Parts, set[TreeFile]]:
        """Those of them that import all."""
        return self._dotted[1]

    @cached_property
    def _dotted(self) -> tuple[Mapping[Parts, set[TreeFile]], ...]:
        """What imports from packages by dots, and what imports all of them so."""
        found: tuple[dict[Parts, set[TreeFile]], ...] = {}, {}
        for one in self._run.saying("from"):
            dotted = _BY_DOTS.findall(one.data)
            said = {(dots.count(b"."), bool(star)) for dots, star in dotted}
            parts = one.path.parts if said else ()
            for count, star in said:
                if count < len(parts):
                    for kind in found if star else found[:1]:
                        kind.setdefault(parts[:-count], set()).add(one)
        return found

    @cached_property
    def _naming_main(self) -> list[TreeFile]:
        """Those that say the module that is run, but to ask whether it is this."""
        return [
            one
            for one in self._run.saying("__main__")
            if b"__main__" in _GUARD.sub(b"", one.data)
        ]


def _leading_to(stem: str) -> re.Pattern[bytes]:
    """Return what a file says that imports a module by its name, by whatever means."""
    by_text = rf"[\"'][^\"'\n]*\b{re.escape(stem)}(?:\.pyw?)?[\"']"
    return re.compile(encoded(f"{importing(stem)}|{by_text}"), re.MULTILINE)
