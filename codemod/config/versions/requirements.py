"""Requirements as pip reads them: lists of them, and files full of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from ...files.read import read_text
from ...files.real import real_path
from .stated import Stated, alternatives, pinned, stated

Warn = Callable[[str], None]
_OTHER_FILE = re.compile(r"(?:-r|-c|--requirement|--constraint)[ =]?\s*(\S+)")


def named(
    package: str, lines: Iterable[str], file: Path, warn: Warn
) -> Iterator[Requirement]:
    """Yield the requirements among ``lines`` that are for a package.

    One that is for it and cannot be understood is told.
    """
    starts = re.compile(rf"\s*{re.escape(package)}\s*(?![\w.\-])", re.IGNORECASE)
    for line in lines:
        try:
            requirement = Requirement(line)
        except InvalidRequirement as error:
            if starts.match(line):
                reason = str(error).splitlines()[0]
                warn(f"{file}: {line.strip()!r} is no requirement: {reason}")
            continue
        if canonicalize_name(requirement.name) == package:
            yield requirement


def in_requirements(root: Path, package: str, warn: Warn) -> Iterator[Stated | None]:
    """Yield what ``requirements.txt`` says, then what all the others do."""
    first = root / "requirements.txt"
    folder = root / "requirements"
    others = [
        *sorted(root.glob("requirements*.txt")),
        *sorted(folder.glob("*.txt")),
    ]
    read = _Reader(root, package, warn)
    if first in others:
        yield stated(package, read.allowed(first), f"{first.name} requires")
        others.remove(first)
    found = [(file, read.allowed(file)) for file in others]
    names = [str(file.relative_to(root)) for file, allowed in found if allowed]
    verb = "requires" if len(names) == 1 else "require"
    everything = [one for _, allowed in found for one in allowed]
    yield stated(package, everything, f"{' and '.join(names)} {verb}")


def in_pins(root: Path, package: str, warn: Warn) -> Iterator[Stated | None]:
    """Yield what ``requirements.txt`` and the others say where they name versions."""
    for said in in_requirements(root, package, warn):
        if said is not None and all(map(pinned, said.allowed)):
            yield said


class _Reader:
    """Reads requirements files, with those that they include, each once."""

    def __init__(self, root: Path, package: str, warn: Warn) -> None:
        self.root = real_path(root)
        self.package = package
        self.warn = warn

    def allowed(self, file: Path) -> list[SpecifierSet]:
        lines = self._lines(file, set())
        return alternatives(named(self.package, lines, file, self.warn))

    def _lines(self, file: Path, seen: set[Path]) -> Iterator[str]:
        real = real_path(file)
        if real in seen or not real.is_relative_to(self.root):
            return
        seen.add(real)
        try:
            text = read_text(file)
        except OSError as error:
            self.warn(f"{file}: cannot be read: {error.strerror}")
            return
        except UnicodeDecodeError as error:
            self.warn(f"{file}: is not UTF-8: {error}")
            return
        for line in re.sub(r"\\\r?\n", " ", text).splitlines():
            line = re.sub(r"(^|\s)#.*", "", line).strip()
            if other := _OTHER_FILE.match(line):
                yield from self._lines(file.parent / other[1], seen)
            else:
                yield re.split(r"\s--\w", line)[0]
