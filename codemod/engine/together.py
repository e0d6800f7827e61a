"""All files of a run fixed, before any is written: together, or none of them.

Every file is looked at as it was read. What other files call by a name that moves is
written only where those calls are rewritten in the same run, or give the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ..files.kinds import is_config, module_of
from ..files.read import ON_DISK
from ..files.real import real_path
from ..model import Finding
from ..names.elsewhere.use import Use, place_of
from ..sites.site import SiteKind
from ..units.calls import TooDeepError, comparison
from ..units.edited import Edited
from ..units.unit import Move, SiteMember
from .analysis import Analysis
from .analyze import analyze_by_others
from .fix_file import FixedFile, Fixers
from .looked import bug
from .plan import Plan
from .survey import SeenFile


class Ahead:
    """Files fixed by what they were told from, while that is at hand.

    A file is as it is when it is fixed after all were looked at: no other one is asked
    what becomes of it before.

    Args:
        fixers: of the run.

    Attributes:
        fixed: what becomes of each.
    """

    def __init__(self, fixers: Fixers) -> None:
        self.fixers = fixers
        self.fixed: dict[SeenFile, FixedFile] = {}

    def fix(self, file: SeenFile, analysis: Analysis) -> Sequence[Finding] | None:
        """Work out what becomes of a file, and return what was found in it.

        What fails is left for its turn.
        """
        with suppress(Exception):
            fixer = self.fixers.of(analysis.plan)
            fixed = self.fixed[file] = fixer.fix(file.source, analysis)
            return fixed.findings
        return None


def fixed_together(
    files: Sequence[SeenFile], ahead: Ahead, on_done: Callable[[int], None]
) -> list[FixedFile]:
    """Return what becomes of files, none of which is written yet."""
    together = _Together(files, ahead.fixers)
    for done, file in enumerate(files):
        on_done(done)
        if file in ahead.fixed:
            together.fixed[file] = ahead.fixed[file]
        else:
            together.fix(file)
    on_done(len(files))
    while again := together.refuse():
        for file in again:
            together.fix(file)
    return [together.fixed[file] for file in files]


class _Together:
    """The files of a run as they are to be written, until all agree."""

    def __init__(self, files: Sequence[SeenFile], fixers: Fixers) -> None:
        self.fixed: dict[SeenFile, FixedFile] = {}
        self._fixers = fixers
        self._by_path: dict[Path, SeenFile] = {}
        for file in files:
            if not file.source.prose:
                self._by_path.setdefault(real_path(file.source.path), file)
        self._same = _SameCalls(fixers)

    def fix(self, file: SeenFile) -> None:
        """Work out what becomes of a file, as far as is known."""
        try:
            fixed = self._fixers.of(file.plan).fix(file.source)
        except Exception as error:  # a bug of ours must not cost the other files
            problem = bug(file.source.path, error)
            fixed = FixedFile(file.source, [*file.looked.findings], problem)
        self.fixed[file] = fixed

    def refuse(self) -> list[SeenFile]:
        """Refuse calls that do not follow; return the files that rest on them."""
        refused = self._fixers.refused
        again: list[SeenFile] = []
        for file, fixed in self.fixed.items():
            reasons = {use: self._reason(use, file.plan) for use in fixed.needed}
            if any(reasons.values()):
                refused.update((use, why) for use, why in reasons.items() if why)
                again.append(file)
        return again

    def _reason(self, use: Use, plan: Plan) -> str:
        """Return why a call does not follow what it calls, or nothing."""
        if self._is_written(use):
            return ""
        why = "which is not rewritten with it"
        if not is_config(str(use.file)):
            why = self._same.reason(use, plan)
        return f"{use.shown}, {why}" if why else ""

    def _is_written(self, use: Use) -> bool:
        file = self._by_path.get(use.file)
        fixed = self.fixed[file] if file is not None else None
        return (
            fixed is not None
            and fixed.problem is None
            and use.place in fixed.written
            and os.access(use.file, os.W_OK)
        )


class _SameCalls:
    """Tells of calls that stay as they are whether they give the same."""

    def __init__(self, fixers: Fixers) -> None:
        self._fixers = fixers
        self._members: dict[tuple[Path, Plan], list[SiteMember]] = {}

    def reason(self, use: Use, plan: Plan) -> str:
        """Return why a call would not give the same as before, or nothing."""
        for member in self._sites(use.file, plan):
            if place_of(member.site.callee) == use.place:
                return self._judged(member, plan)
        return "where it is not known what is called"

    def _judged(self, member: SiteMember, plan: Plan) -> str:
        site, target = member.site, plan.target
        if site.kind is not SiteKind.CALL or site.doubt or site.arguments is None:
            return f"where {site.doubt or 'it is not called'}"
        if member.rewrites or member.blocked or site.arguments.opaque:
            return "which is not rewritten with it"
        if site.function in target.functions or site.function in target.returning:
            new = target.renamed.get(site.function, site.name)
            member.move = Move(target.goes(site.function), new)
        required = plan.catalogue.required[site.function]
        try:
            unchanged = Edited(site.source, ())
            compared = comparison(member, unchanged, target, required)
        except TooDeepError:
            return "which is nested too deeply to be compared"
        if compared.before == compared.after:
            return ""
        verdict = self._fixers.of(plan).verifier.verify(compared)
        same = verdict.kind.safe
        return "" if same else f"which would not be the same: {verdict.reason}"

    def _sites(self, file: Path, plan: Plan) -> list[SiteMember]:
        """Return the sites of a file, with what every rule would rewrite."""
        if (file, plan) not in self._members:
            known = replace(plan, codes=plan.catalogue.codes)
            self._members[file, plan] = _sites(file, known)
        return self._members[file, plan]


def _sites(file: Path, plan: Plan) -> list[SiteMember]:
    try:
        files = plan.project.files if plan.project is not None else ON_DISK
        source = module_of(files.read(file), str(file))
        found, _ = analyze_by_others(source, plan, rewrites=False, ask_all=True)
    except Exception:  # what cannot be looked at is not known, and holds what it calls
        return []
    return [one for one in found.members if isinstance(one, SiteMember)]
