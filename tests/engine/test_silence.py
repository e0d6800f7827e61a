"""``check --add-noqa``: what is left alone, what is written, and that it holds."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lrmigrate.codemod.cli.app import cli

CALL = "optax.cosine_decay_schedule(0.1, decay_steps=9)"
ONECYCLE = "optax.linear_onecycle_schedule(100, 0.1, 0.3)"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def add(*arguments, stdin=None):
    return CliRunner().invoke(cli, ["check", "--add-noqa", *arguments], input=stdin)


def silenced(body, *arguments):
    """A module's text after its findings are silenced, which a second run keeps."""
    head = "import optax\r\n\r\n" if "\r\n" in body else "import optax\n\n"
    Path("a.py").write_bytes(f"{head}{body}".encode())
    result = add(*arguments)
    assert result.exit_code == 0, result.output
    text = Path("a.py").read_bytes().decode()
    assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(f"{head}{body}"))
    again = add(*arguments)
    assert again.exit_code == 0
    assert "1 file scanned: 0 findings" in again.stdout
    assert Path("a.py").read_bytes().decode() == text
    return text.removeprefix(head)


# -- left alone ---------------------------------------------------------------


def test_a_file_without_findings_is_not_written(folder):
    (folder / "a.py").write_text(f"import optax\nf()  # noqa: E501\nx = '{CALL}'\n")
    before = (folder / "a.py").stat()
    result = add()
    assert (result.exit_code, result.stdout) == (0, "1 file scanned: 0 findings.\n")
    assert (folder / "a.py").stat().st_mtime_ns == before.st_mtime_ns


def test_a_suppression_that_silences_nothing_is_left_to_fix(folder):
    text = "f()  # noqa: LRS001\n"
    (folder / "a.py").write_text(text)
    result = add()
    assert result.exit_code == 1
    assert "    left: `lrmigrate fix` takes the comment out" in result.stdout
    assert (folder / "a.py").read_text() == text


def test_what_cannot_be_written_is_told_and_the_rest_is_done(folder, monkeypatch):
    text = f"import optax\nlr = {CALL}\n"
    for name in ("a.py", "b.py"):
        (folder / name).write_text(text)
    locked = str((folder / "a.py").resolve())
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != locked)
    result = add()
    assert result.exit_code == 2
    assert "a.py: is read-only" in result.stderr
    assert (folder / "a.py").read_text() == text
    assert "# noqa: LRS001" in (folder / "b.py").read_text()
    assert "    left: the file was not written" in result.stdout


def test_a_file_that_cannot_be_parsed_is_told_and_the_rest_is_done(folder):
    (folder / "a.py").write_text("import optax\n(\n")
    (folder / "b.py").write_text(f"import optax\nlr = {CALL}\n")
    assert add().exit_code == 2
    assert (folder / "b.py").read_text().endswith("  # noqa: LRS001\n")


def test_a_file_whose_bytes_would_not_come_back_is_not_written(folder):
    data = f"# coding: utf-7\nimport optax\nlr = {CALL}\nx = '+AOkA6Q-'\n".encode()
    (folder / "a.py").write_bytes(data)
    result = add()
    assert result.exit_code == 2
    assert "a.py: cannot be written: its encoding, utf-7" in result.stderr
    assert (folder / "a.py").read_bytes() == data


# -- written ------------------------------------------------------------------

COMMENTS = {
    "at the end of its line": (f"lr = {CALL}\n", f"lr = {CALL}  # noqa: LRS001\n"),
    "before spaces at the end": (f"lr = {CALL} \t\n", f"lr = {CALL}  # noqa: LRS001\n"),
    "without a last line end": (f"lr = {CALL}", f"lr = {CALL}  # noqa: LRS001"),
    "CRLF": (f"lr = {CALL}\r\n", f"lr = {CALL}  # noqa: LRS001\r\n"),
    "several codes": (
        f"lr = {ONECYCLE}, {CALL}\n",
        f"lr = {ONECYCLE}, {CALL}  # noqa: LRS001, LRS002\n",
    ),
    "behind another comment": (
        f"lr = {CALL}  # type: ignore \n",
        f"lr = {CALL}  # type: ignore  # noqa: LRS001\n",
    ),
    "into a comment": (
        f"lr = {CALL}  # noqa: E501\n",
        f"lr = {CALL}  # noqa: E501, LRS001\n",
    ),
    "into a comment with a reason": (
        f"lr = {CALL}  # NOQA:E501,F401 too long\n",
        f"lr = {CALL}  # NOQA:E501,F401,LRS001 too long\n",
    ),
    "into a comment of our own": (
        f"lr = {CALL}, {ONECYCLE}  # noqa: LRS001\n",
        f"lr = {CALL}, {ONECYCLE}  # noqa: LRS001, LRS002\n",
    ),
    "not into brackets": (
        f"lr = {CALL}, {ONECYCLE}  # lrmigrate: ignore[LRS001]\n",
        f"lr = {CALL}, {ONECYCLE}  # lrmigrate: ignore[LRS001]  # noqa: LRS002\n",
    ),
    "on the line of the argument": (
        "lr = optax.cosine_decay_schedule(\n    0.1,\n    decay_steps=9,\n)\n",
        "lr = optax.cosine_decay_schedule(\n    0.1,\n    decay_steps=9,  # noqa: LRS001\n)\n",
    ),
    "not into a string that ends later": (
        f'f({CALL}, """\n  text""")\n',
        f'f({CALL}, """\n  text""")  # noqa: LRS001\n',
    ),
    "not into strings around it": (
        f'f("""\n""", {CALL}, """\n"""\n)\n',
        f'f("""\n""", {CALL}, """\n"""  # noqa: LRS001\n)\n',
    ),
    "not behind a backslash": (
        f"lr = {CALL} or \\\n  1 or \\\n  2\n",
        f"lr = {CALL} or \\\n  1 or \\\n  2  # noqa: LRS001\n",
    ),
    "in an f-string": (
        f"x = f'''{{{CALL}}}\n{{1}}\n'''\n",
        f"x = f'''{{{CALL}}}\n{{1}}\n'''  # noqa: LRS001\n",
    ),
    "before a block": (f"if {CALL}:\n    pass\n", f"if {CALL}:  # noqa: LRS001\n    pass\n"),
    "joined by semicolons": (f"{CALL}; g()\n", f"{CALL}; g()  # noqa: LRS001\n"),
    "letters of many bytes": (
        f"größe = '\u2028', {CALL}\n",
        f"größe = '\u2028', {CALL}  # noqa: LRS001\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), COMMENTS.values(), ids=COMMENTS.keys())
def test_a_comment_stands_where_it_silences(before, after):
    assert silenced(before) == after


def test_rules_that_are_not_selected_are_not_silenced():
    body = f"lr = {CALL}, {ONECYCLE}\n"
    assert silenced(body, "--select", "LRS002").endswith("  # noqa: LRS002\n")


def test_the_bytes_around_stay(folder):
    before = f"\ufeff# coding: utf-8\nx = 1\x0c\nimport optax\nlr = {CALL}\n"
    (folder / "a.py").write_bytes(before.encode())
    (folder / "a.py").chmod(0o751)
    assert add().exit_code == 0
    after = before.replace(CALL, f"{CALL}  # noqa: LRS001")
    assert (folder / "a.py").read_bytes() == after.encode()
    assert (folder / "a.py").stat().st_mode & 0o777 == 0o751


def test_what_was_done_is_told(folder):
    (folder / "a.py").write_text(f"import optax\nlr = {CALL}\nx = 1  # noqa: LRS002\n")
    result = add()
    assert result.stdout.splitlines() == [
        "a.py:2:39: LRS001 `decay_steps` of `cosine_decay_schedule` is "
        "`transition_steps` in the consistent API",
        "    silenced",
        "a.py:3:8: LRS901 `LRS002` in `# noqa: LRS002` silences nothing",
        "    left: `lrmigrate fix` takes the comment out",
        "Left, and why:",
        "  1  `lrmigrate fix` takes the comment out",
        "1 file scanned: 2 findings (2 warnings), 1 silenced in 1 file, 1 left.",
    ]
    assert result.stderr == ""


def test_it_is_a_filter_too():
    result = add("-", stdin=f"import optax\nlr = {CALL}\n")
    assert result.exit_code == 0
    assert result.stdout == f"import optax\nlr = {CALL}  # noqa: LRS001\n"
    assert "1 silenced" in result.stderr


_LINES = st.sampled_from(
    [
        f"lr = {CALL}",
        f"lr = {CALL}, {ONECYCLE}  # noqa: E501",
        f'f("""\n""", {CALL})  # why',
        f"if {CALL}:\n    f(\n      {ONECYCLE})",
        f"x = {CALL} + \\\n {ONECYCLE}",
        f"x = f'{{{CALL}}}'",
        "",
        "# noqa: E501",
        f"x = [\n{CALL},  # lrmigrate: ignore[LRS001]\n\n{ONECYCLE}\n]",
    ]
)


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(_LINES, min_size=1, max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_everything_can_be_silenced(lines, end):
    silenced(end.join("\n".join(lines).split("\n")) + end)
