"""Look at one file of a run: whatever is wrong with it is a value, not an error."""

from __future__ import annotations

from dataclasses import dataclass

from ..config.pyproject import ConfigError
from ..files.source import Source, SourceError
from ..files.suppressions import names_a_rule
from ..model import UNREADABLE, Finding, Problem
from .analyze import analyze
from .findings import findings_of
from .plan import Plan


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking at one file gave: plain values that can cross a process."""

    findings: tuple[Finding, ...] = ()
    suppressed: int = 0
    problem: Problem | None = None
    baselined: int = 0


def look(
    source: Source, plan: Plan, *, rewrites: bool = True, noqa: bool = True
) -> Looked:
    """Look at one file, with or without working out its rewrites."""
    try:
        # A copy, so that the parsed tree is not kept when this is done.
        copy = source.with_text(source.text)
        known = plan.catalogue
        spoken_of = known.may_occur(source.text) or names_a_rule(source.text)
        if copy.tree and not spoken_of:
            return Looked()
        analysis = analyze(copy, plan, rewrites=rewrites, noqa=noqa)
        return Looked(tuple(findings_of(analysis)), analysis.suppressed)
    except SourceError as error:
        return Looked(problem=unreadable(source.path, error))
    except Exception as error:  # a bug of ours must not cost the other files
        return Looked(problem=bug(source.path, error))


def bug(path: str, error: Exception) -> Problem:
    """The problem that an error of lrmigrate's own is."""
    what = f"{type(error).__name__}: {error}"
    return Problem(f"{what}; left alone. This is a bug, please report it", path)


def unreadable(path: str, error: SourceError) -> Problem:
    """The problem that a file is which cannot be read."""
    return Problem(str(error), path, error.position, UNREADABLE)


def misconfigured(error: ConfigError) -> Problem:
    """The problem that a configuration is which cannot be used."""
    return Problem(f"{error}; the files that it is for were not looked at")
