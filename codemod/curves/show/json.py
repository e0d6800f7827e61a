"""The learning rates of a run as JSON: all that is known of each.

An object with ``version`` (1; another one where a key changes what it means),
``learning_rates`` by path, line and column, ``counts``, and ``problems`` as the report
of ``check`` has them. A number that JSON has not is ``"NaN"``, ``"Infinity"`` or
``"-Infinity"``, wherever a number can stand.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import isfinite, isnan
from typing import TYPE_CHECKING, Any, TypeAlias

from ...report.json_object import entry_objects
from ..record import Basis, LearningRate, LearningRates, Story

if TYPE_CHECKING:
    from ...rule.curve import Curve, Point
    from ...values.spots import Place

VERSION = 1
_BITS = 1024  # of a number that is none of JSON's doubles
# No text has a line end in JSON, so this is found between texts alone.
_NUMBERS = re.compile(r'\[\n((?:[^\[\]{}"]|"NaN"|"-?Infinity")*)\n *\]')
Object: TypeAlias = dict[str, Any]


def json_document(
    result: LearningRates, drawn: Sequence[tuple[LearningRate, Curve | None]]
) -> str:
    """Return the document, which ends in a newline.

    Args:
        result: of the run.
        drawn: its learning rates, each with its curve if there is one.
    """
    document = {
        "version": VERSION,
        "learning_rates": [rate_object(rate, curve) for rate, curve in drawn],
        "counts": _counts(result),
        "problems": [*entry_objects(result.problems)],
    }
    text = json.dumps(document, indent=2, allow_nan=False)
    return _NUMBERS.sub(_on_one_line, text) + "\n"


def _on_one_line(found: re.Match[str]) -> str:
    return f"[{' '.join(found[1].split())}]"


def _counts(result: LearningRates) -> Object:
    bases = Counter(rate.basis for rate in result.found)
    return {
        "learning_rates": len(result.found),
        "files": len({rate.path for rate in result.found}),
        "files_scanned": result.files_scanned,
        **{basis.value: bases[basis] for basis in Basis},
    }


def rate_object(rate: LearningRate, curve: Curve | None) -> Object:
    """Return all that is known of a learning rate."""
    return {
        "filename": rate.path,
        "cell": rate.start.cell or None,
        "location": {"row": rate.start.line, "column": rate.start.column},
        "scope": rate.scope,
        "order": rate.order,
        "target": rate.target,
        "function": rate.function,
        "call": rate.call,
        "optimizers": [*rate.optimizers],
        "basis": rate.basis.value,
        "why": rate.why,
        "stated": [_place(place) for place in rate.stated],
        "sampled": [{"name": name, "value": value} for name, value in rate.sampled],
        "recipe": None if rate.recipe is None else value_object(rate.recipe),
        "raises": rate.raises,
        "story": None if rate.story is None else _story(rate.story),
        "curve": None if curve is None else _curve(curve),
    }


def _place(place: Place) -> Object:
    return {
        "name": place.name,
        "value": value_object(place.value),
        "way": place.way.value,
        "filename": place.path,
        "row": place.line,
        "owner": place.owner,
        "behind": [_place(one) for one in place.behind],
    }


def _story(story: Story) -> Object:
    return {
        "first": value_object(story.first),
        "peak": _point(story.peak),
        "last": _point(story.last),
        "span": story.span,
    }


def _point(point: Point) -> Object:
    return {"step": point.step, "value": value_object(point.value)}


def _curve(curve: Curve) -> Object:
    from ..points import drawn_steps

    steps = drawn_steps(curve)
    return {
        "boundaries": [value_object(boundary) for boundary in curve.boundaries],
        "steps": [*steps],
        "values": [value_object(curve.at(step)) for step in steps],
    }


def value_object(value: object) -> object:
    """Return a value of a program as JSON has it, else as its text.

    The keys of a dict become texts, and so does an int past all floats; a recipe
    becomes its function and its arguments.
    """
    if isinstance(value, int) and value.bit_length() > _BITS:
        return hex(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else _named(value)
    from ...rule.recipe import Recipe

    if isinstance(value, Recipe):
        return {
            "function": value.function,
            "arguments": {name: value_object(one) for name, one in value.arguments},
        }
    if isinstance(value, Mapping):
        return {str(key): value_object(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [value_object(one) for one in value]
    return repr(value)


def _named(value: float) -> str:
    return "NaN" if isnan(value) else ("Infinity" if value > 0 else "-Infinity")
