"""How a run ends that did not go well: one line, one exit code, no traceback."""

from __future__ import annotations

import os
import traceback

import click

from ..report.mode import FAILED
from ..report.stream import tell

TRACEBACK_VARIABLE = "LRMIGRATE_TRACEBACK"
_SHOWN = "`lrmigrate fix --diff` shows what would be written, and writes nothing"
_FOUND = "`lrmigrate check` finds what there is to migrate, and writes nothing"
_WRITTEN = "`lrmigrate fix` writes what was shown to keep its curve"
_TYPED = "`lrmigrate server` tells an editor what is found as you type"
_ELSEWHERE = {
    **dict.fromkeys(("--dry-run", "--diff", "diff"), _SHOWN),
    **dict.fromkeys(("--check", "lint", "scan", "run"), _FOUND),
    **dict.fromkeys(("--write", "--in-place", "format", "migrate"), _WRITTEN),
    **dict.fromkeys(("--watch", "watch", "lsp"), _TYPED),
    **dict.fromkeys(
        ("explain", "rules"), "`lrmigrate rule` explains one, or lists all"
    ),
    **dict.fromkeys(("--version", "version"), "`lrmigrate --version` says it"),
    "help": "`lrmigrate --help` lists the commands",
}
"""What is typed here out of habit, with what does it."""


def refused(error: click.ClickException) -> int:
    """What the user asked for cannot be done: say what, and where help is."""
    message = _meant(error) or error.format_message()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        message = f"{message.rstrip('.')} (see `{error.ctx.command_path} --help`)"
    tell("error", message)
    return FAILED


def _meant(error: click.ClickException) -> str:
    """Return what does here what other tools have a word for; empty for other words."""
    word: str = getattr(error, "option_name", getattr(error, "command_name", ""))
    found = _ELSEWHERE.get(word)
    if found is None or not isinstance(error, click.UsageError):
        return ""
    return f"{error.message.rstrip('.')}: {found}"


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
