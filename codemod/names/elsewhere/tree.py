"""What all files of one tree say of a word, each question answered once.

Who replaces a name is searched in the text alone, on purpose: a mention that is not
understood is a reason to leave a name alone, too.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from ...files.search.listing import Listing
from ..function_names import DEFINING, REACHING
from ..module_objects import ModuleObjects
from ..namespaces import Does, Use
from ..own_code import LOOKING, LookedAt, OwnCode
from ..patchers import replacements
from ..syntax import last_name, shown
from .deriving import Deriving
from .outside import Outside
from .parsed import Parsed
from .tree_files import TreeFile, files_of, nodes_of
from .words import Words

_SETTING = ("setattr", "patch")
_LISTS = re.compile(rb"\bdir\(|\bvars\(|__dict__|getmembers")
# What `replacing` finds, for any name.
_SET = re.compile(
    r"\.(\w+)\s*=(?!=)"
    r"|\b(?=(\w+)\s*(?:\[(?:[^\]\n]{0,1000}\]\s*=(?!=)|[^\]\n]{1001})|\.\s*(?:update|setdefault|pop)\s*\())"
)
_SETS_BY_TEXT = re.compile(
    r"__dict__|__globals__|f_globals|\b(?:vars|globals)\(|setattr|patch"
)
_REACHES = re.compile("|".join((*REACHING, *DEFINING)).encode())
_OF_FUNCTIONS = frozenset(REACHING.values())
_ANY = re.compile(
    rb"\bmodules\s*[\[.]|\bsys\s*\.\s*modules\b|\bimport_module\b|\b__import__\b"
    rb"|\bresolve_name\b|\blocate\b|\bglobals\s*\("
)


@dataclass(frozen=True, slots=True)
class Put:
    """One use by which a file puts something in the place of others, without syntax.

    Attributes:
        file: the file.
        name: what it is put in the place of, as in `replacements`.
        does: what the use does.
        calls: whether it is a call.
        number: which of its file's it is.
    """

    file: TreeFile
    name: str
    does: Does
    calls: bool
    number: int

    @property
    def is_computed(self) -> bool:
        """Whether it may be put in the place of what the file does not say."""
        return self.calls or not _OF_FUNCTIONS.isdisjoint(self.name.split("."))

    @property
    def node(self) -> ast.AST:
        """The expression or statement, for a report: the file is read again."""
        return _uses(self.file)[self.number].node


class Tree:
    """What the files of one tree say, each question answered once for all of them.

    Args:
        listing: them.
        known: folders whose files are passed over.
        parsed: the files that are parsed, of all trees.

    Attributes:
        run: the files that Python runs.
        outside: who else sees names of its modules.
        deriving: gives the files that may derive from a class of a name.
    """

    def __init__(
        self,
        listing: Listing,
        known: Collection[Path] = (),
        parsed: Parsed | None = None,
    ) -> None:
        passed_over = {str(folder) for folder in known}
        self.run, texts = Words(), Words()
        for file in files_of(listing, parsed or Parsed()):
            if os.path.dirname(file.real) not in passed_over:  # noqa: PTH120
                (texts if file.is_text else self.run).add(file)
        self.outside = Outside(listing.root, self.run, texts)
        self.deriving = Deriving(self.run).files
        self.replacing = cache(self._replacing)
        self._putting = cache(self._all_put)
        self.listing = cache(self._listing)
        self.callers = cache(self._callers)
        self._put = cache(_put)
        self._lists = cache(_lists)
        self._set = cache(_set)
        self._by_text = cache(_sets_by_text)

    def _replacing(self, name: str) -> list[TreeFile]:
        """Return the files that may put something else in the place of a name."""
        saying = self.run.saying(name)
        may = [one for one in saying if name in self._set(one) or self._by_text(one)]
        if not may:
            return []
        pattern = replacing(name)
        return [one for one in may if pattern.search(one.text) is not None]

    def replacements(self, word: str, file: Path) -> list[Put]:
        """Return what the other files that say a word put in the place of others."""
        asking = str(file)
        return [one for one in self._putting(word) if one.file.real != asking]

    def _all_put(self, word: str) -> list[Put]:
        """Return what all files put in the place of what a word says, or may."""
        saying = dict.fromkeys(self.run.saying(word))
        computing = (one for one in self._computing if one not in saying)
        return [
            *(put for one in saying for put in self._put(one)),
            *(put for one in computing for put in self._put(one) if put.is_computed),
        ]

    def _listing(self, module: str) -> list[tuple[TreeFile, str]]:
        """Return where files list the names of a module that is called so."""
        return [
            (one, told)
            for one in self.run.saying(module)
            for listed, told in self._lists(one)
            if listed == module
        ]

    def _callers(
        self, name: str, keywords: frozenset[str]
    ) -> list[tuple[TreeFile, str]]:
        """Return where files call something of a name with a keyword."""
        found: list[tuple[TreeFile, str]] = []
        for one in self.run.saying(name):
            if one.source is None or not any(word in one.text for word in keywords):
                continue
            for node in nodes_of(one.source):
                if isinstance(node, ast.Call) and last_name(node.func) == name:
                    given = {keyword.arg or "" for keyword in node.keywords} & keywords
                    where = f"{one.name}:{node.lineno}"
                    found += [
                        (one, f"`{each}` in {where}") for each in sorted(given)[:1]
                    ]
        return found

    @cached_property
    def _computing(self) -> list[TreeFile]:
        """The files that may set names of modules that they do not say."""
        return [
            one
            for one in self.run.saying_any((*_SETTING, *REACHING, *DEFINING))
            if _ANY.search(one.data) or _REACHES.search(one.data)
        ]

    @cached_property
    def looking(self) -> list[tuple[TreeFile, LookedAt]]:
        """What may look at how code of other files is written, with its file."""
        found: list[tuple[TreeFile, LookedAt]] = []
        for one in self.run.saying_any(LOOKING):
            if (scopes := one.scopes) is not None:
                code = OwnCode(scopes.told(ModuleObjects))
                found += [(one, each) for each in code.at_others()]
        return found


def _put(file: TreeFile) -> list[Put]:
    """Return what a file puts in the place of others, each where it does so first."""
    found: dict[tuple[str, Does, bool], Put] = {}
    for number, use in enumerate(_uses(file)):
        calls = isinstance(use.node, ast.Call)
        if (use.name, use.does, calls) not in found:
            put = Put(file, sys.intern(use.name), use.does, calls, number)
            found[use.name, use.does, calls] = put
    return [*found.values()]


def _lists(file: TreeFile) -> list[tuple[str, str]]:
    """Return the modules whose names a file lists, and where."""
    if not _LISTS.search(file.data) or file.scopes is None:
        return []
    found: list[tuple[str, str]] = []
    for use in file.scopes.told(ModuleObjects).uses:
        if use.does is Does.SHOWS:
            line = getattr(use.node, "lineno", 0)
            where = file.told(f"`{shown(use.node)}` on line {line}")
            found.append((use.name.rstrip(".").rpartition(".")[2], where))
    return found


def _uses(file: TreeFile) -> list[Use]:
    return file.scopes.told(replacements) if file.scopes is not None else []


def _set(file: TreeFile) -> frozenset[str]:
    """Return the names that may be assigned to in a file, or filled."""
    return frozenset(one or other for one, other in _SET.findall(file.text))


def _sets_by_text(file: TreeFile) -> bool:
    """Whether a file may set names that it says in a text."""
    return _SETS_BY_TEXT.search(file.text) is not None


def replacing(name: str) -> re.Pattern[str]:
    """Return what assigning to ``x.name``, filling ``name`` or patching looks like."""
    word = re.escape(name)
    held = r"(?:__dict__|__globals__|f_globals|\b(?:vars|globals)\([^)\n]{0,1000}\))"
    # What is too long to be looked at may be anything.
    long = r"\b(?:vars|globals)\([^)\n]{1001}"
    return re.compile(
        rf"\.{word}\s*=(?!=)"
        rf"|\b{word}\s*\[(?:[^\]\n]{{0,1000}}\]\s*=(?!=)|[^\]\n]{{1001}})|{long}"
        rf"|\b{word}\s*\.\s*(?:update|setdefault|pop)\s*\("
        rf"|{held}\s*\[\s*[\"']{word}[\"']\s*\]\s*=(?!=)"
        rf"|{held}\s*\.\s*update\s*\([^)]{{0,200}}\b{word}\b"
        rf"|(?:setattr|patch)[\w.]*\s*\([^)]{{0,200}}[\"'](?:[\w.]+\.)?{word}[\"']"
    )
