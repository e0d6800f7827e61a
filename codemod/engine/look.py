"""Look at one file of a run: whatever is wrong with it is a value, not an error."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..files.source import Source, SourceError
from ..files.suppressions import names_a_rule
from ..model import Finding, Problem
from ..rule.catalogue import Catalogue
from ..rule.rule import RuleError
from .analysis import Analysis
from .analyze import analyze_by_others
from .findings import findings_of
from .looked import Looked, bug, unreadable
from .plan import Plan


def look(
    source: Source, plan: Plan, *, rewrites: bool = True, noqa: bool = True
) -> Looked:
    """Look at one file, with or without working out its rewrites."""
    return look_into(source, plan, rewrites=rewrites, noqa=noqa)


def look_into(
    source: Source,
    plan: Plan,
    told: Callable[[Analysis], Sequence[Finding]] = findings_of,
    *,
    rewrites: bool = True,
    noqa: bool = True,
) -> Looked:
    """Look at one file, and tell what was found by a function of one's own."""
    try:
        # A copy, so that the parsed tree is not kept when this is done.
        copy = source.with_text(source.text)
        if not is_spoken_of(source.text, plan.catalogue):
            _ = copy.tree  # raises where it cannot be parsed
            return Looked()
        analysis, failed = analyze_by_others(copy, plan, rewrites=rewrites, noqa=noqa)
        return Looked(
            tuple(told(analysis)),
            analysis.suppressed,
            faults={one.rule.code: _fault(source.path, one, plan) for one in failed},
        )
    except SourceError as error:
        return Looked(problem=unreadable(source.path, error))
    except Exception as error:  # a bug of ours must not cost the other files
        return Looked(problem=bug(source.path, error))


def is_spoken_of(text: str, known: Catalogue) -> bool:
    """Whether a text holds what a rule, or a comment that names one, speaks of."""
    return known.may_occur(text) or names_a_rule(text, known.prefixes)


def _fault(path: str, error: RuleError, plan: Plan) -> Problem:
    """The problem that a rule is which failed in a file, or depth that ended it."""
    if isinstance(error.__cause__, RecursionError):
        why = f"is nested too deeply for {error.rule.code}, which says nothing of it"
        return unreadable(path, SourceError(why))
    other = plan.catalogue.foreign(error.rule)
    whose = f"of {other}" if other else "of lrmigrate"
    what = f"{error}; it says nothing of this file"
    return Problem(f"{what}. This is a bug {whose}, please report it", path)
