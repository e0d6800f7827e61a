"""Which reports are wanted, and where: ``--output-format`` and ``--output-file``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
from click.core import ParameterSource

from ..config.codes import did_you_mean
from ..report.formats import names

DEFAULT_FORMAT = "text"
FORMAT_VARIABLE = "LRMIGRATE_OUTPUT_FORMAT"
FILE_VARIABLE = "LRMIGRATE_OUTPUT_FILE"


@dataclass(frozen=True, slots=True)
class Output:
    """One report: the name of its format, and its file; None is a stream."""

    form: str
    file: Path | None = None

    @property
    def real(self) -> Path | None:
        """The file that is meant, whatever it is called."""
        from ..files.real import real_path

        return None if self.file is None else real_path(self.file)


def parse_outputs(
    context: click.Context, parameter: click.Parameter, values: Sequence[str]
) -> tuple[Output, ...]:
    """Read each ``FORMAT`` or ``FORMAT:FILE``.

    Raises:
        click.BadParameter: there is no such format, or no file behind the colon.
    """
    source = context.get_parameter_source(parameter.name or "")
    try:
        return tuple(map(_parsed, values))
    except ValueError as error:
        by = f"{FORMAT_VARIABLE}: " if source is ParameterSource.ENVIRONMENT else ""
        raise click.BadParameter(f"{by}{error}") from error


def _parsed(value: str) -> Output:
    """Read one.

    Raises:
        ValueError: it is none.
    """
    form, colon, file = value.partition(":")
    if form not in names():
        hint = did_you_mean(form, names()) or f"there are {', '.join(names())}"
        raise ValueError(f"there is no format {form!r}; {hint}")
    if colon and not file:
        raise ValueError(f"{value!r} names no file behind the colon")
    return Output(form, Path(file) if file else None)


def all_outputs(
    formats: Sequence[Output], file: Path | None, default: str = DEFAULT_FORMAT
) -> tuple[Output, ...]:
    """The reports to write, ``--output-file`` given to the one without a file.

    Args:
        formats: those that are asked for.
        file: where the one goes that names no file.
        default: the format of the one report where none is asked for.

    Raises:
        click.UsageError: two reports would go to one place, or the file to none.
    """
    outputs = tuple(formats) or (Output(default),)
    streamed = [output for output in outputs if output.file is None]
    if len(streamed) > 1:
        first, second = streamed[0].form, streamed[1].form
        raise wrong(
            f"{first} and {second} would go to one place; name a file for one of "
            f"them: --output-format {second}:FILE"
        )
    if file is not None and not streamed:
        raise wrong(f"--output-file {file} has no report: each names its own file")
    if file is not None:
        outputs = tuple(
            output if output.file else replace(output, file=file) for output in outputs
        )
    files = [output.real for output in outputs]
    for output in outputs:
        if files.count(output.real) > 1:
            raise wrong(f"two reports would be written to {output.file}")
    return outputs


def wrong(message: str) -> click.UsageError:
    """The error of a command that was used in a way that cannot be."""
    return click.UsageError(message, click.get_current_context())
