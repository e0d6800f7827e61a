"""The command line: what ties the commands together.

Nothing but Click is imported before a command needs it: an editor or a commit
hook runs this at every save.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from .declared import color
from .help import WIDTH, Helped, say_and_exit

# What the module of each is called in `commands`.
_COMMANDS = (
    *("baseline", "check", "config", "curves", "fix", "generate-shell-completion"),
    *("report", "rule", "server", "vendor"),
)
_INTERRUPTED = 130


class _Tool(Helped, click.Group):
    """A group that tells every failure in one line, and exits with 2."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; its module is imported for it."""
        if cmd_name not in self.commands:
            return None
        name = cmd_name.replace("-", "_")
        module = import_module(f".commands.{name}", __package__)
        command: click.Command = getattr(module, name)
        return command

    def main(self, *args: Any, **extra: Any) -> Any:
        extra["standalone_mode"] = False
        try:
            code = super().main(*args, **extra)
        except click.Abort:
            code = _INTERRUPTED
        except click.ClickException as error:
            from .failure import refused

            code = refused(error)
        except Exception as error:
            from .failure import crashed

            code = crashed(error)
        sys.exit(code)


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import version

        say_and_exit(context, f"lrmigrate {version('lrmigrate')}")


@click.group(
    "lrmigrate",
    cls=_Tool,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "max_content_width": WIDTH,
    },
    invoke_without_command=True,
    epilog="""\b
Examples:
  lrmigrate check                 what is there to migrate, in this folder
  lrmigrate fix --diff src        what would be written
  lrmigrate fix src               write what was shown to keep its curve
  lrmigrate report --html r.html  the same as a page, with every curve drawn
  lrmigrate curves src            every learning rate, with its curve
  lrmigrate rule LRS001           what a rule does and why
  lrmigrate config                what pyproject.toml can say
""",
)
@color
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the version and exit.",
)
@click.pass_context
def cli(context: click.Context) -> None:
    """Migrate learning-rate schedules, and never change a learning-rate curve.

    A rewrite is written only when the old call and the new one were compared,
    over the whole curve, and found equal.
    """
    if context.invoked_subcommand is None:
        say_and_exit(context, context.get_help())


for _name in _COMMANDS:
    cli.add_command(click.Command(_name))  # it stands for the one in the module
