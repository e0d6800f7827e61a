"""How the program of each use that is understood behaves, under each Flax."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lrmigrate.rules.nnx.understood import USES

from .program import kept
from .run import NEW, OLD, REFERENCE, Result, behaviours, fix, result, write
from .transformations import TRANSFORMATIONS
from .understood import UNDERSTOOD

PASSING, KEEPING = "passes the model", "keeps the model"
TRANSFORMED = "as the transformation"


def programs() -> dict[str, str]:
    """The programs: a use stands in one for each that may become of the optimizer."""
    texts = {}
    for use in USES.values():
        if use.id in UNDERSTOOD:
            text = UNDERSTOOD[use.id].text()
            if use.passing:
                texts[f"{use.id} {PASSING}"] = text
            if use.keeping:
                texts[f"{use.id} {KEEPING}"] = kept(text)
    for name, program in TRANSFORMATIONS.items():
        texts[f"{name} {TRANSFORMED}"] = program.text()
    return texts


def results(folder: Path, versions: Sequence[str]) -> dict[str, dict]:
    """Migrates and runs the programs.

    Args:
        folder: Where they are written.
        versions: The Flax that each runs under; the reference is one of them.

    Returns:
        By a use's id and what becomes of the optimizer: what `fix` left of the program
        and why, whether it wrote anything, and the result under each Flax.
    """
    texts = programs()
    write(folder / "before", texts)
    write(folder / "after", texts)
    found = fix(folder / "after")
    outcomes: dict[str, dict] = {
        name: {
            "left": [one["left"] for one in findings if not one["written"]],
            "written": sum(one["written"] for one in findings),
        }
        for name, findings in found.items()
    }
    shown = {
        flax: behaviours(flax, folder / kind, [*texts])
        for kind, those in (("before", OLD), ("after", NEW))
        for flax in those
        if flax in versions
    }
    for name, outcome in outcomes.items():
        reference = shown[REFERENCE][name]
        for flax in versions:
            outcome[flax] = result(flax, reference, shown[flax][name])
        outcome["detail"] = {
            flax: shown[flax][name][-300:]
            for flax in versions
            if flax == REFERENCE or outcome[flax] is not Result.SAME
        }
    return outcomes
