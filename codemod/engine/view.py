"""One look at trees whose files are being edited: what is known of them is kept.

A file is looked at by the text that is handed in. All others are as they were when they
were first asked about, those that are open in an editor as they stood there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...rules import catalogue, index
from ..config.left_out import is_left_out
from ..config.pyproject import ConfigError
from ..config.settings import Settings
from ..files.decode import SourceError
from ..model import Finding, Problem, TextEdit
from .baselines import Baselines
from .looked import misconfigured
from .opened import OpenFiles, document_of, edits_of, encoded
from .plan import Plan, Planner
from .request import Request
from .survey import Survey, survey_one

if TYPE_CHECKING:
    from ..files.document import Document
    from .fix_file import Fixers

IsAlone = Callable[[str], bool]
_ALONE = "who else sees its names is not known: open the folder that it is in"


@dataclass(frozen=True, slots=True)
class Checked:
    """What looking at one file gave.

    Attributes:
        findings: what the rules say of it, less what comments or a baseline hide.
        problems: what could not be done, but for reading the file.
        broken: whether it cannot be read now, as while something is written.
    """

    findings: Sequence[Finding] = ()
    problems: Sequence[Problem] = ()
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Fixed:
    """What verifying the rewrites of one file gave: plain, and can cross a process.

    Attributes:
        findings: all of it, with their verdicts.
        edits: what writes all verified rewrites together, as `fix` would.
        why: why nothing could be verified, or the file is left alone.
    """

    findings: Sequence[Finding] = ()
    edits: Sequence[TextEdit] = ()
    why: str = ""


class View:
    """What is known of the files around those that are looked at.

    Args:
        settings: what holds for a file or a folder; raises ConfigError.
        opened: what open files say, by their resolved paths.
        is_alone: whether a file has no tree around it.
        number: of the last change that it has seen.
    """

    def __init__(
        self,
        settings: Callable[[str], Settings],
        opened: Mapping[Path, bytes],
        is_alone: IsAlone,
        number: int,
    ) -> None:
        self.number = number
        self._settings = settings
        self._is_alone = is_alone
        files = OpenFiles(opened)
        self._planner = Planner(catalogue, index(), settings, False, files)

    def check(self, path: str, text: str) -> Checked:
        """Return what there is to say of a file that says this."""
        try:
            if not self._concerns(path, text):
                return Checked()
            seen = self.survey(path, text)
            Baselines(self._request(path), seen).hide()
        except ConfigError as error:
            return Checked(problems=[misconfigured(error)])
        except (SourceError, OSError):
            return Checked(broken=True)
        broken = any(file.looked.problem is not None for file in seen.files)
        found = (one for file in seen.files for one in file.looked.findings)
        faults = (one for file in seen.files for one in file.looked.faults.values())
        return Checked(
            sorted(found, key=lambda one: one.sort_key),
            [*seen.problems, *faults],
            broken,
        )

    def fix(self, path: str, text: str, fixers: Fixers) -> Fixed:
        """Return the findings of a file with their verdicts; nothing is written."""
        try:
            if not self._concerns(path, text):
                return Fixed()
            if self._is_alone(path) and Path(path).exists():
                return Fixed(why=_ALONE)
            document = document_of(path, text)
            seen = survey_one(self._planner, document, self.plan(path))
            return _fixed(seen, document, fixers)
        except (ConfigError, SourceError, OSError) as error:
            return Fixed(why=str(error))

    def survey(self, path: str, text: str) -> Survey:
        """Look at one file.

        Raises:
            ConfigError: its configuration cannot be used.
            SourceError: it cannot be read.
        """
        plan = self.plan(path)
        return survey_one(self._planner, document_of(path, text), plan)

    def plan(self, path: str) -> Plan:
        """Return what a file is looked at with.

        Raises:
            ConfigError: its configuration cannot be used.
        """
        plan = self._planner.plan(path)
        return replace(plan, project=None) if self._is_alone(path) else plan

    def speaks(self, text: str) -> bool:
        """Whether a text says a word of the rules."""
        return self._planner.index.sought.concerns(encoded(text))

    def _concerns(self, path: str, text: str) -> bool:
        """Whether a file says such a word, and is not left out."""
        return self.speaks(text) and not is_left_out(path, self._settings)

    def _request(self, path: str) -> Request:
        return Request((path,), self._settings)


def _fixed(seen: Survey, document: Document, fixers: Fixers) -> Fixed:
    from ..verify import requirements
    from .together import Ahead, fixed_together

    to_fix = [file for file in seen.files if file.looked.has_fixes and file.is_writable]
    fixers.refused.clear()  # it is of one run
    fixed = fixed_together(to_fix, Ahead(fixers), lambda done: None) if to_fix else []
    for file, one in zip(to_fix, fixed, strict=True):
        file.keep(one.findings, one.problem)
    sources = {file: one.source for file, one in zip(to_fix, fixed, strict=True)}
    new = [sources.get(file, file.source) for file in seen.files]
    edits: list[TextEdit] = []
    if any(
        file.source.text != one.text for file, one in zip(seen.files, new, strict=True)
    ):
        edits += edits_of(document.change(document.rewritten(new)))
    obstacle = requirements.obstacle()
    problems = [file.looked.problem for file in seen.files if file.looked.problem]
    why = f"{obstacle.reason}; {obstacle.cure}" if obstacle else ""
    findings = [one for file in seen.files for one in file.looked.findings]
    return Fixed(findings, edits, why or "; ".join(one.message for one in problems))
