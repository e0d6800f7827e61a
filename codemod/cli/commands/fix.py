"""``lrmigrate fix``: write the rewrites whose curve stays the same."""

from __future__ import annotations

from typing import Any

import click

from ..declared import HERE, outputs, shared, unsafe_fixes
from ..help import Command
from ..options import STDIN, Options


def _here(context: click.Context, _: click.Parameter, value: str | None) -> None:
    """Refuse a cluster.

    Raises:
        click.UsageError: one is named.
    """
    if value is not None:
        raise click.UsageError(f"{HERE}; --dask goes with check", context)


@click.command(
    cls=Command,
    short_help="Write the rewrites that keep their curve",
    epilog="""\b
Exit code:
  0  nothing is left
  1  findings are left, each with its reason; with --diff: there is a diff
  2  something could not be done: a file that cannot be read, a wrong option

\b
Examples:
  lrmigrate fix --diff src                look at it first
  lrmigrate fix --diff src | git apply    write it yourself
  lrmigrate fix --select LRS001 src
  lrmigrate fix --lock                    and lock the curves as they are now
  lrmigrate fix - < old.py > new.py
""",
)
@shared
@outputs
@click.option("--dask", hidden=True, expose_value=False, callback=_here)
@unsafe_fixes
@click.option(
    "--docs",
    is_flag=True,
    help="Write examples, too: code blocks of pages (Markdown, reStructuredText) and "
    "doctests in docstrings.",
)
@click.option(
    "--diff",
    is_flag=True,
    help="Write nothing; print what would be written as a unified diff.",
)
@click.option(
    "--lock",
    is_flag=True,
    help="At the end, write lrmigrate.lock anew, as `lrmigrate curves --lock` does.",
)
def fix(**options: Any) -> int:
    """Write the rewrites in PATHS (default: here) whose curve stays the same.

    Written are Python files (also notebooks saved as such), notebooks, configurations
    in YAML and, with --docs, pages in Markdown and reStructuredText.

    With the path - the source is read from standard input, and the fixed
    source goes to standard output.
    """
    from ...engine import run
    from ...report.mode import FAILED, Mode
    from ...report.stream import tell
    from ..outputs import wrong
    from ..over_files import run_over_files

    lock, given = options.pop("lock"), Options(**options)
    if lock and (given.diff or STDIN in given.paths):
        raise wrong("--lock is for files that are written")
    mode = Mode.DIFF if given.diff else Mode.FIX
    code = run_over_files(mode, run.fix, given)
    if lock and code != FAILED:
        from ...curves.lock.environments import own_python
        from ..lock_work import lock_anew

        tell("note", lock_anew(given, None, own_python()))
    return code
