"""Composes NNX programs, and runs each before `fix`, after it, and `fix` again.

``python nnx_programs.py FOLDER --seed 0 --count 2000``: the same seed makes the same
programs. They run under Flax 0.10.7 as they are and under 0.11.0 as `fix` wrote them,
with the same JAX; some of them under the newest Flax, too. What `fix` left whole is
not run: it does what it did.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from harness.compare import CLOSE, same_output
from harness.environments import FLAX, RUN, python
from nnx_compose import program
from outcomes import (
    WRONG,
    Kind,
    Outcome,
    behaviour,
    first_difference,
    judged,
    once_more,
)
from runner import Setting, content, copied, run_programs, run_tool

SETTING = Setting(
    path=(RUN.parent,),
    preload=("numpy", "jax", "jax.numpy", "optax", "flax.nnx", "toy", "watch"),
)
BEFORE, AFTER, NEWEST = "0.10.7", "0.11.0", FLAX[-1]
NOT_RUN = {"stdout": "", "error": None, "ended": "", "cpu_seconds": 0.0}
# What an optimizer raises that nobody migrated, beside another one that was.
OLD = "As of Flax 0.11.0"
# The one of so many that runs under the newest Flax, too.
SLICE = 5


def written(folder: Path, seeds: Sequence[int]) -> list[str]:
    """Writes the programs of these seeds; their names."""
    names = [f"{seed:05}" for seed in seeds]
    for name, seed in zip(names, seeds, strict=True):
        (folder / name).mkdir(parents=True)
        for file, text in program(seed).items():
            (folder / name / file).write_text(text, encoding="utf-8")
    return names


def run(work: Path, seeds: Sequence[int]) -> Iterator[Outcome]:
    """Composes and runs programs.

    Args:
        work: A new folder, that gets all that is written.
        seeds: One for each program.
    """
    names = written(work / "programs", seeds)
    old = copied(work / "programs", names, work / "before")
    new = copied(work / "programs", names, work / "after")
    fixed = run_tool(new, SETTING)
    texts = [content(folder) for folder in new]
    changed = [i for i, text in enumerate(texts) if text != content(old[i])]
    some = changed[::SLICE]
    before = _ran(BEFORE, old, changed)
    after = _ran(AFTER, new, changed)
    newest = _ran(NEWEST, new, some)
    again = run_tool([new[i] for i in changed], SETTING)
    second = dict(zip(changed, again, strict=True))
    for i, name in enumerate(names):
        runs = (before.get(i, NOT_RUN), fixed[i], i in second, after.get(i, NOT_RUN))
        outcome = judged(name, *runs)
        if OLD in outcome.detail:
            kind = Kind.LEFT if outcome.kind is Kind.PARTLY else Kind.SILENT
            outcome = replace(outcome, kind=kind)
        if i in newest and outcome.kind is Kind.SAME:
            outcome = _under_newest(outcome, before[i], newest[i])
        if i in second and outcome.kind not in WRONG:
            outcome = once_more(outcome, second[i], content(new[i]) != texts[i])
        yield outcome


def _ran(flax: str, folders: list[Path], which: list[int]) -> dict[int, dict]:
    runs = run_programs(python(flax), [folders[i] for i in which], SETTING)
    # Each Flax has warnings of its own, which say nothing about a migration.
    return {i: {**run, "warnings": []} for i, run in zip(which, runs, strict=True)}


def _under_newest(outcome: Outcome, before: dict, newest: dict) -> Outcome:
    was, now = behaviour(before), behaviour(newest)
    if same_output(was, now, 10 * CLOSE):
        return outcome
    detail = f"under Flax {NEWEST}, {first_difference(was, now)}"
    kind = Kind.RAISES if newest["error"] or newest["ended"] else Kind.DIFFERS
    return replace(outcome, kind=kind, detail=detail)


def report(outcomes: Sequence[Outcome], seconds: float) -> str:
    """How many came out how, why some were left, and each that is wrong."""
    kinds = Counter(outcome.kind for outcome in outcomes)
    lines = [f"{len(outcomes)} programs in {seconds:.0f} s"]
    lines += [f"{count:6} {kind}" for kind, count in kinds.most_common()]
    reasons = Counter(
        reason.text for one in outcomes for reason in one.left if one.kind is Kind.LEFT
    )
    lines += ["", "why findings are left:"]
    lines += [f"{count:6} {text}" for text, count in _grouped(reasons).most_common()]
    wrong = [one for one in outcomes if one.kind in WRONG - {Kind.BROKEN}]
    for one in wrong:
        lines += ["", f"{one.name}: {one.kind}", one.detail]
    return "\n".join(lines)


def _grouped(reasons: Counter[str]) -> Counter[str]:
    """Counts reasons without what differs between programs: lines and their code."""
    grouped: Counter[str] = Counter()
    for text, count in reasons.items():
        grouped[re.sub(r"`[^`]*`", "`..`", re.sub(r"\d+", "N", text))] += count
    return grouped


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=2000)
    asked = parser.parse_args()
    started = time.monotonic()
    seeds = range(asked.seed, asked.seed + asked.count)
    outcomes = [*run(asked.folder, seeds)]
    print(report(outcomes, time.monotonic() - started))
    sys.exit(any(one.kind in WRONG - {Kind.BROKEN} for one in outcomes))


if __name__ == "__main__":
    main()
