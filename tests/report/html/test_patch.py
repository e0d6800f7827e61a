"""The lines of a change, as a person reads them."""

from __future__ import annotations

import difflib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrmigrate.codemod.files.kinds import read_document
from lrmigrate.codemod.model import Fix, Position, TextEdit
from lrmigrate.codemod.report.excerpt import CONTEXT
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


def test_numbers_after_an_insertion_count_it(reports):
    shown = lines(reports, TEXT, edit(1, 1, 1, "new\n"), edit(12, 6, 8, "x"))
    assert shown[:2] == ["+1 new", " 1 line 1"]
    assert shown[-5:] == [
        *(" 11 line 11", "-12 line 12", "+13 line x"),
        *(" 13 line 13", " 14 line 14"),
    ]


@st.composite
def edits(draw):
    """Edits of a line, before one, or of all of it with its end, far apart or not."""
    found = []
    for number in sorted(draw(st.sets(st.integers(1, 20), min_size=1))):
        start, end = Position(number, 1), Position(number + 1, 1)
        found.append(
            draw(
                st.sampled_from(
                    [
                        edit(number, 1, 5, f"word {number} of"),
                        TextEdit(start, start, f"above {number}\n"),
                        TextEdit(start, end, ""),
                    ]
                )
            )
        )
    return found


@settings(deadline=None)
@given(edits())
def test_the_lines_are_those_of_a_comparison_of_both_files(reports, found):
    document = read_document(TEXT.encode(), "train.py")
    old, new = document.lines(0), document.with_edits(found).lines(0)
    whole = []
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for group in matcher.get_grouped_opcodes(CONTEXT):
        whole += ["@0 "] if whole else []
        for tag, i1, i2, j1, j2 in group:
            sign = " " if tag == "equal" else "-"
            whole += [f"{sign}{at + 1} {old[at]}" for at in range(i1, i2)]
            if tag != "equal":
                whole += [f"+{at + 1} {new[at]}" for at in range(j1, j2)]
    assert lines(reports, TEXT, *found) == whole


def test_of_a_long_file_only_lines_near_the_edits_are_read(reports):
    class Counting(list):
        read = 0

        def __getitem__(self, where):
            found = super().__getitem__(where)
            Counting.read += len(found) if isinstance(where, slice) else 1
            return found

    text = Counting(f"line {number}" for number in range(100_000))
    found = replace(reports.FOUND, fix=Fix("", (edit(50_000, 1, 5, "word"),)))
    assert len(patch(lambda cell: text, found)) == 2 * CONTEXT + 2
    assert Counting.read < 100
