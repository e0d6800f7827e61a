"""``check --show-files`` and ``--show-settings``: what a run would be over, and how."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .options import STDIN, Options

if TYPE_CHECKING:
    from ..config.settings import SettingsFinder


def show_files(options: Options) -> int:
    """Print the files that would be looked at, one a line, and return the exit code.

    Raises:
        click.ClickException: the options or the configuration are wrong.
    """
    from ...rules import catalogue, index
    from ..engine.plan import Planner
    from ..engine.reader import Reader
    from ..report.mode import CLEAN, FAILED
    from ..report.outcome import problem_text
    from ..report.stream import tell, write
    from ..report.styled import printable

    request = options.request()
    planner = Planner(catalogue, index(), request.settings, verbose=False)
    reader = Reader(request, planner)
    files = reader.files()
    write(sys.stdout, "".join(f"{printable(one)}\n" for one in files))
    for problem in reader.problems:
        tell("error", problem_text(problem))
    return FAILED if reader.problems else CLEAN


def show_settings(options: Options) -> int:
    """Print what holds for each path, as TOML, and return the exit code.

    Raises:
        click.ClickException: the options or the configuration are wrong.
    """
    from ..report.json_text import dumps
    from ..report.mode import CLEAN
    from ..report.stream import write
    from ..report.styled import printable

    request = options.request()
    finder = options.settings()
    names = (options.stdin_filename,) if STDIN in options.paths else request.paths
    shown = []
    for name in names:
        by = finder.config(name).file
        said = f"by {printable(str(by))}" if by else "by no configuration"
        lines = [f"{key} = {dumps(value)}" for key, value in _settings(name, finder)]
        shown.append("\n".join([f"# {printable(name)}, {said}", *lines]) + "\n")
    write(sys.stdout, "\n".join(shown))
    return CLEAN


def _settings(name: str, finder: SettingsFinder) -> Iterator[tuple[str, Any]]:
    """Yield the keys of the configuration with what they come to for a file."""
    settings = finder(name)
    yield "select", sorted(settings.codes_for(name))
    yield "exclude", settings.exclude
    yield "target", settings.target
    if settings.vendored:
        yield "vendored", settings.vendored
    yield "fail-on", settings.fail_on
    yield "output-format", settings.output_format
    yield "docs", settings.docs
    if settings.baseline:
        yield "baseline", str(settings.baseline)
    for package, version in sorted(settings.versions.items()):
        yield f"{package}-version", version
