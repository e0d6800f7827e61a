"""The full report: the source of a finding, as it was and where it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lrmigrate.codemod.model import (
    FileChange,
    Finding,
    Position,
    RunResult,
    Severity,
    TargetChoice,
)
from lrmigrate.codemod.report.excerpt import LONGEST, WIDEST
from lrmigrate.codemod.report.format import Content
from lrmigrate.codemod.report.formats.full import full_report
from lrmigrate.codemod.report.mode import Mode
from lrmigrate.codemod.report.styled import render

NOTHING = RunResult((), (), (), 1, 0, TargetChoice("lrsched", ""))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def finding(start, end):
    return Finding(
        "train.py", "LRS001", "old", Severity.WARNING, Position(*start), Position(*end)
    )


def excerpt(found, *, stdin=None, changes=(), colour=False):
    result = replace(NOTHING, findings=(found,), changes=changes)
    content = Content(result, Mode.CHECK, quiet=True, stdin=stdin)
    return render(full_report(content), colour=colour).splitlines()[2:-1]


# -- no source to show ----------------------------------------------------------


@pytest.mark.parametrize("data", [None, b"\xff\xfe", b"one line\n"], ids=str)
def test_a_file_that_is_gone_or_another_now_is_not_shown(folder, data):
    if data is not None:
        (folder / "train.py").write_bytes(data)
    assert excerpt(finding((3, 1), (3, 4))) == []


def test_nothing_of_a_file_drives_the_terminal(folder):
    (folder / "train.py").write_bytes(b"a = '\x1b[31m[red]'; old\n")
    assert excerpt(finding((1, 19), (1, 22))) == [
        "  |",
        "1 | a = '\\x1b[31m[red]'; old",
        "  |                      ^^^",
        "  |",
    ]


# -- shown ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "columns", "marks"),
    [
        ("x = old()", (5, 8), "    ^^^"),
        ("\tx = old()", (6, 9), "        ^^^"),
        ("学习 = old()", (6, 9), "       ^^^"),
        ("x = 学习", (5, 7), "    ^^^^"),
        ("x = e\u0301 + old", (10, 13), "        ^^^"),
        ("x", (1, 1), "^"),
    ],
    ids=["plain", "tab", "wide before", "wide", "combining", "empty"],
)
def test_marks_stand_under_what_is_meant(folder, line, columns, marks):
    (folder / "train.py").write_text(f"{line}\n", encoding="utf-8")
    start, end = columns
    assert excerpt(finding((1, start), (1, end)))[2] == f"  | {marks}"


def test_lines_around_it_and_a_margin_for_the_largest_number(folder):
    (folder / "train.py").write_text("".join(f"line{n}\n" for n in range(1, 20)))
    assert excerpt(finding((9, 1), (10, 5))) == [
        "   |",
        " 7 | line7",
        " 8 | line8",
        " 9 | line9",
        "   | ^^^^^",
        "10 | line10",
        "   | ^^^^",
        "11 | line11",
        "12 | line12",
        "   |",
    ]


def test_empty_lines_around_it_are_left_out(folder):
    (folder / "train.py").write_text("a\n\n\nold\n \n\nb\n")
    assert excerpt(finding((4, 1), (4, 4))) == ["  |", "4 | old", "  | ^^^", "  |"]


def test_of_a_long_finding_the_first_lines_are_shown(folder):
    (folder / "train.py").write_text("    x,\n" * 40)
    lines = excerpt(finding((1, 5), (30, 6)))
    assert lines.count("  |     ^^") == LONGEST
    assert lines[-1] == f"  | and {30 - LONGEST} more lines"


def test_of_a_long_line_the_part_is_shown_that_is_meant(folder):
    (folder / "train.py").write_text("x = [" + "1, " * 9000 + "old]\n")
    at = 5 + 3 * 9000
    _, shown, marks, _ = excerpt(finding((1, at + 1), (1, at + 4)))
    assert len(shown) <= WIDEST + 4
    assert shown[marks.index("^") :] == "old]"


def test_lines_end_where_python_ends_them(folder):
    (folder / "train.py").write_bytes("a\x0c\x85\r\nb\rold\n".encode())
    assert excerpt(finding((3, 1), (3, 4)))[3] == "3 | old"


def test_a_file_that_was_fixed_is_shown_as_it_was(folder):
    (folder / "train.py").write_text("new import\nnew\n")
    change = FileChange("train.py", "\ufeffold\n", "\ufeffnew import\nnew\n")
    assert excerpt(finding((1, 1), (1, 4)), changes=(change,))[1] == "1 | old"


def test_standard_input_is_shown(folder):
    (folder / "train.py").write_text("another file\n")
    assert excerpt(finding((1, 1), (1, 4)), stdin=b"old\n")[1] == "1 | old"


def test_marks_are_coloured_as_the_code_is(folder):
    (folder / "train.py").write_text("old\n")
    lines = excerpt(finding((1, 1), (1, 4)), colour=True)
    assert "\x1b[33m\x1b[1m^^^\x1b[0m" in lines[2]
