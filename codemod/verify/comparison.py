"""What the rule side hands to the verifier: two calls, and facts about curves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..model import Invocation


@dataclass(frozen=True, slots=True)
class Comparison:
    """The call as it was against the call as it would be.

    ``after_note`` is told with the verdict: what stands in for what, where
    the rewritten call cannot run under the installed library itself. ``plain``
    are the names of lists and dicts, which no reading uses up. ``seen`` are values
    of free names that the code shows, and that are no numbers.
    """

    before: Invocation
    after: Invocation
    after_note: str = ""
    plain: frozenset[str] = frozenset()
    seen: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class CurveFacts:
    """What the verifier must know of a schedule factory to test it well.

    Attributes:
        domains: for each parameter, old and new names alike, the values to
            sample for a free name used in it, edge cases first.
        boundaries: from the arguments by parameter name (defaults applied)
            to the steps where the curve's pieces meet; the last is its end.
        looser_before: the library and its version before which that one, and no
            other, computed this curve in other arithmetic, so that the last bits
            differ; None where it never did.
        peak: the parameter whose value is the curve's highest; empty where
            there is none.
    """

    domains: Mapping[str, Sequence[object]]
    boundaries: Callable[[Mapping[str, object]], Sequence[float]]
    looser_before: tuple[str, str] | None = None
    peak: str = ""
