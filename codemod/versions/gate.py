"""Which rules speak of a file: those that its project's versions do not rule out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..rule import Rule
from .project_versions import ProjectVersions

PACKAGES = ("flax", "optax")


class VersionGate:
    """Silences, project by project, the rules for versions that it excludes."""

    def __init__(self, rules: Iterable[Rule], versions: ProjectVersions) -> None:
        self.versions = versions
        self._since = {rule.code: rule.since for rule in rules if rule.since}
        self._silent: dict[Path, frozenset[str]] = {}

    def open(self, path: str, codes: frozenset[str]) -> frozenset[str]:
        """Return those of ``codes`` whose rules may speak of the file at ``path``."""
        root = self.versions.root(path)
        if root not in self._silent:
            self._silent[root] = frozenset(
                code
                for code, (package, since) in self._since.items()
                if not self.versions.may_run(root, package, since)
            )
        return codes - self._silent[root]

    def notes(self, codes: frozenset[str]) -> Iterator[str]:
        """Yield what is known of each project that was asked about, for a person."""
        for root, silent in sorted(self._silent.items()):
            where = _shown(root)
            for package in PACKAGES:
                said = self.versions.stated(root, package)
                source = said.source if said else f"nothing says which {package} it is"
                yield f"{where}: {source}"
            for code in sorted(silent & codes):
                package, since = self._since[code]
                yield f"{where}: {code} is silent: it is for {package} {since} or newer"


def _shown(root: Path) -> str:
    here = Path.cwd().resolve()
    return str(root.relative_to(here) if root.is_relative_to(here) else root)
