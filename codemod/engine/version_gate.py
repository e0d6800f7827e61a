"""Which rules are silent in a file: those that its project's versions rule out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..files.search.project_root import from_here

if TYPE_CHECKING:
    from ..config.versions.project import ProjectVersions
    from ..config.versions.stated import Stated
    from ..rule.rule import Rule

PACKAGES = ("flax", "optax")

_Project = tuple[Path, tuple[tuple[str, str], ...]]


RuledOut = Mapping[str, str]
"""The rules that have nothing to say of the versions that a project runs with, by
their codes, each with who says which versions those are."""


class VersionGate:
    """Silences, project by project, the rules for versions that it excludes.

    No file is read for rules that are for every version.

    Args:
        verbose: whether to find out the versions of each project all the same.
    """

    def __init__(self, verbose: bool) -> None:
        self._verbose = verbose
        self._versions: ProjectVersions | None = None
        self._since: dict[_Project, dict[str, tuple[str, str]]] = {}
        self._answers: dict[tuple[_Project, frozenset[str]], RuledOut] = {}

    def ruled_out(
        self, path: str, rules: Iterable[Rule], configured: Mapping[str, str]
    ) -> RuledOut:
        """Return those of ``rules`` that are not for the file at ``path``.

        Args:
            path: the file.
            rules: the active ones.
            configured: versions that go before all that the project's files say.
        """
        since = {rule.code: rule.since for rule in rules if rule.since}
        if not since and not self._verbose:
            return {}
        project = self._read().root(path), tuple(sorted(configured.items()))
        key = project, frozenset(since)
        if key not in self._answers:
            self._answers[key] = self._answer(project, since)
        return self._answers[key]

    def older(
        self, path: str, since: tuple[str, str], configured: Mapping[str, str]
    ) -> str:
        """Return who says that a file may run with older versions, or nothing.

        Args:
            path: the file.
            since: a package, and its first version that is not older.
            configured: versions that go before all that the project's files say.
        """
        package, first = since
        project = self._read().root(path), tuple(sorted(configured.items()))
        said = self._stated(project, package)
        if said is None:
            return _unsaid(package)
        return _of(project, said.source) if said.may_be_older(first) else ""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be read of what the projects say of themselves."""
        return tuple(self._versions.warnings) if self._versions else ()

    def notes(self) -> Iterator[str]:
        """Yield what is known of each project that was asked about, for a person."""
        for project, silent in sorted(self._since.items()):
            where = str(from_here(project[0]))
            for package in PACKAGES:
                said = self._stated(project, package)
                yield f"{where}: {said.source if said else _unsaid(package)}"
            for needed in sorted(set(silent.values())):
                codes = sorted(
                    code for code, since in silent.items() if since == needed
                )
                newer = " ".join(needed)
                yield f"{where}: silent, for {newer} or newer: {', '.join(codes)}"

    def _answer(
        self, project: _Project, since: Mapping[str, tuple[str, str]]
    ) -> RuledOut:
        silent = {
            code: needed
            for code, needed in since.items()
            if not self._may_run(project, *needed)
        }
        self._since.setdefault(project, {}).update(silent)
        said = {
            code: self._stated(project, package)
            for code, (package, _) in silent.items()
        }
        return {
            code: _of(project, one.source)
            for code, one in said.items()
            if one is not None
        }

    def _may_run(self, project: _Project, package: str, since: str) -> bool:
        said = self._stated(project, package)
        return said is None or said.may_run(since)

    def _stated(self, project: _Project, package: str) -> Stated | None:
        root, configured = project
        text = dict(configured).get(package)
        if text is None:
            return self._read().stated(root, package)
        from ..config.versions.stated import Stated, parse_versions

        source = f"the configuration sets {package}-version to {text}"
        return Stated(package, (parse_versions(text),), source)

    def _read(self) -> ProjectVersions:
        if self._versions is None:
            from ..config.versions.project import ProjectVersions

            self._versions = ProjectVersions()
        return self._versions


def _unsaid(package: str) -> str:
    return f"nothing says which {package} it is"


def _of(project: _Project, source: str) -> str:
    """Say of which project a source is, where that is not all that there is here."""
    where = str(from_here(project[0]))
    return source if where == "." else f"{where}: {source}"
