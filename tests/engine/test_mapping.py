"""One function over many items: in order, and the same wherever it runs."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

import pytest

from lrmigrate.codemod.engine.mapping import WorkError, map_over


@dataclass(frozen=True)
class Numbered:
    path: str
    number: int


ITEMS = [Numbered(f"{number}.py", number) for number in range(9)]


def doubled(item):
    return 2 * item.number


def killed(item):
    if item.number == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return item.number


class Elsewhere:
    def map_over(self, function, items, chunk):
        return iter([chunk, *(item.path for item in items)])


def test_a_process_that_is_killed_is_told_with_its_cure():
    with pytest.raises(WorkError, match=r"one of 2 processes was killed.*--jobs 1"):
        [*map_over(killed, ITEMS, jobs=2)]


@pytest.mark.parametrize(("jobs", "chunk"), [(1, 1), (2, 1), (3, 4), (2, 100)])
def test_what_is_given_comes_in_order(jobs, chunk):
    assert [*map_over(doubled, ITEMS, jobs, chunk)] == [0, 2, 4, 6, 8, 10, 12, 14, 16]


def test_nothing_comes_of_nothing():
    assert [*map_over(doubled, [], 2)] == []


def test_in_this_process_each_is_done_when_it_is_asked_for():
    done = []
    found = map_over(lambda item: done.append(item.number), ITEMS, 1)
    next(found)
    assert done == [0]


def test_workers_go_before_jobs():
    found = map_over(doubled, ITEMS[:2], 2, 16, workers=Elsewhere())
    assert [*found] == [16, "0.py", "1.py"]
