"""A run over files: from its options to its reports and its exit code."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path

from ..config.settings import Settings
from ..engine.request import OnProgress, Request
from ..model import RunResult
from ..report.deliver import Delivery, Report, deliver
from ..report.format import Sketch
from ..report.formats import load
from ..report.mode import Mode, exit_code
from ..report.progress import ProgressBar
from .elsewhere import elsewhere
from .options import Options
from .outputs import DEFAULT_FORMAT, all_outputs, wrong


def run_over_files(
    mode: Mode, work: Callable[[Request, OnProgress], RunResult], options: Options
) -> int:
    """Do the work, tell what came of it, and return the exit code.

    Raises:
        click.ClickException: it cannot be done, or told, as asked.
    """
    request = options.request()
    with ExitStack() as stack:
        settings = request.settings(request.base)
        how = delivery(mode, options, settings, request.stdin, stack)
        with elsewhere(options.dask) as workers, ProgressBar() as progress:
            edits = any(report.form.edits for report in how.reports)
            asked = replace(request, workers=workers, edits=edits)
            result = work(asked, progress)
        deliver(result, how)
    return exit_code(result, mode, settings.fail_on)


def delivery(
    mode: Mode,
    options: Options,
    settings: Settings,
    stdin: bytes | None,
    files: ExitStack,
) -> Delivery:
    """How the run is to be told; every file of a report is reserved in ``files``.

    Raises:
        click.ClickException: a report cannot be written as asked, or not at all.
    """
    drawn = (options.verbose or mode in (Mode.FIX, Mode.DIFF)) and not options.quiet
    how = Delivery(
        mode=mode,
        quiet=options.quiet,
        statistics=options.statistics,
        stdin=stdin,
        sketches=_sketches(settings.root) if drawn else None,
    )
    default = _default(settings.output_format, how, options.output_file)
    for output in all_outputs(options.output_format, options.output_file, default):
        form = load(output.form)
        if output.file is None and how.stdout_taken and not form.for_people:
            raise wrong(
                f"standard output is for the code: name an --output-file for the "
                f"{output.form} report"
            )
        if options.statistics and form.statistics is None:
            raise wrong(f"the format {output.form} has no --statistics; json has")
        file = output.file
        save = None
        if file is not None:
            save = files.enter_context(_reserved(file, output.form))
        how.reports.append(Report(form, save))
    return how


def _default(configured: str, how: Delivery, file: Path | None) -> str:
    """The format where none is asked for; beside code on a stream, one for people."""
    if how.stdout_taken and file is None and not load(configured).for_people:
        return DEFAULT_FORMAT
    return configured


def _reserved(file: Path, form: str) -> AbstractContextManager[Callable[[bytes], None]]:
    from ..report.output_file import reserved

    return reserved(file, form)


def _sketches(root: Path) -> Callable[[str], Sketch]:
    """What draws the curves of findings in a project's files."""

    def draw(encoding: str) -> Sketch:
        from ...rules import catalogue
        from ..report.sketch import sketches

        known = catalogue(root)
        return sketches(known.facts, known.recipes, encoding)

    return draw
