"""The options of a run over files as they were given, and the request they make."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..model import FailOn
from .outputs import Output

if TYPE_CHECKING:
    from ..config.settings import SettingsFinder
    from ..engine.request import Request

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a run over files, as they were given."""

    paths: tuple[str, ...]
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
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
        if STDIN in paths and len(paths) > 1:
            raise click.UsageError(
                "standard input (-) cannot be mixed with other paths",
                click.get_current_context(),
            )
        from_stdin = paths == (STDIN,)
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
        from ...rules import catalogue
        from ..config.pyproject import Configurations
        from ..config.settings import Overrides, SettingsFinder

        known = catalogue(Path())
        return SettingsFinder(
            Configurations(self.config, self.isolated),
            Overrides(
                select=_listed(self.select),
                extend_select=_listed(self.extend_select),
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
            known.codes,
            known.broken,
        )


def _listed(values: tuple[str, ...]) -> tuple[str, ...]:
    codes = (code.strip() for value in values for code in value.split(","))
    return tuple(code for code in codes if code)


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise click.ClickException("there is no standard input to read")
    return sys.stdin.buffer.read()
