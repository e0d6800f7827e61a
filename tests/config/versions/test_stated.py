"""Whether a specifier allows newer versions, and what Poetry's words mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from lrmigrate.codemod.config.versions.in_poetry import poetry_constraint
from lrmigrate.codemod.config.versions.stated import Stated, parse_versions


def may_run(specifier, since="0.11"):
    return Stated("flax", (SpecifierSet(specifier),), "").may_run(since)


@pytest.mark.parametrize(
    "specifier",
    [
        "<0.11",
        "<0.11.0",
        "<=0.10.7",
        "==0.10.7",
        "==0.10.*",
        "===0.10.7",
        "===main",
        "~=0.10.2",
        "<0.12,!=0.11.*",
        ">=0.10,<0.11",
        ">0.11,<0.10",
        "==0.10.7+cuda12",
        ">=0.12,<0.11",
    ],
)
def test_every_newer_version_is_excluded(specifier):
    assert not may_run(specifier)


@pytest.mark.parametrize(
    "specifier",
    [
        "",
        ">=0.8",
        "<=0.11",
        "<0.11.1",
        "<0.11.0.1",
        "<0.12,!=0.11",
        "==0.11.0",
        "==0.11.*",
        "==0.11.2+local",
        "==0.11.0rc1",
        "<0.11.0rc2",
        "===0.11.0",
        "~=0.10",
        "!=0.11.0",
        ">0.11",
        ">=99,<100",
        "==1!0.1",
    ],
)
def test_a_newer_version_is_allowed(specifier):
    assert may_run(specifier)


def test_one_of_several_possibilities_is_enough():
    old, new = SpecifierSet("<0.11"), SpecifierSet(">=0.11")
    assert Stated("flax", (old, new), "").may_run("0.11")
    assert not Stated("flax", (old, old), "").may_run("0.11")


_VERSIONS = st.lists(st.integers(0, 3), min_size=1, max_size=3).map(
    lambda parts: ".".join(map(str, parts))
)
_PLAIN = st.builds(
    "{}{}".format, st.sampled_from(["<", "<=", ">", ">=", "!="]), _VERSIONS
)
_WILD = st.builds("{}{}.*".format, st.sampled_from(["==", "!="]), _VERSIONS)
_ALL = [Version(f"{a}.{b}.{c}") for a in range(5) for b in range(5) for c in range(5)]


@given(st.lists(st.one_of(_PLAIN, _WILD), min_size=1, max_size=4), _VERSIONS)
def test_a_version_that_exists_and_is_allowed_is_never_missed(parts, since):
    specifiers = SpecifierSet(",".join(parts))
    exists = any(v >= Version(since) and v in specifiers for v in _ALL)
    assert may_run(str(specifiers), since) or not exists


@pytest.mark.parametrize("text", ["", "*", "main", "0.10,0.11", "!=0.9", "<<1", ">="])
def test_what_says_nothing_is_refused(text):
    with pytest.raises(ValueError, match=r"no version|every version"):
        parse_versions(text)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("0.10.7", "==0.10.7"),
        (" 0.10.7 ", "==0.10.7"),
        ("0.10.*", "==0.10.*"),
        ("0.11.0rc1", "==0.11.0rc1"),
        (">=0.10, <0.11", "<0.11,>=0.10"),
    ],
)
def test_a_version_or_a_specifier_is_read(text, means):
    assert parse_versions(text) == SpecifierSet(means)


@pytest.mark.parametrize(
    "value", ["main", "^", "^x", "0.1 or 0.2", "<0.1;", "", 3, True]
)
def test_what_poetry_would_refuse_is_refused(value):
    with pytest.raises(ValueError, match="is no version"):
        list(poetry_constraint(value))


@pytest.mark.parametrize(
    ("value", "means"),
    [
        ("*", [""]),
        ({"git": "https://host/flax"}, [""]),
        ("0.10.7", ["==0.10.7"]),
        ("=0.10.7", ["==0.10.7"]),
        ("0.10.*", ["==0.10.*"]),
        ("^1.2.3", [">=1.2.3,<2"]),
        ("^0.2.3", [">=0.2.3,<0.3"]),
        ("^0.0.3", [">=0.0.3,<0.0.4"]),
        ("^0.0", [">=0.0,<0.1"]),
        ("^0", [">=0,<1"]),
        ("~1.2.3", [">=1.2.3,<1.3"]),
        ("~1", [">=1,<2"]),
        ("~=1.2", ["~=1.2"]),
        (">= 0.8, < 0.11", [">=0.8,<0.11"]),
        (">=0.8 <0.11", [">=0.8,<0.11"]),
        ("^0.9 || ^0.11", [">=0.9,<0.10", ">=0.11,<0.12"]),
        ([{"version": "<1"}, "<2"], ["<1", "<2"]),
    ],
)
def test_what_poetry_means(value, means):
    assert list(poetry_constraint(value)) == [SpecifierSet(each) for each in means]


OLDER = {
    ">=0.11": False,
    "==0.11.*": False,
    "==0.12.0": False,
    "!=0.10.7,>=0.11.0": False,
    ">=0.10": True,
    "<0.12": True,
    "==0.10.7": True,
    ">0.10,<0.12": True,
    ">=0.10.7,!=0.10.7": True,
    "~=0.10.2": True,
    "!=0.11": True,
}


@pytest.mark.parametrize(("text", "older"), OLDER.items(), ids=OLDER.keys())
def test_a_version_before_it_is_allowed_or_not(text, older):
    said = Stated("flax", (SpecifierSet(text),), "")
    assert said.may_be_older("0.11") is older
