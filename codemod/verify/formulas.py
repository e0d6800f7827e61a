"""What is written down of the numbers that symbols stand for."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Formula = tuple[Any, ...]
"""An operation and what it is on: formulas, or numbers that the code states."""


def evaluated(formula: Formula, values: Mapping[str, Any]) -> Any:
    """What a formula, or a condition, comes to for these values of its names.

    Raises:
        KeyError: it has a name without a value.
        ArithmeticError: Python raises on the way.
    """
    name, *terms = formula
    if name == "name":
        return values[terms[0]]
    if name == "number":
        kinds: Mapping[str, Callable[[str], Any]]
        kinds = {"int": int, "float": float, "bool": "True".__eq__}
        return terms[0] if len(terms) == 1 else kinds[terms[0]](terms[1])
    function = float if name == "float" else getattr(operator, name)
    return function(*(evaluated(term, values) for term in terms))


def names_of(formula: Formula) -> Iterator[str]:
    """The names that a formula is made of."""
    if formula[0] == "name":
        yield formula[1]
    else:
        for term in formula[1:]:
            if isinstance(term, tuple):
                yield from names_of(term)
