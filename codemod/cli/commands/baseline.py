"""``lrmigrate baseline``: accept the findings of today, and see only new ones."""

from __future__ import annotations

import sys
from typing import Any

import click

from ..declared import shared
from ..help import Command
from ..options import Options


@click.command(
    cls=Command,
    short_help="Accept the findings of today",
    epilog="""\b
Exit code:
  0  written
  2  something could not be done: a file that cannot be read, a wrong option

\b
Examples:
  lrmigrate baseline              accept all that is found in this folder
  lrmigrate check                 what is new since; what is gone is forgotten
""",
)
@shared
def baseline(**options: Any) -> int:
    """Write the findings in PATHS (default: here) to .lrmigrate-baseline.json.

    `lrmigrate check` then reports only what is not in it. A finding is known by its
    file, its code and the text of its lines, so that it may move. The file lies beside
    the pyproject.toml of its project; one that is there keeps what it says of files
    outside of PATHS, of files that cannot be read, and of rules that did not run.
    """
    from ...engine.baselines import Baselines
    from ...engine.result import result_of
    from ...engine.survey import survey
    from ...files.write import WriteError
    from ...report.deliver import tell_aside
    from ...report.mode import CLEAN, FAILED
    from ...report.outcome import plural
    from ...report.progress import ProgressBar
    from ...report.stream import tell, write
    from ...report.styled import printable

    request = Options(**options).request()
    if request.stdin is not None or options["isolated"]:
        raise click.UsageError(
            "a baseline is of files and of their project: neither standard input (-) "
            "nor --isolated goes with it",
            click.get_current_context(),
        )
    with ProgressBar() as progress:
        seen = survey(request, progress)
    baselines = Baselines(request, seen)
    for reason in baselines.troubles(replaceable=True):
        tell("warning", reason)
    lines = []
    try:
        for file, entries in baselines.write():
            count = plural(entries.total(), "finding")
            files = plural(len({entry.path for entry in entries}), "file")
            lines.append(f"{printable(str(file))}: {count} in {files}\n")
    except WriteError as error:
        raise click.ClickException(str(error)) from error
    result = result_of(request, seen)
    tell_aside(result, quiet=True)
    if not options["quiet"]:
        write(sys.stdout, "".join(lines))
    return FAILED if result.problems else CLEAN
