"""A report's file: refused before the run, or written whole at its end."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

_SOURCES = (".py", ".pyi", ".pyw", ".ipynb")


@contextmanager
def reserved(path: Path) -> Iterator[Callable[[bytes], None]]:
    """A function that writes the file: whole or not at all, its mode kept.

    A file that could not be written is refused on entry, before any work whose
    report would be lost. What is no regular file, like a device or a named
    pipe, is not replaced but written to.

    Raises:
        click.ClickException: the file cannot be written, or is someone's source.
    """
    if path.suffix in _SOURCES:
        message = (
            f"{path} is named like Python source; name another file for the report"
        )
        raise click.ClickException(message)
    try:
        special = path.exists() and not path.is_file()
        draft = path if special else _draft(path.resolve())
        file = draft.open("wb" if special else "xb")
    except OSError as error:
        raise _refusal(path, error) from error

    def write(content: bytes) -> None:
        try:
            with file:
                file.write(content)
            if not special:
                draft.replace(path.resolve())
        except OSError as error:
            raise _refusal(path, error) from error

    try:
        if not special and path.exists():
            shutil.copymode(path, draft)
        yield write
    finally:
        file.close()
        if not special:
            draft.unlink(missing_ok=True)


def _draft(real: Path) -> Path:
    if real.exists() and not os.access(real, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return real.with_name(f".{real.name}.{os.getpid()}.part")


def _refusal(path: Path, error: OSError) -> click.ClickException:
    reason = error.strerror or str(error)
    return click.ClickException(f"cannot write the report {path}: {reason}")
