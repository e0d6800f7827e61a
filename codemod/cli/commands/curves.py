"""``lrmigrate curves``: every learning rate of a tree."""

from __future__ import annotations

import sys
from typing import Any

import click

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
def curves(**options: Any) -> int:
    """Show every learning rate that the code in PATHS (default: here) makes.

    Schedules of Optax and of lrsched, and the numbers that optimizers are given, with
    the values that the code states. Nothing is run, and JAX is not needed.
    """
    from ....rules import catalogue
    from ...curves.points import curve_of
    from ...curves.run import curves_of
    from ...curves.show.text import lines, summary
    from ...report.mode import CLEAN, FAILED
    from ...report.progress import ProgressBar
    from ...report.stream import colour_wanted, tell, write
    from ...report.styled import render

    given = FileOptions(**options)
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
