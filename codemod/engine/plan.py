"""What each file is looked at with: its rules, its target, its project."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..config.settings import Settings
from ..names.project import Project
from ..rule.rule import Rule
from ..rule.target import Target

if TYPE_CHECKING:
    from ..rule.catalogue import Catalogue
    from .version_gate import VersionGate


@dataclass(frozen=True, slots=True)
class Plan:
    """What one file is looked at with; files of a project share what they can.

    Attributes:
        codes: the active rules.
        target: what rewritten code calls.
        project: where the imports of the file lead.
        silent: rules that its project's versions rule out, and which do.
    """

    codes: frozenset[str]
    target: Target
    project: Project
    silent: tuple[frozenset[str], str] = (frozenset(), "")


class Planner:
    """Makes the plan of each file from the settings that hold for it.

    Args:
        catalogue: the rules and their facts, for the project below a root.
        settings: what holds for a path.
        verbose: whether to find out the versions that each project runs with,
            also where no rule asks for them.
    """

    def __init__(
        self,
        catalogue: Callable[[Path], Catalogue],
        settings: Callable[[str], Settings],
        verbose: bool,
    ) -> None:
        self._catalogue = catalogue
        self._settings = settings
        self._verbose = verbose
        self._projects: dict[Path, Project] = {}
        self._targets: dict[tuple[Path, str, frozenset[str]], Target] = {}
        self._gate: VersionGate | None = None

    def plan(self, path: str) -> Plan:
        """Return what the file or folder at ``path`` is looked at with.

        Raises:
            ConfigError: its configuration cannot be used.
        """
        settings = self._settings(path)
        known = self._catalogue(settings.root)
        codes = self._opened(path, settings, known.rules)
        if settings.root not in self._projects:
            project = Project(known.vocabulary, settings.root)
            self._projects[settings.root] = project
        silent = settings.codes_for(path) - codes
        asked = self._gate if silent else None
        why = asked.reason(path, settings.versions) if asked else ""
        target = self.target(settings, codes)
        return Plan(codes, target, self._projects[settings.root], (silent, why))

    def target(self, settings: Settings, codes: frozenset[str]) -> Target:
        """Return what rewritten code calls where these rules are active."""
        key = (settings.root, settings.target, codes)
        if key not in self._targets:
            known = self._catalogue(settings.root)
            self._targets[key] = known.targets(settings.target, codes)
        return self._targets[key]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be read of what the projects say of themselves."""
        return tuple(self._gate.versions.warnings) if self._gate else ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Which versions the projects run with, and which rules are silent for it."""
        return tuple(self._gate.notes()) if self._gate and self._verbose else ()

    def _opened(
        self, path: str, settings: Settings, rules: Iterable[Rule]
    ) -> frozenset[str]:
        codes = settings.codes_for(path)
        if self._gate is None:
            asking = any(rule.since and rule.code in codes for rule in rules)
            if not self._verbose and not asking:
                return codes
            from .version_gate import VersionGate

            self._gate = VersionGate(rules)
        return self._gate.open(path, codes, settings.versions)
