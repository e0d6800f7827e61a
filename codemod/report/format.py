"""What a report's format is, and what it is given to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from ..model import Finding, RunResult
from .mode import Mode
from .styled import Line

Written: TypeAlias = str | Iterable[Line]
Sketch: TypeAlias = Callable[[Finding], Line | None]


@dataclass(frozen=True, slots=True)
class Content:
    """A run, and how it is to be told.

    Attributes:
        result: all that was found and done.
        mode: what was asked for.
        quiet: findings only.
        stdin: what came in on standard input; None where files were named.
        sketch: draws the curve of a finding where it has one; on a terminal only.
    """

    result: RunResult
    mode: Mode
    quiet: bool = False
    stdin: bytes | None = None
    sketch: Sketch | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """How a report is written.

    Attributes:
        report: every finding. Problems too, unless it is for people, who are
            told them on standard error in any case.
        statistics: how often each rule found something; None if the format has
            no form for that.
        for_people: it is read on a terminal: in colour, and on standard error
            where standard output is for code.
        edits: whether it tells the edits of findings.
    """

    report: Callable[[Content], Written]
    statistics: Callable[[Content], Written] | None = None
    for_people: bool = False
    edits: bool = False
