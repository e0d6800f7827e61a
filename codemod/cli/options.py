"""The options of a run over files as they were given, and the request they make."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..model import FailOn
from .outputs import Output, wrong

if TYPE_CHECKING:
    from ..config.settings import Overrides, SettingsFinder
    from ..engine.request import Request

STDIN = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOptions:
    """The options that say which files a run is over, as they were given."""

    paths: tuple[str, ...]
    exclude: tuple[str, ...]
    force_exclude: bool
    stdin_filename: str
    config: Path | None
    isolated: bool
    quiet: bool

    def request(self) -> Request:
        """What is to be done, configuration and standard input read.

        Raises:
            click.ClickException: the options or the configuration are wrong.
        """
        from ..config.pyproject import ConfigError

        try:
            return self.read()
        except ConfigError as error:
            raise click.ClickException(str(error)) from error

    def read(self, top: Path | None = None) -> Request:
        """The same, of a tree above which no configuration is looked for.

        Raises:
            click.ClickException: the options are wrong.
            ConfigError: the configuration is.
        """
        paths = self.paths or (".",)
        if STDIN in paths and len(paths) > 1:
            raise click.UsageError(
                "standard input (-) cannot be mixed with other paths",
                click.get_current_context(),
            )
        from_stdin = paths == (STDIN,)
        settings = self.settings(top)
        if self.force_exclude:
            paths = tuple(one for one in paths if not self._is_left_out(one, settings))
        request = self._request(paths, settings, from_stdin)
        for path in (request.base, *(() if from_stdin else paths)):
            settings(path)
        return request

    def _request(
        self, paths: tuple[str, ...], settings: SettingsFinder, from_stdin: bool
    ) -> Request:
        from ..engine.request import Request

        return Request(
            paths=paths,
            settings=settings,
            stdin=standard_input() if from_stdin else None,
            stdin_filename=self.stdin_filename,
        )

    def _is_left_out(self, path: str, settings: SettingsFinder) -> bool:
        from ..config.left_out import is_left_out

        name = self.stdin_filename if path == STDIN else path
        return name != STDIN and is_left_out(name, settings)

    def settings(self, top: Path | None = None) -> SettingsFinder:
        """What finds the settings of files, with what the command line says.

        Args:
            top: the folder above which no configuration counts.

        Raises:
            ConfigError: it names a rule that is none.
        """
        from ...rules import index
        from ..config.pyproject import Configurations
        from ..config.settings import SettingsFinder

        known = index()
        return SettingsFinder(
            Configurations(self.config, self.isolated, top),
            self._overrides(),
            known.codes,
            known.broken,
        )

    def _overrides(self) -> Overrides:
        from ..config.settings import Overrides

        return Overrides(exclude=self.exclude)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(FileOptions):
    """The options of a run by rules, as they were given."""

    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    target: str | None
    fail_on: str | None
    flax_version: str | None
    optax_version: str | None
    jobs: int | None
    verbose: bool
    output_format: tuple[Output, ...] = ()
    output_file: Path | None = None
    statistics: bool = False
    exit_zero: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    shrinks_baseline: bool = False
    docs: bool = False
    dask: str | None = None

    @property
    def _fail_on(self) -> FailOn | None:
        """From which severity on a finding fails the run, where that is said.

        Raises:
            click.UsageError: it is said twice.
        """
        said = FailOn(self.fail_on) if self.fail_on else None
        if self.exit_zero and said not in (None, FailOn.NEVER):
            raise wrong(f"--exit-zero is --fail-on never, not --fail-on {said}")
        return FailOn.NEVER if self.exit_zero else said

    @property
    def processes(self) -> int:
        """How many processes are asked for."""
        from ..engine.mapping import AS_PAYS

        return self.jobs or AS_PAYS

    def _request(
        self, paths: tuple[str, ...], settings: SettingsFinder, from_stdin: bool
    ) -> Request:
        if self.dask is not None and from_stdin:
            raise click.UsageError(
                "standard input (-) is looked at here: --dask goes with files",
                click.get_current_context(),
            )
        request = FileOptions._request(self, paths, settings, from_stdin)
        return replace(
            request,
            unsafe_fixes=self.unsafe_fixes,
            dry_run=self.diff,
            jobs=self.processes,
            verbose=self.verbose,
            shrinks_baseline=self.shrinks_baseline and not from_stdin,
        )

    def _overrides(self) -> Overrides:
        from ..config.settings import Overrides

        return Overrides(
            select=_listed(self.select),
            extend_select=_listed(self.extend_select),
            ignore=_listed(self.ignore),
            exclude=self.exclude,
            target=self.target,
            fail_on=self._fail_on,
            versions={
                package: version
                for package, version in (
                    ("flax", self.flax_version),
                    ("optax", self.optax_version),
                )
                if version is not None
            },
            docs=self.docs,
        )


def _listed(values: tuple[str, ...]) -> tuple[str, ...]:
    codes = (code.strip() for value in values for code in value.split(","))
    return tuple(code for code in codes if code)


def standard_input() -> bytes:
    """Return all of standard input.

    Raises:
        click.ClickException: there is none, or no end of it.
    """
    from ..files.read import read_stream

    if sys.stdin is None:
        raise click.ClickException("there is no standard input to read")
    try:
        return read_stream(sys.stdin.buffer)
    except OSError as error:
        reason = f"standard input cannot be read: {error.strerror}"
        raise click.ClickException(reason) from error
