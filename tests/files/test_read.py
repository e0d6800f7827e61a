"""Files of a tree that block or never end: each is told, and the others are done."""

from __future__ import annotations

import os
import signal
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli
from lrmigrate.codemod.files.read import read_file, read_stream, read_text
from lrmigrate.codemod.files.real import real_path

OLD = "import optax\ns = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
SECONDS = 20


@pytest.fixture(autouse=True)
def _no_test_hangs():
    def stop(*_):
        raise TimeoutError("it does not end")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def pipe(path):
    os.mkfifo(path)


def zeros(path):
    path.symlink_to("/dev/zero")


def sparse(path):
    with path.open("wb") as file:
        file.truncate(2**40)


def circle(path):
    path.symlink_to(path.name)


MADE = [
    (pipe, "it is neither a file"),
    (zeros, "it is neither a file"),
    (sparse, "it is larger than"),
    (circle, "Too many levels of symbolic links"),
]


# -- refused ------------------------------------------------------------------


@pytest.mark.parametrize(("make", "why"), MADE)
def test_what_is_no_file_or_has_no_end_is_not_read(tmp_path, make, why):
    make(tmp_path / "it")
    with pytest.raises(OSError, match=why):
        read_file(tmp_path / "it", 2**20)


def test_a_folder_is_told_as_one(tmp_path):
    with pytest.raises(IsADirectoryError):
        read_file(tmp_path)


NAMES = [
    ".gitignore",
    ".lrmigrate-baseline.json",
    "requirements.txt",
    "setup.cfg",
    "setup.py",
    "uv.lock",
    "poetry.lock",
    "conf.yaml",
    "run.gin",
    "page.md",
    "note.ipynb",
    "train.py",
    "script",
]


@pytest.fixture(params=["check", "fix"])
def ran(request, tmp_path, monkeypatch):
    """Runs a command beside such files."""
    monkeypatch.chdir(tmp_path)
    Path("a.py").write_text(OLD)

    def run(make, *names):
        for name in names:
            make(Path(name))
        flags = ["--diff"] if request.param == "fix" else []
        result = CliRunner().invoke(cli, [request.param, *flags, "-q", "."])
        assert "bug in lrmigrate" not in result.stderr
        assert result.exit_code in (1, 2)
        return result

    return run


@pytest.mark.parametrize("make", [made for made, _ in MADE])
def test_a_run_passes_over_them(ran, make):
    assert "transition_steps" in ran(make, *NAMES).stdout


@pytest.mark.parametrize(("make", "why"), MADE)
def test_what_a_configuration_leaves_out_is_not_known(ran, make, why):
    stderr = ran(make, "pyproject.toml").stderr
    assert f"pyproject.toml: cannot be read: {why}" in stderr


@pytest.mark.parametrize("name", ["run.gin", "train.py", "note.ipynb"])
def test_a_file_without_end_is_told_by_its_name(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    sparse(Path(name))
    result = CliRunner().invoke(cli, ["check", "."])
    assert result.exit_code == 2
    assert f"{name}: LRS900 cannot be read: it is larger than 256 MiB" in result.output


# -- links around in a circle ---------------------------------------------------

LEVELS = "Too many levels of symbolic links"


def run_beside(folder, monkeypatch, *arguments, stdin=None):
    monkeypatch.chdir(folder)
    Path("a.py").write_text(OLD)
    for link in ("round.py", "round.json", "round", "more.txt"):
        circle(Path(link))
    result = CliRunner().invoke(cli, arguments, input=stdin)
    assert "bug in lrmigrate" not in result.stderr
    return result


@pytest.mark.parametrize("command", ["check", "fix --diff", "curves", "baseline"])
@pytest.mark.parametrize("path", ["round.py", "round"])
def test_a_circle_that_is_named_is_told_and_the_rest_is_done(
    tmp_path, monkeypatch, command, path
):
    paths = (path, "a.py")
    result = run_beside(tmp_path, monkeypatch, *command.split(), *paths)
    assert result.exit_code == 2
    told = f"lrmigrate: error: {path}: cannot be read: {LEVELS}"
    assert told in result.stderr.splitlines()
    done = {"check": "a.py:2:38: LRS001", "fix --diff": "+++ b/a.py"}
    done |= {"curves": "a.py:2:5: ", "baseline": ": 1 finding in 1 file"}
    assert done[command] in result.stdout


@pytest.mark.parametrize("command", ["check", "fix --diff", "curves", "baseline"])
def test_a_name_that_is_too_long_is_told(tmp_path, monkeypatch, command):
    name = "a" * 300
    result = run_beside(tmp_path, monkeypatch, *command.split(), name, "a.py")
    told = f"lrmigrate: error: {name}: cannot be read: File name too long"
    assert (result.exit_code, told in result.stderr.splitlines()) == (2, True)


def test_the_line_of_a_circle_is_the_circle(tmp_path, monkeypatch):
    result = run_beside(tmp_path, monkeypatch, "curves", "round.py:2")
    assert result.exit_code == 2
    cause, _ = result.stderr.splitlines()
    assert cause == f"lrmigrate: error: round.py: cannot be read: {LEVELS}"


@pytest.mark.parametrize("command", ["check", "fix --diff"])
def test_standard_input_may_be_called_like_one(tmp_path, monkeypatch, command):
    named = (*command.split(), "--stdin-filename", "round.py", "-")
    result = run_beside(tmp_path, monkeypatch, *named, stdin=OLD)
    assert (result.exit_code, "transition_steps" in result.stdout) == (1, True)


def test_requirements_that_lead_to_one_are_told(tmp_path, monkeypatch):
    (tmp_path / "requirements.txt").write_text("-r more.txt\n")
    result = run_beside(tmp_path, monkeypatch, "check", "a.py")
    told = f"lrmigrate: warning: {tmp_path / 'more.txt'}: cannot be read: {LEVELS}"
    assert told in result.stderr.splitlines()
    assert result.stdout.startswith("a.py:2:38: LRS001")


@pytest.mark.parametrize(
    "command",
    [
        "check --output-file",
        "check --output-format json --output-file",
        "report --html",
        "curves --html",
        "curves --svg",
        "curves --output-file",
    ],
)
def test_no_report_takes_the_place_of_one(tmp_path, monkeypatch, command):
    options = (*command.split(), "round.json", "a.py")
    result = run_beside(tmp_path, monkeypatch, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    told = f"lrmigrate: error: cannot write the report round.json: {LEVELS}\n"
    assert result.stderr == told
    assert Path("round.json").is_symlink()


# -- read ---------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, 2**16, 2**20])
def test_all_of_a_file_is_read(tmp_path, size):
    data = os.urandom(size)
    (tmp_path / "it").write_bytes(data)
    assert read_file(tmp_path / "it", 2**20) == data


def test_what_says_no_size_is_read():
    assert read_file("/proc/self/cmdline") == Path("/proc/self/cmdline").read_bytes()


def test_what_comes_in_small_pieces_is_not_asked_for_in_ever_larger_ones():
    """As from `/proc`: 40 pieces, each asked for twice as large, are too many bytes."""
    asked = []

    class Slow(BytesIO):
        def read(self, size=-1):
            asked.append(size)
            return super().read(min(size, 4096))

    data = bytes(4096 * 40)
    assert read_stream(Slow(data)) == data
    assert max(asked) <= 2**24


def test_line_ends_are_one_character(tmp_path):
    (tmp_path / "it").write_bytes(b"\xef\xbb\xbfa\r\nb\rc\n")
    assert read_text(tmp_path / "it") == "a\nb\nc\n"


# -- what no file can be called ---------------------------------------------------


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_what_no_file_can_be_called_is_not_there(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_file(name)
    assert str(real_path(name)) == f"{tmp_path}/{name}"


def test_a_requirement_in_such_a_file_is_told(tmp_path, monkeypatch):
    (tmp_path / "requirements.txt").write_text("-r a\0b.txt\n")
    result = run_beside(tmp_path, monkeypatch, "check", "a.py")
    told = r"a\x00b.txt: cannot be read: no file can be called so"
    assert (result.exit_code, told in result.stderr) == (1, True)


def test_a_checkout_that_names_such_a_folder_is_looked_at(tmp_path, monkeypatch):
    (tmp_path / ".git").write_text("gitdir: a\0b\n")
    result = run_beside(tmp_path, monkeypatch, "check", ".")
    assert (result.exit_code, result.stdout[:16]) == (1, "a.py:2:38: LRS00")
