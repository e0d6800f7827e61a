"""Who else in the tree can see a name of a module, and what is done with it there.

A use is understood where it calls what the name holds, or does nothing with it. Any
other, and any way to the name that is not followed, is told with its line.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, product
from pathlib import Path

from ...files.read import encoded
from ..import_lines import importing
from ..loaders import Loaders
from ..module_paths import ModulePath
from ..shadows import shadow_among
from .attributes import OutsideAttributes
from .brought import Step
from .leads import Leads
from .tree_files import TreeFile
from .tree_texts import NOTEBOOK
from .use import Use
from .uses import COMPUTED, FileUses
from .words import Words

# What has the names of the module that runs.
_OF_MAIN = re.compile(
    importing("__main__").encode()
    + rb"|\b(?:modules|import_module)\b[^\n]*__main__|\buser_ns\b",
    re.MULTILINE,
)
# What changes where modules are found.
_CHANGES_PATH = re.compile(
    rb"sys\.path|\bfrom\s+sys\s+import\b[^\n]{0,500}\bpath|\baddsitedir\b"
)
# What finds modules otherwise than by a path.
_CHANGES_IMPORTS = re.compile(
    rb"\b(?:meta_path|path_hooks)\b\s*(?:\.\s*(?:insert|append|extend)|\[|\+?=(?!=))"
)
_OF_IMPORTS = ("meta_path", "path_hooks")
_SYS = ("sys", "_sys")
_OF_PATH = ("path", "path_hooks", "path_importer_cache")
_LONGEST = 6  # modules through which a name goes; what goes on is not followed
_MOST = 200  # ways by which a name goes through modules, likewise


@dataclass(frozen=True, slots=True)
class Seen:
    """What the other files of a tree do with a name.

    Attributes:
        names: whether any of them takes it from the module.
        calls: where they call it.
        doubt: another use of it, or another way to it; empty if there is neither.
    """

    names: bool = False
    calls: tuple[Use, ...] = ()
    doubt: str = ""


class Outside:
    """Answers for the modules of one tree.

    Args:
        root: where it begins.
        run: its files that Python runs.
        texts: its other files.

    Attributes:
        attributes: who takes attributes of objects.
        found_by_path: gives the module that may be found in a library's place.
    """

    def __init__(self, root: Path, run: Words, texts: Words) -> None:
        self._root = root
        self._run = run
        self._texts = texts
        self._leads = Leads(run)
        self._loaders = Loaders(run)
        self.attributes = OutsideAttributes(root, run)
        changing = (run.saying_all(*one) for one in product(_SYS, _OF_PATH))
        may = chain(*changing, run.saying("addsitedir"))
        self._hacked = any(_CHANGES_PATH.search(one.data) for one in may)
        self._ways = 0
        self.found_by_path = cache(self._found_by_path)
        self._seen: dict[tuple[tuple[Step, ...], bool], Seen] = {}
        self._answered: dict[tuple[Path, str, bool], Seen] = {}

    def of(self, file: Path, name: str, *, looked_up: bool = False) -> Seen:
        """Return what other files do with a module-level name.

        Args:
            file: the module, resolved.
            name: the name.
            looked_up: whether it holds a dict that may be shown and searched.
        """
        asked = file, name, looked_up
        if asked not in self._answered:
            self._answered[asked] = self._of(*asked)
        return self._answered[asked]

    def _of(self, file: Path, name: str, looked_up: bool) -> Seen:
        module = ModulePath(file)
        if not self._is_seen(module):
            return Seen()
        self._ways = 0
        seen = self._followed((Step(module, name),), looked_up)
        doubt = seen.doubt or self._by_text(module, name)
        return Seen(seen.names, seen.calls, doubt)

    def takes(self, file: Path, name: str) -> bool:
        """Whether another file takes a module-level name from a file."""
        module = ModulePath(file)
        return self._is_seen(module) and any(
            uses.sees for uses in self._uses((Step(module, name),))
        )

    def may_use(self, file: Path, name: str) -> bool:
        """Whether another file takes a module-level name, or may reach it.

        Most names are taken by the first file that is asked, or by none.
        """
        module = ModulePath(file)
        if not self._is_seen(module):
            return False
        self._ways = 0
        passed_on: list[tuple[Step, ...]] = []
        for uses in self._uses((Step(module, name),)):
            if uses.sees:
                return True
            passed_on += uses.passed_on
        further = (self._followed(again, False) for again in passed_on)
        return any(one.doubt for one in further) or bool(self._by_text(module, name))

    def _found_by_path(self, library: str) -> str:
        """Return the module that may be found in a library's place, or nothing.

        That is where a program of the tree changes where modules are found.
        """
        for one in self._run.saying_any(_OF_IMPORTS):
            if _CHANGES_IMPORTS.search(one.data):
                return f"what {one.name} has imported"
        paths = (one.real for one in self._run.files)
        shadow = shadow_among(paths, library) if self._hacked else ""
        return os.path.relpath(shadow, self._root) if shadow else ""

    def _is_seen(self, module: ModulePath) -> bool:
        """Whether other files can have the names of a module at all."""
        return module.file.suffix != NOTEBOOK or self._is_run(module)

    def _is_run(self, notebook: ModulePath) -> bool:
        """Whether another file may have the names of a notebook, which none imports."""
        word = re.escape(encoded(notebook.stem))
        said = re.compile(
            rb"\b%s\.ipynb\b|^(?>[^\n]*?\brun\b)[^\n]*\b%s\b" % (word, word),
            re.MULTILINE,
        )
        saying = (*self._run.saying(notebook.stem), *self._texts.saying(notebook.stem))
        return any(
            one.real != str(notebook.file)
            for one in (*filter(lambda one: said.search(one.data), saying), *self._main)
        )

    @cached_property
    def _main(self) -> list[TreeFile]:
        """The files that have the names of the module that runs."""
        found = (
            of.saying_any(("__main__", "user_ns")) for of in (self._run, self._texts)
        )
        return [one for of in found for one in of if _OF_MAIN.search(one.data)]

    def _followed(self, steps: tuple[Step, ...], looked_up: bool) -> Seen:
        key = steps, looked_up
        self._ways += key not in self._seen
        if len(steps) > _LONGEST or self._ways > _MOST:
            return Seen(True, doubt=f"`{steps[-1].name}` is imported again and again")
        if key not in self._seen:
            self._seen[key] = Seen()
            self._seen[key] = self._worked_out(steps, looked_up)
        return self._seen[key]

    def _worked_out(self, steps: tuple[Step, ...], looked_up: bool) -> Seen:
        calls: dict[Use, None] = {}
        names, doubt = False, ""
        for uses in self._uses(steps, looked_up=looked_up):
            names = names or uses.sees
            calls.update(dict.fromkeys(uses.calls))
            doubt = doubt or uses.doubt
            for again in uses.passed_on:
                further = self._followed(again, looked_up)
                calls.update(dict.fromkeys(further.calls))
                doubt = doubt or further.doubt
        return Seen(names, tuple(calls), doubt)

    def _uses(
        self, steps: tuple[Step, ...], *, looked_up: bool = False
    ) -> Iterator[FileUses]:
        """Yield what each file does that may take the name from the module."""
        for file in self._candidates(steps):
            yield FileUses(file, steps, looked_up, self._hacked)

    def _candidates(self, steps: tuple[Step, ...]) -> Iterator[TreeFile]:
        """Yield the other files that may take the name from the module."""
        module, name = steps[0].module, steps[-1].name
        own = str(module.file)
        said = any(one.real != own for one in self._run.saying(name))
        leading = self._leads.to(module, steps[0].name)
        if not said:
            leading = {one for one in leading if COMPUTED.search(one.data)}
        naming = self._leads.naming(module)
        for one in self._run.sorted(leading | self._run.saying_both(name, naming)):
            if one.real != own:
                yield one

    def _by_text(self, module: ModulePath, name: str) -> str:
        """Return where a text, or what is imported by a text, names it, or nothing."""
        texts = {*self._texts.saying(module.stem)}
        for one in self._texts.sorted(self._texts.saying_both(name, texts)):
            if _takes(one.text, module.stem, name):
                return f"`{name}` is named in {one.name}"
        return self._loaders.reach(module, name)


def _takes(text: str, stem: str, name: str) -> bool:
    """Whether a text names a member of a module, imports it, or may compute it."""
    word, module = re.escape(name), re.escape(stem)
    modules = "|".join({module, *re.findall(rf"\b{module}\s+as\s+(\w+)", text)})
    listed = r"(?:[^\n\\\"(]*|\s*\([^)]*)"  # behind `import`
    return bool(
        re.search(
            rf"\b(?:{modules})[.:]{word}\b|\b{module}\s+import\b{listed}(?:\b{word}\b|\*)"
            rf"|\b(?:getattr|vars|dir)\(\s*(?:{modules})\b|\b(?:{modules})\.__dict__",
            text,
        )
    )
