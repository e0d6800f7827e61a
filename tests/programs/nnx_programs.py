"""Composes NNX programs, and runs each before `fix`, after it, and `fix` again.

``python nnx_programs.py FOLDER COUNT SEED``: the same seed makes the same
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
from nnx_compose import program, seeds
from outcomes import (
    WRONG,
    Kind,
    Outcome,
    behaviour,
    first_difference,
    judged,
    once_more,
)
from runner import PORTION, SCRIPT, Setting, content, copied, execute, run_tool

SETTING = Setting(
    path=(RUN.parent,),
    preload=("numpy", "jax", "jax.numpy", "optax", "flax.nnx", "toy", "watch"),
)
BEFORE, AFTER, NEWEST = "0.10.7", "0.11.0", FLAX[-1]
NOT_RUN = {"stdout": "", "error": None, "ended": "", "cpu_seconds": 0.0}
# What an optimizer raises that nobody migrated, beside another one that was.
OLD = "As of Flax 0.11.0"
# What changes Flax for all programs of a process.
PATCHING = re.compile(r"nnx\.Optimizer\.update = |setattr\(nnx|set_graph_mode|patch\.")
# The one of so many that runs under the newest Flax, too.
SLICE = 5


def written(folder: Path, chosen: Sequence[int]) -> list[str]:
    """Writes the programs of these seeds; their names."""
    names = [f"{seed:05}" for seed in chosen]
    for name, seed in zip(names, chosen, strict=True):
        (folder / name).mkdir(parents=True)
        for file, text in program(seed).items():
            (folder / name / file).write_text(text, encoding="utf-8")
    return names


def run(work: Path, chosen: Sequence[int]) -> Iterator[Outcome]:
    """Composes and runs programs.

    Args:
        work: A new folder, that gets all that is written.
        chosen: A seed for each program.
    """
    names = written(work / "programs", chosen)
    old = copied(work / "programs", names, work / "before")
    new = copied(work / "programs", names, work / "after")
    fixed = run_tool(new, SETTING)
    texts = [content(folder) for folder in new]
    changed = [i for i, text in enumerate(texts) if text != content(old[i])]
    second = dict(
        zip(changed, run_tool([new[i] for i in changed], SETTING), strict=True)
    )

    def judge(which: Sequence[int], portion: int) -> Iterator[Outcome]:
        before = _ran(BEFORE, old, which, portion)
        after = _ran(AFTER, new, which, portion)
        some = [i for i in which if i % SLICE == 0]
        newest = _ran(NEWEST, new, some, portion)
        for i in which:
            outcome = judged(
                names[i], before[i], fixed[i], changed=True, after=after[i]
            )
            if i in newest and outcome.kind is Kind.SAME:
                outcome = _under_newest(outcome, before[i], newest[i])
            if outcome.kind in WRONG and portion > 1:
                # What another one has done to Flax says nothing about this one.
                (outcome,) = judge([i], 1)
            elif outcome.kind not in WRONG:
                stable = content(new[i]) == texts[i]
                outcome = once_more(outcome, second[i], changed=not stable)
            yield outcome

    alone = [i for i in changed if PATCHING.search(str(texts[i]))]
    together = [i for i in changed if i not in {*alone}]
    ran = {one.name: one for one in (*judge(alone, 1), *judge(together, PORTION))}
    for i, name in enumerate(names):
        left = judged(name, NOT_RUN, fixed[i], changed=False, after=NOT_RUN)
        yield _told(ran.get(name, left))


def _told(outcome: Outcome) -> Outcome:
    """An optimizer that was left, beside another one, is not what `fix` made wrong."""
    if OLD not in outcome.detail:
        return outcome
    kind = Kind.LEFT if outcome.kind is Kind.PARTLY else Kind.SILENT
    return replace(outcome, kind=kind)


def _ran(
    flax: str, folders: list[Path], which: Sequence[int], portion: int
) -> dict[int, dict]:
    jobs = [{"folder": str(folders[i]), "script": SCRIPT} for i in which]
    runs = execute(python(flax), jobs, SETTING, SETTING.preload, portion)
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
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    asked = parser.parse_args()
    started = time.monotonic()
    outcomes = [*run(asked.folder.resolve(), seeds(asked.seed, asked.count))]
    print(report(outcomes, time.monotonic() - started))
    sys.exit(any(one.kind in WRONG - {Kind.BROKEN} for one in outcomes))


if __name__ == "__main__":
    main()
