"""The sources of a run: which files hold a word of the rules, read and planned."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..config.pyproject import ConfigError
from ..files.decode import SourceError, packed
from ..files.kinds import is_config, read_document, searched
from ..files.real import real_path
from ..files.search.discover import Discovery
from ..files.search.project_root import tree_of
from ..files.search.search import Said, Search
from ..files.search.sought import Sought
from ..model import UNREADABLE, Problem, UnreadFile
from .looked import misconfigured, unreadable
from .mapping import map_here
from .plan import Plan, Planner
from .request import Request

if TYPE_CHECKING:
    from ..files.document import Document, Unread
    from ..files.source import Source

FILES_PER_JOB = 512
PAYS = 4096
"""Files: to start a process takes as long as to search some thousands."""


class Reader:
    """Reads the files of a request that hold a word of the rules.

    Attributes:
        problems: what cannot be read, each once.
        scanned: how many files were read.
        sought: what is searched for, by all projects that were met.
        said: what the bytes of the files come to in this process, by their paths.
        notes: examples for people that cannot be read, with their files.
        unread: files that name a schedule and were not read.
    """

    def __init__(self, request: Request, planner: Planner) -> None:
        self.problems: dict[Problem, None] = {}
        self.scanned = 0
        self.sought = Sought()
        self.said: dict[str, int] = {}
        self.notes: list[tuple[str, Unread]] = []
        self.unread: list[UnreadFile] = []
        self._schedules: set[bytes] = set()
        self._request = request
        self._planner = planner

    def planned(self) -> Iterator[tuple[Source, Plan]]:
        """Yield each source with its plan."""
        for path, data in self._candidates():
            try:
                plan = self._planner.plan(path)
                if plan.project is not None and plan.project.is_copied(path):
                    continue  # ours, and as it was written
                # The words of another project are no reason to look at it.
                code = searched(data, path)
                if self._request.stdin is not None or plan.sought.concerns(code):
                    document = read_document(data, path)
                    self.said[path] = hash(data)
                    self._tell_unread(document, plan)
                    if is_config(path) and not document.sources:
                        from .unread import SILENT, naming

                        self.unread += naming(path, data, self._schedules, SILENT)
                    for source in document.sources:
                        yield source, plan
            except SourceError as error:
                self._tell(unreadable(path, error))
            except ConfigError as error:
                self._tell(misconfigured(error))

    def files(self) -> list[str]:
        """Return the files of the request, in order, whatever is in them."""
        if self._request.stdin is not None:
            return [self._request.stdin_filename]
        return self._discovery().found()

    def _discovery(self) -> Discovery:
        request = self._request
        return Discovery(
            *(request.paths, self.sought, self._exclude, self._tell),
            all(map(_is_whole, request.paths)),
            self._search_all,
        )

    def _candidates(self) -> Iterator[tuple[str, bytes]]:
        request = self._request
        for path in (request.base, *request.named):
            self._exclude(path)
        if request.stdin is not None and request.paths:
            self.scanned = 1
            if reason := packed(request.stdin):
                self._tell(unreadable(request.stdin_filename, SourceError(reason)))
            else:
                yield request.stdin_filename, request.stdin
            return
        discovery = self._discovery()
        for found in discovery:
            self.scanned = discovery.files_scanned
            yield found.path, found.data
        self.scanned = discovery.files_scanned
        if discovery.passed_over:
            from .unread import passed_over

            self.unread += passed_over(discovery.passed_over, self._schedules)

    def _search_all(
        self, search: Search, paths: Sequence[str]
    ) -> Iterator[Said | None]:
        return map_here(search, paths, self._request.jobs, FILES_PER_JOB, PAYS)

    def _exclude(self, path: str) -> tuple[Path, Sequence[str]]:
        """Return what is left out of a folder, whose words count from now on."""
        try:
            settings = self._request.settings(path)
            self.sought.add(self._planner.index.sought)
            self._schedules |= self._planner.index.schedules
        except ConfigError as error:
            self._tell(misconfigured(error))
            return Path(path), ("*",)
        return settings.root, settings.exclude

    def _tell_unread(self, document: Document, plan: Plan) -> None:
        """Tell of the parts that cannot be read and may concern a rule."""
        for part in document.unread:
            if not plan.sought.concerns(part.text.encode("utf-8", "surrogatepass")):
                continue
            if part.prose:
                self.notes.append((document.path, part))
            else:
                self._tell(Problem(part.why, document.path, part.place, UNREADABLE))

    def _tell(self, problem: Problem) -> None:
        self.problems[problem] = None


def _is_whole(path: str) -> bool:
    """Whether a path is a folder with the whole project that it is of."""
    folder = real_path(path)
    is_dir = os.path.isdir(folder)  # noqa: PTH112 (a name may be too long)
    return is_dir and tree_of(folder / "module.py").is_relative_to(folder)
