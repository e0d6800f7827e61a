"""What each file is looked at with: one value, handed down from stage to stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..config.index import Index
from ..config.settings import Settings
from ..files.read import ON_DISK, Files
from ..files.search.sought import Sought
from ..layout.styles import Styles
from .copies import Copies
from .version_gate import RuledOut, VersionGate

if TYPE_CHECKING:
    from ..names.project import Project
    from ..rule.catalogue import Catalogue
    from ..rule.rule import Rule
    from ..rule.target import Target


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What one file is looked at with; files of a project share what they can.

    Attributes:
        catalogue: all rules, and the facts that they go by.
        codes: the active rules.
        target: what rewritten code calls.
        project: where the imports of the file lead; None where it stands alone.
        ruled_out: rules that the versions of its project silence, and who says so.
        docs: whether examples for people are rewritten, too.
        sought: what a file must say to be looked at.
        styles: how projects want their Python to stand; None where a file stands alone.
        edits: whether findings are to have their edits.
    """

    catalogue: Catalogue
    codes: frozenset[str]
    target: Target
    project: Project | None = None
    ruled_out: RuledOut = field(default_factory=dict)
    docs: bool = False
    sought: Sought = field(default_factory=Sought)
    styles: Styles | None = None
    edits: bool = True

    @property
    def rules(self) -> list[Rule]:
        """The active rules, sorted by code."""
        return [rule for rule in self.catalogue.rules if rule.code in self.codes]


class Planner:
    """Makes the plan of each file from the settings that hold for it.

    Args:
        catalogue: the rules and their facts, for the project below a root.
        index: what tells of all rules before there is a plan.
        settings: what holds for a path.
        verbose: whether to find out the versions that each project runs with,
            also where no rule asks for them.
        files: what the files of the trees hold.
        edits: whether findings are to have their edits.
    """

    def __init__(
        self,
        catalogue: Callable[[Path], Catalogue],
        index: Index,
        settings: Callable[[str], Settings],
        verbose: bool,
        files: Files = ON_DISK,
        edits: bool = True,
    ) -> None:
        self._catalogue = catalogue
        self._files = files
        self.index = index
        self._settings = settings
        self._verbose = verbose
        self._edits = edits
        self._gate = VersionGate(verbose)
        self._projects: dict[Path, Project] = {}
        self._targets: dict[tuple[Path, str, frozenset[str]], Target] = {}
        self._copies = Copies()
        self._styles = Styles()

    def plan(self, path: str) -> Plan:
        """Return what the file or folder at ``path`` is looked at with.

        Raises:
            ConfigError: its configuration cannot be used.
        """
        settings = self._settings(path)
        known = self._catalogue(settings.root)
        active = settings.codes_for(path)
        asked = active - settings.named
        rules = [rule for rule in known.rules if rule.code in asked]
        ruled_out = self._gate.ruled_out(path, rules, settings.versions)
        codes = active.difference(ruled_out)
        target = self.target(settings, codes)
        project = self._project(settings)
        return Plan(
            *(known, codes, target, project, ruled_out),
            *(settings.docs, self.index.sought, self._styles, self._edits),
        )

    def older(self, path: str, since: tuple[str, str]) -> str:
        """Return who says that a file may run with older versions, or nothing.

        Raises:
            ConfigError: its configuration cannot be used.
        """
        return self._gate.older(path, since, self._settings(path).configured_versions)

    def target(self, settings: Settings, codes: frozenset[str]) -> Target:
        """Return what rewritten code calls where these rules are active.

        Raises:
            ConfigError: that is a copy in the project, and there is none to call.
        """
        key = (settings.root, settings.target, codes)
        if key not in self._targets:
            known = self._catalogue(settings.root)
            self._targets[key] = self._copies.target(settings, known.targets, codes)
        return self._targets[key]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be read of what the projects say of themselves."""
        return self._gate.warnings

    @property
    def notes(self) -> tuple[str, ...]:
        """Which versions the projects run with, and which rules are silent for it."""
        return tuple(self._gate.notes()) if self._verbose else ()

    def _project(self, settings: Settings) -> Project:
        root = settings.root
        if root not in self._projects:
            from ..names.project import Project

            known = self._catalogue(root)
            copies = self._copies.known(settings, known.targets)
            project = Project(known.vocabulary, root, self._files, copies)
            self._projects[root] = project
        return self._projects[root]
