"""``lrmigrate curves --diff``: from its options to what it tells, and its exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import STDIN, FileOptions
from .outputs import wrong

if TYPE_CHECKING:
    from ..curves.diff.record import Difference
    from ..engine.request import Request
    from ..rule.recipe import Recipes


def tell_difference(
    text: str, form: str, given: FileOptions, save: Callable[[bytes], None] | None
) -> int:
    """Tell what became of the learning rates between two states of a repository.

    Args:
        text: the two states, as git understands them.
        form: the name of a format.
        given: the options of the run.
        save: takes the report in place of standard output.

    Raises:
        click.ClickException: it cannot be done as asked.
    """
    from ...rules import catalogue
    from ..curves.diff.git import GitError
    from ..curves.diff.run import difference
    from ..report.progress import ProgressBar
    from ..report.stream import colour_wanted, tell, write

    if STDIN in given.paths:
        raise wrong("--diff compares files of a repository, not standard input (-)")
    if given.config is not None:
        raise wrong(
            "--diff goes by the configuration of each revision, not by --config"
        )

    def ask(paths: tuple[str, ...], top: Path) -> Request:
        return replace(given, paths=paths).read(top)

    try:
        with ProgressBar() as progress:
            found = difference(text, given.paths or (".",), ask, progress)
    except GitError as error:
        raise click.ClickException(str(error)) from error
    colour = save is None and colour_wanted(sys.stdout)
    recipes = catalogue(Path()).recipes
    content = _content(found, form, recipes, quiet=given.quiet, colour=colour)
    if save is None:
        write(sys.stdout, content)
    else:
        save(content.encode("utf-8", "backslashreplace"))
    for note in () if given.quiet else found.notes:
        tell("note", note)
    for problem in found.problems:
        tell("error", problem)
    return _exit_code(found)


def _exit_code(found: Difference) -> int:
    from ..curves.diff.record import BREAKING
    from ..report.mode import CLEAN, FAILED, FOUND

    if found.problems:
        return FAILED
    return FOUND if any(one.fate in BREAKING for one in found.changes) else CLEAN


def _content(
    found: Difference, form: str, recipes: Recipes, *, quiet: bool, colour: bool
) -> str:
    from ..curves.diff.show.json import json_document
    from ..curves.diff.show.markdown import markdown
    from ..curves.diff.show.text import lines, summary
    from ..report.styled import render

    if form == "json":
        return json_document(found)
    if form == "markdown":
        return markdown(found, recipes)
    said = [*lines(found, recipes), *([] if quiet else [summary(found)])]
    return render(said, colour=colour)
