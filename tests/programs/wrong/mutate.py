"""A right rewrite with one thing changed in its new call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from wrong.trees import call_of
from wrong.ways import WAYS

from lrmigrate.codemod.model import Invocation
from lrmigrate.codemod.verify.comparison import Comparison

KINDS = tuple(WAYS)


@dataclass(frozen=True)
class Mutant:
    """A right rewrite, and a new call with one thing changed.

    Attributes:
        right: the rewrite that the rule makes.
        after: the changed call.
        kind: what was changed.
        change: the text by which a value was changed, else the kind.
    """

    right: Comparison
    after: Invocation
    kind: str
    change: str

    @property
    def comparison(self) -> Comparison:
        """What the verifier is asked."""
        return replace(self.right, after=self.after)


def mutants_of(right: Comparison, kind: str) -> Iterator[Mutant]:
    """All mutants of one kind, in their order; none says what the right one does."""
    seen = {ast.unparse(call_of(right.after.call)), right.after.call}
    for after, change in WAYS[kind](right):
        own = after.function != right.after.function
        if (own or after.call not in seen) and _is_call(after.call):
            seen.add(after.call)
            yield Mutant(right, after, kind, change)


def _is_call(text: str) -> bool:
    try:
        call_of(text)
    except SyntaxError:
        return False
    return True


def drawn(rights: list[Comparison], random: Random, count: int) -> list[Mutant]:
    """So many mutants, of all kinds about as many, no two the same."""
    found: dict[Comparison, Mutant] = {}
    turn = 0
    while len(found) < count:
        kind = KINDS[turn % len(KINDS)]
        turn += 1
        some = [*mutants_of(random.choice(rights), kind)]
        if some:
            mutant = random.choice(some)
            found.setdefault(mutant.comparison, mutant)
    return [*found.values()]
