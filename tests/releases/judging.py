"""What is found of one function under the Optax of this environment."""

from __future__ import annotations

from collections import Counter

import jax
from asking import KINDS, PRECISIONS, Level, asked, made
from schedule_table import CASES, of_optax
from verdicts import NAMED, verdict_on, written

KEPT = 2  # verdicts on the first cases of a function are asked for in any case
SHOWN = 4


def judged(name: str, stride: int) -> dict | None:
    """What is found of a function; None where this Optax has none of its name."""
    try:
        of_optax(name)
    except AttributeError:
        return None
    cells = {(x64, kind): [] for x64 in PRECISIONS for kind in KINDS}
    verdicts = []
    for index, (told, make) in enumerate(CASES[name][::stride]):
        worst = Level.IDENTICAL
        for x64 in PRECISIONS:
            jax.config.update("jax_enable_x64", x64)
            pair = made(make)
            for kind in KINDS:
                found = asked(pair, kind, index, x64=x64)
                cells[x64, kind].append((told, found))
                worst = max(worst, found.level)
        if call := written(name, told, wanted=worst.told or index < KEPT):
            verdicts.append({"case": told, "level": worst, **verdict_on(name, *call)})
    return {
        "cells": {
            f"{kind}, {'x64' if x64 else 'float32'}": summed(found)
            for (x64, kind), found in cells.items()
        },
        "verdicts": verdicts,
        "named": verdict_on(name, *NAMED[name]) if name in NAMED else None,
    }


def summed(found: list) -> dict:
    """How many cases are on each level, and a few of the worst."""
    others = [(told, one) for told, one in found if one.level is Level.OTHER]
    near = [one.ulp for _, one in found if one.level is Level.NEAR]
    return {
        "levels": Counter(one.level for _, one in found),
        "ulp": max(near, default=0.0),
        "others": [[told, one.where] for told, one in others[:SHOWN]],
    }
