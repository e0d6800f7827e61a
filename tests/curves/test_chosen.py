"""Which learning rates are meant: by a line, by a name, by a file."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from rates import rate

from lrmigrate.codemod.cli.app import cli
from lrmigrate.codemod.curves.chosen import NoneThereError, meant, parsed
from lrmigrate.codemod.model import Position

FOUND = [
    rate(path="train.py", start=Position(3, 5), scope="", target="lr"),
    rate(path="train.py", start=Position(7, 9), scope="Run.make", target=""),
    rate(path="train.py", start=Position(8, 9), scope="Run.make", target="rate"),
    rate(path="pkg/a.py", start=Position(3, 1), scope="", target="lr"),
    rate(path="nb.ipynb", start=Position(3, 1, 2), scope="", target="lr"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("train.py", "nb.ipynb", "odd:7", "pkg/a.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def chosen(*paths):
    return [FOUND.index(one) for one in meant([*map(parsed, paths)], FOUND)]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("train.py:99", ["line 99", "on 3 cosine_decay_schedule, 7 cosine"]),
        ("train.py::Run", ["the name Run", "in Run.make"]),
        ("nb.ipynb:3", ["line 3", "cell 2:3"]),
    ],
)
def test_what_is_not_there_is_told_with_what_is(path, words):
    with pytest.raises(NoneThereError) as error:
        chosen(path)
    for word in words:
        assert word in str(error.value)


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("train.py:0", "lines"),
        ("train.py:00:5", "lines"),
        ("nb.ipynb:cell 0:3", "cells and lines"),
        ("nb.ipynb:cell 2:0", "cells and lines"),
    ],
)
def test_lines_and_cells_start_with_1(path, what):
    with pytest.raises(NoneThereError) as error:
        parsed(path)
    assert str(error.value) == f"{path}: {what} start with 1"
    result = CliRunner().invoke(cli, ["curves", path])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"lrmigrate: error: {error.value}\n"


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        ([], [0, 1, 2, 3, 4]),
        (["."], [0, 1, 2, 3, 4]),
        (["train.py:3"], [0]),
        (["train.py:7:9"], [1]),
        (["train.py::Run.make"], [1, 2]),
        (["train.py::Run.make.rate"], [2]),
        (["train.py::lr"], [0]),
        (["nb.ipynb:cell 2:3:1"], [4]),
        (["pkg", "train.py:3"], [0, 3]),
        (["train.py", "train.py:3"], [0, 1, 2]),
    ],
    ids=str,
)
def test_what_is_meant(paths, found):
    assert chosen(*paths) == found


HUGE = f"train.py:{'9' * 5000}"


@pytest.mark.parametrize(
    "path", [HUGE, "odd:7", "none.py:3", "none.py::lr", "pkg:3", "-"]
)
def test_what_is_no_line_of_a_file_is_a_path(path):
    assert (parsed(path).path, parsed(path).whole) == (path, True)


def test_a_file_may_be_named_otherwise(folder):
    assert chosen(f"{folder}/pkg/../train.py:3") == [0]
