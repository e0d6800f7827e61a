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


# -- refused ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "why"),
    [(pipe, "neither a file"), (zeros, "neither a file"), (sparse, "larger than")],
)
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


@pytest.mark.parametrize("make", [pipe, zeros, sparse])
def test_a_run_passes_over_them(ran, make):
    assert "transition_steps" in ran(make, *NAMES).stdout


@pytest.mark.parametrize("make", [pipe, zeros, sparse])
def test_what_a_configuration_leaves_out_is_not_known(ran, make):
    stderr = ran(make, "pyproject.toml").stderr
    assert "pyproject.toml: cannot be read: it is " in stderr


@pytest.mark.parametrize("name", ["run.gin", "train.py", "note.ipynb"])
def test_a_file_without_end_is_told_by_its_name(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    sparse(Path(name))
    result = CliRunner().invoke(cli, ["check", "."])
    assert result.exit_code == 2
    assert f"{name}: LRS900 cannot be read: it is larger than 256 MiB" in result.output


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
