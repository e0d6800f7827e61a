"""How a run ends that did not go well: one line, one exit code, no traceback."""

from __future__ import annotations

import os
import traceback

import click

from ..report.mode import FAILED
from ..report.stream import tell

TRACEBACK_VARIABLE = "LRMIGRATE_TRACEBACK"


def refused(error: click.ClickException) -> int:
    """What the user asked for cannot be done: say what, and where help is."""
    message = error.format_message()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        message = f"{message.rstrip('.')} (see `{error.ctx.command_path} --help`)"
    tell("error", message)
    return FAILED


def crashed(error: Exception) -> int:
    """A bug: name it, and say how to report it."""
    if os.environ.get(TRACEBACK_VARIABLE):
        traceback.print_exception(error)
    name = type(error).__name__
    what = f"{name}: {error}" if str(error) else name
    tell(
        "error",
        f"this is a bug in lrmigrate, and not in your code: {what}. "
        f"Please report it with the traceback that {TRACEBACK_VARIABLE}=1 shows",
    )
    return FAILED
