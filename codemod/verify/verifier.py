"""The verdict on a rewrite: are the two calls' learning-rate curves the same?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..model import Verdict, VerdictKind
from .alike import alike
from .bounded import RefusedError
from .call import parse_call
from .comparison import Comparison, CurveFacts
from .curve import quiet
from .effects import changed_effects
from .identical import Identities
from .judging import CurveJudge
from .pair import Pair
from .requirements import import_failure
from .side import absent, make_side
from .understood import not_understood


class Verifier:
    """Compares calls of schedule factories; remembers every verdict.

    JAX and the library are imported by the first call of ``verify``.

    Args:
        facts: what is to be known of each function, by every path of it.
    """

    def __init__(self, facts: Mapping[str, CurveFacts]) -> None:
        self._facts = facts
        self._identities = Identities(facts)
        self._verdicts: dict[Comparison, Verdict] = {}

    def verify(self, comparison: Comparison) -> Verdict:
        """Say whether the rewrite keeps the curve, and how that was shown.

        Never raises for what the calls contain: what cannot be compared is
        ``UNVERIFIABLE``, with the reason.
        """
        if comparison not in self._verdicts:
            verdict = self._judge(comparison)
            if verdict.kind.safe and comparison.after_note:
                reason = f"{verdict.reason}; {comparison.after_note}"
                verdict = replace(verdict, reason=reason)
            self._verdicts[comparison] = verdict
        return self._verdicts[comparison]

    def _judge(self, comparison: Comparison) -> Verdict:
        before, after = comparison.before, comparison.after
        try:
            old = parse_call(before.call, before.repeatable)
            new = parse_call(after.call, after.repeatable)
            reason = changed_effects(old, new, comparison.plain)
            if reason:
                return _unverifiable(reason)
            if missing := absent(before, after):
                return _unverifiable(missing)
            for path in (before.function, after.function):
                if path not in self._facts:
                    return _unverifiable(f"nothing is known of {path}")
            shared = alike(comparison, old, new)
            known = self._identities.known(shared) if shared is not None else None
            if known is not None:
                return known
            with quiet():
                pair = Pair(
                    make_side(before, self._facts[before.function]),
                    make_side(after, self._facts[after.function]),
                    comparison.seen,
                )
                if odd := not_understood(pair.before, pair.after):
                    verdict = CurveJudge(pair).verdict()
                    return _unverifiable(odd) if verdict.kind.safe else verdict
                return (
                    self._identities.verdict(pair, shared) or CurveJudge(pair).verdict()
                )
        except RefusedError as error:
            return _unverifiable(str(error))
        except ImportError as error:
            return _unverifiable(import_failure(error, before.function, after.function))


def _unverifiable(reason: str) -> Verdict:
    return Verdict(VerdictKind.UNVERIFIABLE, reason)
