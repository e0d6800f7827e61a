"""The options that the runs over files share, and the request they make."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..model import FailOn
from ..report.formats import names
from .outputs import DEFAULT_FORMAT, Output, parse_outputs

if TYPE_CHECKING:
    from ..config.settings import SettingsFinder
    from ..engine.request import Request

_Command = TypeVar("_Command", bound=Callable[..., Any])

_STDIN = "-"


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a run over files, as they were given."""

    paths: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    exclude: tuple[str, ...]
    target: str | None
    fail_on: str | None
    flax_version: str | None
    optax_version: str | None
    stdin_filename: str
    config: Path | None
    isolated: bool
    jobs: int
    quiet: bool
    verbose: bool
    output_format: tuple[Output, ...] = ()
    output_file: Path | None = None
    statistics: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    shrinks_baseline: bool = False
    force_exclude: bool = False
    docs: bool = False

    def request(self) -> Request:
        """What is to be done, configuration and standard input read.

        Raises:
            click.ClickException: the options or the configuration are wrong.
        """
        from ..config.pyproject import ConfigError

        paths = self.paths or (".",)
        if _STDIN in paths and len(paths) > 1:
            raise click.UsageError(
                "standard input (-) cannot be mixed with other paths",
                click.get_current_context(),
            )
        from_stdin = paths == (_STDIN,)
        try:
            settings = self._settings()
            request = self._request(paths, settings, from_stdin)
            for path in (request.base, *(() if from_stdin else paths)):
                settings(path)
        except ConfigError as error:
            raise click.ClickException(str(error)) from error
        return request

    def _request(
        self, paths: tuple[str, ...], settings: SettingsFinder, from_stdin: bool
    ) -> Request:
        from ..engine.request import Request

        return Request(
            paths=paths,
            settings=settings,
            unsafe_fixes=self.unsafe_fixes,
            dry_run=self.diff,
            jobs=self.jobs,
            stdin=_standard_input() if from_stdin else None,
            stdin_filename=self.stdin_filename,
            verbose=self.verbose,
            shrinks_baseline=self.shrinks_baseline and not from_stdin,
            force_exclude=self.force_exclude,
        )

    def _settings(self) -> SettingsFinder:
        from ...rules import all_rules
        from ..config.pyproject import Configurations
        from ..config.settings import Overrides, SettingsFinder

        return SettingsFinder(
            Configurations(self.config, self.isolated),
            Overrides(
                select=_listed(self.select),
                ignore=_listed(self.ignore),
                exclude=self.exclude,
                target=self.target,
                fail_on=FailOn(self.fail_on) if self.fail_on else None,
                versions={
                    package: version
                    for package, version in (
                        ("flax", self.flax_version),
                        ("optax", self.optax_version),
                    )
                    if version is not None
                },
                docs=self.docs,
            ),
            frozenset(rule.code for rule in all_rules()),
        )


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


_SHARED: tuple[Callable[[Any], Any], ...] = (
    click.argument("paths", nargs=-1, metavar="[PATHS]..."),
    click.option(
        "--select",
        multiple=True,
        metavar="CODES",
        help="Run these rules only: codes or prefixes, separated by commas. They run "
        "whichever versions they are for.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="CODES",
        help="Leave these rules out, besides those that the configuration does.",
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
        help="Leave excluded files out even where they are named, as by a hook.",
    ),
    click.option(
        "--target",
        type=click.Choice(["auto", "lrsched", "optax"]),
        help="What rewritten code calls. auto: optax where the installed Optax "
        "takes the new names, else lrsched.  [default: auto]",
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
        "--stdin-filename",
        default=_STDIN,
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
        "-j",
        "--jobs",
        type=click.IntRange(min=1),
        default=1,
        show_default=True,
        help="How many processes to use.",
    ),
    click.option(
        "-q",
        "--quiet",
        is_flag=True,
        help="Findings or diff only: no summary, no target.",
    ),
    click.option(
        "-v",
        "--verbose",
        is_flag=True,
        help="Tell which Flax and Optax each project runs with, who says so, and "
        "which rules are silent because of it; draw the curves that `fix` does.",
    ),
)

_OUTPUTS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--output-format",
        callback=parse_outputs,
        metavar="FORMAT[:FILE]",
        multiple=True,
        help=f"How the report is written: {', '.join(names())}. Repeatable, with a "
        f"FILE for all reports but one.  [default: {DEFAULT_FORMAT}]",
    ),
    click.option(
        "--output-file",
        type=click.Path(path_type=Path),
        help="Where the report without a FILE is written, in place of the terminal.",
    ),
    click.option(
        "--statistics",
        is_flag=True,
        help="Count what each rule found, in place of the findings.",
    ),
)


def shared(command: _Command) -> _Command:
    """Give a command the paths and the options that every run over files has."""
    for decorate in reversed(_SHARED):
        command = decorate(command)
    return command


def outputs(command: _Command) -> _Command:
    """Give a command the options that say how and where its report is written."""
    for decorate in reversed(_OUTPUTS):
        command = decorate(command)
    return command


def _listed(values: tuple[str, ...]) -> tuple[str, ...]:
    codes = (code.strip() for value in values for code in value.split(","))
    return tuple(code for code in codes if code)


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise click.ClickException("there is no standard input to read")
    return sys.stdin.buffer.read()
