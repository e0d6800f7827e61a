"""The rewrites that the rules make, as what the verifier is handed."""

from __future__ import annotations

import contextlib
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from paths import FIXTURES
from plans import plan_of
from wrong.calls import SCHEDULES, module_of

from lrmigrate.codemod.engine.analyze import analyze
from lrmigrate.codemod.files.source import Source, SourceError
from lrmigrate.codemod.model import Invocation
from lrmigrate.codemod.units.unit import SiteMember
from lrmigrate.codemod.verify.comparison import Comparison
from lrmigrate.rules import all_rules, catalogue

KNOWN = catalogue(Path())
_PLAN = plan_of(KNOWN, frozenset(rule.code for rule in KNOWN.rules))
_MOVED = "warmup_exponential_decay_schedule"


def rewrites_of(text: str) -> Iterator[Comparison]:
    """Yield the comparison of each schedule of a module that rules rewrite."""
    with contextlib.suppress(SourceError):
        for member in analyze(Source.from_text(text, "x.py"), _PLAN).members:
            if isinstance(member, SiteMember) and member.comparison is not None:
                yield member.comparison


def of_examples() -> list[Comparison]:
    """The comparisons of all fixtures and examples, each once."""
    texts = [one.read_text("utf-8") for one in sorted(FIXTURES.rglob("*.py"))]
    for rule in all_rules():
        examples = (*rule.refused, *rule.accepted)
        texts += [textwrap.dedent(example.code) for example in examples]
    return [*dict.fromkeys(one for text in texts for one in rewrites_of(text))]


def of_calls(calls: Iterable[str]) -> list[Comparison]:
    """The comparisons of these calls, each once."""
    asked = [*calls]
    moved = [call for call in asked if _MOVED in call]
    others = [call for call in asked if _MOVED not in call]
    found = [*rewrites_of(module_of(others)), *map(_as_it_is, moved)]
    return [*dict.fromkeys(found)]


def drawn(random: Random, count: int) -> list[Comparison]:
    """So many calls of each schedule, rewritten."""
    return of_calls(make(random) for make in SCHEDULES.values() for _ in range(count))


def _as_it_is(call: str) -> Comparison:
    name, _, rest = call.partition("(")
    written = f"schedule({rest}"
    return Comparison(
        Invocation(name, written), Invocation(f"lrmigrate.lrsched.{_MOVED}", written)
    )
