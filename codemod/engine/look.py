"""Look at one file of a run: whatever is wrong with it is a value, not an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..config.pyproject import ConfigError
from ..files.source import Source, SourceError
from ..files.suppressions import names_a_rule
from ..model import UNREADABLE, Finding, Problem
from ..rule.catalogue import Catalogue
from ..rule.packs import Pack
from ..rule.rule import RuleError
from .analysis import Analysis
from .analyze import analyze_by_others
from .findings import findings_of
from .plan import Plan


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking at one file gave: plain values that can cross a process.

    Attributes:
        findings: what the rules say of it.
        suppressed: how many findings comments silence.
        problem: why it could not be looked at, or was left alone.
        baselined: how many findings the baseline hides.
        faults: what went wrong with the rules that failed here, by their codes.
    """

    findings: tuple[Finding, ...] = ()
    suppressed: int = 0
    problem: Problem | None = None
    baselined: int = 0
    faults: Mapping[str, Problem] = field(default_factory=dict)

    @property
    def has_fixes(self) -> bool:
        """Whether there is something that could be rewritten."""
        return any(one.fix for one in self.findings)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that could not be done."""
        faults = tuple(self.faults.values())
        return faults if self.problem is None else (*faults, self.problem)


def look(
    source: Source, plan: Plan, *, rewrites: bool = True, noqa: bool = True
) -> Looked:
    """Look at one file, with or without working out its rewrites."""
    looked, _ = look_into(source, plan, rewrites=rewrites, noqa=noqa)
    return looked


def look_into(
    source: Source, plan: Plan, *, rewrites: bool = True, noqa: bool = True
) -> tuple[Looked, Analysis | None]:
    """Look at one file, and return what that is told from as well, if there is any."""
    try:
        # A copy, so that the parsed tree is not kept when this is done.
        copy = source.with_text(source.text)
        if not is_spoken_of(source.text, plan.catalogue):
            _ = copy.tree  # raises where it cannot be parsed
            return Looked(), None
        analysis, failed = analyze_by_others(copy, plan, rewrites=rewrites, noqa=noqa)
        looked = Looked(
            tuple(findings_of(analysis)),
            analysis.suppressed,
            faults={one.rule.code: _fault(source.path, one, plan) for one in failed},
        )
    except SourceError as error:
        return Looked(problem=unreadable(source.path, error)), None
    except Exception as error:  # a bug of ours must not cost the other files
        return Looked(problem=bug(source.path, error)), None
    return looked, analysis


def is_spoken_of(text: str, known: Catalogue) -> bool:
    """Whether a text holds what a rule, or a comment that names one, speaks of."""
    return known.may_occur(text) or names_a_rule(text, known.prefixes)


def _fault(path: str, error: RuleError, plan: Plan) -> Problem:
    """The problem that a rule is which failed in a file."""
    other = plan.catalogue.foreign(error.rule)
    whose = f"of {other}" if other else "of lrmigrate"
    what = f"{error}; it says nothing of this file"
    return Problem(f"{what}. This is a bug {whose}, please report it", path)


def bug(path: str, error: Exception) -> Problem:
    """The problem that an error of lrmigrate's own is, or depth that ended it."""
    if isinstance(error, RecursionError):
        return unreadable(path, SourceError("is nested too deeply to be looked at"))
    what = f"{type(error).__name__}: {error}"
    return Problem(f"{what}; left alone. This is a bug, please report it", path)


def unreadable(path: str, error: SourceError) -> Problem:
    """The problem that a file is which cannot be read."""
    return Problem(str(error), path, error.position, UNREADABLE)


def broken(packs: Iterable[Pack]) -> list[Problem]:
    """The problems that packs of rules are which cannot be used."""
    return [Problem(pack.told) for pack in packs if pack.fault]


def misconfigured(error: ConfigError) -> Problem:
    """The problem that a configuration is which cannot be used."""
    return Problem(f"{error}; the files that it is for were not looked at")
