"""What became of learning rates as JSON.

An object with ``version`` (1; another one where a key changes what it means), the two
states, ``curves`` with what is known of each on both sides, ``counts``, ``problems``
and ``notes``. A number that JSON has not is a text.
"""

from __future__ import annotations

import json
from collections import Counter
from math import isfinite
from typing import Any, TypeAlias

from ...record import LearningRate
from ..record import Apart, Cause, Change, Difference, Fate, Move

VERSION = 1
Object: TypeAlias = dict[str, Any]


def json_document(difference: Difference) -> str:
    """Return the document, which ends in a newline."""
    counts = Counter(one.fate for one in difference.changes)
    document = {
        "version": VERSION,
        "before": difference.before,
        "after": difference.after,
        "curves": [_change(one) for one in difference.changes],
        "counts": {fate.value: counts[fate] for fate in Fate},
        "problems": [*difference.problems],
        "notes": [*difference.notes],
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _change(change: Change) -> Object:
    return {
        "fate": change.fate.value,
        "changed": change.changed,
        "why": change.why,
        "before": _rate(change.before),
        "after": _rate(change.after),
        "move": _move(change.move),
        "causes": [_cause(one) for one in change.causes],
    }


def _rate(rate: LearningRate | None) -> Object | None:
    if rate is None:
        return None
    story = rate.story
    return {
        "filename": rate.path,
        "cell": rate.start.cell or None,
        "location": {"row": rate.start.line, "column": rate.start.column},
        "scope": rate.scope,
        "target": rate.target,
        "function": rate.function,
        "call": rate.call,
        "basis": rate.basis.value,
        "why": rate.why,
        "sampled": [{"name": name, "value": value} for name, value in rate.sampled],
        "recipe": None if rate.recipe is None else str(rate.recipe),
        "raises": rate.raises,
        "story": None
        if story is None
        else {
            "first": _number(story.first),
            "peak": {"step": story.peak.step, "value": _number(story.peak.value)},
            "last": {"step": story.last.step, "value": _number(story.last.value)},
            "span": story.span,
        },
    }


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
        "before": _number(apart.before),
        "after": _number(apart.after),
    }


def _cause(cause: Cause) -> Object:
    return {
        "place": cause.place,
        "what": cause.what,
        "before": cause.before,
        "after": cause.after,
    }


def _number(value: float) -> float | str:
    return value if isfinite(value) else str(value)
