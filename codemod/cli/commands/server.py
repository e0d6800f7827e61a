"""``lrmigrate server``: a language server, for editors."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ..help import Command

_DOOR = "lrmigrate.codemod.cli.verifier"
_CLOSED = (
    "an editor talks to the server over standard input and output, and one of the "
    "standard streams is closed"
)
_MISSING = 'a language server needs pygls: pip install "lrmigrate[lsp]"'


@click.command(
    cls=Command,
    short_help="Answer editors: a language server",
    epilog="""\b
An editor starts it, and talks to it over standard input and output:
  Helix   [language-server.lrmigrate] command = "lrmigrate", args = ["server"]
  Neovim  vim.lsp.config("lrmigrate", { cmd = { "lrmigrate", "server" } })
  others  docs/editors.md: VS Code, Zed

\b
What it does there:
  findings            of `lrmigrate check`, as you type, in notebooks as well
  hover               over a schedule's call: its curve, and its numbers
  quick fixes         each with its verdict, once it was verified
  source.fixAll.lrmigrate
                      all that is verified, as `lrmigrate fix` writes it

\b
Exit code:
  0  the editor said that it is done
  1  it went away without a word
  2  pygls is not installed, or a standard stream is closed

\b
Examples:
  lrmigrate server          what an editor starts
""",
)
def server() -> int:
    """Answer an editor that speaks the Language Server Protocol.

    What is open is looked at as it stands in the editor, with the configuration of
    its project. Rewrites are verified in a process of their own. Nothing of yours is
    run, and nothing is written: the editor makes the edits.
    """
    try:
        from ...server.handlers import made
    except ImportError as error:
        if (error.name or "").partition(".")[0] in ("pygls", "lsprotocol"):
            raise click.ClickException(_MISSING) from error
        raise
    if None in (sys.stdin, sys.stdout, sys.stderr):
        raise click.ClickException(_CLOSED)
    logging.disable(logging.CRITICAL)  # what goes wrong is told to the editor
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # the protocol has it alone
        answering = made(_DOOR, _work_in)
        answering.start_io(sys.stdin.buffer, out)
        answering.desk.stop()  # where the editor went away without a word
    return 0 if answering.is_shut else 1


def _work_in(folders: Sequence[str]) -> None:
    """Import nothing from folders, and stand in the first, as a run in it would."""
    from ..isolation import isolate

    isolate(folders)
    os.chdir(folders[0] if folders else Path(__file__).parent)
