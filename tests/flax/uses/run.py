"""Runs the program of each use under each Flax, and compares what it prints.

A program trains a toy model, and prints losses, parameters, the state of its optimizers
and what it returns or raises, step by step. Under an old Flax it runs as it is, under a
new one as `fix` wrote it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from harness.compare import CLOSE, same_output
from harness.environments import FLAX, RUN, python
from outcomes import behaviour
from runner import PROJECT, SCRIPT, Setting, execute

SETTING = Setting(
    path=(RUN.parent,),
    preload=("numpy", "jax", "jax.numpy", "optax", "flax.nnx", "toy", "watch"),
)
OLD, NEW = FLAX[:2], FLAX[2:]
# Flax 0.10.7 and 0.11.0 have the same JAX and Optax: nothing but Flax differs.
REFERENCE, EXACT = "0.10.7", "0.11.0"
FIX = ("fix", "--isolated", "--output-format", "json", ".")

# What changes Flax for all programs of a process.
PATCHING = re.compile(r"nnx\.Optimizer\.update = |set_graph_mode|config\.update")
PORTION = 60
# How an older release says that it does not have what a program uses.
ABSENT = re.compile(
    r"AttributeError: [Mm]odule '(flax\.nnx|optax|optax\.contrib)' has no attribute"
    r"|TypeError: Optimizer\.update\(\) got an unexpected keyword argument"
)


class Result(StrEnum):
    """How a program behaves, beside what it did under `REFERENCE` as it was."""

    SAME = "same"
    DIFFERS = "differs"
    RAISES = "raises"
    ABSENT = "absent"


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Writes programs, each into a folder of its name, that is a project."""
    for name, text in texts.items():
        program = folder / name
        program.mkdir(parents=True)
        (program / SCRIPT).write_text(text, encoding="utf-8")
        (program / "pyproject.toml").write_text(PROJECT, encoding="utf-8")


def fix(folder: Path) -> dict[str, list[dict]]:
    """Migrates all programs of a folder; the findings, by program."""
    command = [Path(sys.executable).with_name("lrmigrate"), *FIX]
    ended = subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    found: dict[str, list[dict]] = {path.name: [] for path in folder.iterdir()}
    for finding in json.loads(ended.stdout):
        found[Path(finding["filename"]).parts[0]].append(finding)
    return found


def behaviours(flax: str, folder: Path, names: Sequence[str]) -> dict[str, str]:
    """What programs print and raise under a Flax, by name.

    Those that patch nothing run in one process, a portion after the other: it compiles
    once what is the same in them.
    """
    texts = {name: (folder / name / SCRIPT).read_text("utf-8") for name in names}
    alone = [name for name in names if PATCHING.search(texts[name])]
    together = [name for name in names if name not in alone]
    return {
        **_ran(flax, folder, alone, 1),
        **_ran(flax, folder, together, PORTION),
    }


def _ran(flax: str, folder: Path, names: list[str], portion: int) -> dict[str, str]:
    jobs = [{"folder": str(folder / name), "script": SCRIPT} for name in names]
    runs = execute(python(flax), jobs, SETTING, SETTING.preload, portion)
    return {name: behaviour(run) for name, run in zip(names, runs, strict=True)}


def result(flax: str, reference: str, now: str) -> Result:
    """How a behaviour compares with what the program did under `REFERENCE`."""
    last = now.splitlines()[-1]
    if ABSENT.match(last):
        return Result.ABSENT
    if same_output(reference, now, 0.0 if flax == EXACT else 10 * CLOSE):
        return Result.SAME
    return (
        Result.RAISES if re.match(r"\w+(Error|Exception): ", last) else Result.DIFFERS
    )
