"""What is shown of two calls that differ from others in the names of their arguments.

A name is for every `float`, or it is sampled. Whole numbers are symbols and sampled as
well: Python's own `0.5 * n` reads one past its methods, and may decide something by it.
As a symbol it is tried with every type of steps, as itself with those that an optimizer
counts, each value once: that they go together is what the symbols show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .abstract import NeededError, Prover
from .binding import Binding
from .cases import FRACTION, WHOLE, Care, Every, Values
from .pair import Pair
from .pools import value_key
from .sampling import Plan, make_plan
from .symbols import WHOLE_ENDS


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown of a form.

    Attributes:
        sampled: the names that were given values.
        bindings: how many of them.
        raising: for how many of those both calls raise.
    """

    sampled: frozenset[str] = frozenset()
    bindings: int = 0
    raising: int = 0


@dataclass(frozen=True, slots=True)
class _Site:
    """What the names of a form stand for at some sites.

    Attributes:
        symbols: those that stand for every number of a kind.
        fixed: the constants that need to be themselves.
        known: the constants that do not.
        free: the names that are no constants.
        sampled: those of them that need values.
    """

    symbols: Mapping[str, Every]
    fixed: Values
    known: Values
    free: frozenset[str]
    sampled: frozenset[str]


class Proof:
    """What is shown of the sites of one form.

    Args:
        pair: the calls of the form.
    """

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self._prover = Prover(pair.before, pair.after)
        self._usual = pair.usual() or Binding({})
        self._plans: dict[object, Sequence[Binding]] = {}
        self._careful: dict[object, Values] = {}

    def shown(
        self, values: Values, free: frozenset[str], stated: Values
    ) -> Shown | None:
        """What is shown, where names stand for such values; None if nothing is.

        Args:
            values: what each name may be at some site.
            free: the names that may be others there, of the same kind.
            stated: what each name is if the project says it.
        """
        kinds = {name: _kind(value) for name, value in values.items()}
        given = {name for name, kind in kinds.items() if kind is None}
        while True:
            symbols = {
                name: kind
                for name, kind in kinds.items()
                if kind is not None and name not in given
            }
            fixed = {name: values[name] for name in given - free}
            known = {name: values[name] for name in symbols.keys() - free}
            site = _Site(symbols, fixed, known, free, frozenset(given & free))
            own = {name: stated[name] for name in kinds if _is_itself(name, site)}
            try:
                shown = self._tried(site)
                if shown is None or self._same(site, {**fixed, **own}) is None:
                    return None
            except NeededError as needed:
                more = needed.names & symbols.keys()
                if not more:
                    return None
                given |= more
            else:
                return shown

    def _tried(self, site: _Site) -> Shown | None:
        """Show it with symbols, then for values of those that are whole as well.

        Nothing is shown where no usual value of the names gives schedules.
        """
        names = {*site.symbols, *site.sampled}
        if not names <= self._usual.values.keys() or not self._proved(site):
            return None
        proved = {name for name in site.free if site.symbols.get(name) is WHOLE}
        symbols = {name: k for name, k in site.symbols.items() if name not in proved}
        unproved = site.sampled
        site = replace(site, symbols=symbols, sampled=unproved | proved)
        if not site.sampled:
            return Shown()
        bindings = self._bindings(site, combined=bool(unproved))
        curves = 0
        for binding in bindings:
            curve = self._same(site, {**site.fixed, **binding.values})
            if curve is None:
                return None
            curves += curve
        return Shown(site.sampled, len(bindings), len(bindings) - curves)

    def _proved(self, site: _Site) -> bool:
        """Whether it holds for all numbers in the place of the symbols.

        What depends on the types of steps does not depend on values, so that those of
        the first site of a kind do for all of them. Whether there is a curve does.
        """
        kind = (tuple(site.symbols.items()), site.sampled, frozenset(site.fixed))
        usual = {name: self._usual.values[name] for name in site.sampled}
        values = {**site.fixed, **usual}
        if (known := self._careful.get(kind)) is not None:
            every_type = self._same(site, known, Care.EVERY_TYPE)
            return bool(every_type and self._same(site, values))
        if not self._same(site, values, Care.MUCH) or not self._others(site, values):
            return False
        self._careful[kind] = values
        return True

    def _bindings(self, site: _Site, *, combined: bool) -> Sequence[Binding]:
        """The values to try; in further combinations where no symbols show it."""
        fixed = tuple((name, *value_key(one)) for name, one in site.fixed.items())
        key = (fixed, site.sampled, combined)
        if key not in self._plans:
            plan = self._planned(site)
            extra = plan.extra if combined else ()
            self._plans[key] = (*plan.required, *plan.odd, *extra)
        return self._plans[key]

    def _planned(self, site: _Site) -> Plan:
        pools = self._pair.pools
        base = {**self._usual.values, **site.fixed}
        return make_plan(
            {name: pool for name, pool in pools.items() if name in site.sampled},
            lambda one: self._pair.trial(Binding({**base, **one.values})),
            self._pair.text,
            lambda one: self._pair.telling(
                Binding({**base, **one.values}), site.sampled
            ),
        )

    def _same(
        self, site: _Site, values: Values, care: Care = Care.LITTLE
    ) -> bool | None:
        return self._prover.same({**site.symbols, **values}, site.known, care)

    def _others(self, site: _Site, values: Values) -> bool:
        """Whether it holds for numbers of other kinds in the free names, too."""
        for kind in (WHOLE, FRACTION):
            changed = {
                name: kind if name in site.free else own
                for name, own in site.symbols.items()
            }
            if self._same(replace(site, symbols=changed), values) is None:
                return False
        usual = {name: self._usual.values[name] for name in site.symbols}
        everything = {**usual, **site.known, **values}
        # With all of them, the type of one is that of the curve, and hides the others'.
        alone = [frozenset({name}) for name in sorted(site.sampled)]
        return all(
            self._prover.same_for_numbers(everything, names)
            for names in (site.free, *alone)
        )


def _kind(value: object) -> Every | None:
    """Which numbers a value is one of; None where it stands for itself alone."""
    first, last = WHOLE_ENDS
    if type(value) is float:
        return FRACTION
    return WHOLE if type(value) is int and first <= value <= last else None


def _is_itself(name: str, site: _Site) -> bool:
    """Whether a name is tried as what it is: a whole number is, and one with values."""
    return name in site.sampled or site.symbols.get(name) is WHOLE
