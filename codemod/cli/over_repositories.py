"""A check of many repositories: from their list to one report and its exit code."""

from __future__ import annotations

from contextlib import ExitStack

import click

from ..config.pyproject import ConfigError
from ..config.settings import Settings
from ..model import Problem
from ..report.deliver import deliver
from ..report.mode import CLEAN, FAILED, FOUND, Mode
from ..report.progress import ProgressBar
from .elsewhere import elsewhere
from .isolation import isolate
from .listed import listed
from .options import Options
from .outputs import wrong


def check_repositories(name: str, options: Options) -> int:
    """Check all that a list names, tell what came of it, and return the exit code.

    Raises:
        click.ClickException: it cannot be done, or told, as asked.
    """
    if options.paths:
        raise wrong("--repositories says what is looked at: there are no PATHS with it")
    if options.config is not None:
        raise wrong("--repositories goes by each one's own configuration, not --config")
    repositories = listed(name)
    isolate(one.path for one in repositories)
    from ...rules import index
    from ..engine.many.merged import Merged
    from ..engine.many.repositories import CheckThere, check_each
    from .over_files import delivery

    try:
        settings = options.settings()
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
    check = CheckThere(settings, options.verbose, options.shrinks_baseline)
    merged = Merged(tuple(map(Problem, index().faults)))
    with ExitStack() as files:
        how = delivery(Mode.CHECK, options, Settings(frozenset()), None, files)
        with elsewhere(options.dask) as workers, ProgressBar() as progress:
            for one in check_each(
                repositories, check, options.processes, workers, progress
            ):
                merged.take(*one)
        result = merged.result()
        deliver(result, how)
    if result.problems:
        return FAILED
    return FOUND if merged.fails else CLEAN
