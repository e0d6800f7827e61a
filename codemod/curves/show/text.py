"""The learning rates of a run as lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...report.draw import LINE_WIDTH, sparkline
from ...report.outcome import plural
from ...report.styled import Line, Piece, Role, printable
from ..points import columns
from ..record import LearningRate, LearningRates
from .words import BASES, basis, told, where

if TYPE_CHECKING:
    from ...rule.curve import Curve


def lines(rates: Sequence[tuple[LearningRate, Curve | None]]) -> Iterator[Line]:
    """Yield a line for each learning rate, and one on where its values come from."""
    for rate, curve in rates:
        yield _line(rate, curve)
        if said := basis(rate):
            yield (Piece(f"    {printable(said)}", Role.FAINT),)


def _line(rate: LearningRate, curve: Curve | None) -> Line:
    place = Piece(f"{printable(rate.path)}:{rate.start}: ", Role.PLACE)
    what = Piece(f"  {printable(where(rate))}", Role.PLAIN)
    if rate.raises:
        return (place, Piece(f"raises {printable(rate.raises)}", Role.BAD), what)
    if curve is None or rate.story is None:
        return (place, Piece(f"{printable(rate.call)[:60]}", Role.PLAIN), what)
    drawn = Piece(sparkline(columns(curve, LINE_WIDTH)), Role.INFO)
    return (place, drawn, Piece(f" {told(rate.story)}"), what)


def summary(result: LearningRates) -> Line:
    """Return the last line: how many there are, and what is known of them."""
    counts = Counter(BASES[one.basis] for one in result.found)
    files = len({one.path for one in result.found})
    rates = plural(len(result.found), "learning rate")
    total = f"{rates} in {plural(files, 'file')}"
    parts = ", ".join(f"{counts[one]} {one}" for one in BASES.values() if counts[one])
    told = f"{total}: {parts}" if parts else total
    return (
        Piece(f"{told} ({plural(result.files_scanned, 'file')} read)", Role.HEADING),
    )
