"""Runs each of many programs, `fix` on it, the program again, and `fix` again.

A program is a folder that holds ``main.py``, and whatever else it needs. All runs of
one kind are forks of one process (`worker.py`), under the Python that is named: a
program for an old Flax runs under that before its migration.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from outcomes import WRONG, Outcome, judged, once_more
from paths import ROOT

WORKER = Path(__file__).with_name("worker.py")
SCRIPT = "main.py"
FIX = ("fix", "--isolated", "--output-format", "json", ".")
ARGUMENTS = ".lrmigrate-arguments"
PROJECT = '[project]\nname = "program"\nversion = "0"\n'

LIBRARIES = (
    *("numpy", "jax", "jax.numpy", "optax", "lrmigrate.lrsched"),
    *("argparse", "ast", "collections", "copy", "dataclasses", "doctest", "enum"),
    *("functools", "importlib", "inspect", "itertools", "json", "operator"),
    *("types", "typing", "unittest.mock"),
)
PACKAGES = ("lrmigrate.codemod", "lrmigrate.rules", "lrmigrate.lrsched")
TOOL = ("jax", "jax.numpy", "optax", *PACKAGES)
# The most that one process does: JAX keeps what it compiles.
PORTION = 60


@dataclass(frozen=True, slots=True)
class Setting:
    """How programs are run.

    Attributes:
        before: the Python for programs as they are.
        after: the Python for what `fix` made of them.
        path: folders that programs may import from, beside their own.
        preload: modules that are imported once for all programs.
        fix: the arguments of `lrmigrate`.
        processes: how many run at a time.
        seconds: the most that one may take; half of it on the CPU.
    """

    before: Path = Path(sys.executable)
    after: Path = Path(sys.executable)
    path: tuple[Path, ...] = ()
    preload: tuple[str, ...] = LIBRARIES
    fix: tuple[str, ...] = FIX
    processes: int = 2
    seconds: int = 120


def environment() -> dict[str, str]:
    """What a worker's processes see: the same at each run, and a warm cache of JAX.

    All Pythons share it: JAX tells its releases apart there, and what two releases of
    Flax have compiled by one JAX is mostly the same.
    """
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "JAX_COMPILATION_CACHE_DIR": str(ROOT / ".venv" / "jax-programs"),
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
        "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
        "JAX_PLATFORMS": "cpu",
        # The default since JAX 0.5: random numbers differ without it.
        "JAX_THREEFRY_PARTITIONABLE": "1",
        # What is compiled from a file is not to outlive that file.
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
    }


def execute(
    python: Path,
    jobs: Sequence[dict],
    setting: Setting,
    preload: Sequence[str],
    portion: int = 1,
) -> list[dict]:
    """Does jobs in forks of one process of that Python; their results, in order.

    Args:
        python: The interpreter.
        jobs: A program's ``folder`` and ``script``, or a folder and the tool's
            ``arguments``.
        setting: How.
        preload: What the process imports first.
        portion: How many jobs one fork does.

    Raises:
        RuntimeError: If the process itself failed.
    """
    if not jobs:
        return []
    with tempfile.TemporaryDirectory() as scratch:
        order = Path(scratch) / "order.json"
        content = {
            "root": str(ROOT),
            "path": [str(folder) for folder in setting.path],
            "preload": list(preload),
            "processes": setting.processes,
            "portion": portion,
            "seconds": setting.seconds,
            "cpu_seconds": setting.seconds // 2,
            "jobs": list(jobs),
        }
        order.write_text(json.dumps(content), encoding="utf-8")
        ended = subprocess.run(
            [python, WORKER, order],
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            cwd=scratch,
        )
        if ended.returncode:
            raise RuntimeError(f"{WORKER.name} under {python}:\n{ended.stderr}")
        return json.loads(order.with_suffix(".results").read_text(encoding="utf-8"))


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a program."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def copied(programs: Path, names: Sequence[str], to: Path) -> list[Path]:
    """Copies programs; each is a project of its own."""
    folders = []
    for name in names:
        folder = to / name
        shutil.copytree(programs / name, folder)
        if not (folder / "pyproject.toml").exists():
            (folder / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
        folders.append(folder)
    return folders


def arguments(folder: Path, setting: Setting) -> list[str]:
    """How the tool is called on a program: as its file `ARGUMENTS` says, if it has one."""
    own = folder / ARGUMENTS
    return own.read_text(encoding="utf-8").split() if own.exists() else [*setting.fix]


def run_programs(python: Path, folders: Sequence[Path], setting: Setting) -> list[dict]:
    jobs = [{"folder": str(folder), "script": SCRIPT} for folder in folders]
    return execute(python, jobs, setting, setting.preload)


def run_tool(folders: Sequence[Path], setting: Setting) -> list[dict]:
    jobs = [
        {"folder": str(folder), "arguments": arguments(folder, setting)}
        for folder in folders
    ]
    each = -(-len(jobs) // setting.processes)
    return execute(Path(sys.executable), jobs, setting, TOOL, min(each, PORTION))


def run(
    programs: Path, work: Path, setting: Setting, names: Sequence[str] = ()
) -> Iterator[Outcome]:
    """Runs programs.

    Args:
        programs: The folder of their folders.
        work: A folder that gets, for each, its text before and after `fix`.
        setting: How.
        names: Those to run; all, if there are none.
    """
    names = list(names) or sorted(
        path.parent.name for path in programs.glob("*/main.py")
    )
    old = copied(programs, names, work / "before")
    new = copied(programs, names, work / "after")
    before = run_programs(setting.before, old, setting)
    fixed = run_tool(new, setting)
    texts = [content(folder) for folder in new]
    changed = [content(folder) != text for folder, text in zip(old, texts, strict=True)]
    again = [index for index in range(len(names)) if changed[index]]
    # Unchanged text does the same, unless what runs it is another one.
    rerun = again if setting.before == setting.after else range(len(names))
    after = dict(enumerate(before))
    folders = [new[index] for index in rerun]
    after |= zip(rerun, run_programs(setting.after, folders, setting), strict=True)
    second = dict(zip(again, run_tool([new[i] for i in again], setting), strict=True))
    for index, name in enumerate(names):
        runs = (before[index], fixed[index], after[index])
        outcome = judged(name, *runs[:2], changed[index], runs[2])
        if index in second and outcome.kind not in WRONG:
            outcome = once_more(
                outcome, second[index], content(new[index]) != texts[index]
            )
        used = sum(run["cpu_seconds"] for run in (*runs, second.get(index)) if run)
        yield replace(outcome, cpu_seconds=used)
