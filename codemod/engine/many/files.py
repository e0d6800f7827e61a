"""Files of a run, looked at where they are read: on a worker that shares them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain, groupby

from ...config.pyproject import ConfigError
from ...config.settings import Settings
from ...files.kinds import read_document
from ...files.read import read_file
from ...files.source import Source, SourceError
from ..look import look
from ..looked import Looked
from ..mapping import WorkError, Workers
from ..plan import Planner

CHUNK = 16
"""Files that are worth a way to a worker."""


@dataclass(frozen=True, slots=True)
class FileThere:
    """A file that is to be read elsewhere.

    Attributes:
        path: it, as it is to be printed.
        digest: what its bytes come to.
    """

    path: str
    digest: bytes


class LookThere:
    """Looks at files where it is called, and reads their configurations there.

    Args:
        settings: what holds for a file; it can go to another process.
        edits: whether findings are to have their edits.
    """

    def __init__(self, settings: Callable[[str], Settings], edits: bool = True) -> None:
        self._settings = settings
        self._edits = edits

    def __reduce__(
        self,
    ) -> tuple[type[LookThere], tuple[Callable[[str], Settings], bool]]:
        """Go to another process as what it was made of."""
        return LookThere, (self._settings, self._edits)

    def __call__(self, file: FileThere) -> tuple[Looked, ...]:
        """Return what looking at each source of a file gives.

        Raises:
            WorkError: the file is not there, or is another one.
        """
        try:
            data = read_file(file.path)
            if sha256(data).digest() != file.digest:
                raise WorkError(f"{file.path} says something else there")
            plan = self._planner.plan(file.path)
            sources = read_document(data, file.path).sources
        except OSError as error:
            what = f"{file.path} cannot be read there: {error.strerror}"
            raise WorkError(what) from error
        except (ConfigError, SourceError) as error:
            raise WorkError(f"{file.path} cannot be read there: {error}") from error
        return tuple(look(source, plan) for source in sources)

    @cached_property
    def _planner(self) -> Planner:
        from ....rules import catalogue, index

        return Planner(
            catalogue, index(), self._settings, verbose=False, edits=self._edits
        )


def look_there(
    sources: Sequence[Source],
    settings: Callable[[str], Settings],
    workers: Workers,
    edits: bool = True,
) -> Iterator[Looked]:
    """Yield what looking at each source gives, each file read by a worker.

    Raises:
        WorkError: it cannot be looked at there, or not to its end.
    """
    files = [*_files(sources)]
    found = workers.map_over(LookThere(settings, edits), files, CHUNK)
    return chain.from_iterable(found)


def _files(sources: Iterable[Source]) -> Iterator[FileThere]:
    for path, inside in groupby(sources, lambda source: source.path):
        yield FileThere(path, sha256(next(inside).data).digest())
