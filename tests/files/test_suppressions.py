"""Which comments silence which findings, and which do not."""

from __future__ import annotations

import pytest

from lrmigrate.codemod.files import suppressions as suppress
from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.files.suppressions import Suppressions


def suppressions(text):
    return Suppressions.from_source(Source.from_bytes(text.encode(), "a.py"))


def silenced(text, code="LRS001"):
    """The lines of ``text`` on which a finding is silenced."""
    read = suppressions(text)
    lines = range(1, text.count("\n") + 2)
    return [line for line in lines if read.is_suppressed(line, code)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("f()\n", id="no comment"),
        pytest.param("f()  # quiet\n", id="another comment"),
        pytest.param("f('# noqa')\n", id="a string"),
        pytest.param("f('''\n# noqa\n''')\n", id="a line of a string"),
        pytest.param("f()  # noqa: E501, W291\n", id="other codes"),
        pytest.param("f()  # noqa: LRS002\n", id="another of our codes"),
        pytest.param("f()  # noqa: LRS0011\n", id="a longer code"),
        pytest.param("f()  # noqa: XLRS001\n", id="the end of another code"),
        pytest.param("f()  # noqantity\n", id="the start of a word"),
        pytest.param("f()  # flake8: noqa\n", id="a file's comment beside code"),
        pytest.param("# flake8: noqa: E501\nf()\n", id="other codes for the file"),
        pytest.param("# pylint: noqa\nf()\n", id="another tool"),
        pytest.param("f()  # noqa: LRS0O1\n", id="a slip in a code"),
        pytest.param("f()  # lrmigrate: ignore\n", id="ours without a code"),
        pytest.param("f()  # lrmigrate: ignore[]\n", id="ours with no code in it"),
        pytest.param("f()  # lrmigrate: ignore[LRS002]\n", id="ours, another code"),
        pytest.param("f()  # lrmigrate: ignored[LRS001]\n", id="ours, another word"),
        pytest.param("f()  # lrmigrate: ignore-all[LRS001]\n", id="ours, no such form"),
        pytest.param("f()  # mypy: ignore[LRS001]\n", id="another tool's brackets"),
        pytest.param("noqa = f()\n", id="a name"),
    ],
)
def test_a_finding_stays(text):
    assert silenced(text) == []


def test_a_comment_on_a_line_of_its_own_is_not_for_its_neighbours():
    assert silenced("a()\n# noqa\nf()\n") == [2]


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "#noqa",
        "# NoQA",
        "# noqa:LRS001",
        "# noqa: LRS001",
        "# noqa: lrs001",
        "# NOQA: E501,LRS001",
        "# noqa: E501 LRS001",
        "# noqa: E501 , LRS001 is on purpose",
        "# noqa: LRS",
        "# noqa: LRS0",
        "# noqa: E501, LRS",
        "# noqa: on purpose",
        "# noqa : LRS002",
        "# type: ignore # noqa: LRS001",
        "# noqa # type: ignore",
        "# noqa; LRS002",
        "# lrmigrate: ignore[LRS001]",
        "#lrmigrate:ignore[lrs001] the paper has it so",
        "# lrmigrate: ignore[LRS002, LRS001]",
        "# lrmigrate: ignore[LRS0]",
        "# why # lrmigrate: ignore[LRS001] # type: ignore",
        "# noqa: E501 # lrmigrate: ignore[LRS001]",
        "# lrmigrate: ignore[LRS002] # lrmigrate: ignore[LRS001]",
    ],
)
def test_a_comment_silences_its_line(comment):
    assert silenced(f"a()\nf()  {comment}\nb()\n") == [2]
    assert silenced(f"a()\nf()  {comment}") == [2]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("f(\n  a,  # noqa\n  b,\n)\ng()\n", [1, 2, 3, 4], id="inside"),
        pytest.param("a()\nf(\n  b,\n)  # noqa\n", [2, 3, 4], id="at its end"),
        pytest.param("f(\n\n  # noqa\n  b)\n", [1, 2, 3, 4], id="on a line of its own"),
        pytest.param("a = b \\\n  .c  # noqa\n", [1, 2], id="continued"),
        pytest.param("a = '''\n'''  # noqa\n", [1, 2], id="a long string"),
        pytest.param("a(); f()  # noqa\n", [1], id="joined by semicolons"),
        pytest.param("if a:  # noqa\n  f()\n", [1], id="the head of a block only"),
        pytest.param("if a:\n  f()  # noqa\n\nb()\n", [2], id="inside a block"),
        pytest.param("a()\r\nf(\r\n  b)  # noqa\r\n", [2, 3], id="CRLF"),
        pytest.param("a()\rf(\r  b)  # noqa\rc()\n", [2, 3], id="lone CR"),
        pytest.param("\x0ca()\n\x0cf(\n  b)  # noqa\n", [2, 3], id="form feeds"),
        pytest.param("a = '\u2028'\nf()  # noqa\n", [2], id="no line end to Python"),
        pytest.param("f'{a}'  # noqa\n", [1], id="an f-string"),
        pytest.param("f()\n# noqa", [2], id="the last line, unended"),
    ],
)
def test_a_comment_reaches_as_far_as_its_statement(text, lines):
    read = suppressions(text)
    assert [line for line in range(1, 9) if read.is_suppressed(line, "LRS001")] == lines


@pytest.mark.parametrize(
    ("comment", "silences"),
    [
        ("# lrmigrate: ignore[pct-start]", False),
        ("# lrmigrate: ignore[decay]", False),
        ("# lrmigrate: ignore[decay-steps-]", False),
        ("# noqa: decay-steps", True),  # all of them, as flake8 reads it
        ("# noqa: E501, decay-steps", False),
        ("# lrmigrate: ignore[decay-steps]", True),
        ("# lrmigrate: ignore[Decay-Steps, LRS9] why", True),
        ("# lrmigrate: ignore-file[decay-steps]", True),
    ],
    ids=str,
)
def test_a_slug_names_its_rule_in_our_own_comments(comment, silences):
    read = suppressions(f"f()  {comment}\n")
    assert read.is_suppressed(1, "LRS001", "decay-steps") is silences


def test_codes_of_one_statement_add_up():
    text = "f(  # noqa: LRS001\n  a,  # noqa: LRS2\n)\n"
    assert silenced(text, "LRS001") == silenced(text, "LRS201") == [1, 2, 3]
    assert silenced(text, "LRS301") == []


@pytest.mark.parametrize(
    "comment",
    [
        "# flake8: noqa",
        "# ruff: noqa",
        "#flake8:NOQA",
        "# flake8=noqa",
        "# ruff: noqa: LRS001",
        "# flake8: noqa: E501, LRS001",
        "  # ruff: noqa: LRS",
        "# lrmigrate: ignore-file[LRS001]",
        "  # Lrmigrate: ignore-file[LRS0, LRS2] kept for the paper",
    ],
)
def test_a_comment_silences_its_file(comment):
    assert silenced(f"f()\n{comment}\nf()") == [1, 2, 3]


def test_one_for_the_file_may_stand_beside_code():
    assert silenced("f()\ng()  # lrmigrate: ignore-file[LRS001]\n") == [1, 2, 3]


def test_codes_for_a_file_are_those_only():
    text = "# ruff: noqa: LRS001\nf()"
    assert (silenced(text), silenced(text, "LRS002")) == ([1, 2], [])


def test_what_cannot_be_tokenized_is_taken_line_by_line():
    assert silenced("f()  # noqa\n'''\ng()  # noqa: LRS001\n") == [1, 3]
    assert silenced("  # flake8: noqa\n(\n") == [1, 2, 3]


def test_a_file_without_the_word_is_not_tokenized(monkeypatch):
    monkeypatch.delattr(suppress, "generate_tokens")
    assert silenced("f()  # why\n") == []
