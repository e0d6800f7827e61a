"""Which rules speak of a file: those that its project's versions do not rule out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ..config.versions.project import ProjectVersions
from ..config.versions.stated import Stated, parse_versions
from ..rule.rule import Rule

PACKAGES = ("flax", "optax")


class VersionGate:
    """Silences, project by project, the rules for versions that it excludes.

    Attributes:
        versions: what the files of the projects say.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.versions = ProjectVersions()
        self._since = {rule.code: rule.since for rule in rules if rule.since}
        self._asked: dict[tuple[Path, tuple[tuple[str, str], ...]], set[str]] = {}

    def open(
        self, path: str, codes: frozenset[str], configured: Mapping[str, str]
    ) -> frozenset[str]:
        """Return those of ``codes`` whose rules may speak of the file at ``path``.

        Args:
            path: the file.
            codes: the active rules.
            configured: versions that go before all that the project's files say.
        """
        root = self.versions.root(path)
        silent = {
            code
            for code in codes & self._since.keys()
            if not self._may_run(root, configured, *self._since[code])
        }
        key = (root, tuple(sorted(configured.items())))
        self._asked.setdefault(key, set()).update(silent)
        return codes - silent

    def reason(self, path: str, configured: Mapping[str, str]) -> str:
        """Return who says which versions the project of a file runs with."""
        root = self.versions.root(path)
        said = (self._stated(root, configured, package) for package in PACKAGES)
        return " and ".join(one.source for one in said if one is not None)

    def notes(self) -> Iterator[str]:
        """Yield what is known of each project that was asked about, for a person."""
        for (root, configured), silent in sorted(self._asked.items()):
            where = _shown(root)
            for package in PACKAGES:
                said = self._stated(root, dict(configured), package)
                source = said.source if said else f"nothing says which {package} it is"
                yield f"{where}: {source}"
            for needed in sorted({self._since[code] for code in silent}):
                codes = sorted(code for code in silent if self._since[code] == needed)
                newer = " ".join(needed)
                yield f"{where}: silent, for {newer} or newer: {', '.join(codes)}"

    def _may_run(
        self, root: Path, configured: Mapping[str, str], package: str, since: str
    ) -> bool:
        said = self._stated(root, configured, package)
        return said is None or said.may_run(since)

    def _stated(
        self, root: Path, configured: Mapping[str, str], package: str
    ) -> Stated | None:
        if package not in configured:
            return self.versions.stated(root, package)
        text = configured[package]
        source = f"the configuration sets {package}-version to {text}"
        return Stated(package, (parse_versions(text),), source)


def _shown(root: Path) -> str:
    here = Path.cwd().resolve()
    return str(root.relative_to(here) if root.is_relative_to(here) else root)
