"""Work in a process of its own, as each thread of a worker of a cluster has one.

A worker may have many threads, other work, and another folder than ours. So each thread
hands what it is to do to a process that stands where the run does. That keeps what it
read as long as the run lasts, and goes when nothing more comes.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryFile
from threading import local
from typing import IO, Any, NamedTuple, TypeVar

from ...framing import read, write
from ..mapping import Item, WorkError
from .answer import Order, known

ENVIRONMENT = "VIRTUAL_ENV"
"""The variable that says which environment a project's code runs in."""

_HOME = Path(__file__).parents[3]

# Whatever is called like us on Python's path: the process runs what this one does.
_START = f"""
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
door, *path = sys.argv[1:]
spec = ModuleSpec("lrmigrate", None, is_package=True)
spec.submodule_search_locations.append({str(_HOME)!r})
sys.modules["lrmigrate"] = module_from_spec(spec)
import_module(door).main(path)
"""

_MINE = local()

T = TypeVar("T", bound=Item)


class Place(NamedTuple):
    """Where a process is started.

    Attributes:
        door: the module that it runs, which answers orders.
        folder: the working directory of the run.
        environment: the virtual environment that is active; empty where none is.
        run: no other run has it: files may have changed since another one.
    """

    door: str
    folder: str
    environment: str
    run: str


class Helper:
    """A process that answers orders, one after the other.

    Args:
        place: where it is started.

    Raises:
        OSError: it cannot be.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        with ExitStack() as opened:
            self._said: IO[bytes] = opened.enter_context(TemporaryFile())
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _START, place.door, *_path()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                cwd=place.folder,
                env={**os.environ, ENVIRONMENT: place.environment},
            )
            opened.pop_all()

    @property
    def waits(self) -> bool:
        """Whether there is one that takes an order."""
        return self._process.poll() is None

    def ask(self, order: bytes) -> bytes:
        """Return the answer to an order.

        Raises:
            WorkError: the process ended without one.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            write(self._process.stdin, order)
            return read(self._process.stdout)
        except (BrokenPipeError, EOFError) as error:
            raise WorkError(self._ended()) from error

    def end(self) -> None:
        """Let the process go: it ends when it has nothing to read."""
        for stream in (self._process.stdin, self._process.stdout, self._said):
            assert stream is not None
            with suppress(OSError):  # what it did not read is not missed
                stream.close()
        self._process.wait()

    def _ended(self) -> str:
        code = self._process.wait()
        if code < 0:
            return (
                f"lost its process to signal {-code}, as for want of memory; "
                "give it more, or fewer threads"
            )
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").split("\n")
        last = next(filter(None, reversed(lines)), f"exit code {code}")
        return f"lost its process: {last}"


def _path() -> list[str]:
    """Python's path here, but for the working directory, which is anybody's."""
    here = os.getcwd()  # noqa: PTH109
    entries = (os.path.abspath(one) for one in sys.path if one)  # noqa: PTH100
    return [one for one in entries if one != here]


def orders(
    function: Callable[[T], Any], items: Sequence[T], size: int
) -> Iterator[bytes]:
    """Yield what helpers answer: a function over so many of the items at a time."""
    called = pickle.dumps(function)
    for at in range(0, len(items), size):
        some = items[at : at + size]
        paths = [item.path for item in some]
        yield pickle.dumps(tuple(Order(paths, known(), called, pickle.dumps(some))))


def run_apart(place: tuple[str, ...], wanted: bytes) -> tuple[str, bytes]:
    """Have an order answered by this thread's process; return who did it, and how.

    Args:
        place: a `Place`, as values that every version can read.
        wanted: an `Order`, pickled.

    Raises:
        WorkError: no process could answer it.
    """
    from distributed import get_worker

    worker, where = get_worker().address, Place(*place)
    try:
        return worker, _helper(where).ask(wanted)
    except WorkError as error:
        raise WorkError(f"the worker {worker} {error}") from error
    except OSError as error:
        raise WorkError(
            f"the worker {worker} cannot work in {where.folder}: {error.strerror}; "
            "the files have to be at the same place on every machine"
        ) from error


def outcomes(worker: str, answered: bytes) -> list[Any]:
    """Return the outcomes that an answer holds.

    Raises:
        WorkError: it says why there are none.
    """
    found, why = pickle.loads(answered)
    if why:
        raise WorkError(f"the worker {worker} {why}")
    return list(found)


def _helper(place: Place) -> Helper:
    """Return the process of this thread; one of another run is of no use."""
    mine: Helper | None = getattr(_MINE, "helper", None)
    if mine is not None and mine.waits and mine.place == place:
        return mine
    if mine is not None:
        mine.end()
    _MINE.helper = None
    _MINE.helper = Helper(place)
    found: Helper = _MINE.helper
    return found
