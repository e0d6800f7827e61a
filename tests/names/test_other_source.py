"""The syntax of files that others ask: the last of it stays, and no more."""

from __future__ import annotations

import pytest

from lrmigrate.codemod.files.source import Source, SourceError
from lrmigrate.codemod.names.elsewhere import other_source
from lrmigrate.codemod.names.elsewhere.other_source import LastParsed


@pytest.fixture
def last(monkeypatch):
    monkeypatch.setattr(other_source, "_MOST", 20)
    return LastParsed()


def lent(last, text="x = 1\n", path="a.py"):
    return last.lend(Source.from_text(text, path))


def parsed(files):
    return ["tree" in vars(one) for one in files]


def test_the_last_stay_parsed(last):
    files = [lent(last, path=f"{n}.py") for n in range(5)]
    trees = [one.nodes.all[0] for one in files]
    assert parsed(files) == [False, False, True, True, True]
    assert files[4].tree is trees[4]
    assert files[0].tree is not trees[0]
    assert parsed(files) == [True, False, False, True, True]


def test_a_large_one_is_parsed_alone(last):
    small, large = lent(last), lent(last, "x = 1\n" * 9)
    assert small.tree.body != large.tree.body
    assert parsed([small, large]) == [False, True]


def test_one_that_is_asked_in_vain_takes_room_once(last):
    small, wrong = lent(last), lent(last, "x = \n")
    assert small.tree
    for _ in range(9):
        with pytest.raises(SourceError):
            _ = wrong.tree
    assert parsed([small]) == [True]


def test_what_is_told_stays_and_is_asked_once(last):
    asked = []

    def names(source):
        asked.append(source)
        return [node.id for node in source.nodes.all if hasattr(node, "id")]

    one = lent(last)
    assert one.remember(names) == one.remember(names) == ["x"]
    assert len(asked) == 1
    assert parsed([one]) == [False]
