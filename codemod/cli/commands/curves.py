"""``lrmigrate curves``: every learning rate of a tree."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from ..curve_outputs import FIELDS, CurveOutputs, Told, curve_outputs
from ..curves_diff import tell_difference
from ..declared import files
from ..help import Command
from ..locking import Locking, locking
from ..options import FileOptions
from ..outputs import wrong

if TYPE_CHECKING:
    from ...curves.record import LearningRates
    from ...engine.request import Request
    from ...rule.recipe import Recipes


@click.command(
    cls=Command,
    short_help="Show every learning rate, with its curve",
    epilog="""\b
Exit code:
  0  the learning rates are told; nothing moved, or the last bits alone
  1  --diff: one moved, is gone, or raises
     --check: one moved, is gone, is new or is not known any more
     --against: one moved
  2  something could not be done: a file that cannot be read, a wrong option,
     a revision or a lock that is not there, one picture of several curves

\b
Examples:
  lrmigrate curves src
  lrmigrate curves src/train.py:12 src/train.py::Trainer.schedule
  lrmigrate curves --html curves.html src
  lrmigrate curves --format svg --axis log src/train.py:12 > curve.svg
  lrmigrate curves --diff main...     what this branch does to them
  lrmigrate curves --diff HEAD~9..HEAD --format markdown --output-file c.md
  lrmigrate curves --format json src | jq '.learning_rates[].story.peak'
  lrmigrate curves --lock                  write lrmigrate.lock, and commit it
  lrmigrate curves --check                 what moved since
  lrmigrate curves --check --optax .venv   the same with the Optax of .venv
  lrmigrate curves --optax 0.2.6 --against 0.2.8
""",
)
@files
@curve_outputs
@click.option(
    "--diff",
    metavar="REV[..REV]",
    help="Tell instead what became of each learning rate from one git revision to "
    "another, or to the files as they are: A..B, A...B or A, as git diff has it.",
)
@locking
def curves(diff: str | None, **options: Any) -> int:
    """Show every learning rate that the code in PATHS (default: here) makes.

    Schedules of Optax and of lrsched, and the numbers that optimizers are given, with
    the values that the code states. Nothing is run, and JAX is not needed. Behind a
    file, :LINE or ::NAME (of the function or class that it is in, or of what it is
    bound to) says which.
    """
    outputs = CurveOutputs(**{name: options.pop(name) for name in FIELDS})
    lock = Locking.taken(options)
    if lock.is_asked and diff is not None:
        raise wrong("--diff is one thing; --lock, --check and --against are others")
    if lock.is_asked:
        from ..lock_work import run

        return run(FileOptions(**options), lock, outputs)
    if diff is not None:
        return tell_difference(diff, outputs, FileOptions(**options))
    outputs.require_no("markdown", "goes with --diff")
    return _tell_all(outputs, options)


def _tell_all(outputs: CurveOutputs, options: dict[str, Any]) -> int:
    from ...curves.chosen import NoneThereError, meant, parsed
    from ...curves.points import curve_of
    from ...curves.run import curves_of
    from ...report.mode import CLEAN, FAILED
    from ...report.progress import ProgressBar

    try:
        chosen = [*map(parsed, options.pop("paths"))]
    except NoneThereError as error:
        raise click.ClickException(str(error)) from error
    paths = tuple(dict.fromkeys(one.path for one in chosen))
    given = FileOptions(**options, paths=paths)
    request = given.request()
    with outputs.reserved() as write:
        with ProgressBar() as progress:
            result = curves_of(request, progress)
        try:
            result = replace(result, found=meant(chosen, result.found))
        except NoneThereError as error:
            _tell_problems(result)
            raise click.ClickException(str(error)) from error
        drawn = [(one, curve_of(one, _recipes(request))) for one in result.found]
        write(Told(result, drawn, paths, partial(_recipes, request), given.quiet))
    _tell_problems(result)
    return FAILED if result.problems else CLEAN


def _tell_problems(result: LearningRates) -> None:
    from ...report.stream import tell

    for problem in result.problems:
        tell("error", f"{problem.path}: {problem.message}")


def _recipes(request: Request) -> Recipes:
    from ....rules import catalogue

    return catalogue(request.settings(request.base).root).recipes
