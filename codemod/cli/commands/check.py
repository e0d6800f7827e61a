"""``lrmigrate check``: what there is to migrate."""

from __future__ import annotations

import os
from typing import Any

import click

from ..declared import dask, outputs, shared
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
  lrmigrate check --add-noqa --select LRS004 src
  lrmigrate check --repositories list.txt --jobs 4
  lrmigrate check --repositories list.txt --dask tcp://host:8786
""",
)
@shared
@outputs
@dask
@click.option(
    "--repositories",
    metavar="LIST",
    help="Check all repositories that a file names, one folder a line (- is standard "
    "input), each with its own configuration, in place of PATHS. One report.",
)
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
def check(
    add_noqa: bool, no_update_baseline: bool, repositories: str | None, **options: Any
) -> int:
    """Find what there is to migrate in PATHS (default: here).

    Read are Python files (also notebooks saved as such), notebooks, pages in Markdown
    and reStructuredText, and configurations in YAML and gin.

    A finding is marked [*] where `lrmigrate fix` has a rewrite. No code is written,
    save by --add-noqa. A baseline hides what is in it: see `lrmigrate baseline`.
    """
    from ...engine import run
    from ...report.mode import Mode
    from ..over_files import run_over_files

    if add_noqa:
        from ...engine import silence

        if repositories is not None:
            raise wrong("--add-noqa goes over PATHS, not --repositories")

        return run_over_files(Mode.SILENCE, silence.add_noqa, Options(**options))
    shrinks = not (no_update_baseline or _in_ci())
    chosen = Options(**options, shrinks_baseline=shrinks)
    if repositories is not None:
        from ..over_repositories import check_repositories

        return check_repositories(repositories, chosen)
    return run_over_files(Mode.CHECK, run.check, chosen)


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() not in ("", "0", "false")
