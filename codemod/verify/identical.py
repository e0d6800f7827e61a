"""The strongest verdict: both calls are the same program, for every value or for some.

Curves are equal then at every step there is, in every precision and on every device.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from ..model import Invocation, Verdict
from .alike import Alike, Told
from .binding import Binding
from .bounded import EvaluationError
from .cases import Values
from .comparison import CurveFacts
from .evaluate import evaluate_arguments
from .forms import Form, Part, forms_of
from .judging import CurveJudge
from .pair import Pair
from .proof import Proof, Shown
from .side import make_side


class Identities:
    """Shows of comparisons that both calls are one program; of each form once.

    Args:
        facts: what is to be known of each function, by every path of it.
    """

    def __init__(self, facts: Mapping[str, CurveFacts]) -> None:
        self._facts = facts
        self._proofs: dict[tuple[Invocation, Invocation], Proof] = {}
        self._known: dict[Hashable, tuple[tuple[str, ...], Told]] = {}

    def known(self, shared: Alike) -> Verdict | None:
        """The verdict on a comparison, where one that is alike was shown."""
        if shared.key not in self._known:
            return None
        names, told = self._known[shared.key]
        return told.by_names(names, shared.names).verdict()

    def verdict(self, pair: Pair, shared: Alike | None = None) -> Verdict | None:
        """The verdict on a comparison; None where curves have to decide.

        Args:
            pair: both calls.
            shared: what the comparison has in common with others.
        """
        usual = pair.usual()
        if usual is None:
            return None
        for form in forms_of(pair.before, pair.after):
            try:
                shown = self._shown(form, pair, usual)
            except EvaluationError:
                continue
            if shown is not None:
                told = _told(form, shown)
                if shared is not None:
                    self._known[shared.key] = (shared.names, told)
                return CurveJudge(pair).seen(usual) or told.verdict()
        return None

    def _shown(self, form: Form, pair: Pair, usual: Binding) -> Shown | None:
        free = frozenset(part.name for part in form.parts if part.shown)
        stated = pair.as_stated(usual)
        return self._proof(form).shown(
            _values(form.parts, usual), free, _values(form.parts, stated)
        )

    def _proof(self, form: Form) -> Proof:
        key = (form.before, form.after)
        if key not in self._proofs:
            before, after = (make_side(one, self._facts[one.function]) for one in key)
            self._proofs[key] = Proof(Pair(before, after))
        return self._proofs[key]


def _values(parts: tuple[Part, ...], binding: Binding) -> Values:
    """What the names of a form stand for.

    Raises:
        EvaluationError: one of them has no value.
    """
    found = {}
    for part in parts:
        (found[part.name],), _ = evaluate_arguments(part.call, binding.lookup)
    return found


def _told(form: Form, shown: Shown) -> Told:
    sampled = dict.fromkeys(
        name for part in form.parts if part.name in shown.sampled for name in part.shown
    )
    every = dict.fromkeys(name for part in form.parts for name in part.shown)
    others = tuple(name for name in every if name not in sampled)
    return Told(others, tuple(sampled), shown.bindings, shown.raising)
