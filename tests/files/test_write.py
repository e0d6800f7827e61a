"""A file is replaced whole or not at all, and stays what it is."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from lrmigrate.codemod.files import write
from lrmigrate.codemod.files.write import WriteError, replace_file, write_file

OLD = b"import optax\r\n"
NEW = b"\xef\xbb\xbfimport lrsched\r"


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / "src"
    folder.mkdir()
    path = folder / "a.py"
    path.write_bytes(OLD)
    return path


def failing(error):
    def fail(*args, **kwargs):
        raise error

    return fail


DENIED = PermissionError(13, "Permission denied")


@pytest.mark.parametrize(
    ("function", "error", "raised", "words"),
    [
        pytest.param(
            "write.mkstemp", DENIED, WriteError, "Permission denied; check", id="folder"
        ),
        pytest.param(
            "os.fsync",
            OSError(28, "No space left on device"),
            WriteError,
            "cannot be written: No space left on device; check",
            id="a full disk",
        ),
        pytest.param(
            "Path.replace", DENIED, WriteError, "Permission", id="the last step"
        ),
        pytest.param("Path.read_bytes", DENIED, WriteError, "Permission", id="reading"),
        pytest.param(
            "os.fsync", KeyboardInterrupt(), KeyboardInterrupt, None, id="Ctrl-C"
        ),
    ],
)
def test_a_failure_leaves_the_old_file_and_nothing_beside_it(
    path, monkeypatch, function, error, raised, words
):
    module, name = function.split(".")
    where = {"write": write, "os": os, "Path": Path}[module]
    with monkeypatch.context() as patch:
        patch.setattr(where, name, failing(error))
        with pytest.raises(raised, match=words):
            replace_file(path, NEW, expected=OLD)
    assert path.read_bytes() == OLD
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_changed_since_it_was_read_is_left_alone(path):
    with pytest.raises(WriteError, match=r"has changed .* run lrmigrate again"):
        replace_file(path, NEW, expected=OLD + b"\n")
    assert path.read_bytes() == OLD
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_is_gone_does_not_come_back(path):
    path.unlink()
    with pytest.raises(WriteError, match="is no longer there"):
        replace_file(path, NEW, expected=OLD)
    assert list(path.parent.iterdir()) == []


def test_a_read_only_file_is_left_alone(path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(WriteError, match=r"is read-only: .*chmod u\+w"):
        replace_file(path, NEW, expected=OLD)
    assert path.read_bytes() == OLD


def test_an_owner_that_cannot_be_kept_does_not_stop_it(path, monkeypatch):
    monkeypatch.setattr(os, "fchown", failing(PermissionError(1, "no")))
    replace_file(path, NEW, expected=OLD)
    assert path.read_bytes() == NEW


# -- written ------------------------------------------------------------------


@pytest.mark.parametrize("new", [NEW, b"", OLD], ids=["other", "empty", "the same"])
def test_every_byte_is_written(path, new):
    replace_file(path, new, expected=OLD)
    assert path.read_bytes() == new
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o666, 0o4751], ids=oct)
def test_mode_bits_stay(path, mode):
    path.chmod(mode)
    replace_file(path, NEW, expected=OLD)
    assert path.stat().st_mode & 0o7777 == mode


def test_the_owner_stays(path, monkeypatch):
    given = []
    monkeypatch.setattr(os, "fchown", lambda descriptor, *ids: given.append(ids))
    replace_file(path, NEW, expected=OLD)
    status = path.stat()
    assert given == [(status.st_uid, status.st_gid)]


def test_a_link_stays_a_link(path, tmp_path):
    link = tmp_path / "link.py"
    link.symlink_to("src/a.py")
    replace_file(link, NEW, expected=OLD)
    assert link.readlink() == Path("src/a.py")
    assert path.read_bytes() == NEW
    assert list(path.parent.iterdir()) == [path]


def test_another_name_of_the_file_keeps_the_old_bytes(path, tmp_path):
    other = tmp_path / "cache.py"
    other.hardlink_to(path)
    replace_file(path, NEW, expected=OLD)
    assert (path.read_bytes(), other.read_bytes()) == (NEW, OLD)


def test_the_longest_of_names_is_no_obstacle(path):
    long = path.with_name("é" * 126 + ".py")
    path.rename(long)
    replace_file(long, NEW, expected=OLD)
    assert long.read_bytes() == NEW


def test_the_file_is_never_half_written(path, monkeypatch):
    seen = []
    make = tempfile.mkstemp

    def mkstemp(**options):
        made = make(**options)
        seen.append((Path(made[1]).parent, Path(made[1]).suffix, path.read_bytes()))
        return made

    monkeypatch.setattr(write, "mkstemp", mkstemp)
    replace_file(path, NEW, expected=OLD)
    assert seen == [(path.parent, ".tmp", OLD)]


# -- a file of our own --------------------------------------------------------


@pytest.fixture
def umask():
    def give(mask):
        before.append(os.umask(mask))

    before = []
    yield give
    os.umask(before[0])


@pytest.mark.parametrize(
    ("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)], ids=oct
)
def test_a_new_file_has_the_mode_that_new_files_have(tmp_path, umask, mask, mode):
    umask(mask)
    write_file(tmp_path / "new.json", NEW)
    assert (tmp_path / "new.json").read_bytes() == NEW
    assert (tmp_path / "new.json").stat().st_mode & 0o7777 == mode
    assert os.umask(mask) == mask


def test_a_link_that_leads_nowhere_leads_to_the_new_file(tmp_path):
    link = tmp_path / "link.json"
    link.symlink_to("real.json")
    write_file(link, NEW)
    assert link.readlink() == Path("real.json")
    assert (tmp_path / "real.json").read_bytes() == NEW


def test_a_new_file_where_none_can_be_says_where(tmp_path):
    with pytest.raises(WriteError, match=r"check the permissions of .*/nowhere$"):
        write_file(tmp_path / "nowhere" / "new.json", NEW)
