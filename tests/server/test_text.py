"""Texts as an editor has them: lines, and columns in whichever units were agreed on."""

from __future__ import annotations

import pytest
from lsprotocol import types

from lrmigrate.codemod.model import Position
from lrmigrate.codemod.server.text import Text, Units

ENCODINGS = ("utf-8", "utf-16", "utf-32")


def changed(text, start, end, new, encoding="utf-16"):
    at = types.Range(types.Position(*start), types.Position(*end))
    change = types.TextDocumentContentChangePartial(at, new)
    return Text(text, Units(encoding)).changed(change).text


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("text", "start", "end", "new", "after"),
    [
        pytest.param("ab", (9, 0), (9, 9), "c", "abc", id="a line past the end"),
        pytest.param("ab\ncd", (0, 9), (0, 9), "!", "ab!\ncd", id="past a line's end"),
        pytest.param("ab\n", (1, 0), (1, 0), "c", "ab\nc", id="the empty last line"),
        pytest.param("ab\ncd", (1, 1), (0, 1), "", "ad", id="a range told backwards"),
        pytest.param("", (0, 0), (0, 0), "ab", "ab", id="an empty text"),
        pytest.param(
            "a\fb\nc", (1, 0), (1, 1), "d", "a\fb\nd", id="a form feed ends no line"
        ),
        pytest.param(
            "a\u2028b\nc", (1, 0), (1, 1), "d", "a\u2028b\nd", id="nor does U+2028"
        ),
        pytest.param("a\r\nb", (1, 0), (1, 1), "c", "a\r\nc", id="two characters do"),
        pytest.param("a\rb", (1, 0), (1, 1), "c", "a\rc", id="and so does one"),
        pytest.param("ab\ncd", (0, 1), (1, 1), "-", "a-d", id="over several lines"),
    ],
)
def test_a_change_is_made_where_it_was_told(encoding, text, start, end, new, after):
    assert changed(text, start, end, new, encoding) == after


@pytest.mark.parametrize(
    ("encoding", "column"), [("utf-8", 6), ("utf-16", 3), ("utf-32", 2)]
)
def test_a_column_counts_units(encoding, column):
    text = "é\U0001d54f = 1"
    assert changed(text, (0, column), (0, column), "_", encoding) == "é\U0001d54f_ = 1"
    place = Text(text, Units(encoding)).place(Position(1, 3))
    assert place == types.Position(0, column)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", ["", "x", "é\n\U0001d54f\r\n\r", "a\ud800b\n", "\f\n"])
def test_a_place_comes_back_as_it_went(encoding, text):
    one = Text(text, Units(encoding))
    for line, said in enumerate(one.text.replace("\r\n", "\n").split("\n")):
        for column in range(len(said.split("\r")[0]) + 1):
            position = Position(line + 1, column + 1)
            assert one.position(one.place(position)) == position


def test_a_column_within_a_character_is_the_one_before_it():
    assert changed("\U0001d54fb", (0, 1), (0, 1), "a") == "a\U0001d54fb"


def test_a_whole_text_takes_the_place_of_all():
    whole = types.TextDocumentContentChangeWholeDocument("new")
    assert Text("old", Units("utf-16")).changed(whole).text == "new"
