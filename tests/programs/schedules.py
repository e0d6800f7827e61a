"""Composes programs that make schedules, runs them, and tells what came of them.

``python schedules.py COUNT SEED`` (`make programs`). The same seed composes the same
programs; those that come out wrong are kept.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from draft import Draft, Table, UnfitError
from outcomes import WRONG, Kind, Outcome
from parts.access import ACCESS
from parts.arguments import ARGUMENTS
from parts.cycles import CYCLES
from parts.elsewhere import FILES, WAYS
from parts.extras import EXTRAS
from parts.functions import FUNCTIONS
from parts.lengths import LENGTHS
from parts.places import LAYOUTS, PLACES
from parts.seen import SEEN
from parts.uses import USES
from paths import ROOT
from runner import Setting, run

# In the order in which they are decided.
TABLES = (FUNCTIONS, LENGTHS, CYCLES, ARGUMENTS, ACCESS, LAYOUTS, EXTRAS, SEEN, PLACES)
HOSTILE = tuple(table for table in TABLES if any(part.hostile for part in table))
HOW_MANY_HOSTILE = (0, 0, 0, 1, 1, 1, 1, 1, 2, 2)
TRIES = 200
KEPT = ROOT / ".venv" / "programs"


def composed(random: Random, hostile: Sequence[Table]) -> Draft:
    """A program of parts that go together, where these tables give a hostile one.

    Raises:
        UnfitError: If those that were drawn do not go together.
    """
    draft = Draft(random)
    for table in TABLES:
        applies = {LENGTHS: bool(draft.length), CYCLES: not draft.length}
        if applies.get(table, True):
            table.drawn(draft, table in hostile)
        else:
            draft.need(table not in hostile)
    USES.drawn(draft, hostile=False)
    if draft.elsewhere:
        WAYS.drawn(draft, hostile=False)
        FILES.drawn(draft, hostile=False)
    return draft


def program(seed: int, index: int) -> tuple[Draft, dict[str, str]]:
    """The program of that number, and its files."""
    random = Random(f"{seed} {index}")
    while True:
        hostile = random.sample(HOSTILE, random.choice(HOW_MANY_HOSTILE))
        for _ in range(TRIES):
            try:
                draft = composed(random, hostile)
                files = draft.written()
                for path, text in files.items():
                    if path.endswith(".py"):
                        compile(text, path, "exec")
            except (UnfitError, SyntaxError):
                continue
            return draft, files


def programs(count: int, seed: int, folder: Path) -> dict[str, Draft]:
    """Writes so many programs, no two the same; their drafts, by name."""
    drafts: dict[str, Draft] = {}
    seen: set[tuple[tuple[str, str], ...]] = set()
    index = -1
    while len(drafts) < count:
        index += 1
        draft, files = program(seed, index)
        key = tuple(sorted(files.items()))
        if key in seen:
            continue
        seen.add(key)
        name = f"{index:05d}"
        drafts[name] = draft
        for path, text in files.items():
            (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / name / path).write_text(text, encoding="utf-8")
    return drafts


def general(reason: str) -> str:
    """``held by line #: `…` is …``: a reason without what is of one program in it."""
    parts = reason.split("`")
    parts[1::2] = ["…"] * len(parts[1::2])
    return re.sub(r"\d+", "#", "`".join(parts))


def told(outcomes: Sequence[Outcome], drafts: Mapping[str, Draft]) -> Iterator[str]:
    """What came of them all, line by line."""
    kinds = Counter(outcome.kind for outcome in outcomes)
    yield f"{len(outcomes)} programs"
    for kind in Kind:
        yield f"{kinds[kind]:6}  {kind}"
    plain = [outcome for outcome in outcomes if drafts[outcome.name].plain]
    same = sum(outcome.kind is Kind.SAME for outcome in plain)
    share = f" ({same / len(plain):.1%})" if plain else ""
    yield f"of {len(plain)} plain ones {same} are rewritten{share}"
    yield "left, in so many programs, because"
    reasons = Counter(
        reason
        for outcome in outcomes
        for reason in {general(reason.text) for reason in outcome.left}
    )
    for reason, number in reasons.most_common():
        yield f"{number:6}  {reason}"
    for outcome in outcomes:
        if outcome.kind in WRONG:
            parts = "; ".join(drafts[outcome.name].parts)
            yield f"{outcome.name}: {outcome.kind}: {parts}"
            yield from (f"    {line}" for line in outcome.detail.splitlines()[:4])


def left_though_plain(
    outcomes: Sequence[Outcome], drafts: Mapping[str, Draft]
) -> Iterator[str]:
    """The plain programs that are not rewritten, and why."""
    for outcome in outcomes:
        if drafts[outcome.name].plain and outcome.kind is not Kind.SAME:
            yield f"{outcome.name}: {outcome.kind}: {'; '.join(drafts[outcome.name].parts)}"
            yield from (f"    {reason.place}: {reason.text}" for reason in outcome.left)


def keep(outcomes: Sequence[Outcome], work: Path) -> None:
    """Keeps the wrong ones, before `fix` and after."""
    shutil.rmtree(KEPT, ignore_errors=True)
    for outcome in outcomes:
        if outcome.kind in WRONG:
            for when in ("before", "after"):
                shutil.copytree(work / when / outcome.name, KEPT / outcome.name / when)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=3000)
    parser.add_argument("seed", type=int, nargs="?", default=0)
    parser.add_argument(
        "--plain", action="store_true", help="tell of plain ones that are left, too"
    )
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        written, work = Path(place) / "programs", Path(place) / "work"
        drafts = programs(options.count, options.seed, written)
        outcomes = list(run(written, work, Setting()))
        keep(outcomes, work)
    print(*told(outcomes, drafts), sep="\n")
    if options.plain:
        print(*left_though_plain(outcomes, drafts), sep="\n")
    used = sum(outcome.cpu_seconds for outcome in outcomes)
    print(f"{used:.0f} s of CPU, {time.monotonic() - started:.0f} s")
    wrong = any(outcome.kind in WRONG for outcome in outcomes)
    if wrong:
        print(f"The wrong ones are kept in {KEPT}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
