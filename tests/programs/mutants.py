"""Wrong rewrites made of right ones, by the thousand: none may be called equivalent.

``python mutants.py COUNT SEED`` (`make mutants`). Calls of all schedules that rules
rewrite are generated, the rewrite of the rule is changed in one thing, and the verifier
is asked, as it is for a rewrite. What it accepts is looked at once more, by Python and
JAX over many more numbers: those that are really equal are listed, and any other is
accepted wrongly. The same seed makes the same ones.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from wrong import mutate, rights
from wrong.changes import WHY_EQUAL
from wrong.equal import Judge, Shown
from wrong.mutate import Mutant

from lrmigrate.codemod.model import Verdict
from lrmigrate.codemod.verify.verifier import Verifier

CALLS = 40
"""Of each schedule."""


@dataclass(frozen=True)
class Judged:
    """A mutant, its verdict, and what tells it from the call if it was accepted."""

    mutant: Mutant
    verdict: Verdict
    shown: Shown | None = None

    @property
    def wrong(self) -> bool:
        """Whether it was accepted, and gives another curve, or one where none was."""
        return self.shown is not None and not self.shown.no_curve

    @property
    def other_error(self) -> bool:
        """Whether it was accepted, and raises something else where the call raises."""
        return self.shown is not None and self.shown.no_curve


def mutants(count: int, seed: int) -> list[Mutant]:
    """So many mutants of generated calls, of the fixtures and of the examples."""
    random = Random(seed)
    right = [*rights.drawn(random, CALLS), *rights.of_examples()]
    return mutate.drawn(right, random, count)


def judged(many: Iterable[Mutant], seed: int) -> Iterator[Judged]:
    """Ask the verifier of each, and look at what it accepts."""
    verifier, judge = Verifier(rights.KNOWN.facts), Judge(seed)
    for mutant in many:
        verdict = verifier.verify(mutant.comparison)
        shown = judge.difference(mutant) if verdict.kind.safe else None
        yield Judged(mutant, verdict, shown)


def _at_once(many: Iterable[Judged]) -> Iterator[Judged]:
    """Print what is accepted wrongly when it is found: the rest takes minutes."""
    for one in many:
        if one.shown:
            told = "WRONGLY" if one.wrong else "raises another error,"
            print(f"{told} {one.verdict.kind.value}: {_shown(one.mutant)}")
            print(f"  {one.verdict.reason}\n  {one.shown}", flush=True)
        yield one


def told(found: list[Judged], seconds: float) -> Iterator[str]:
    """Yield the lines that say what came of it."""
    kinds = Counter(one.verdict.kind.value for one in found)
    wrong = sum(one.wrong for one in found)
    errors = sum(one.other_error for one in found)
    equal = [one for one in found if one.verdict.kind.safe and not one.shown]
    yield from _listed(equal)
    yield f"{len(found)} mutants of {len({one.mutant.right for one in found})} rewrites"
    for kind, count in sorted(kinds.items()):
        yield f"  {count:5} {kind}"
    yield f"  {len(equal):5} really equal, listed above"
    yield f"  {errors:5} raise where the call raises, but another error, named above"
    yield f"  {wrong:5} accepted wrongly"
    yield f"{seconds / max(len(found), 1):.2f} cpu seconds a mutant"


def _listed(equal: list[Judged]) -> Iterator[str]:
    groups: dict[tuple[str, str], list[Judged]] = {}
    for one in equal:
        groups.setdefault((one.mutant.kind, one.mutant.change), []).append(one)
    yield "really equal:"
    for (kind, change), some in sorted(groups.items()):
        why = WHY_EQUAL.get(change, "")
        yield f"  {len(some):4} {kind}: {change}{f' ({why})' if why else ''}"
        yield f"       {_shown(some[0].mutant)}"


def _shown(mutant: Mutant) -> str:
    before, after = mutant.right.before, mutant.after
    return f"{before.function} {before.call} -> {after.function} {after.call}"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("count", type=int, nargs="?", default=2000)
    parser.add_argument("seed", type=int, nargs="?", default=0)
    options = parser.parse_args()
    start = time.process_time()
    found: list[Judged] = []
    many = mutants(options.count, options.seed)
    with contextlib.suppress(KeyboardInterrupt):  # what was judged till then is told
        found.extend(_at_once(judged(many, options.seed)))
    for line in told(found, time.process_time() - start):
        print(line)
    return 1 if any(one.wrong for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
