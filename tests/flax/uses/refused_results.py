"""What a migration would break of the programs of uses that are not understood."""

from __future__ import annotations

import re
from pathlib import Path

from .program import HERE
from .refused import REFUSED
from .run import EXACT, NEW, REFERENCE, Result, behaviours, fix, result, write

KINDS = ("keeping", "passing")


def keeping(text: str) -> str:
    """The program with an optimizer that keeps its model, all else as it is."""
    return text.replace("nnx.Optimizer(", "nnx.ModelAndOptimizer(")


def passing(text: str) -> str:
    """The program with the model given to each update that shows its arguments."""
    made = re.sub(
        r"nnx\.Optimizer\(model, (.*)\)\n",
        r"nnx.Optimizer(model, \1, wrt=nnx.Param)\n",
        text,
    )
    return made.replace("optimizer.update(grads)", "optimizer.update(model, grads)")


def lines() -> dict[str, int]:
    """The line of each use in its program."""
    return {
        name: next(
            number
            for number, line in enumerate(program.text().splitlines(), 1)
            if line.endswith(HERE)
        )
        for name, program in REFUSED.items()
    }


def results(folder: Path) -> dict[str, dict]:
    """Migrates the programs by `fix`, and by force; runs what comes of the latter.

    Returns:
        By name: what `fix` wrote, its reasons, and the results by force.
    """
    texts = {name: program.text() for name, program in REFUSED.items()}
    write(folder / "before", texts)
    found = fix(folder / "before")
    write(folder / "unchanged", texts)
    write(folder / "keeping", {name: keeping(text) for name, text in texts.items()})
    write(folder / "passing", {name: passing(text) for name, text in texts.items()})
    names = [*texts]
    before = behaviours(REFERENCE, folder / "unchanged", names)
    outcomes: dict[str, dict] = {
        name: {
            "written": sum(one["written"] for one in findings),
            "left": [[one["location"]["row"], one["left"]] for one in findings],
        }
        for name, findings in found.items()
    }
    for kind in KINDS:
        for flax in (EXACT, NEW[-1]):
            # What breaks under one Flax needs no other one to show it.
            open_names = [
                name
                for name in names
                if outcomes[name].get(kind, Result.SAME) in (Result.SAME, Result.ABSENT)
            ]
            after = behaviours(flax, folder / kind, open_names)
            for name in open_names:
                outcomes[name][kind] = result(flax, before[name], after[name])
                outcomes[name][f"{kind} under"] = flax
    return outcomes
