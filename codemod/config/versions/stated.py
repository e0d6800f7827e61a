"""What was said about a package's versions, and whether that allows newer ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

_BOUNDS = frozenset(["<", "<=", ">", ">=", "==", "===", "~="])
_BEYOND = Version("99999")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a project says of one package.

    Attributes:
        package: its name, like ``flax``.
        allowed: the versions that it may be; one of these has to hold.
        source: who says so, in words: ``uv.lock locks flax==0.10.7``.
    """

    package: str
    allowed: tuple[SpecifierSet, ...]
    source: str

    def may_run(self, since: str) -> bool:
        """Whether any version from ``since`` on, its pre-releases too, is allowed."""
        first = Version(f"{since}.dev0")
        return any(
            version >= first and allowed.contains(version, prereleases=True)
            for allowed in self.allowed
            for version in _probes(allowed, since)
        )

    def may_be_older(self, since: str) -> bool:
        """Whether any version before ``since`` is allowed."""
        first = Version(f"{since}.dev0")
        return any(
            version < first and allowed.contains(version, prereleases=True)
            for allowed in self.allowed
            for version in (Version("0"), *_probes(allowed, since))
        )

    def within(self, bounds: Stated) -> Stated | None:
        """Return what is left of single versions within bounds, None if nothing is."""
        kept = tuple(
            one
            for one in self.allowed
            if any(
                allowed.contains(version, prereleases=True)
                for allowed in bounds.allowed
                for version in pinned(one)
            )
        )
        return replace(self, allowed=kept) if kept else None

    def __str__(self) -> str:
        return " or ".join(f"{self.package}{allowed}" for allowed in self.allowed)


def _probes(specifiers: SpecifierSet, since: str) -> Iterator[Version]:
    """Yield a version at every edge of what is allowed, and one behind each edge."""
    yield Version(f"{since}.dev0")
    yield _BEYOND
    edges = [Version(since)]
    for specifier in specifiers:
        text = specifier.version
        try:
            edges.append(Version(text.removesuffix(".*")))
        except InvalidVersion:  # `===` takes any text
            continue
        if text.endswith(".*"):
            *head, last = edges[-1].release
            edges.append(Version(".".join(map(str, (*head, last + 1)))))
    for edge in edges:
        yield edge
        yield Version(f"{edge.epoch}!{'.'.join(map(str, edge.release))}.0.0.0.1")


def pinned(specifiers: SpecifierSet) -> list[Version]:
    """Return the one version that is allowed; none where several are."""
    return [
        Version(specifier.version)
        for specifier in specifiers
        if specifier.operator == "==" and not specifier.version.endswith(".*")
    ]


def is_bounded(specifiers: SpecifierSet) -> bool:
    """Whether anything but single versions is ruled out."""
    return any(
        specifier.operator in _BOUNDS and specifier.version != "*"
        for specifier in specifiers
    )


def parse_versions(text: str) -> SpecifierSet:
    """Read a version (``0.10.7``) or a specifier (``>=0.10,<0.11``).

    Raises:
        ValueError: it is neither, or rules nothing out.
    """
    try:
        version = re.fullmatch(r"\s*v?\d[\w.+!-]*(\.\*)?\s*", text)
        found = SpecifierSet(f"=={text.strip()}" if version else text)
        hash(found)  # reads the numbers, of which Python's int() takes so many digits
    except ValueError as error:
        raise ValueError(f"{text[:80]!r} is no version") from error
    if not is_bounded(found):
        raise ValueError(f"{text!r} allows every version")
    return found


def exactly(version: str) -> SpecifierSet | None:
    """Return the specifier for one version, None where it is none."""
    try:
        return SpecifierSet(f"=={Version(version)}")
    except ValueError:  # also of more digits than Python's int() takes
        return None


def newest(versions: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the newest version of each package."""
    found: dict[str, str] = {}
    for package, version in versions:
        found[package] = max(found.get(package, version), version, key=Version)
    return found


def alternatives(requirements: Iterable[Requirement]) -> list[SpecifierSet]:
    """Return what one list of requirements for a package allows, one or the other.

    What holds always holds together; a marker makes it one possibility more.
    """
    always: list[SpecifierSet] = []
    sometimes: list[SpecifierSet] = []
    for requirement in requirements:
        conditional = requirement.marker is not None
        (sometimes if conditional else always).append(requirement.specifier)
    base = SpecifierSet()
    for specifiers in always:
        base &= specifiers
    return [*([base] if always else []), *(base & one for one in sometimes)]


def stated(
    package: str, allowed: Iterable[SpecifierSet], said_by: str
) -> Stated | None:
    """Return the answer that these alternatives are; None if they tell nothing.

    Args:
        package: its name.
        allowed: what is allowed, one or the other.
        said_by: a file and a verb, like ``uv.lock locks``.
    """
    each = tuple(dict.fromkeys(allowed))
    if not each or not all(map(is_bounded, each)):
        return None
    answer = Stated(package, each, "")
    return Stated(package, each, f"{said_by} {answer}")
