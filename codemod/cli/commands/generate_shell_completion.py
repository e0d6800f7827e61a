"""``lrmigrate generate-shell-completion``: what makes a shell complete its words."""

from __future__ import annotations

import sys

import click

from ..declared import color
from ..help import Command

_PROGRAM = "lrmigrate"
_VARIABLE = "_LRMIGRATE_COMPLETE"
_SHELLS = ("bash", "zsh", "fish")


@click.command(
    "generate-shell-completion",
    cls=Command,
    short_help="Make a shell complete its words",
    epilog="""\b
Examples:
  lrmigrate generate-shell-completion fish | source    in config.fish
  eval "$(lrmigrate generate-shell-completion bash)"   in ~/.bashrc
  eval "$(lrmigrate generate-shell-completion zsh)"    in ~/.zshrc
""",
)
@click.argument("shell", type=click.Choice(_SHELLS))
@color
def generate_shell_completion(shell: str) -> int:
    """Print what makes SHELL complete commands, options, rules and keys."""
    from click.shell_completion import get_completion_class

    from ...report.mode import CLEAN
    from ...report.stream import write

    root = click.get_current_context().find_root().command
    made = get_completion_class(shell)
    if made is not None:
        write(sys.stdout, made(root, {}, _PROGRAM, _VARIABLE).source())
    return CLEAN
