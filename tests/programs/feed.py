"""Feeds real code to `check`, `fix --diff` and `curves`: nothing may break them.

``python feed.py [--tree FOLDER] COUNT SEED`` (`make feed`): each Python file as it is,
and with schedules and an optimizer put into it, so that the whole analysis runs on it.
No command may raise, call a file a bug, or take more than two seconds of cpu for it.
What is rewritten has to compile and to have every other byte of the file, and a second
run has nothing to do.
"""

from __future__ import annotations

import argparse
import re
import sys
import sysconfig
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from feeding.doors import Fed
from feeding.growth import growth
from feeding.workers import feed
from schedules import general

HELD = re.compile(r"held by line \d+: ")
INSTALLED = "site-packages"
"""A folder inside the library of a Python that is a tree of its own."""
MOST = 8
"""How many reasons are told."""
MOST_HELD = 16
"""The most bytes that a run may hold for each byte of more files: texts, and results."""


@dataclass(slots=True)
class Tally:
    """What came of many files."""

    fed: list[Fed] = field(default_factory=list)
    held: int = 0

    def told(self) -> Iterator[str]:
        """Yield the figures, line by line."""
        put = [one for one in self.fed if one.sites]
        sites, written = sum(one.sites for one in put), sum(one.written for one in put)
        yield f"{len(self.fed) - len(put)} files as they are, {len(put)} with calls"
        yield f"{sites} calls put in, {written} rewritten"
        yield f"{sum(one.optimizers for one in put)} optimizers put in and rewritten"
        yield f"{sum(one.compared for one in self.fed):,} bytes compared"
        slowest = max(self.fed, key=lambda one: one.seconds)
        yield f"slowest: {slowest.seconds:.2f} s of cpu, {slowest.name}"
        yield f"most memory: {self.held >> 20} MiB"
        left = [one for each in self.fed for one in each.left]
        reasons = Counter(general(HELD.sub("", one)) for one in left)
        yield from _listed("left, because", reasons)
        unread = Counter(general(one.unread) for one in self.fed if one.unread)
        yield from _listed("not looked at", unread)


def _listed(what: str, counted: Counter[str]) -> Iterator[str]:
    if counted:
        yield f"{what}, {counted.total()} in {len(counted)} ways:"
    for reason, number in counted.most_common(MOST):
        yield f"{number:6}  {reason}"


def trees() -> list[str]:
    """The folders that are fed where none is named."""
    return [sysconfig.get_path("stdlib"), sysconfig.get_path("purelib")]


def files(folders: Sequence[str], count: int, seed: int) -> list[str]:
    """So many Python files of folders, or all; they are drawn, and sorted."""
    found = {
        str(path)
        for one in folders
        for path in Path(one).rglob("*.py")
        if INSTALLED not in path.relative_to(one).parts
    }
    chosen = sorted(one for one in found if Path(one).is_file())
    if count:
        chosen = Random(seed).sample(chosen, min(count, len(chosen)))
    return chosen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=0, help="0: all")
    parser.add_argument("seed", type=int, nargs="?", default=0)
    parser.add_argument("--tree", action="append", help="of this folder; repeatable")
    options = parser.parse_args()
    chosen = files(options.tree or trees(), options.count, options.seed)
    if not chosen:
        parser.error("there is no Python file")
    tally, wrong = Tally(), 0
    for one, held in feed(chosen, options.seed):
        tally.fed.append(one)
        tally.held = max(tally.held, held)
        for what in one.wrong:
            wrong += 1
            print(f"{one.name}: {what}", flush=True)
    print(*tally.told(), sep="\n")
    with tempfile.TemporaryDirectory() as place:
        for command, more in growth(chosen, options.seed, Path(place)).items():
            print(f"{command} holds {more:.1f} bytes for each byte of more files")
            wrong += more > MOST_HELD
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
