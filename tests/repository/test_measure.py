"""What the benchmark tells of commands that took turns."""

import sys
from operator import attrgetter

import pytest
from measure import Row, Run, run

WALL = attrgetter("wall")


def row(*walls):
    return Row([Run(wall, 0, 0) for wall in walls])


def test_a_ratio_is_the_median_of_those_of_each_turn():
    base = row(1, 10, 2)
    assert row(2, 10, 8).ratio(base, WALL) == 2
    assert row(2, 10, 8).median(WALL) / base.median(WALL) == 4


def test_what_was_run_once_is_compared_with_the_first_turn():
    assert row(90).ratio(row(3, 4, 5), WALL) == 30


@pytest.mark.parametrize(
    ("code", "told"), [("pass", 0), ("raise SystemExit(1)", 0), ("exit(2)", 2)]
)
def test_what_a_command_exits_with_is_told_where_it_is_no_answer(code, told, tmp_path):
    assert Row([run([sys.executable, "-c", code], tmp_path)]).code == told


def test_what_takes_too_long_is_stopped(tmp_path):
    wait = [sys.executable, "-c", "import time; time.sleep(60)"]
    assert Row([run(wait, tmp_path, limit=0.2)]).stopped
