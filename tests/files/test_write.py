"""A file is replaced whole or not at all, and stays what it is."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lrmigrate.codemod.files import draft, write
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
            "draft._opened", DENIED, WriteError, "Permission denied; check", id="folder"
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
        pytest.param("write.read_file", DENIED, WriteError, "Permission", id="reading"),
        pytest.param(
            "os.fsync", KeyboardInterrupt(), KeyboardInterrupt, None, id="Ctrl-C"
        ),
    ],
)
def test_a_failure_leaves_the_old_file_and_nothing_beside_it(
    path, monkeypatch, function, error, raised, words
):
    module, name = function.split(".")
    where = {"draft": draft, "os": os, "Path": Path, "write": write}[module]
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
    sync = os.fsync

    def fsync(descriptor):
        sync(descriptor)
        seen.append((path.read_bytes(), os.fstat(descriptor).st_dev))

    monkeypatch.setattr(os, "fsync", fsync)
    replace_file(path, NEW, expected=OLD)
    assert seen == [(OLD, path.parent.stat().st_dev)]


# -- nothing is left beside it ------------------------------------------------


@pytest.fixture(params=["without a name", "with one"], autouse=True)
def way(request, monkeypatch):
    """Drafts as this system has them, and as one without O_TMPFILE does."""
    if request.param == "with one":
        monkeypatch.setattr(draft, "_OPEN_FILES", Path("nowhere"))
    return request.param


def test_a_draft_has_no_name_until_it_takes_its_place(path, way):
    with draft.drafted(path) as new:
        new.write(NEW)
        beside = [one for one in path.parent.iterdir() if one != path]
        assert len(beside) == (way == "with one")
        for one in beside:
            assert f"-{os.getpid()}-" in one.name
    assert list(path.parent.iterdir()) == [path]
    assert path.read_bytes() == OLD


def dead_process():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_the_next_run_takes_away_what_a_killed_one_left(path):
    host = draft._host()
    dead, alive = dead_process(), os.getppid()
    names = {
        f".lrmigrate-{host}-{dead}-abcd.tmp": False,
        f".lrmigrate-{host}-{alive}-abcd.tmp": False,  # whose number came again
        f".lrmigrate-{host}-{os.getpid()}-abcd.tmp": False,
        f".lrmigrate-{host}-{alive}-held.tmp": True,
        f".lrmigrate-another_host-{dead}-abcd.tmp": True,
        f".lrmigrate-another_host-{dead}-olds.tmp": False,
        f".lrmigrate-{host}-{'9' * 40}-abcd.tmp": False,
        f".lrmigrate-{host}-notes.tmp": True,
        f".lrmigrate-{host}-{dead}-abcd.py": True,
        ".lrmigrate-baseline.json": True,
    }
    for name in names:
        (path.parent / name).write_bytes(b"left")
    long_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(path.parent / f".lrmigrate-another_host-{dead}-olds.tmp", (long_ago,) * 2)
    with (path.parent / f".lrmigrate-{host}-{alive}-held.tmp").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        replace_file(path, NEW, expected=OLD)
    stays = {name for name, stay in names.items() if stay}
    assert {one.name for one in path.parent.iterdir()} == {path.name, *stays}


def test_where_nothing_can_be_locked_the_process_is_asked_for(path, monkeypatch):
    def refuse(*_):
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", refuse)
    host, dead, alive = draft._host(), dead_process(), os.getppid()
    for process in (dead, alive):
        (path.parent / f".lrmigrate-{host}-{process}-abcd.tmp").touch()
    replace_file(path, NEW, expected=OLD)
    left = {one.name for one in path.parent.iterdir()}
    assert left == {path.name, f".lrmigrate-{host}-{alive}-abcd.tmp"}


def test_one_that_is_written_to_is_not_taken_away(path):
    with draft.drafted(path) as new:
        new.write(NEW)
        draft._take_away_what_was_left.cache_clear()
        with draft.drafted(path.parent / "other.py") as other:
            other.save(NEW)
        new.take_place()
    assert path.read_bytes() == NEW


KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from lrmigrate.codemod.files import draft, write
from lrmigrate.codemod.files.write import replace_file

path, way, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
if way == "with one":
    draft._OPEN_FILES = Path("nowhere")
texts = [b"old\\n" * 3000, b"new\\n" * 3000]
path.write_bytes(texts[0])


def write_on():
    now = path.read_bytes()
    while True:
        other = texts[now == texts[0]]
        replace_file(path, other, expected=now)
        now = other


random.seed(0)
ending = [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP]
# They may be ignored where the tests run.
for one in ending[1:]:
    signal.signal(one, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
for turn in range(times):
    child = os.fork()
    if not child:
        try:
            write_on()
        finally:
            os._exit(1)
    time.sleep(random.uniform(0.001, 0.012))
    # Python drops a KeyboardInterrupt that comes while it frees an object.
    while not os.waitpid(child, os.WNOHANG)[0]:
        os.kill(child, ending[turn % 4])
        time.sleep(0.002)
    assert path.read_bytes() in texts
print(len([one for one in path.parent.iterdir() if one != path]))
"""


def test_whenever_it_is_killed_the_file_is_whole_and_nothing_is_left(path, way):
    command = [sys.executable, "-c", KILLED, str(path), way, "200"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    if way == "without a name":
        # SIGKILL alone has a moment, between the link and the rename.
        assert int(ran.stdout) <= 3
    now = path.read_bytes()
    replace_file(path, now, expected=now)
    assert list(path.parent.iterdir()) == [path]


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
