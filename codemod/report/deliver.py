"""Everything a run has to say, each part on the stream where it belongs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from ..model import RunResult
from .mode import Mode
from .stream import colour_wanted, tell, write
from .styled import render
from .summary import dependency_note
from .text import problem_text, text_report


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a run is to be told.

    Attributes:
        mode: what was asked for.
        as_json: JSON rather than text.
        quiet: neither summary nor target.
        stdin: what came in on standard input; None where files were named.
        save: takes the report in place of a stream.
    """

    mode: Mode
    as_json: bool = False
    quiet: bool = False
    stdin: bytes | None = None
    save: Callable[[bytes], None] | None = None

    @property
    def stdout_taken(self) -> bool:
        """Whether standard output is for a diff, or for the fixed source."""
        fixed_source = self.mode is Mode.FIX and self.stdin is not None
        return fixed_source or self.mode is Mode.DIFF


def deliver(result: RunResult, how: Delivery) -> None:
    """Tell a run: the diff or source, the report, and problems in any case."""
    if not how.quiet and any(finding.fix for finding in result.findings):
        for target in (result.target, *result.other_targets):
            tell("target", f"{target.name} ({target.reason})")
    for kind, note in result.notes:
        tell(kind, note)
    for warning in () if how.quiet else result.warnings:
        tell("warning", warning)
    for problem in result.problems:
        tell("error", problem_text(problem))
    if how.mode is Mode.DIFF:
        _write_diff(result)
    elif how.mode is Mode.FIX and how.stdin is not None:
        write(sys.stdout, _fixed_source(result, how.stdin))
    _report(result, how)
    if how.as_json and not how.quiet and (note := dependency_note(result, how.mode)):
        tell("note", note)


def _write_diff(result: RunResult) -> None:
    from .diff import diff_bytes, diff_lines

    if colour_wanted(sys.stdout):
        write(sys.stdout, render(diff_lines(result.changes), colour=True))
    else:
        write(sys.stdout, diff_bytes(result.changes))


def _fixed_source(result: RunResult, stdin: bytes) -> bytes:
    from ..source import Source

    if not result.changes:
        return stdin
    change = result.changes[0]
    text = change.after.removeprefix("\ufeff")
    return Source.from_bytes(stdin, change.path).encode(text)


def _report(result: RunResult, how: Delivery) -> None:
    stream = sys.stderr if how.stdout_taken else sys.stdout
    colour = how.save is None and colour_wanted(stream)
    if how.as_json:
        from .json_format import json_report

        report = json_report(result)
    else:
        lines = text_report(result, how.mode, quiet=how.quiet)
        report = render(lines, colour=colour)
    if how.save is not None:
        how.save(report.encode("utf-8", "backslashreplace"))
    elif not (how.quiet and how.stdout_taken):
        write(stream, report)
