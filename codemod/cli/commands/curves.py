"""``lrmigrate curves``: every learning rate of a tree."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from ..curves_diff import tell_difference
from ..declared import files
from ..options import FileOptions


@click.command(
    epilog="""\b
Exit code:
  0  the learning rates are told
  2  something could not be done: a file that cannot be read, a wrong option

\b
Examples:
  lrmigrate curves src
"""
)
@files
@click.option(
    "--diff",
    metavar="REV[..REV]",
    help="Tell instead what became of each learning rate from one git revision to "
    "another, or to the files as they are: A..B, A...B or A, as git diff has it.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text"
)
@click.option("--output-file", type=click.Path(path_type=Path))
def curves(
    diff: str | None, form: str, output_file: Path | None, **options: Any
) -> int:
    """Show every learning rate that the code in PATHS (default: here) makes.

    Schedules of Optax and of lrsched, and the numbers that optimizers are given, with
    the values that the code states. Nothing is run, and JAX is not needed.
    """
    from ....rules import catalogue
    from ...curves.points import curve_of
    from ...curves.run import curves_of
    from ...curves.show.text import lines, summary
    from ...report.mode import CLEAN, FAILED
    from ...report.output_file import reserved
    from ...report.progress import ProgressBar
    from ...report.stream import colour_wanted, tell, write
    from ...report.styled import render

    given = FileOptions(**options)
    if diff is not None:
        with ExitStack() as stack:
            save = stack.enter_context(reserved(output_file)) if output_file else None
            return tell_difference(diff, form, given, save)
    request = given.request()
    with ProgressBar() as progress:
        result = curves_of(request, progress)
    recipes = catalogue(request.settings(request.base).root).recipes
    drawn = [(one, curve_of(one, recipes)) for one in result.found]
    write(sys.stdout, render(lines(drawn), colour=colour_wanted(sys.stdout)))
    if not given.quiet:
        said = render([summary(result)], colour=colour_wanted(sys.stdout))
        write(sys.stdout, said)
    for problem in result.problems:
        tell("error", f"{problem.path}: {problem.message}")
    return FAILED if result.problems else CLEAN
