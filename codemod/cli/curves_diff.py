"""``lrmigrate curves --diff``: from its options to what it tells, and its exit code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .curve_outputs import CurveOutputs
from .options import STDIN, FileOptions
from .outputs import wrong

if TYPE_CHECKING:
    from ..curves.diff.record import Difference
    from ..engine.request import Request
    from ..rule.recipe import Recipes


def tell_difference(text: str, outputs: CurveOutputs, given: FileOptions) -> int:
    """Tell what became of the learning rates between two states of a repository.

    Args:
        text: the two states, as git understands them.
        outputs: what is to be written.
        given: the other options of the run.

    Raises:
        click.ClickException: it cannot be done as asked.
    """
    from ...rules import catalogue
    from ..curves.diff.git import GitError
    from ..curves.diff.run import difference
    from ..report.progress import ProgressBar
    from ..report.stream import tell

    outputs.require_no("svg", "is a picture of one curve, and --diff compares two")
    if STDIN in given.paths:
        raise wrong("--diff compares files of a repository, not standard input (-)")
    if given.config is not None:
        raise wrong("--diff goes by the configuration of each revision, not --config")

    def ask(paths: tuple[str, ...], top: Path) -> Request:
        return replace(given, paths=paths).read(top)

    with outputs.reserved() as write:
        try:
            with ProgressBar() as progress:
                found = difference(text, given.paths or (".",), ask, progress)
        except GitError as error:
            raise click.ClickException(str(error)) from error
        write(_Told(found, catalogue(Path()).recipes, given.quiet))
    for note in () if given.quiet else found.notes:
        tell("note", note)
    for problem in found.problems:
        tell("error", problem)
    return _exit_code(found)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of a difference.

    Attributes:
        found: the difference.
        recipes: what is known of schedules.
        quiet: whether the text has no last line that counts.
    """

    found: Difference
    recipes: Recipes
    quiet: bool

    def content(self, form: str, axis: str, *, colour: bool) -> str:
        """Return what is written in a form."""
        from ..curves.diff.show.html.page import diff_page
        from ..curves.diff.show.json import json_document
        from ..curves.diff.show.markdown import markdown
        from ..curves.diff.show.text import lines, summary
        from ..report.picture.axes import Axis
        from ..report.styled import render

        if form == "json":
            return json_document(self.found, self.recipes)
        if form == "markdown":
            return markdown(self.found, self.recipes)
        if form == "html":
            return diff_page(self.found, self.recipes, Axis(axis))
        last = [] if self.quiet else [summary(self.found)]
        return render([*lines(self.found, self.recipes), *last], colour=colour)


def _exit_code(found: Difference) -> int:
    from ..curves.diff.record import BREAKING
    from ..report.mode import CLEAN, FAILED, FOUND

    if found.problems:
        return FAILED
    return FOUND if any(one.fate in BREAKING for one in found.changes) else CLEAN
