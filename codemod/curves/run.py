"""The learning rates of all files of a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ..engine.plan import Planner
from ..engine.reader import Reader
from ..engine.request import OnProgress, Request
from .record import LearningRates

if TYPE_CHECKING:
    from ..files.source import Source


def curves_of(
    request: Request,
    on_progress: OnProgress,
    taken: Mapping[str, Mapping[str, object]] | None = None,
) -> LearningRates:
    """Return every learning rate of the files of a request, in order.

    Examples in pages and docstrings are prose; those of a page count that is named.

    Args:
        request: which files.
        on_progress: called with (stage, done, total).
        taken: what is tried first for names, by their text, of files by their paths.
    """
    from ...rules import catalogue, index

    planner = Planner(catalogue, index(), request.settings, verbose=False)
    reader = Reader(request, planner)
    planned = [
        (replace(source, data=b""), plan)  # nothing is written, and there are many
        for source, plan in reader.planned()
        if _is_code(source, request)
    ]
    if not planned:
        return LearningRates((), (*reader.problems,), reader.scanned)
    from .together import look_at_all

    found, problems = look_at_all(planned, on_progress, taken or {})
    return LearningRates(found, (*reader.problems, *problems), reader.scanned)


def _is_code(source: Source, request: Request) -> bool:
    """Whether what a source says is run: a docstring is not, a page where named."""
    if not source.prose:
        return True
    return source.path in request.named and not source.path.endswith(".py")
