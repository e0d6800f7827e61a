"""The flake8 plugin: what ``lrmigrate check`` finds, told as flake8 tells it.

flake8 decides which files there are and which codes it shows, and a file that it
cannot parse is its own business. Comments are weighed here, as ``check`` weighs them,
so that both find the same; flake8 then weighs those that it knows once more.
"""

from __future__ import annotations

import ast
from argparse import Namespace
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from .isolation import isolated

if TYPE_CHECKING:
    from ..config.settings import SettingsFinder
    from ..engine.plan import Planner
    from ..model import Finding, Position, Problem


class Plugin:
    """The findings in one file, for flake8.

    Args:
        tree: the parsed file; flake8 asks a plugin that takes it once for each file.
        filename: its name, or what standard input is called.
        lines: its lines, decoded, with their ends.
    """

    _noqa: ClassVar[bool] = True

    def __init__(self, tree: ast.AST, filename: str, lines: Sequence[str]) -> None:
        self._filename = filename
        self._text = "".join(lines)

    @classmethod
    def parse_options(cls, options: Namespace) -> None:
        """Take what counts here of flake8's own options."""
        from ..rule.packs import prefixes

        cls._noqa = not options.disable_noqa
        # As flake8 itself shows what a plugin finds, unless it is told otherwise.
        options.extended_default_select = [
            *options.extended_default_select,
            *prefixes(),
        ]

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Yield line (from 1), column (from 0), code and message of each finding."""
        with isolated([self._filename]):
            told = [*self._told()]
        for start, text in told:
            yield start.line, start.column - 1, text, type(self)

    def _told(self) -> Iterator[tuple[Position, str]]:
        if not _is_spoken_of(self._text):
            return
        from ..model import UNREADABLE, Position
        from ..report.styled import printable

        findings, problems = _look(self._filename, self._text, self._noqa)
        for one in findings:
            yield one.start, f"{one.code} {printable(one.message)}"
        for problem in problems:
            place = problem.position or Position(1, 1)
            yield place, f"{UNREADABLE} {printable(problem.message)}"


def _is_spoken_of(text: str) -> bool:
    from ...rules import catalogue
    from ..engine.look import is_spoken_of

    return is_spoken_of(text, catalogue(Path()))


def _look(
    filename: str, text: str, noqa: bool
) -> tuple[Sequence[Finding], Sequence[Problem]]:
    from ..config.left_out import is_left_out
    from ..config.pyproject import ConfigError
    from ..engine.baselines import Baselines
    from ..engine.looked import misconfigured, unreadable
    from ..engine.request import Request
    from ..engine.survey import survey_one
    from ..files.kinds.python import PythonFile
    from ..files.source import Source, SourceError

    try:
        if is_left_out(filename, _settings()):
            return (), ()
        plain = Source.from_text(text, filename)
        document = PythonFile(plain.data, filename, plain)
        planner = _planner()
        plan = planner.plan(document.path)
        seen = survey_one(planner, document, plan, rewrites=False, noqa=noqa)
    except ConfigError as error:
        return (), [misconfigured(error)]
    except SourceError as error:
        return (), [unreadable(filename, error)]
    Baselines(Request((filename,), _settings()), seen).hide()
    found = [one for file in seen.files for one in file.looked.findings]
    return found, seen.all_problems


@cache
def _planner() -> Planner:
    from ...rules import catalogue, index
    from ..engine.plan import Planner

    return Planner(catalogue, index(), _settings(), verbose=False, edits=False)


@cache
def _settings() -> SettingsFinder:
    from ...rules import index
    from ..config.pyproject import Configurations
    from ..config.settings import Overrides, SettingsFinder

    known = index()
    return SettingsFinder(Configurations(), Overrides(), known.codes, known.broken)
