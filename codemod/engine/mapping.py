"""One function over many items: here, in processes beside this one, or on a cluster.

JAX must not be imported in a process that forks: it has threads.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

AS_PAYS = 0
"""For as many processes as there are cores, where that pays."""


class WorkError(Exception):
    """Work that could not be done where it was to be done: cause and cure."""


class Item(Protocol):
    """What a function is called with: it has a place in the file system."""

    @property
    def path(self) -> str:
        """The file or folder that it is about."""


A = TypeVar("A")
T = TypeVar("T", bound=Item)
R = TypeVar("R")


class Workers(Protocol):
    """What runs a function elsewhere."""

    def map_over(
        self, function: Callable[[T], R], items: Sequence[T], chunk: int
    ) -> Iterator[R]:
        """Yield what the function gives for each item, in their order.

        Raises:
            WorkError: it cannot be run there, or not to its end.
        """


def map_over(
    function: Callable[[T], R],
    items: Sequence[T],
    jobs: int,
    chunk: int = 1,
    pays: int = 2,
    workers: Workers | None = None,
) -> Iterator[R]:
    """Yield what a function gives for each item, in their order.

    Args:
        function: can be pickled, where it is called elsewhere; so can what it takes
            and gives, which is small.
        items: what it is called with.
        jobs: how many processes call it, or ``AS_PAYS``.
        chunk: how many items are worth a way to another process.
        pays: how many of them are worth to start one for each core.
        workers: what calls it, in place of this machine.

    Raises:
        WorkError: it cannot be run there, or not to its end.
    """
    if workers is not None:
        return workers.map_over(function, items, chunk)
    return map_here(function, items, jobs, chunk, pays)


def map_here(
    function: Callable[[A], R], items: Sequence[A], jobs: int, chunk: int, pays: int
) -> Iterator[R]:
    """Do so on this machine, with items that may be anything."""
    jobs = processes(jobs, len(items), chunk, pays)
    return map(function, items) if jobs < 2 else _beside(function, items, jobs, chunk)


def _beside(
    function: Callable[[A], R], items: Sequence[A], jobs: int, chunk: int
) -> Iterator[R]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    context = get_context("fork" if _may_fork() else "spawn")
    with ProcessPoolExecutor(jobs, context, _take, (function, items)) as pool:
        try:
            yield from pool.map(_call, range(len(items)), chunksize=chunk)
        except BrokenProcessPool as error:
            raise WorkError(
                f"one of {jobs} processes was killed, as for want of memory; "
                "use fewer of them: --jobs 1"
            ) from error


def processes(jobs: int, items: int, chunk: int, pays: int) -> int:
    """Return how many processes are called by `map_over`; below two it is this one."""
    if jobs == AS_PAYS:
        jobs = _cores() if items >= pays and _may_fork() else 1
    return min(jobs, items // chunk)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _may_fork() -> bool:
    return sys.platform == "linux" and "jax" not in sys.modules


_given: tuple[Callable[[Any], Any], Sequence[Any]]  # what a process was started with


def _take(function: Callable[[Any], Any], items: Sequence[Any]) -> None:
    global _given
    _given = function, items


def _call(index: int) -> Any:
    function, items = _given
    return function(items[index])
