"""Fix one file: verify its rewrites, apply all approved ones, to a fixpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..files.edits import Taken
from ..files.source import Source, SourceError
from ..model import Edit, Finding, Problem
from ..names.elsewhere.use import Place, Use, place_of
from ..units.unit import SiteMember, Unit
from ..verify import requirements
from ..verify.comparison import CurveFacts
from ..verify.verifier import Verifier
from .analysis import Analysis
from .analyze import analyze
from .findings import findings_of
from .part import concerned
from .plan import Plan
from .still_held import StillHeld

MAX_PASSES = 10


@dataclass(frozen=True, slots=True)
class FixedFile:
    """The outcome for one file.

    Attributes:
        source: what it is then; the old one where nothing changed.
        findings: all of the old text.
        problem: what went wrong, if anything did.
        written: the places of the calls that are rewritten.
        needed: the calls in other files on which that rests.
    """

    source: Source
    findings: list[Finding]
    problem: Problem | None = None
    written: frozenset[Place] = frozenset()
    needed: frozenset[Use] = frozenset()

    @property
    def text(self) -> str:
        """What the source says then."""
        return self.source.text


@dataclass(frozen=True, slots=True)
class Fixer:
    """Fixes files that have one plan.

    Attributes:
        plan: what they are looked at with.
        verifier: compares curves, by the facts of the plan's catalogue.
        unsafe: whether what could not be verified is written, too.
        refused: why calls in other files do not follow what is rewritten here.
    """

    plan: Plan
    verifier: Verifier
    unsafe: bool = False
    refused: Mapping[Use, str] = field(default_factory=dict)

    def fix(self, source: Source, seen: Analysis | None = None) -> FixedFile:
        """Return the file's new text, with every finding of the old one.

        Args:
            source: the file.
            seen: what was found in it, where that is at hand.

        Raises:
            SourceError: where the file cannot be parsed.
        """
        first = analysis = self._verified(seen or analyze(source, self.plan))
        edits = self._choose(first)
        written = {*filter(self._writable, first.units)}
        held, current, again = StillHeld(first, written), source, self._again(first)
        for _ in range(MAX_PASSES):
            if not edits:
                break
            current = current.edited(edits)
            held.rewritten(edits)
            try:
                part = concerned(current, analysis, edits)
                if not self._has_more(analyze(current, again, part=part), held):
                    break
                analysis = analyze(current, again)
                held.hold(analysis)
                self._verified(analysis)
            except SourceError as error:
                return self._unchanged(first, f"the rewritten file is wrong: {error}")
            edits = self._choose(analysis)
        else:
            return self._unchanged(first, f"no end after {MAX_PASSES} passes")
        findings = findings_of(first, written, unsafe=self.unsafe)
        sites = [
            member
            for unit in written
            for member in unit.members
            if isinstance(member, SiteMember) and not member.repairs
        ]
        return FixedFile(
            current,
            findings,
            written=frozenset(place_of(one.site.callee) for one in sites),
            needed=frozenset(use for one in sites for use in one.elsewhere),
        )

    def _again(self, first: Analysis) -> Plan:
        """Return what a rewritten file is looked at with: what may rewrite more.

        A comment that names a rule is for nothing or not by what that rule says.
        """
        if first.suppressions.all:
            return self.plan
        codes = (rule.code for rule in self.plan.rules if rule.fixable)
        return replace(self.plan, codes=frozenset(codes))

    def _has_more(self, analysis: Analysis, held: StillHeld) -> bool:
        held.hold(analysis)
        return any(map(self._writable, self._verified(analysis).units))

    def _verified(self, analysis: Analysis) -> Analysis:
        for unit in analysis.units:
            self._refuse(unit)
        waiting = [
            (member, member.comparison)
            for unit in analysis.units
            if not any(member.blocked for member in unit.members)
            for member in unit.members
            if member.comparison is not None and member.verdict is None
        ]
        if waiting and requirements.obstacle() is None:
            for member, comparison in waiting:
                member.verdict = self.verifier.verify(comparison)
        return analysis

    def _refuse(self, unit: Unit) -> None:
        """Leave a unit where a call in another file does not follow it."""
        for member in unit.members:
            for use in member.elsewhere if isinstance(member, SiteMember) else ():
                member.blocked = member.blocked or self.refused.get(use, "")

    def _writable(self, unit: Unit) -> bool:
        judged = all(member.verdict is not None for member in unit.members)
        return judged and unit.holder(self.unsafe) is None

    def _choose(self, analysis: Analysis) -> list[Edit]:
        """Return all edits of the units to write now.

        One that overlaps with an earlier one waits for the next pass.
        """
        chosen: list[Unit] = []
        taken = Taken()
        for unit in analysis.units:
            if not self._writable(unit) or taken.overlaps(unit.edits):
                continue
            if not analysis.refused([*chosen, unit]):
                chosen.append(unit)
                taken.add(unit.edits)
        return analysis.edits(chosen)

    def _unchanged(self, first: Analysis, reason: str) -> FixedFile:
        path = first.source.path
        message = f"{reason}; the file is left alone. This is a bug, please report it"
        findings = findings_of(first, unsafe=self.unsafe)
        problem = Problem(message, path)
        return FixedFile(first.source, findings, problem)


class Fixers:
    """The fixers of a run: plans with the same facts share what was verified.

    Attributes:
        refused: why calls do not follow what other files rewrite.
    """

    def __init__(self, unsafe: bool) -> None:
        self.refused: dict[Use, str] = {}
        self._unsafe = unsafe
        self._verifiers: list[tuple[Mapping[str, CurveFacts], Verifier]] = []

    def of(self, plan: Plan) -> Fixer:
        """Return the fixer of a file that has this plan."""
        facts = plan.catalogue.facts
        known = (one for others, one in self._verifiers if others == facts)
        verifier = next(known, None)
        if verifier is None:
            verifier = Verifier(facts)
            self._verifiers.append((facts, verifier))
        return Fixer(plan, verifier, self._unsafe, self.refused)
