"""The two standard streams: what goes out on them, and how an error looks."""

from __future__ import annotations

import os
import sys
from typing import TextIO

import click

from .styled import printable


def colour_wanted(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal whose owner has not refused colour."""
    if stream is None or not stream.isatty():
        return False
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write(stream: TextIO | None, content: str | bytes) -> None:
    """Write to a standard stream, in its encoding, all of it and now.

    What the encoding lacks is escaped. A reader that went away (``| head``)
    has had enough, which is no error.

    Raises:
        click.ClickException: the stream cannot be written to.
    """
    if stream is None or not content:
        return
    if isinstance(content, str):
        encoding = stream.encoding or "utf-8"
        content = content.encode(encoding, "backslashreplace").decode(encoding)
    try:
        click.echo(content, file=stream, nl=False)
    except BrokenPipeError:
        _silence(stream)
    except OSError as error:
        _silence(stream)
        reason = error.strerror or str(error)
        raise click.ClickException(f"cannot write the output: {reason}") from error


def _silence(stream: TextIO) -> None:
    """Let the interpreter's last flush of ``stream`` succeed, into nothing."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def tell(kind: str, message: str) -> None:
    """One line on standard error, like ``lrmigrate: error: ...``."""
    write(sys.stderr, f"lrmigrate: {kind}: {printable(message)}\n")
