"""The lines of a change, as a person reads them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lrmigrate.codemod.files.kinds import read_document
from lrmigrate.codemod.model import Fix, Position, TextEdit
from lrmigrate.codemod.report.html.patch import LONGEST, patch

TEXT = "".join(f"line {number}\n" for number in range(1, 21))


def lines(reports, text, *edits, start=(1, 1), end=(1, 2)):
    fix = Fix("fix", edits) if edits else None
    found = replace(reports.FOUND, fix=fix, start=Position(*start), end=Position(*end))
    document = read_document(text.encode(), "train.py")
    return [
        f"{line.sign}{line.number} {line.text}" for line in patch(document.lines, found)
    ]


def edit(line, first, last, content):
    return TextEdit(Position(line, first), Position(line, last), content)


def test_a_file_that_is_another_one_by_now_shows_nothing(reports):
    assert lines(reports, "", edit(9, 1, 2, "x")) == []
    assert patch(lambda cell: [], reports.FOUND) == []


def test_edits_far_apart_are_shown_with_a_gap(reports):
    shown = lines(reports, TEXT, edit(2, 6, 7, "two"), edit(18, 6, 8, "x"))
    assert shown == [
        *(" 1 line 1", "-2 line 2", "+2 line two", " 3 line 3", " 4 line 4"),
        *("@0 ", " 16 line 16", " 17 line 17", "-18 line 18", "+18 line x"),
        *(" 19 line 19", " 20 line 20"),
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(reports, ending):
    text = f"a{ending}b{ending}"
    assert lines(reports, text, edit(2, 1, 2, "c")) == [" 1 a", "-2 b", "+2 c"]


def test_without_edits_the_lines_of_the_finding_are_marked(reports):
    shown = lines(reports, TEXT, start=(5, 1), end=(6, 3))
    assert shown == [
        *(" 3 line 3", " 4 line 4", "*5 line 5", "*6 line 6"),
        *(" 7 line 7", " 8 line 8"),
    ]


def test_a_long_finding_is_cut(reports):
    shown = lines(reports, TEXT, start=(1, 1), end=(20, 3))
    assert len(shown) == LONGEST + 1
    assert shown[-1] == "@0 "
