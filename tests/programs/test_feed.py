"""A few files of those that `make feed` feeds, and what it tells of a wrong one."""

from __future__ import annotations

import ast
from random import Random

import pytest
from feed import Tally, files
from feeding.doors import Fed, edited, fed, found_in, kept_runs
from feeding.grafts import grafted, parsed
from feeding.growth import growth

pytest.importorskip("jax")

REAL = '''\
#!/usr/bin/env python
"""A module."""

from __future__ import annotations

import os, \\
    sys

LIMIT = 10


def first(a, *, b=1):
    """One line."""
    return a + b


class Second:
    def third(self, c): return c

    @property
    def fourth(self):
        # before
        with open(os.devnull) as file:
            return file

if True: x = 1
'''
FORMS = {
    "as it is": REAL,
    "Windows": REAL.replace("\n", "\r\n"),
    "tabs": REAL.replace("    ", "\t"),
    "nothing": "",
    "a comment": "# nothing",
    "no end of line": "x = 1",
    "an encoding": "# coding: latin-1\nx = 'é'\n",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_what_is_put_in_stands_where_it_is_run(text):
    for seed in range(20):
        done = grafted(text, Random(seed))
        assert parsed(done.text) is not None
        lines = done.text.splitlines(keepends=True)
        kept = [line for number, line in enumerate(lines) if number not in done.lines]
        assert "".join(kept) in (text, f"{text}\n")
        names = {
            node.targets[0].id
            for node in ast.walk(ast.parse(done.text))
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        assert {*done.new, "fed_optimizer"} <= names


def test_no_python_is_fed_as_it_is(tmp_path):
    (tmp_path / "wrong.py").write_bytes(b"import optax\n(\n")
    found = [*fed(str(tmp_path / "wrong.py"), tmp_path, 0)]
    assert [one.wrong for one in found] == [[]]
    assert found[0].unread


def test_files_are_rewritten_and_nothing_is_wrong(tmp_path):
    (tmp_path / "real.py").write_bytes(REAL.encode())
    found = [
        one
        for seed in range(4)
        for one in fed(str(tmp_path / "real.py"), tmp_path, seed)
    ]
    wrong = [what for one in found for what in one.wrong if " s of cpu" not in what]
    assert wrong == []
    assert [one.sites for one in found] == [0, 3] * 4
    assert all(one.written + len(one.left) >= one.sites for one in found)
    assert sum(one.written for one in found) > 2
    assert sum(one.compared for one in found) > len(REAL)


@pytest.mark.parametrize(
    ("after", "is_wrong"),
    [
        ("a\nB\nc\n", False),
        ("a\nB, which is longer\nand more\nc\n", False),
        ("a\nc\n", False),
        ("A\nB\nc\n", True),
        ("a\nB\n", True),
        ("a\nB\nc\nd\n", True),
        (f"a\n{'B' * 999}\nc\n", True),
    ],
)
def test_every_byte_outside_of_a_rewrite_is_compared(after, is_wrong):
    edits = {"fix": {"edits": [{"location": {"row": 2}, "end_location": {"row": 2}}]}}
    runs = kept_runs([b"a\n", b"b\n", b"c\n"], edited([edits]))
    assert (found_in(after.encode(), runs) is None) is is_wrong


def test_files_are_drawn_by_a_seed(tmp_path):
    for number in range(30):
        (tmp_path / f"{number}.py").touch()
    (tmp_path / "not.txt").touch()
    assert len(files([str(tmp_path)], 0, 0)) == 30
    assert files([str(tmp_path)], 9, 1) == files([str(tmp_path)], 9, 1)
    assert files([str(tmp_path)], 9, 1) != files([str(tmp_path)], 9, 2)


def test_the_figures():
    one = Fed("a.py", seconds=0.5, unread="is wrong")
    put = Fed("b.py", seconds=1.5, sites=3, written=2, left=["`x` on line 3"])
    told = "\n".join(Tally([one, put], held=3 << 20).told())
    assert "1 files as they are, 1 with calls\n3 calls put in, 2 rewritten" in told
    assert "slowest: 1.50 s of cpu, b.py\nmost memory: 3 MiB" in told
    assert "left, because, 1 in 1 ways:\n     1  `…` on line #" in told


def test_how_much_more_a_run_holds_is_told_by_its_command(tmp_path):
    (tmp_path / "real.py").write_text(REAL + "def f(): ...\n" * 300)
    found = growth([str(tmp_path / "real.py")] * 6, 0, tmp_path)
    assert {*found} == {"check", "curves"}
