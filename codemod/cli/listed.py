"""The list of ``--repositories``: one folder a line."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path

import click

from ..engine.many.repositories import Repository
from ..files.read import LARGEST_SETTINGS, read_file
from ..files.real import is_path
from .options import STDIN, standard_input


def listed(name: str) -> list[Repository]:
    """Read a list; a folder that is in it twice is taken once, as it comes first.

    Folders are relative to the working directory, as any other path that is given.
    Blank lines count for nothing, nor do those that begin with ``#``.

    Raises:
        click.ClickException: it cannot be read.
    """
    found: dict[str, Repository] = {}
    for line in _lines(name):
        real = os.path.realpath(line)
        found.setdefault(real, Repository(str(Path(line)), real))
    return [*found.values()]


def _lines(name: str) -> Iterator[str]:
    for number, raw in enumerate(_read(name).removeprefix(BOM_UTF8).splitlines(), 1):
        line = os.fsdecode(raw).strip()
        if not is_path(line):
            raise click.ClickException(
                f"cannot read the list {name}: line {number} holds a NUL, which no "
                "folder's name does; save it as UTF-8, with one folder a line"
            )
        if line and not line.startswith("#"):
            yield line


def _read(name: str) -> bytes:
    if name == STDIN:
        return standard_input()
    try:
        return read_file(name, LARGEST_SETTINGS)
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(f"cannot read the list {name}: {reason}") from error
