"""Files are looked at by several processes, where that pays, to the same end.

JAX must not be imported in a process that forks: it has threads.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from ..files.source import Source
from .look import Looked, look
from .plan import Plan
from .request import AS_PAYS

FILES_PER_JOB = 16
_PAYS = 128  # files; to start a process, and to read the tree in it, takes as long

Work = Sequence[tuple[Source, Plan]]
_given: Work = ()  # what a process of a pool was started with


def look_at_all(work: Work, jobs: int) -> Iterator[Looked]:
    """Look at files, each with its plan, in their order."""
    jobs = _processes(jobs, len(work))
    if jobs < 2:
        yield from (look(*one) for one in work)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context("fork" if _may_fork() else "spawn")
    with ProcessPoolExecutor(jobs, context, _take, (work,)) as pool:
        yield from pool.map(_look_at, range(len(work)), chunksize=FILES_PER_JOB)


def _processes(jobs: int, files: int) -> int:
    if jobs == AS_PAYS:
        jobs = _cores() if files >= _PAYS and _may_fork() else 1
    return min(jobs, files // FILES_PER_JOB)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _may_fork() -> bool:
    return sys.platform == "linux" and "jax" not in sys.modules


def _take(work: Work) -> None:
    global _given
    _given = work


def _look_at(index: int) -> Looked:
    return look(*_given[index])
