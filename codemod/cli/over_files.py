"""A run over files: from its options to its reports and its exit code."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from ..engine.request import OnProgress, Request
from ..model import RunResult
from ..report.deliver import deliver
from ..report.mode import Mode, exit_code
from ..report.progress import ProgressBar
from .deliver import delivery
from .options import Options


def run_over_files(
    mode: Mode, work: Callable[[Request, OnProgress], RunResult], options: Options
) -> int:
    """Do the work, tell what came of it, and return the exit code.

    Raises:
        click.ClickException: it cannot be done, or told, as asked.
    """
    request = options.request()
    with ExitStack() as stack:
        how = delivery(mode, options, request, stack)
        with ProgressBar() as progress:
            result = work(request, progress)
        deliver(result, how)
        fail_on = request.settings(request.base).fail_on
    return exit_code(result, mode, fail_on)
