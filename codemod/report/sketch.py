"""A site's learning rate in one line for a terminal, with the numbers that matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING

from ..model import Finding
from .draw import ARROW, ASCII_LEVELS, BLOCKS, LINE_WIDTH, columns, encodes, sparkline
from .format import Sketch
from .styled import Line, Piece, Role, printable

if TYPE_CHECKING:
    from ..model import Invocation
    from ..rule.recipe import Recipes
    from ..verify.comparison import CurveFacts
    from .curve import SiteCurve


def sketches(
    facts: Mapping[str, CurveFacts], recipes: Recipes, encoding: str
) -> Sketch:
    """Return what draws the curve of a finding's call as it stands.

    Of findings in a row about one call the first has the curve.
    """
    from .curve import SiteCurves

    curves = SiteCurves(facts, recipes)
    drawable = encodes(encoding, BLOCKS + ARROW)

    last: tuple[str, Invocation | None] = ("", None)

    def sketch(finding: Finding) -> Line | None:
        nonlocal last
        repeated = last == (finding.path, finding.before)
        last = (finding.path, finding.before)
        if finding.before is None or repeated:
            return None
        curve = curves.of(finding.before)
        if curve is None or not all(map(isfinite, curve.values)):
            return None
        return curve_line(curve, ascii_only=not drawable)

    return sketch


def curve_line(curve: SiteCurve, *, ascii_only: bool = False) -> Line:
    """The curve drawn, its start, peak and end, and what its names were taken for."""
    points = zip(curve.steps, curve.values, strict=True)
    levels, arrow = (ASCII_LEVELS, "->") if ascii_only else (BLOCKS, ARROW)
    drawn = sparkline(columns(points, LINE_WIDTH), levels)
    told = f" {arrow} ".join(numbers(curve))
    line = (Piece(drawn, Role.INFO), Piece(f" {told}"))
    names = ", ".join(f"{name}={value}" for name, value in curve.binding)
    return (*line, Piece(f" with {printable(names)}", Role.FAINT)) if names else line


def numbers(curve: SiteCurve) -> Iterator[str]:
    """The start, the peak and the end of a curve whose values are all numbers."""
    start, peak, end = curve.values[0], max(curve.values), curve.values[-1]
    if start == min(curve.values) == peak:
        yield f"{start:.4g} at every step"
        return
    yield f"{start:.4g}"
    if peak not in (start, end):
        yield f"{peak:.4g} at step {_step_of(peak, curve)}"
    yield f"{end:.4g} at step {curve.steps[-1]}"


def _step_of(peak: float, curve: SiteCurve) -> int:
    """The first step with that value; a boundary, where rounding makes it several."""
    pairs = zip(curve.steps, curve.values, strict=True)
    steps = [step for step, value in pairs if value == peak]
    corners = (one.step for one in curve.boundaries if one.step in steps)
    return next(corners, steps[0])
