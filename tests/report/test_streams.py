"""Where output goes, and what happens where it cannot go there."""

from __future__ import annotations

import io
import os

import click
import pytest

from lrmigrate.codemod.report.output_file import reserved
from lrmigrate.codemod.report.progress import PATIENCE, ProgressBar
from lrmigrate.codemod.report.stream import colour_wanted, write


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


# -- refused ------------------------------------------------------------------


def test_a_file_in_no_folder_is_refused_before_the_work(tmp_path):
    with (
        pytest.raises(click.ClickException, match="No such file"),
        reserved(tmp_path / "nowhere" / "report.txt", "text"),
    ):
        pytest.fail("the work was begun")


def test_a_folder_is_refused(tmp_path):
    with (
        pytest.raises(click.ClickException, match="directory"),
        reserved(tmp_path, "text"),
    ):
        pytest.fail("the work was begun")


def test_work_that_fails_leaves_the_old_file_and_no_other(tmp_path):
    file = tmp_path / "report.txt"
    file.write_text("old")
    with pytest.raises(KeyboardInterrupt), reserved(file, "text"):
        raise KeyboardInterrupt
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_a_write_that_fails_is_told(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with reserved(pipe, "text") as save:
        os.close(reader)
        with pytest.raises(click.ClickException, match="Broken pipe"):
            save(b"report")


def test_a_closed_stream_is_no_place_to_write():
    write(None, "text")
    assert not colour_wanted(None)


def test_what_an_encoding_lacks_is_escaped():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    write(stream, "学 ok\n")
    assert stream.buffer.getvalue() == b"\\u5b66 ok\n"


@pytest.fixture
def colourless(monkeypatch):
    """An environment that says nothing of colour."""
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def says(monkeypatch, variables):
    for one in variables.split():
        monkeypatch.setenv(*one.split("="))


@pytest.mark.parametrize(
    "variables",
    [
        "NO_COLOR=1",
        "TERM=dumb",
        "CLICOLOR=0",
        "NO_COLOR=1 FORCE_COLOR=1",
        "NO_COLOR=1 CLICOLOR_FORCE=1",
    ],
)
def test_colour_is_refused(colourless, monkeypatch, variables):
    says(monkeypatch, variables)
    assert not colour_wanted(Terminal())


@pytest.mark.parametrize(
    "variables", ["FORCE_COLOR=", "CLICOLOR_FORCE=0", "CLICOLOR=1"]
)
def test_colour_is_not_demanded(colourless, monkeypatch, variables):
    says(monkeypatch, variables)
    assert colour_wanted(Terminal())
    assert not colour_wanted(io.StringIO())


# -- done ---------------------------------------------------------------------


def test_colour_on_a_terminal_only(colourless):
    assert colour_wanted(Terminal())
    assert not colour_wanted(io.StringIO())


@pytest.mark.parametrize(
    "variables",
    ["FORCE_COLOR=1", "CLICOLOR_FORCE=1", "FORCE_COLOR=1 CLICOLOR=0 TERM=dumb"],
)
def test_colour_is_demanded(colourless, monkeypatch, variables):
    says(monkeypatch, variables)
    assert colour_wanted(io.StringIO())


@pytest.mark.parametrize(
    ("option", "wanted"), [(True, True), (False, False), (None, False)], ids=str
)
def test_an_option_goes_before_the_environment(colourless, monkeypatch, option, wanted):
    monkeypatch.setenv("FORCE_COLOR" if option is False else "NO_COLOR", "1")
    with click.Context(click.Command("check"), color=option):
        assert colour_wanted(Terminal()) is wanted


def test_colour_that_is_demanded_goes_through_a_pipe():
    stream = io.StringIO()
    write(stream, "\x1b[1mbold\x1b[0m\n")
    assert stream.getvalue() == "\x1b[1mbold\x1b[0m\n"


def test_a_file_is_replaced_whole_with_its_mode(tmp_path):
    file = tmp_path / "report.txt"
    file.write_text("old")
    file.chmod(0o640)
    with reserved(file, "text") as save:
        assert file.read_text() == "old"
        save(b"new")
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_stays_a_link(tmp_path):
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    link.symlink_to(real)
    with reserved(link, "text") as save:
        save(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_device_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with reserved(pipe, "text") as save:
        save(b"new")
    assert os.read(reader, 10) == b"new"
    os.close(reader)
    assert pipe.is_fifo()


# -- progress -----------------------------------------------------------------


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.mark.parametrize(
    ("stream", "seconds"),
    [(io.StringIO(), 60.0), (Terminal(), PATIENCE - 0.01)],
    ids=["no terminal", "a short run"],
)
def test_no_bar(stream, seconds):
    clock = Clock()
    with ProgressBar(stream, clock) as progress:
        clock.now = seconds
        progress("verify", 1, 2)
    assert stream.getvalue() == ""


def test_a_long_run_on_a_terminal_has_a_bar(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    stream, clock = Terminal(), Clock()
    with ProgressBar(stream, clock) as progress:
        clock.now = PATIENCE
        progress("verify [int]", 1, 4)
        progress("write", 2, 4)
        clock.now += 60
    assert "verify [int]" in stream.getvalue()
    assert "1/4" in stream.getvalue()
    assert stream.getvalue().endswith("\x1b[2K")
