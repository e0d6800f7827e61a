"""The options that the runs over files share, as they are declared to click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from ..model import FailOn
from ..report.formats import names
from . import completion
from .options import STDIN
from .outputs import (
    DEFAULT_FORMAT,
    FILE_VARIABLE,
    FORMAT_VARIABLE,
    parse_outputs,
)

Command = TypeVar("Command", bound=Callable[..., Any])


def _version(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> str | None:
    """Read a version, so that it is known to be one.

    Raises:
        click.BadParameter: it is none.
    """
    if value is not None:
        from ..config.versions.stated import parse_versions

        try:
            parse_versions(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error
    return value


def _set_colour(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> None:
    """Say for a command, and for all below it, whether there is colour."""
    if value is not None:
        context.color = {"always": True, "never": False}.get(value)


color = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    expose_value=False,
    callback=_set_colour,
    help="Whether output has colour. auto: on a terminal, unless NO_COLOR, "
    "FORCE_COLOR, CLICOLOR or CLICOLOR_FORCE say otherwise.  [default: auto]",
)

_FILES: tuple[Callable[[Any], Any], ...] = (
    click.argument(
        "paths", nargs=-1, metavar="[PATHS]...", shell_complete=completion.files
    ),
    click.option(
        "--exclude",
        multiple=True,
        metavar="PATTERN",
        help="Leave these files out (.gitignore syntax), besides those that the "
        "configuration does. Repeatable.",
    ),
    click.option(
        "--force-exclude",
        is_flag=True,
        help="Leave out what is excluded even where it is named, as by a hook.",
    ),
    click.option(
        "--stdin-filename",
        default=STDIN,
        metavar="PATH",
        help="What to call standard input (the path -) in the report.",
    ),
    click.option(
        "--config",
        type=click.Path(path_type=Path),
        help="The pyproject.toml to read, in place of the nearest one.",
    ),
    click.option("--isolated", is_flag=True, help="Read no configuration."),
    click.option(
        "-q",
        "--quiet",
        is_flag=True,
        help="The findings, curves or diff alone: no summary, no target.",
    ),
    color,
)

_RULES: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--select",
        multiple=True,
        metavar="CODES",
        shell_complete=completion.rules,
        help="Run these rules only: codes, prefixes or names (LRS001, LRS2, "
        "decay-steps), separated by commas. They run whichever versions they are for.",
    ),
    click.option(
        "--extend-select",
        multiple=True,
        metavar="CODES",
        shell_complete=completion.rules,
        help="Run these rules as well, besides those that are selected.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="CODES",
        shell_complete=completion.rules,
        help="Leave these rules out, besides those that the configuration does.",
    ),
    click.option(
        "--target",
        type=click.Choice(["auto", "lrsched", "optax", "vendored"]),
        help="What rewritten code calls. auto: optax where the installed Optax "
        "takes the new names, else the project's vendored copy of lrsched if it "
        "has one, else lrsched.  [default: auto]",
    ),
    click.option(
        "--fail-on",
        type=click.Choice([each.value for each in FailOn]),
        help="From which severity on a finding that is left makes the exit code 1. "
        "never: findings do not change it.  [default: warning]",
    ),
    click.option(
        "--flax-version",
        callback=_version,
        metavar="VERSION",
        help="Look at the code as for this Flax, in place of the one that the project "
        "says: a version or a specifier. A project that stays below 0.11 sees with "
        "0.11 what moving there would need.",
    ),
    click.option(
        "--optax-version",
        callback=_version,
        metavar="VERSION",
        help="The same for Optax.",
    ),
    click.option(
        "-j",
        "--jobs",
        type=click.IntRange(min=1),
        help="How many processes to use; by default as many as there are cores, where "
        "that pays.",
    ),
    click.option(
        "-v",
        "--verbose",
        is_flag=True,
        help="Tell which Flax and Optax each project runs with, who says so, and "
        "which rules are silent because of it; draw the curves that `fix` does.",
    ),
)

HERE = "fix verifies and writes on this machine"
"""Why a cluster is no help to it: it is the verifying that takes the time."""

dask = click.option(
    "--dask",
    metavar="ADDRESS",
    help="Look at the files on the workers of this cluster, in place of this machine: "
    "the address of its scheduler (tcp://host:8786), or its scheduler file. They share "
    "the files. Needs the extra `dask`.",
)

_OUTPUTS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--output-format",
        callback=parse_outputs,
        envvar=FORMAT_VARIABLE,
        metavar="FORMAT[:FILE]",
        shell_complete=completion.formats,
        multiple=True,
        help=f"How the report is written: {', '.join(names())}. Repeatable, with a "
        f"FILE for all reports but one.  [env: {FORMAT_VARIABLE}]  "
        f"[default: {DEFAULT_FORMAT}]",
    ),
    click.option(
        "--output-file",
        type=click.Path(path_type=Path),
        envvar=FILE_VARIABLE,
        help="Where the report without a FILE is written, in place of the terminal.  "
        f"[env: {FILE_VARIABLE}]",
    ),
    click.option(
        "--statistics",
        is_flag=True,
        help="Count what each rule found, in place of the findings.",
    ),
    click.option(
        "--exit-zero",
        is_flag=True,
        help="Exit with 0 whatever is found: the same as --fail-on never.",
    ),
)

unsafe_fixes = click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="Write also what could not be verified; never what was shown to differ.",
)


def declared(command: Command, options: Sequence[Callable[[Any], Any]]) -> Command:
    """Give a command options, in their order."""
    for decorate in reversed(options):
        command = decorate(command)
    return command


def shared(command: Command) -> Command:
    """Give a command the paths and the options that every run over files has."""
    return declared(command, (*_FILES, *_RULES))


def files(command: Command) -> Command:
    """Give a command the paths, and the options that say which files they are."""
    return declared(command, _FILES)


def outputs(command: Command) -> Command:
    """Give a command the options that say how and where its report is written."""
    return declared(command, _OUTPUTS)
