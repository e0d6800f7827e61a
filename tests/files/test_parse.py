"""A text that is asked about twice in a row is parsed once."""

from __future__ import annotations

import pytest

from lrmigrate.codemod.files.parse import is_python, parsed, taken
from lrmigrate.codemod.files.source import Source


def test_a_tree_is_lent_to_all_until_one_takes_it():
    text = "lent = 1\n"
    tree = parsed(text)
    assert parsed(text) is tree
    assert taken(text) is tree
    assert taken(text) is not tree


def test_two_sources_that_say_the_same_have_each_their_own_tree():
    text = "own = 1\n"
    parsed(text)
    first, second = Source.from_text(text, "a.py"), Source.from_text(text, "b.py")
    assert first.tree is not second.tree


def test_the_tree_of_another_text_is_let_go():
    tree = parsed("first = 1\n")
    parsed("second = 1\n")
    assert parsed("first = 1\n") is not tree


@pytest.mark.parametrize("text", ["x = )", "x = '\0'", "(" * 10_000, "'\\xff' = 1"])
def test_what_is_no_python_is_said_to_be_none(text):
    assert not is_python(text)
    with pytest.raises(SyntaxError):
        parsed(text)
