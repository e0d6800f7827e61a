"""Which reports are wanted, and where: ``--output-format`` and ``--output-file``."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..report.formats import load, names

if TYPE_CHECKING:
    from ..engine.survey import Request
    from ..report.deliver import Delivery
    from ..report.mode import Mode
    from .options import Options

DEFAULT_FORMAT = "text"


@dataclass(frozen=True, slots=True)
class Output:
    """One report: the name of its format, and its file; None is a stream."""

    form: str
    file: Path | None = None

    @property
    def real(self) -> Path | None:
        """The file that is meant, whatever it is called."""
        return None if self.file is None else self.file.resolve()


def parse_outputs(
    context: click.Context, parameter: click.Parameter, values: Sequence[str]
) -> tuple[Output, ...]:
    """Read each ``FORMAT`` or ``FORMAT:FILE``.

    Raises:
        click.BadParameter: there is no such format, or no file behind the colon.
    """
    return tuple(_parsed(value) for value in values)


def _parsed(value: str) -> Output:
    form, colon, file = value.partition(":")
    if form not in names():
        known = ", ".join(names())
        raise click.BadParameter(f"there is no format {form!r}; there are {known}")
    if colon and not file:
        raise click.BadParameter(f"{value!r} names no file behind the colon")
    return Output(form, Path(file) if file else None)


def all_outputs(formats: Sequence[Output], file: Path | None) -> tuple[Output, ...]:
    """The reports to write, ``--output-file`` given to the one without a file.

    Raises:
        click.UsageError: two reports would go to one place, or the file to none.
    """
    outputs = tuple(formats) or (Output(DEFAULT_FORMAT),)
    streamed = [output for output in outputs if output.file is None]
    if len(streamed) > 1:
        first, second = streamed[0].form, streamed[1].form
        raise _wrong(
            f"{first} and {second} would go to one place; name a file for one of "
            f"them: --output-format {second}:FILE"
        )
    if file is not None and not streamed:
        raise _wrong(f"--output-file {file} has no report: each names its own file")
    if file is not None:
        outputs = tuple(
            output if output.file else replace(output, file=file) for output in outputs
        )
    files = [output.real for output in outputs]
    for output in outputs:
        if files.count(output.real) > 1:
            raise _wrong(f"two reports would be written to {output.file}")
    return outputs


def delivery(
    mode: Mode, options: Options, request: Request, files: ExitStack
) -> Delivery:
    """How the run is to be told; every file of a report is reserved in ``files``.

    Raises:
        click.ClickException: a report cannot be written as asked, or not at all.
    """
    from ..report.deliver import Delivery, Report
    from ..report.mode import Mode
    from ..report.output_file import reserved
    from ..report.sketch import sketches

    outputs = all_outputs(options.output_format, options.output_file)
    drawn = (options.verbose or mode in (Mode.FIX, Mode.DIFF)) and not options.quiet
    root = request.settings(request.base).root
    how = Delivery(
        mode=mode,
        quiet=options.quiet,
        statistics=options.statistics,
        stdin=request.stdin,
        sketches=partial(sketches, root) if drawn else None,
    )
    for output in outputs:
        form = load(output.form)
        if output.file is None and how.stdout_taken and not form.for_people:
            raise _wrong(
                f"standard output is for the code: name an --output-file for the "
                f"{output.form} report"
            )
        if options.statistics and form.statistics is None:
            raise _wrong(f"the format {output.form} has no --statistics; json has")
        file = output.file
        save = None if file is None else files.enter_context(reserved(file))
        how.reports.append(Report(form, save))
    return how


def _wrong(message: str) -> click.UsageError:
    return click.UsageError(message, click.get_current_context())
