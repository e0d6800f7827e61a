"""Patterns with many stars: they match what they always did, and in little time."""

from __future__ import annotations

import re

import pytest
from ending import ends
from hypothesis import given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from lrmigrate.codemod.files.search.patterns import compiled
from lrmigrate.codemod.files.search.wildcards import committed


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 100 + "b", "a" * 250),
        ("a*" * 100 + "b", "a" * 250),
        ("*?a" * 50 + "b", "a" * 250),
        ("*[ab]" * 50 + "c", "ab" * 120),
        ("**/a/" * 40 + "b", "a/" * 2000 + "c"),
        ("x/**/a/" * 2 + "**/a*/" * 30 + "b", "x/" + "a/" * 2000 + "c"),
        ("/**/*a*a*/" + "**/*a*a*/" * 20 + "b", "aaaa/" * 800 + "c"),
    ],
)
def test_many_stars_come_to_an_end(pattern, path):
    patterns = compiled("/", [pattern], lambda line: None)
    with ends():
        assert patterns.ignores(f"/{path}") is None


PIECES = [
    "*",
    "**",
    "a",
    "b",
    "ab",
    "?",
    "[ab]",
    "[!a]",
    "/",
    "/",
    "**/",
    "/**/",
    r"\*",
]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join),
    st.lists(st.text("ab*", min_size=1, max_size=5), min_size=1, max_size=5),
)
def test_they_match_what_they_always_did(pattern, segments):
    path = "/".join(segments)
    for one in GitIgnoreSpec.from_lines([pattern]).patterns:
        if one.regex is not None and one.regex.pattern != "^(?:.+/)?/$":
            own = re.compile(committed(one.regex.pattern))
            assert bool(own.search(path)) == bool(one.regex.search(path))
