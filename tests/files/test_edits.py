"""Text edits: what they may not touch first, then that they do their work."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lrmigrate.codemod.files.edits import (
    Taken,
    apply_edits,
    places_before,
    smallest_edits,
    within,
)
from lrmigrate.codemod.model import Edit


def overlap(edits, others):
    return Taken(others).overlaps(edits)


WORDS = ("a", "decay_steps", "n0", "é", "学", "\U0001d4b3")
MARKS = (
    ".",
    ",",
    "=",
    "(",
    ")",
    "'",
    "\\",
    "\x0c",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\r",
    "\t",
)
# No word next to a word: it would be one token, as it is to the edits.
TEXTS = st.lists(
    st.tuples(st.sampled_from(("", *WORDS)), st.sampled_from(MARKS)), max_size=12
).map(lambda pairs: "".join(word + mark for word, mark in pairs))
EDITS = st.lists(
    st.builds(
        lambda start, length, content: Edit(start, start + length, content),
        st.integers(0, 8),
        st.integers(0, 4),
        st.sampled_from(("", "x", "yy")),
    ),
    max_size=3,
).filter(lambda edits: not any(overlap([a], [b]) for a, b in combinations(edits, 2)))

calm = settings(max_examples=200, deadline=None, derandomize=True)


# -- what is not touched ------------------------------------------------------


@calm
@given(TEXTS, st.integers(0, 9))
def test_equal_texts_have_no_edits(text, offset):
    assert list(smallest_edits(text, text, offset)) == []


@calm
@given(TEXTS, TEXTS, st.integers(0, 9))
def test_a_new_name_is_one_edit_of_that_name(before, after, offset):
    start = offset + len(before)
    edits = smallest_edits(f"{before}old,{after}", f"{before}new,{after}", offset)
    assert list(edits) == [Edit(start, start + len("old"), "new")]


@calm
@given(TEXTS, TEXTS)
def test_no_edit_keeps_what_it_replaces_at_either_end(before, after):
    for edit in smallest_edits(before, after, 0):
        old = re.findall(r"\w+|\s+|.", before[edit.start : edit.end], re.DOTALL)
        new = re.findall(r"\w+|\s+|.", edit.content, re.DOTALL)
        assert old or new
        assert not (old and new and (old[0] == new[0] or old[-1] == new[-1]))


@calm
@given(TEXTS, TEXTS)
def test_edits_come_in_order_and_apart(before, after):
    edits = list(smallest_edits(before, after, 0))
    assert edits == sorted(edits)
    for first, second in pairwise(edits):
        assert first.end < second.start
        assert not overlap([first], [second])


# -- what is made -------------------------------------------------------------


@calm
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_the_edits_turn_one_text_into_the_other(head, before, after, tail):
    edits = list(smallest_edits(before, after, len(head)))
    assert apply_edits(head + before + tail, edits) == head + after + tail


@calm
@given(TEXTS, TEXTS)
def test_what_is_not_changed_is_found_where_it_was(before, after):
    edits = list(smallest_edits(before, after, 0))
    for edit in edits:
        grown = sum(
            len(one.content) - (one.end - one.start) for one in edits if one < edit
        )
        start = edit.start + grown
        assert places_before(edits)(start) == edit.start or not edit.content
        assert places_before(edits)(start + len(edit.content)) == edit.end
        assert after[start + len(edit.content) :][:1] == before[edit.end :][:1]


@calm
@given(TEXTS, TEXTS, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(before, after, random):
    edits = list(smallest_edits(before, after, 0))
    mixed = edits * 2
    random.shuffle(mixed)
    assert apply_edits(before, mixed) == after


@pytest.mark.parametrize(
    ("edits", "after"),
    [
        pytest.param([], "abcdef", id="nothing"),
        pytest.param([Edit(0, 6, "")], "", id="everything is taken out"),
        pytest.param([Edit(0, 0, "x"), Edit(6, 6, "y")], "xabcdefy", id="both ends"),
        pytest.param([Edit(2, 4, "x"), Edit(4, 6, "y")], "abxy", id="side by side"),
        pytest.param([Edit(4, 4, "x"), Edit(2, 4, "y")], "abyxef", id="behind another"),
        pytest.param([Edit(1, 2, "x")] * 3, "axcdef", id="one that is made thrice"),
    ],
)
def test_edits_are_made(edits, after):
    assert apply_edits("abcdef", edits) == after


# -- overlaps -----------------------------------------------------------------


@calm
@given(EDITS, EDITS, EDITS)
def test_several_overlap_where_one_of_them_does(edits, some, others):
    assume(not overlap(some, others))
    assume(not overlap(others, some))
    assume(not {*edits} & {*some, *others})
    taken = Taken(some)
    taken.add(others)
    found = any(overlap([a], [b]) for a in edits for b in (*some, *others))
    assert taken.overlaps(edits) == found


APART = {
    "nothing and something": ([], [Edit(0, 9, "x")]),
    "the same edit": ([Edit(1, 3, "x")], [Edit(1, 3, "x")]),
    "the same insertion": ([Edit(1, 1, "x")], [Edit(1, 1, "x")]),
    "one ends where the other starts": ([Edit(0, 3, "x")], [Edit(3, 5, "y")]),
    "an insertion behind what is replaced": ([Edit(0, 3, "x")], [Edit(3, 3, "y")]),
    "insertions at two places": ([Edit(1, 1, "x")], [Edit(2, 2, "x")]),
    "between the others": ([Edit(3, 5, "x")], [Edit(0, 2, "y"), Edit(6, 8, "z")]),
}
TOUCHING = {
    "one character in common": ([Edit(0, 3, "x")], [Edit(2, 5, "x")]),
    "one inside the other": ([Edit(0, 9, "x")], [Edit(3, 4, "y")]),
    "one place, two contents": ([Edit(1, 3, "x")], [Edit(1, 3, "y")]),
    "one place, one of them longer": ([Edit(1, 3, "x")], [Edit(1, 4, "x")]),
    "two insertions at one place": ([Edit(1, 1, "x")], [Edit(1, 1, "y")]),
    "only the last of several": (
        [Edit(0, 1, "x"), Edit(5, 9, "x")],
        [Edit(2, 3, "y"), Edit(8, 9, "y")],
    ),
}


@pytest.mark.parametrize(("edits", "others"), APART.values(), ids=APART)
def test_apart(edits, others):
    assert not overlap(edits, others)
    assert not overlap(others, edits)


@pytest.mark.parametrize(("edits", "others"), TOUCHING.values(), ids=TOUCHING)
def test_touching(edits, others):
    assert overlap(edits, others)
    assert overlap(others, edits)


@calm
@given(EDITS, EDITS)
def test_it_does_not_matter_who_is_asked(edits, others):
    assert overlap(edits, others) == overlap(others, edits)


# -- a part of the text -------------------------------------------------------


@calm
@given(TEXTS, TEXTS, TEXTS, st.integers(0, 9))
def test_the_edits_within_a_part_are_counted_from_its_start(head, before, after, more):
    assume(before != after)
    inside = list(smallest_edits(before, after, len(head)))
    outside = [
        Edit(len(head) + len(before) + 1, len(head) + len(before) + more + 1, "")
    ]
    part = within([*outside, *inside], len(head), len(head) + len(before))
    assert apply_edits(before, part) == after


@pytest.mark.parametrize(
    "edit",
    [
        Edit(0, 1, "x"),
        Edit(1, 3, "x"),
        Edit(4, 7, "x"),
        Edit(7, 7, "x"),
        Edit(0, 9, ""),
    ],
    ids=str,
)
def test_what_reaches_out_of_a_part_is_not_within_it(edit):
    assert within([edit], 2, 6) == []
