"""``lrmigrate check``: what there is to migrate."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

import click

from ..declared import HERE, dask, outputs, shared, unsafe_fixes
from ..help import Command
from ..options import Options
from ..outputs import wrong


@click.command(
    cls=Command,
    short_help="Find what there is to migrate",
    epilog="""\b
Exit code:
  0  nothing found, or information only
  1  findings
  2  something could not be done: a file that cannot be read, a wrong option

\b
Examples:
  lrmigrate check src tests
  lrmigrate check --select LRS0,LRS201 --output-format json
  lrmigrate check --output-format text --output-format sarif:lrmigrate.sarif
  lrmigrate check --stdin-filename train.py - < train.py
  lrmigrate check --fix --select LRS0 src
  lrmigrate check --add-noqa --select warmup-transition-steps src
  lrmigrate check --show-settings src/train.py
  lrmigrate check --repositories list.txt --jobs 4
  lrmigrate check --repositories list.txt --dask tcp://host:8786
""",
)
@shared
@outputs
@dask
@click.option(
    "--fix",
    is_flag=True,
    help="Write the rewrites whose curve stays the same, as `lrmigrate fix` does.",
)
@unsafe_fixes
@click.option(
    "--add-noqa",
    is_flag=True,
    help="Silence every finding with a `# noqa` comment that names its code, and "
    "write the files. Exit code 1 where findings are left.",
)
@click.option(
    "--no-update-baseline",
    is_flag=True,
    help="Leave in the baseline what is no longer found; so it is in CI, where the "
    "variable CI is set.",
)
@click.option(
    "--repositories",
    metavar="LIST",
    help="Check all repositories that a file names, one folder a line (- is standard "
    "input), each with its own configuration, in place of PATHS. One report.",
)
@click.option(
    "--show-files",
    is_flag=True,
    help="Print the files that would be looked at, and look at none.",
)
@click.option(
    "--show-settings",
    is_flag=True,
    help="Print what holds for PATHS, the configuration and these options together.",
)
def check(no_update_baseline: bool, repositories: str | None, **options: Any) -> int:
    """Find what there is to migrate in PATHS (default: here).

    Read are Python files (also notebooks saved as such), notebooks, pages in Markdown
    and reStructuredText, and configurations in YAML and gin.

    A finding is marked [*] where `lrmigrate fix` has a rewrite. No code is written,
    save by --fix and --add-noqa. A baseline hides what is in it: see `lrmigrate
    baseline`.
    """
    work = _work(options, repositories)
    shrinks = not (no_update_baseline or _in_ci())
    chosen = Options(**options, shrinks_baseline=shrinks and work == "check")
    if repositories is not None:
        from ..over_repositories import check_repositories

        return check_repositories(repositories, chosen)
    return _WORKS[work](chosen)


def _work(options: dict[str, Any], repositories: str | None) -> str:
    """Take what is to be done out of the options; ``check`` where nothing else is.

    Raises:
        click.UsageError: they do not go together.
    """
    asked = [name for name in _WORKS if name != "check" and options.pop(name)]
    named = [f"--{name.replace('_', '-')}" for name in asked]
    if named and repositories is not None:
        raise wrong(f"{named[0]} goes over PATHS, not --repositories")
    if len(named) > 1:
        raise wrong(f"{named[0]} is one thing and {named[1]} another: give either")
    work = asked[0] if asked else "check"
    if options["unsafe_fixes"] and work != "fix":
        raise wrong("--unsafe-fixes goes with --fix")
    if options["dask"] is not None and work == "fix":
        raise wrong(f"{HERE}; --dask goes with check alone")
    return work


def _check(options: Options) -> int:
    from ...engine import run
    from ...report.mode import Mode
    from ..over_files import run_over_files

    return run_over_files(Mode.CHECK, run.check, options)


def _fix(options: Options) -> int:
    from ...engine import run
    from ...report.mode import Mode
    from ..over_files import run_over_files

    return run_over_files(Mode.FIX, run.fix, options)


def _add_noqa(options: Options) -> int:
    from ...engine import silence
    from ...report.mode import Mode
    from ..over_files import run_over_files

    return run_over_files(Mode.SILENCE, silence.add_noqa, options)


def _show_files(options: Options) -> int:
    from ..shown import show_files

    return show_files(options)


def _show_settings(options: Options) -> int:
    from ..shown import show_settings

    return show_settings(options)


_WORKS: Mapping[str, Callable[[Options], int]] = {
    "check": _check,
    "fix": _fix,
    "add_noqa": _add_noqa,
    "show_files": _show_files,
    "show_settings": _show_settings,
}
"""What the command does, by the option that asks for it; ``check`` where none does."""


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() not in ("", "0", "false")
