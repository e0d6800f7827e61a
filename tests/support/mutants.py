"""Wrong rewrites made of right ones, by the thousand: none may be called equivalent.

    python tests/support/mutants.py --count 6000

takes every rewrite of the fixtures and of the rules' examples, changes one thing in
the new call, and asks for the verdict. One that is accepted is judged once more, with
other values: where a curve differs for any of them, it was accepted wrongly.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import math
import random
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from paths import FIXTURES
from plans import plan_of

from lrmigrate.codemod.engine.analyze import analyze
from lrmigrate.codemod.files.source import Source, SourceError
from lrmigrate.codemod.model import Invocation, Verdict
from lrmigrate.codemod.units.unit import SiteMember
from lrmigrate.codemod.verify.bounded import EvaluationError
from lrmigrate.codemod.verify.comparison import Comparison
from lrmigrate.codemod.verify.curve import Failure
from lrmigrate.codemod.verify.pools import Pool, make_pools
from lrmigrate.codemod.verify.sampling import Binding
from lrmigrate.codemod.verify.side import Side, make_side
from lrmigrate.codemod.verify.verifier import Verifier
from lrmigrate.rules import all_rules, catalogue
from lrmigrate.rules.optax.schedules import FACTS

TRIES = 400

# What is made of one value of the new call; y is another name that occurs in it.
CHANGES = (
    *("({x}) + 1", "({x}) - 1", "2 * ({x})", "({x}) // 2", "({x}) * 1.0001", "-({x})"),
    *("({x}) + ({y})", "({x}) - ({y})", "({x}) * ({y} == 0)", "int(({x}) * 0.999)"),
    *("min(({x}), 100)", "max(({x}), 100)", "max(({x}), 0)", "max(({x}), 1)"),
    *("min(({x}), 10**6)", "abs({x})", "round({x})", "int({x})", "({x}) // 10 * 10"),
    *("({x}) if ({x}) > 2 * ({y}) else ({y})", "({x}) if ({y}) else 0"),
    *("({x}) if ({x}) != 640 else 641", "({x}) if ({x}) < 20000 else 20000"),
    *("({x}) * (({x}) < 10**7)", "({x}) if ({y}) >= 0 else 1", "({x}) or 1", "({y})"),
    *("10**12", "2**31 - 1", "0.5", "1e-30", "1e400", "0"),
)


@dataclass(frozen=True)
class Mutant:
    """A right rewrite, and a new call with one thing changed."""

    right: Comparison
    after: Invocation


def right_rewrites() -> list[Comparison]:
    """The comparisons of all fixtures and examples, each once."""
    known = catalogue(Path())
    plan = plan_of(known, frozenset(rule.code for rule in known.rules))
    texts = [one.read_text("utf-8") for one in sorted(FIXTURES.rglob("*.py"))]
    for rule in all_rules():
        examples = (*rule.refused, *rule.accepted)
        texts += [textwrap.dedent(example.code) for example in examples]
    found: dict[Comparison, None] = {}
    for text in texts:
        with contextlib.suppress(SourceError):
            for member in analyze(Source.from_text(text, "x.py"), plan).members:
                if isinstance(member, SiteMember) and member.comparison is not None:
                    found[member.comparison] = None
    return [*found]


def mutants_of(right: Comparison) -> Iterator[Mutant]:
    """The new call with each of its values changed in each way."""
    tree = ast.parse(right.after.call, mode="eval")
    values = [*_values(tree.body)]
    names = sorted({ast.unparse(value) for value in values if not _number(value)})
    for value in values:
        text = ast.unparse(value)
        others = [name for name in names if name != text] or ["1"]
        for change in CHANGES:
            new = change.format(x=text, y=others[len(change) % len(others)])
            call = ast.unparse(_Swap(value, new).visit(ast.parse(ast.unparse(tree))))
            if call != ast.unparse(tree):
                yield Mutant(right, replace(right.after, call=call))
    yield from _without_one(right, tree)


def _values(call: ast.expr) -> Iterator[ast.expr]:
    assert isinstance(call, ast.Call)
    for value in (*call.args, *(keyword.value for keyword in call.keywords)):
        yield from _parts(value)


def _parts(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, (ast.List, ast.Tuple)):
        inner = value.elts
    elif isinstance(value, ast.Dict):
        inner = value.values
    elif isinstance(value, ast.Call) and ast.unparse(value.func) == "dict":
        inner = [keyword.value for keyword in value.keywords]
    elif isinstance(value, (ast.ListComp, ast.GeneratorExp)):
        inner = [value.elt]
    else:
        if not isinstance(value, ast.Starred):
            yield value
        return
    for one in inner:
        yield from _parts(one)


def _number(value: ast.expr) -> bool:
    return isinstance(value, (ast.Constant, ast.UnaryOp))


class _Swap(ast.NodeTransformer):
    """Puts a new text where a value stands."""

    def __init__(self, value: ast.expr, new: str) -> None:
        self._new = new
        self._text = ast.unparse(value)

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.expr) and ast.unparse(node) == self._text:
            self._text = ""  # the first alone
            return ast.parse(self._new, mode="eval").body
        return super().generic_visit(node)


def _without_one(right: Comparison, tree: ast.Expression) -> Iterator[Mutant]:
    call = tree.body
    assert isinstance(call, ast.Call)
    for gone in range(len(call.keywords)):
        kept = [one for at, one in enumerate(call.keywords) if at != gone]
        text = ast.unparse(ast.Call(call.func, call.args, kept))
        yield Mutant(right, replace(right.after, call=text))


def is_wrong(mutant: Mutant, chance: random.Random) -> str:
    """A binding for which the two new calls differ, as text; empty if none is found.

    Nothing of the verifier's choice of values or steps is used.
    """
    right, wrong = (
        make_side(one, FACTS[one.function])
        for one in (mutant.right.after, mutant.after)
    )
    pools = make_pools([*right.uses(), *wrong.uses()], right.facts.domains)
    for _ in range(TRIES if pools else 1):
        drawn = {name: _drawn(pool, chance) for name, pool in pools.items()}
        if _differ(right, wrong, Binding(drawn), chance):
            return repr(drawn)
    return ""


def _drawn(pool: Pool, chance: random.Random) -> object:
    value = chance.choice(pool.values)
    if type(value) not in (int, float) or chance.random() < 0.3:
        return value
    number = 10 ** chance.uniform(-5, 7) * chance.choice((1, 1, 1, -1))
    return int(number) if chance.random() < 0.6 else number


def _differ(right: Side, wrong: Side, at: Binding, chance: random.Random) -> bool:
    try:
        given = [repr(side.arguments(at.lookup)) for side in (right, wrong)]
        made = [side.build(at.lookup) for side in (right, wrong)]
    except EvaluationError:
        return False
    if given[0] == given[1]:
        return False
    kinds = [one.kind if isinstance(one, Failure) else "" for one in made]
    if any(kinds):
        return kinds[0] != kinds[1]
    steps = [0, 1, 2, *(int(10 ** chance.uniform(0, 8)) for _ in range(12))]
    return any(repr(_at(made[0], step)) != repr(_at(made[1], step)) for step in steps)


def _at(schedule: object, step: int) -> float | str:
    assert callable(schedule)
    try:
        value = float(schedule(step))
    except Exception as error:
        return type(error).__name__
    return 0.0 if math.isnan(value) else value


def accepted_wrongly(
    mutants: Sequence[Mutant], chance: random.Random
) -> Iterator[tuple[Mutant, Verdict, str]]:
    """Yield each with its verdict, and what shows that it is wrong if it was accepted."""
    verifier = Verifier(FACTS)
    for mutant in mutants:
        verdict = verifier.verify(replace(mutant.right, after=mutant.after))
        yield mutant, verdict, is_wrong(mutant, chance) if verdict.kind.safe else ""


def chosen(count: int, seed: int) -> list[Mutant]:
    """Mutants of all rewrites, in the order of a seed."""
    every = [one for right in right_rewrites() for one in mutants_of(right)]
    chance = random.Random(seed)
    return chance.sample(every, min(count, len(every)))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=10**9)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    mutants = chosen(options.count, options.seed)
    rights = len({one.right for one in mutants})
    kinds: Counter[str] = Counter()
    wrong = 0
    for mutant, verdict, why in accepted_wrongly(mutants, random.Random(options.seed)):
        kinds[verdict.kind.value] += 1
        if why:
            wrong += 1
            print(mutant.right.before.call, "->", mutant.after.call, verdict, why)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    print(
        f"{len(mutants)} mutants of {rights} rewrites: {told}; {wrong} accepted wrongly"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
