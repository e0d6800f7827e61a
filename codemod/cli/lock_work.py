"""What is done with a lock: written, checked, and curves under two releases."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from ...rules import catalogue
from ..curves.lock.check import Check, check_lock
from ..curves.lock.environments import own_python, python_of
from ..curves.lock.project import Known, is_below, known_of, lock_file, path_from
from ..curves.lock.read import read_lock
from ..curves.lock.record import Lock, Locked, LockError
from ..curves.lock.releases import compare_releases
from ..curves.lock.show import (
    check_json,
    check_lines,
    check_summary,
    releases_json,
    releases_lines,
    releases_summary,
)
from ..curves.lock.singles import Kind
from ..curves.lock.write import write_lock
from ..curves.run import curves_of
from ..engine.request import Request
from ..model import Problem
from ..report.mode import CLEAN, FAILED, FOUND
from ..report.progress import ProgressBar
from ..report.stream import colour_wanted, tell, write
from ..report.styled import Line, Piece, Role, printable, render
from ..rule.recipe import Recipes
from .locking import Locking
from .options import FileOptions
from .outputs import wrong


def run(given: FileOptions, how: Locking, form: str) -> int:
    """Do what is asked for, tell what came of it, and return the exit code.

    Raises:
        click.ClickException: it cannot be done.
    """
    if how.against is not None:
        return _releases(given, how, form)
    python = own_python() if how.optax is None else _python(how.optax, given.quiet)
    if not how.lock:
        return _check(given, how.lock_file, python, form)
    said = lock_anew(given, how.lock_file, python)
    if not given.quiet:
        _print([(Piece(printable(said), Role.HEADING),)])
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
        done = write_lock(file, known, request.paths, python, _recipes(request))
    said = f"curves locked in {file}: {len(done.lock.curves)}"
    return f"{said}, {done.changed} of them anew ({done.lock.versions})"


def _check(
    given: FileOptions, named: Path | None, python: str | None, form: str
) -> int:
    """Tell what moved since the lock was written."""
    request = _request(given)
    file = named or lock_file(request.base)
    recipes = _recipes(request)
    with _refusing():
        locked = read_lock(file, recipes)
    if locked is None:
        raise click.ClickException(
            f"{file}: there is no lock; write it with `lrmigrate curves --lock`"
        )
    known, problems = _known(request, file.parent)
    curves = [*_looked_at(locked, file.parent, request, problems)]
    with _refusing():
        found = check_lock(locked.versions, curves, known, python, recipes)
    _tell_check(found, file.name, known, form, given.quiet)
    if problems:
        return FAILED
    return FOUND if any(one.fails for one in found.results) else CLEAN


def _looked_at(
    locked: Lock, folder: Path, request: Request, problems: Iterable[Problem]
) -> Iterator[Locked]:
    """Yield the curves of a lock that are of the files which were read."""
    failed = {path_from(folder, one.path) for one in problems}
    for one in locked.curves:
        path = one.rate.path
        if path not in failed and is_below(folder / path, request.paths):
            yield one


def _tell_check(check: Check, file: str, known: Known, form: str, quiet: bool) -> None:
    if form == "json":
        write(sys.stdout, check_json(check, file, known.shown))
        return
    _print(check_lines(check, known.shown))
    if not quiet:
        _print([check_summary(check, file)])


def _releases(given: FileOptions, how: Locking, form: str) -> int:
    """Tell which curves two releases of Optax compute otherwise."""
    request = _request(given)
    pythons = [_python(str(one), given.quiet) for one in (how.optax, how.against)]
    known, problems = _known(request, None)
    with _refusing():
        found = compare_releases(
            known.rates, (pythons[0], pythons[1]), _recipes(request)
        )
    if form == "json":
        write(sys.stdout, releases_json(found, known.untold))
    else:
        _print(releases_lines(found))
        if not given.quiet:
            _print([releases_summary(found, known.untold)])
    if problems:
        return FAILED
    moved = any(one.parting.kind is Kind.MOVED for one in found.results)
    return FOUND if moved else CLEAN


def _request(given: FileOptions) -> Request:
    request = given.request()
    if request.stdin is not None:
        raise wrong("standard input is no project: name files or folders")
    return request


def _recipes(request: Request) -> Recipes:
    return catalogue(request.settings(request.base).root).recipes


def _known(request: Request, folder: Path | None) -> tuple[Known, Sequence[Problem]]:
    """Return the learning rates of a run, and what could not be read, which is told."""
    with ProgressBar() as progress:
        result = curves_of(request, progress)
    for problem in result.problems:
        tell("error", f"{problem.path}: {problem.message}")
    return known_of(result, folder, _recipes(request)), result.problems


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


def _print(lines: Iterable[Line]) -> None:
    write(sys.stdout, render(lines, colour=colour_wanted(sys.stdout)))
