"""Which learning rates of a file are meant: ``train.py:12``, ``train.py::Run.lr``."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..files.real import real_path
from .record import LearningRate

_LINE = re.compile(
    r"(?P<path>.+?):(?:cell (?P<cell>\d{1,12}):)?(?P<line>\d{1,12})(?::\d+)?"
)
_NAME = re.compile(r"(?P<path>.+?)::(?P<name>[^:]+)")
_TOLD = 20
"""So many places are told where another one is meant."""


class NoneThereError(Exception):
    """What is meant and is not there, and what there is in its place."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A path as it was given, and what behind it says which learning rates are meant.

    Attributes:
        path: of a file or folder.
        line: on which a call begins; 0 where none is said.
        cell: of a notebook; 0 where none is said.
        name: of what a call stands in, or is bound to, qualified; empty if not said.
    """

    path: str
    line: int = 0
    cell: int = 0
    name: str = ""

    @property
    def whole(self) -> bool:
        """Whether all that is under the path is meant."""
        return not self.line and not self.name

    def holds(self, rate: LearningRate) -> bool:
        """Whether a learning rate is under the path."""
        here, path = real_path(self.path), real_path(rate.path)
        return here == path or here in path.parents

    def means(self, rate: LearningRate) -> bool:
        """Whether a learning rate is meant."""
        if self.whole or not self.holds(rate):
            return self.whole and self.holds(rate)
        if self.name:
            bound = f"{rate.scope}.{rate.target}".strip(".")
            return self.name in (rate.scope, bound)
        return (self.line, self.cell) == (rate.start.line, rate.start.cell)


def parsed(text: str) -> Chosen:
    """Return what a path on the command line means.

    Raises:
        NoneThereError: it names a line or a cell that no file has.
    """
    if os.path.exists(text):  # noqa: PTH110 (a name may be too long to be looked for)
        return Chosen(text)
    if (match := _LINE.fullmatch(text)) and _is_file(match["path"]):
        if 0 in (int(match["line"]), int(match["cell"] or 1)):
            what = "cells and lines" if match["cell"] else "lines"
            raise NoneThereError(f"{text}: {what} start with 1")
        return Chosen(match["path"], int(match["line"]), int(match["cell"] or 0))
    if (match := _NAME.fullmatch(text)) and _is_file(match["path"]):
        return Chosen(match["path"], name=match["name"])
    return Chosen(text)


def _is_file(path: str) -> bool:
    """Whether there is such a file, or a link: it is told where that leads nowhere."""
    return os.path.isfile(path) or os.path.islink(path)  # noqa: PTH113, PTH114


def meant(
    chosen: Sequence[Chosen], found: Sequence[LearningRate]
) -> tuple[LearningRate, ...]:
    """Return those that are meant.

    Raises:
        NoneThereError: a line or a name means none.
    """
    for one in chosen:
        if not one.whole and not any(map(one.means, found)):
            raise NoneThereError(_none(one, [*filter(one.holds, found)]))
    if all(one.whole for one in chosen):
        return tuple(found)
    return tuple(rate for rate in found if any(one.means(rate) for one in chosen))


def _none(missed: Chosen, there: Sequence[LearningRate]) -> str:
    cell = f"cell {missed.cell}:" if missed.cell else ""
    what = f"line {cell}{missed.line}" if missed.line else f"the name {missed.name}"
    places = [
        f"{one.start.row} {one.name}" + (f" in {one.scope}" if one.scope else "")
        for one in there[:_TOLD]
    ]
    more = [f"{len(there) - _TOLD} more"] if len(there) > _TOLD else []
    listed = f"; they are on {', '.join([*places, *more])}" if places else ""
    return f"{missed.path} has no learning rate for {what}{listed}"
