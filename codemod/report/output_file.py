"""A report's file: refused before the run, or written whole at its end."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from ..files.draft import drafted
from ..files.search.project_root import is_gits, leads_out
from .own_kind import may_replace

_SOURCES = (".py", ".pyi", ".pyw", ".ipynb", ".yaml", ".yml", ".gin")


@contextmanager
def reserved(path: Path, form: str) -> Iterator[Callable[[bytes], None]]:
    """A function that writes the file: whole or not at all, its mode kept.

    A file that could not be written is refused on entry, before any work whose
    report would be lost. What is no regular file, like a device or a named
    pipe, is not replaced but written to.

    Args:
        path: the file.
        form: the report's format.

    Raises:
        click.ClickException: the file cannot be written, is someone's source or
            something else that is no report, or a link to what is none of the
            project's.
    """
    for meant in dict.fromkeys([path, Path(os.path.realpath(path))]):
        if meant.suffix.lower() in _SOURCES:
            message = f"{meant} is named like source; name another file for the report"
            raise click.ClickException(message)
    if is_gits(path):
        message = f"{path} is git's own; name another file for the report"
        raise click.ClickException(message)
    if leads_out(path):
        message = f"{path} is a link out of the project; name the report's file itself"
        raise click.ClickException(message)
    with ExitStack() as stack:
        try:
            save = _opened(path, form, stack)
        except OSError as error:
            raise _refusal(path, error) from error

        def write(content: bytes) -> None:
            try:
                save(content)
            except OSError as error:
                raise _refusal(path, error) from error

        yield write


def _opened(path: Path, form: str, stack: ExitStack) -> Callable[[bytes], None]:
    there = _is_there(path)
    if there and not path.is_file():
        file = stack.enter_context(path.open("wb"))

        def write(content: bytes) -> None:
            with file:
                file.write(content)

        return write
    if there and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    if there and not may_replace(Path(os.path.realpath(path)), form):
        message = f"{path} is there, and is no {form} report; name another file"
        raise click.ClickException(message)
    return stack.enter_context(drafted(path)).save


def _is_there(path: Path) -> bool:
    """Whether there is such a file; a link around in a circle leads to none.

    Raises:
        OSError: that cannot be seen.
    """
    try:
        path.stat()
    except FileNotFoundError:
        return False
    return True


def _refusal(path: Path, error: OSError) -> click.ClickException:
    reason = error.strerror or str(error)
    return click.ClickException(f"cannot write the report {path}: {reason}")
