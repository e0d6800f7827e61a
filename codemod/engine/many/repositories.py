"""One repository of many: checked as if the run stood in it, and was over it alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace

from ....rules import catalogue
from ...config.pyproject import ConfigError
from ...config.settings import SettingsFinder
from ...model import Problem, RunResult, TargetChoice
from .. import run
from ..looked import bug, misconfigured
from ..mapping import WorkError, Workers, map_over
from ..request import OnProgress, Request


@dataclass(frozen=True, slots=True)
class Repository:
    """A folder that is checked by itself.

    Attributes:
        shown: it, as it is to be printed.
        path: it, absolute.
    """

    shown: str
    path: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of one repository gave: plain values that can cross a process.

    Attributes:
        result: all that was found; paths are those below the repository.
        fails: whether that is as bad as its own configuration counts.
        missing: whether there is no such folder.
    """

    result: RunResult
    fails: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class CheckThere:
    """Checks a repository with its own configuration.

    Attributes:
        settings: what the command line says; what is configured is read anew.
        verbose: tell which versions the projects run with.
        shrinks_baseline: take out of the baselines what no longer occurs.
    """

    settings: SettingsFinder
    verbose: bool = False
    shrinks_baseline: bool = False

    def __call__(self, repository: Repository) -> Checked:
        """Return what is found; whatever is wrong with a repository is told of it."""
        try:
            with _standing_in(repository.path):
                return self._checked()
        except (FileNotFoundError, NotADirectoryError):
            there = os.path.exists(repository.path)  # noqa: PTH110
            told = Problem("is no folder" if there else "no such folder")
            return replace(_failed(told), missing=True)
        except OSError as error:
            return _failed(Problem(f"cannot be looked at: {error.strerror}"))
        finally:
            catalogue.cache_clear()  # it keeps one for each root

    def _checked(self) -> Checked:
        try:
            request = Request(
                (".",),
                deepcopy(self.settings),
                verbose=self.verbose,
                shrinks_baseline=self.shrinks_baseline,
            )
            fail_on = request.settings(".").fail_on
            result = run.check(request, lambda *_: None)
        except ConfigError as error:
            return _failed(misconfigured(error))
        except Exception as error:  # a bug of ours must not cost the others
            return _failed(bug("", error))
        found = any(fail_on.counts(finding.severity) for finding in result.findings)
        return Checked(result, found)


def check_each(
    repositories: Sequence[Repository],
    check: CheckThere,
    jobs: int,
    workers: Workers | None,
    on_progress: OnProgress,
) -> Iterator[tuple[Repository, Checked]]:
    """Yield each repository with what it gives, in their order.

    Raises:
        WorkError: they cannot be checked there, or not all.
    """
    found = map_over(check, repositories, jobs, workers=workers)
    for done, (one, checked) in enumerate(zip(repositories, found, strict=True)):
        on_progress("checking", done, len(repositories))
        if workers is not None and checked.missing and os.path.isdir(one.path):  # noqa: PTH112
            raise WorkError(
                f"a worker sees no folder {one.path}; the files have to be at the same "
                "place on every machine"
            )
        yield one, checked


def _failed(problem: Problem) -> Checked:
    target = TargetChoice("auto", "nothing was looked at")
    return Checked(RunResult((), (problem,), (), 0, 0, target))


@contextmanager
def _standing_in(folder: str) -> Iterator[None]:
    before = os.getcwd()  # noqa: PTH109
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
