"""``lrmigrate report``: what ``fix --diff`` finds, as one HTML file."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..declared import shared
from ..help import Command
from ..options import Options

if TYPE_CHECKING:
    from ...model import FailOn, RunResult

_STDOUT = Path("-")


@click.command(
    cls=Command,
    short_help="Make a page of what fix would write",
    epilog="""\b
Exit code:
  0  nothing found, or information only
  1  findings, whether `lrmigrate fix` would write a rewrite or not
  2  something could not be done: a file that cannot be read, a wrong option

\b
Examples:
  lrmigrate report --html report.html src
  lrmigrate report --html - --select LRS0 > report.html
""",
)
@shared
@click.option(
    "--html",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where the page is written; - is standard output.",
)
def report(html: Path, **options: Any) -> int:
    """Show on one page what `lrmigrate fix` would write in PATHS (default: here).

    Every finding with its change, its verdict, and its learning-rate curve before
    and after. The page is one file and loads nothing. No code is written.
    """
    from ....rules import catalogue
    from ...engine import run
    from ...report.html.page import html_page
    from ...report.output_file import reserved
    from ...report.progress import ProgressBar
    from ...report.stream import write

    request = Options(**options, diff=True).request()
    with ExitStack() as stack:
        save = None if html == _STDOUT else stack.enter_context(reserved(html, "html"))
        with ProgressBar() as progress:
            result = run.fix(request, progress)
        settings = request.settings(request.base)
        known = partial(catalogue, settings.root)
        page = html_page(result, known, request.stdin, options["paths"])
        if save is None:
            write(sys.stdout, page)
        else:
            save(page)
    _tell(result, quiet=options["quiet"])
    return _exit_code(result, settings.fail_on)


def _tell(result: RunResult, *, quiet: bool) -> None:
    from ...report.deliver import tell_aside
    from ...report.mode import Mode
    from ...report.stream import colour_wanted, write
    from ...report.styled import render
    from ...report.summary import summary

    tell_aside(result, quiet=quiet)
    if not quiet:
        *_, counts = summary(result, Mode.DIFF)
        write(sys.stderr, render([counts], colour=colour_wanted(sys.stderr)))


def _exit_code(result: RunResult, fail_on: FailOn) -> int:
    from ...report.mode import CLEAN, FAILED, FOUND

    if result.problems:
        return FAILED
    found = any(fail_on.counts(finding.severity) for finding in result.findings)
    return FOUND if found else CLEAN
