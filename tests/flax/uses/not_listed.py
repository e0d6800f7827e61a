"""The public functions and classes of `flax.nnx` that no row of the table names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.environments import python
from runner import execute

from lrmigrate.rules.nnx.understood import USES, Of

from .program import HERE, Program
from .run import SETTING, fix, write

SCRIPT = """\
from flax import nnx

for name in dir(nnx):
    if not name.startswith("_") and callable(getattr(nnx, name)):
        print(name)
"""
# What makes an optimizer is asked about by the rules themselves.
CONSTRUCTORS = {"Optimizer", "ModelAndOptimizer", "TrainState"}
OBJECTS = {"model": Of.MODEL, "optimizer": Of.OPTIMIZER}


def public_names(folder: Path, versions: Sequence[str]) -> dict[str, list[str]]:
    """The names of what can be called of `flax.nnx`, by Flax."""
    folder.mkdir(parents=True)
    (folder / "names.py").write_text(SCRIPT, encoding="utf-8")
    jobs = [{"folder": str(folder), "script": "names.py"}]
    return {
        flax: execute(python(flax), jobs, SETTING, SETTING.preload)[0]["stdout"].split()
        for flax in versions
    }


def not_listed(names: Mapping[str, Sequence[str]], of: str) -> list[str]:
    """Those that no row names for an object, which is the model or the optimizer."""
    listed = {use.api for use in USES.values() if use.of is OBJECTS[of]}
    every = {name for those in names.values() for name in those} - CONSTRUCTORS
    return sorted(name for name in every if f"nnx.{name}" not in listed)


def program(name: str, of: str) -> str:
    """A program that gives an object to a function, whatever comes of that."""
    return Program(end=f"print(nnx.{name}({of}))  {HERE}").text()


def results(folder: Path, names: Mapping[str, Sequence[str]]) -> dict[str, dict]:
    """What `fix` does where a model or an optimizer is given to what is not listed."""
    texts = {
        f"{name} {of}": program(name, of)
        for of in OBJECTS
        for name in not_listed(names, of)
    }
    write(folder, texts)
    found = fix(folder)
    return {
        name: {
            "written": sum(one["written"] for one in findings),
            "left": [[one["location"]["row"], one["left"]] for one in findings],
        }
        for name, findings in found.items()
    }
