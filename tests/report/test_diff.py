"""The diff is one that ``git apply`` takes, byte for byte."""

from __future__ import annotations

import difflib
import shutil
import subprocess

import pytest

from lrmigrate.codemod.model import FileChange
from lrmigrate.codemod.report.diff import diff_bytes, diff_lines, encode, unified_diff
from lrmigrate.codemod.report.styled import Role, render

CASES = {
    "the last line has no end": ("a\nb", "a\nc"),
    "the last line gains an end": ("a\nb", "a\nb\n"),
    "the last line loses its end": ("a\nb\n", "a\nb"),
    "CRLF stays": ("a\r\nb\r\n", "a\r\nc\r\n"),
    "line ends are mixed": ("a\r\nb\nc\n", "a\r\nb\nd\n"),
    "a lone carriage return is inside its line": ("a\rb\nc\n", "a\rb\nd\n"),
    "a form feed is inside its line": ("\x0ca\nb\n", "\x0ca\nc\n"),
    "a line separator is inside its string": ("'\u2028'\nb\n", "'\u2028'\nc\n"),
    "a byte order mark": ("\ufeffa\nb\n", "\ufeffa\nc\n"),
    "not UTF-8": ("# coding: latin-1\né\nb\n", "# coding: latin-1\né\nc\n"),
    "the file was empty": ("", "a\n"),
    "brackets are no markup": ("x: list[int] # [/red] :smile:\n", "y: [int]\n"),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
@pytest.mark.parametrize(
    "path",
    ["t.py", "with space.py", 'qu"ote.py', "tab\t.py", "back\\slash.py", "é/学.py"],
)
def test_git_applies_it(tmp_path, before, after, path):
    git = shutil.which("git")
    assert git is not None, "git is needed to test the diff"
    file = tmp_path / path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(encode(before, like=before))
    patch = diff_bytes([FileChange(path, before, after)])
    done = subprocess.run(
        [git, "apply", "--whitespace=nowarn", "-"],
        input=patch,
        cwd=tmp_path,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    assert file.read_bytes() == encode(after, like=before)


def test_no_change_is_no_diff():
    assert unified_diff(FileChange("t.py", "a\n", "a\n")) == []
    assert diff_bytes([]) == b""


def test_how_it_looks():
    change = FileChange("src/t.py", "a\nb", "a\nc")
    assert "".join(unified_diff(change)) == (
        "--- a/src/t.py\n"
        "+++ b/src/t.py\n"
        "@@ -1,2 +1,2 @@\n"
        " a\n"
        "-b\n"
        "\\ No newline at end of file\n"
        "+c\n"
        "\\ No newline at end of file\n"
    )


def test_a_terminal_shows_roles_by_prefix_and_escapes_what_would_drive_it():
    change = FileChange("t.py", "--old\n\x1b[31m\n", "++new\r\n\x1b[31m\n")
    lines = list(diff_lines([change]))
    assert [line[0].role for line in lines] == [
        Role.HEADING,
        Role.HEADING,
        Role.HUNK,
        Role.REMOVED,
        Role.ADDED,
        Role.PLAIN,
    ]
    assert render(lines, colour=False).endswith("---old\n+++new\n \\x1b[31m\n")


def test_an_absolute_path_is_relative_to_the_root():
    change = FileChange("/srv/t.py", "a\n", "b\n")
    assert unified_diff(change)[:2] == ["--- a/srv/t.py\n", "+++ b/srv/t.py\n"]


def test_a_first_line_that_is_not_ascii_is_in_the_encoding_that_it_names():
    text = "# 日本 coding: shift_jis\n"
    assert encode(text, like=text) == text.encode("shift_jis")


LONG = [f"line {number}\n" for number in range(6000)]
CHANGED = {
    "in the middle": {3000: ["changed\n"], 3002: []},
    "at the first line": {0: ["new\n", "line 0\n"]},
    "at the last line": {5999: ["line 5999"]},
    "far from one another": {2: ["changed\n"], 5000: ["line 5000\n", "new\n"]},
}


@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
def test_a_change_of_a_long_file_is_told_as_difflib_tells_it(changed):
    after = [line for at, was in enumerate(LONG) for line in changed.get(at, [was])]
    diff = unified_diff(FileChange("long.py", "".join(LONG), "".join(after)))
    told = difflib.unified_diff(LONG, after, "a/long.py", "b/long.py")
    assert "".join(diff).replace("\n\\ No newline at end of file", "") == (
        "".join(told) + "\n" * (not after[-1].endswith("\n"))
    )
