"""Kills whole runs at random instants, and looks at the files: `fix`, `baseline`, a lock.

Every file has to be the old or the new one, whole, and what a run left beside them has
to be gone after the next one, which does all that was asked for.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from lrmigrate.codemod.cli.group import cli
from lrmigrate.codemod.curves.lock import write
from lrmigrate.codemod.curves.lock.compute import Outcome
from lrmigrate.codemod.curves.lock.record import Versions

SOURCE = Path(__file__).parents[2] / "fixtures/readme/nnx_train.py"
CALL = "import optax\nlr = optax.cosine_decay_schedule(0.1, 9)\n"
FILES = 4
ENDING = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
REPORT, BASELINE = "report.json", ".lrmigrate-baseline.json"
LOCK = "lrmigrate.lock"
FIX = ("fix", "--select", "LRS2", "--output-format", f"json:{REPORT}", ".")
RUNS = (FIX, ("baseline", "."), ("curves", "--lock", "."))


@contextlib.contextmanager
def computed(
    _: str, curves: Sequence[Any]
) -> Iterator[tuple[Versions, Iterator[Outcome]]]:
    """Stand in for the process that computes curves: it writes no file."""
    yield Versions("0", "0"), (Outcome("it stands in", "it stands in") for _ in curves)


write.computed = computed


def lrmigrate(arguments: Sequence[str], folder: Path) -> None:
    """Be a run, which says nothing to anybody."""
    os.chdir(folder)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    with contextlib.suppress(BaseException):
        cli.main([*arguments])
    os._exit(0)


def started(run: Callable[[], None]) -> int:
    """Run in a process of its own, which signals end as they end a command."""
    child = os.fork()
    if not child:
        for one in ENDING[1:]:
            signal.signal(one, signal.SIG_DFL)
        run()
    return child


def tree(folder: Path) -> Path:
    """Make a project with a baseline and a report of before."""
    folder.mkdir()
    (folder / "pyproject.toml").write_text("[tool.lrmigrate]\n")
    for number in range(FILES):
        shutil.copy(SOURCE, folder / f"train_{number}.py")
    (folder / REPORT).write_text("[]\n")
    (folder / BASELINE).write_text('{"version": 1, "findings": []}\n')
    (folder / "schedule.py").write_text(CALL)
    (folder / LOCK).write_text("")
    return folder


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def kills(count: int, seed: int, place: Path) -> Counter[str]:
    """Kill so many runs, and count what came of them.

    Raises:
        AssertionError: a file is torn, or a later run trips over what was left.
    """
    chosen = random.Random(seed)
    before = held(tree(place / "before"))
    wanted, lasts = [], []
    for number, arguments in enumerate(RUNS):
        folder = tree(place / f"after{number}")
        start = time.monotonic()
        os.waitpid(started(lambda: lrmigrate(arguments, folder)), 0)  # noqa: B023
        lasts.append(time.monotonic() - start)
        wanted.append(held(folder))
        assert wanted[-1] != before
    told = Counter[str]()
    for turn in range(count):
        folder = tree(place / f"run{turn}")
        which = turn % len(RUNS)
        arguments, after = RUNS[which], wanted[which]
        child = started(lambda: lrmigrate(arguments, folder))  # noqa: B023
        # Where files are written, at the end, more often than before.
        time.sleep(lasts[which] * chosen.triangular(0, 1.1, 0.9))
        os.kill(child, ENDING[turn // len(RUNS) % len(ENDING)])
        os.waitpid(child, 0)
        now = held(folder)
        for name in before:
            assert now[name] in (before[name], after[name]), f"{name} is torn"
        told["drafts left"] += len(now.keys() - before.keys())
        changed = sum(now[name] != before[name] for name in before)
        whole = sum(after[name] != before[name] for name in before)
        told[
            "none written" if not changed else "some" if changed < whole else "all"
        ] += 1
        os.waitpid(started(lambda: lrmigrate(FIX, folder)), 0)  # noqa: B023
        left = held(folder).keys() - before.keys()
        assert not left, f"{left} stays"
        for name, text in wanted[0].items():
            assert held(folder)[name] == text or name in (REPORT, BASELINE, LOCK), name
        shutil.rmtree(folder)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=300)
    parser.add_argument("seed", type=int, nargs="?", default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        told = kills(options.count, options.seed, Path(place).resolve())
    print(f"{options.count} runs killed:", told)


if __name__ == "__main__":
    sys.exit(main())
