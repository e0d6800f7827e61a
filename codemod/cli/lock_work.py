"""What is done with a lock: written, checked, and curves under two releases."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from ...rules import catalogue
from ..curves.diff.fates import Judge
from ..curves.lock.check import check_lock
from ..curves.lock.environments import own_python, python_of
from ..curves.lock.project import Known, as_seen, known_of, lock_file
from ..curves.lock.read import read_lock
from ..curves.lock.record import LockError
from ..curves.lock.releases import compare_releases
from ..curves.lock.show import ToldCheck, ToldReleases
from ..curves.lock.singles import Kind
from ..curves.lock.write import write_lock
from ..curves.run import curves_of
from ..engine.request import Request
from ..model import Problem
from ..report.mode import CLEAN, FAILED, FOUND
from ..report.progress import ProgressBar
from ..report.stream import colour_wanted, tell, write
from ..report.styled import Piece, Role, printable, render
from ..rule.catalogue import Catalogue
from .curve_outputs import CurveOutputs
from .locking import Locking
from .options import FileOptions
from .outputs import wrong


def run(given: FileOptions, how: Locking, outputs: CurveOutputs) -> int:
    """Do what is asked for, tell what came of it, and return the exit code.

    Raises:
        click.ClickException: it cannot be done.
    """
    for form in ("html", "markdown", "svg"):
        outputs.require_no(form, "tells neither of a lock nor of two releases")
    if how.against is not None:
        return _releases(given, how, outputs)
    python = own_python() if how.optax is None else _python(how.optax, given.quiet)
    if not how.lock:
        return _check(given, how.lock_file, python, outputs)
    if outputs.form != "text" or outputs.output_file:
        raise wrong("--lock writes a lock; --format and --output-file are for --check")
    said = lock_anew(given, how.lock_file, python)
    if not given.quiet:
        line = (Piece(printable(said), Role.HEADING),)
        write(sys.stdout, render([line], colour=colour_wanted(sys.stdout)))
    return CLEAN


def lock_anew(given: FileOptions, named: Path | None, python: str | None) -> str:
    """Write a lock, and return what is in it, in words.

    Args:
        given: which files it is of.
        named: where it is, if that is said.
        python: an interpreter with JAX and Optax, if there is one.

    Raises:
        click.ClickException: it cannot be written, and is as it was.
    """
    if python is None:
        raise click.ClickException(
            "a lock holds the bits of curves, and there is no JAX with Optax here to "
            "compute them: pip install 'lrmigrate[verify]', or name an environment "
            "that has them: --optax .venv"
        )
    request = _request(given)
    file = named or lock_file(request.base)
    known, problems = _known(request, file.parent)
    if problems:
        raise click.ClickException(
            f"{file} is not written, as not every file was read: mend or exclude them"
        )
    with _refusing():
        done = write_lock(file, known, request.paths, python, _rules(request).recipes)
    said = f"curves locked in {file}: {len(done.lock.curves)}"
    return f"{said}, {done.changed} of them anew ({done.lock.versions})"


def _check(
    given: FileOptions, named: Path | None, python: str | None, outputs: CurveOutputs
) -> int:
    """Tell what moved since the lock was written."""
    request = _request(given)
    file = named or lock_file(request.base)
    rules = _rules(request)
    with _refusing():
        lock = read_lock(file, rules.recipes)
    if lock is None:
        raise click.ClickException(
            f"{file}: there is no lock; write it with `lrmigrate curves --lock`"
        )
    with outputs.reserved() as write_all:
        known, problems = _known(request, file.parent)
        lock = as_seen(lock, file.parent, known, request.paths, problems)
        judge = Judge(rules.recipes, rules.parameters)
        with _refusing():
            found = check_lock(lock, known, python, judge)
        write_all(ToldCheck(found, file.name, given.quiet))
    if problems:
        return FAILED
    return FOUND if any(one.fails for one in found.results) else CLEAN


def _releases(given: FileOptions, how: Locking, outputs: CurveOutputs) -> int:
    """Tell which curves two releases of Optax compute otherwise."""
    request = _request(given)
    before, after = (_python(str(one), given.quiet) for one in (how.optax, how.against))
    with outputs.reserved() as write_all:
        known, problems = _known(request, Path())
        with _refusing():
            found = compare_releases(
                known.rates, (before, after), _rules(request).recipes
            )
        write_all(ToldReleases(found, known.untold, given.quiet))
    if problems:
        return FAILED
    moved = any(one.parting.kind is Kind.MOVED for one in found.results)
    return FOUND if moved else CLEAN


def _request(given: FileOptions) -> Request:
    request = given.request()
    if request.stdin is not None:
        raise wrong("standard input is no project: name files or folders")
    return request


def _rules(request: Request) -> Catalogue:
    return catalogue(request.settings(request.base).root)


def _known(request: Request, folder: Path) -> tuple[Known, Sequence[Problem]]:
    """Return the learning rates of a run, and what could not be read, which is told."""
    with ProgressBar() as progress:
        result = curves_of(request, progress)
    for problem in result.problems:
        tell("error", f"{problem.path}: {problem.message}")
    return known_of(result, folder), result.problems


def _python(named: str, quiet: bool) -> str:
    on_making: Callable[[str], None] = partial(tell, "note")
    with _refusing():
        return python_of(named, (lambda _: None) if quiet else on_making)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except LockError as error:
        raise click.ClickException(str(error)) from error
