"""The two standard streams: what goes out on them, and how an error looks."""

from __future__ import annotations

import os
import sys
from typing import TextIO

import click

from .styled import printable

# Variables that demand colour, each with the values that do not.
_FORCING = (("FORCE_COLOR", ("",)), ("CLICOLOR_FORCE", ("", "0")))


def colour_wanted(stream: TextIO | None) -> bool:
    """Whether a stream is to have colour.

    ``--color`` goes before the environment, in which a refusal goes before a demand;
    where nobody says anything, a terminal has colour.
    """
    if stream is None:
        return False
    context = click.get_current_context(silent=True)
    if context is not None and context.color is not None:
        return context.color
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "") not in idle for name, idle in _FORCING):
        return True
    refused = os.environ.get("CLICOLOR") == "0" or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not refused


def write(stream: TextIO | None, content: str | bytes) -> None:
    """Write to a standard stream, in its encoding, all of it and now.

    What the encoding lacks is escaped, and colour that is there is wanted. A reader
    that went away (``| head``) has had enough, which is no error.

    Raises:
        click.ClickException: the stream cannot be written to.
    """
    if stream is None or not content:
        return
    if isinstance(content, str):
        encoding = stream.encoding or "utf-8"
        content = content.encode(encoding, "backslashreplace").decode(encoding)
    try:
        click.echo(content, file=stream, nl=False, color=True)
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
