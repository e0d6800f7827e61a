"""What became of learning rates as JSON.

An object with ``version`` (1; another one where a key changes what it means), the two
states, ``curves`` with all that is known of each on both sides, ``counts``,
``problems`` and ``notes``. Those that are as before have no points.
"""

from __future__ import annotations

import json
from collections import Counter

from ....rule.recipe import Recipes
from ...points import curve_of
from ...record import LearningRate
from ...show.json import Object, rate_object, value_object
from ..record import Apart, Cause, Change, Difference, Fate, Move

VERSION = 1


def json_document(difference: Difference, recipes: Recipes) -> str:
    """Return the document, which ends in a newline.

    Args:
        difference: what became of learning rates.
        recipes: what is known of schedules.
    """
    counts = Counter(one.fate for one in difference.changes)
    document = {
        "version": VERSION,
        "before": difference.before,
        "after": difference.after,
        "curves": [_change(one, recipes) for one in difference.changes],
        "counts": {fate.value: counts[fate] for fate in Fate},
        "problems": [*difference.problems],
        "notes": [*difference.notes],
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _change(change: Change, recipes: Recipes) -> Object:
    return {
        "fate": change.fate.value,
        "changed": change.changed,
        "why": change.why,
        "before": _rate(change.before, change, recipes),
        "after": _rate(change.after, change, recipes),
        "move": _move(change.move),
        "causes": [_cause(one) for one in change.causes],
    }


def _rate(rate: LearningRate | None, change: Change, recipes: Recipes) -> Object | None:
    if rate is None:
        return None
    curve = curve_of(rate, recipes) if change.is_told else None
    return rate_object(rate, curve)


def _move(move: Move | None) -> Object | None:
    if move is None:
        return None
    return {
        "first": _apart(move.first),
        "farthest": _apart(move.farthest),
        "area": move.area,
        "span": move.span,
        "every_step": move.every_step,
    }


def _apart(apart: Apart) -> Object:
    return {
        "step": apart.step,
        "before": value_object(apart.before),
        "after": value_object(apart.after),
    }


def _cause(cause: Cause) -> Object:
    return {
        "place": cause.place,
        "what": cause.what,
        "before": cause.before,
        "after": cause.after,
    }
