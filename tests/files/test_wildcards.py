"""Patterns with many stars: they match what they always did, and in little time."""

from __future__ import annotations

import re
import subprocess

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
    r"\[a]",
    r"\[",
]


# What stands for a set of the pattern's: all but what pathspec writes for a star.
SET = re.compile(r"(?<!\\)\[(?!\^/\])(?:\\.|[^\\\]])+\]")


@pytest.mark.parametrize(
    ("pattern", "path", "ignored"),
    [
        ("*[!a]*a/", "*/a/a", None),
        ("a[!x]b", "a/b", None),
        ("a[!x]b", "a5b", True),
        ("a[+-9]b", "a/b", None),
        ("a[+-9]b", "a5b", True),
        ("*[!a]*b*", "a/b", None),
        ("*[!a]*b*", "ccb", True),
    ],
)
def test_a_set_of_characters_matches_no_slash(pattern, path, ignored, tmp_path):
    assert compiled("/", [pattern], lambda line: None).ignores(f"/{path}") is ignored
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text(pattern)
    asked = ["git", "-C", tmp_path, "check-ignore", "--quiet", "--no-index", path]
    assert subprocess.run(asked, check=False).returncode == (0 if ignored else 1)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join),
    st.lists(st.text("ab*[]", min_size=1, max_size=5), min_size=1, max_size=5),
)
def test_they_match_what_they_always_did(pattern, segments):
    path = "/".join(segments)
    for one in GitIgnoreSpec.from_lines([pattern]).patterns:
        if one.regex is not None and one.regex.pattern != "^(?:.+/)?/$":
            own = re.compile(committed(one.regex.pattern))
            as_in_git = SET.sub(r"(?!/)\g<0>", one.regex.pattern)
            assert bool(own.search(path)) == bool(re.search(as_in_git, path))
