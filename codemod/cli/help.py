"""How a command's help reads: its options under the headings that ruff has."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click

WIDTH = 80
"""Columns that help fits in, on however wide a terminal."""

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "Rule selection": ("select", "extend_select", "ignore"),
    "File selection": (
        *("exclude", "force_exclude", "stdin_filename", "repositories"),
        *("show_files", "show_settings"),
    ),
    "Code and its versions": ("target", "flax_version", "optax_version"),
    "Report": (
        *("output_format", "output_file", "statistics", "fail_on", "exit_zero"),
        *("form", "html", "svg", "axis"),
    ),
    "Global options": (
        *("config", "isolated", "jobs", "dask", "color", "verbose", "quiet"),
    ),
}
"""Parameters by what they are for; any other is what the command itself does."""

_HEADING_OF = {name: heading for heading, names in _HEADINGS.items() for name in names}


def say_and_exit(context: click.Context, text: str) -> None:
    """Write to standard output all that was asked for.

    Raises:
        click.ClickException: it cannot be written.
    """
    from ..report.stream import write

    write(sys.stdout, f"{text}\n")
    context.exit()


def _show_help(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        say_and_exit(context, context.get_help())


class Helped(click.Command):
    """A command that tells where its help cannot be written."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows the help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _show_help
        return option


class Command(Helped):
    """A command that lists its options by what they are for."""

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the options, those of the command itself first."""
        rows: dict[str, list[tuple[str, str]]] = {"Options": []}
        rows.update({heading: [] for heading in _HEADINGS})
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and isinstance(parameter, click.Option):
                heading = _HEADING_OF.get(parameter.name or "", "Options")
                rows[heading].append(record)
        for heading, listed in rows.items():
            if listed:
                with formatter.section(heading):
                    formatter.write_dl(listed, col_max=26)
