"""Everything a run has to say, each part on the stream where it belongs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from ..model import RunResult
from .format import Content, Format, Sketch
from .mode import Mode
from .newer import hidden_notes, needed_notes
from .outcome import problem_text
from .stream import colour_wanted, tell, write
from .styled import render
from .summary import dependency_note, targets_told
from .unread import unread_parts


@dataclass(frozen=True, slots=True)
class Report:
    """A report that is wanted.

    Attributes:
        form: its format.
        save: takes it in place of a stream.
    """

    form: Format
    save: Callable[[bytes], None] | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a run is to be told.

    Attributes:
        mode: what was asked for.
        reports: at most one of them without a file.
        quiet: neither summary nor target.
        statistics: how often each rule found something, in place of findings.
        stdin: what came in on standard input; None where files were named.
        sketches: from a terminal's encoding to what draws curves on it; None
            where none are wanted.
    """

    mode: Mode
    reports: list[Report] = field(default_factory=list)
    quiet: bool = False
    statistics: bool = False
    stdin: bytes | None = None
    sketches: Callable[[str], Sketch] | None = None

    @property
    def stdout_taken(self) -> bool:
        """Whether standard output is for a diff, or for the fixed source."""
        return self.mode is Mode.DIFF or self.source_wanted

    @property
    def source_wanted(self) -> bool:
        """Whether a source that came from standard input goes out, as it is now."""
        return self.mode in (Mode.FIX, Mode.SILENCE) and self.stdin is not None


def deliver(result: RunResult, how: Delivery) -> None:
    """Tell a run: the diff or source, the reports, and problems in any case."""
    tell_aside(result, quiet=how.quiet)
    if how.mode is Mode.DIFF:
        _write_diff(result)
    elif how.source_wanted and how.stdin is not None:
        write(sys.stdout, _fixed_source(result, how.stdin))
    for report in how.reports:
        _report(result, report, how)
    summed_up = any(report.form.for_people for report in how.reports)
    if summed_up or how.quiet:
        return
    for note in (
        dependency_note(result, how.mode),
        *needed_notes(result, how.mode),
        *unread_parts(result),
    ):
        if note:
            tell("note", note)


def tell_aside(result: RunResult, *, quiet: bool) -> None:
    """Tell what goes to standard error whatever the report: targets, problems."""
    for target in () if quiet else targets_told(result):
        tell("target", f"{target.name} ({target.reason})")
    for kind, note in () if quiet else result.notes:
        tell(kind, note)
    for note in () if quiet else hidden_notes(result):
        tell("versions", note)
    for warning in () if quiet else result.warnings:
        tell("warning", warning)
    for problem in result.problems:
        tell("error", problem_text(problem))


def _write_diff(result: RunResult) -> None:
    from .diff import diff_bytes, diff_lines

    if colour_wanted(sys.stdout):
        write(sys.stdout, render(diff_lines(result.changes), colour=True))
    else:
        write(sys.stdout, diff_bytes(result.changes))


def _fixed_source(result: RunResult, stdin: bytes) -> bytes:
    from ..files.kinds import read_document

    if not result.changes:
        return stdin
    change = result.changes[0]
    return read_document(stdin, change.path).encoded(change.after)


def _report(result: RunResult, report: Report, how: Delivery) -> None:
    stream = sys.stderr if how.stdout_taken else sys.stdout
    streamed = report.save is None
    if streamed and how.quiet and how.stdout_taken:
        return
    sketch = None
    terminal = streamed and stream is not None and stream.isatty()
    if how.sketches is not None and terminal and report.form.for_people:
        sketch = how.sketches(stream.encoding or "ascii")
    content = Content(result, how.mode, how.quiet, how.stdin, sketch)
    statistics = report.form.statistics if how.statistics else None
    written = (statistics or report.form.report)(content)
    if not isinstance(written, str):
        written = render(written, colour=streamed and colour_wanted(stream))
    if report.save is None:
        write(stream, written)
    else:
        report.save(written.encode("utf-8", "backslashreplace"))
