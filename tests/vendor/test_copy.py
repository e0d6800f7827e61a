"""The copy of the schedules in a project: what is never written over, and that it runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from paths import ROOT

from lrmigrate.codemod.vendor.copy import Copy, CopyError, Drift, configured
from lrmigrate.codemod.vendor.ours import OURS, files_for
from lrmigrate.codemod.vendor.stamp import STAMP, Stamp, digest, read_stamp

RUN = """
import sys, warnings
class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"lrmigrate", "optax", "libcst", "click"}:
            raise ImportError(name)
sys.meta_path.insert(0, Refused())
sys.path.insert(0, sys.argv[1])
from pkg.schedules import lrsched
schedule = lrsched.cosine_onecycle_schedule(100, 0.1, warmup_steps=20)
print([float(schedule(step)).hex() for step in (0, 19, 20, 100)])
warnings.simplefilter("error")
try:
    lrsched.cosine_decay_schedule(0.1, decay_steps=3)
except DeprecationWarning as warning:
    print(warning)
"""


@pytest.fixture
def package(tmp_path):
    """A package `pkg.schedules` that a copy may be put in."""
    folder = tmp_path / "src" / "pkg" / "schedules"
    folder.mkdir(parents=True)
    for one in (folder, folder.parent):
        (one / "__init__.py").touch()
    return folder


@pytest.fixture
def copy(package):
    return Copy(package / "lrsched", "9.9")


def refused(copy: Copy) -> str:
    before = everything(copy.folder.parent)
    with pytest.raises(CopyError) as error:
        copy.write()
    assert everything(copy.folder.parent) == before, "nothing is written"
    return str(error.value)


def everything(folder: Path) -> dict[Path, bytes]:
    return {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}


@pytest.mark.parametrize("name", ["lr-sched", "class", "1st"])
def test_a_folder_that_no_import_can_name_is_refused(package, name):
    assert "no module can be called" in refused(Copy(package / name, "9.9"))


def test_a_folder_of_others_is_refused(copy):
    copy.folder.mkdir()
    (copy.folder / "train.py").write_text("import optax\n")
    assert "holds something else" in refused(copy)


def test_a_file_in_the_way_is_refused(copy):
    copy.folder.write_text("")
    assert "File exists" in refused(copy)


def test_a_parent_that_is_not_there_is_refused(tmp_path):
    assert "make it first" in refused(Copy(tmp_path / "none" / "lrsched", "9.9"))


def test_a_link_is_refused(copy, tmp_path):
    (tmp_path / "other").mkdir()
    copy.folder.symlink_to(tmp_path / "other")
    assert "is a link" in refused(copy)
    assert [*(tmp_path / "other").iterdir()] == []


def test_a_file_that_was_changed_is_never_written_over(copy):
    copy.write()
    (copy.folder / "cosine.py").write_text("# ours\n")
    assert "cosine.py was changed here" in refused(copy)
    (copy.folder / "cosine.py").unlink()
    assert copy.write() == 1
    assert [*copy.drift()] == []


def test_a_file_that_has_a_name_of_ours_and_no_stamp_is_never_written_over(copy):
    copy.folder.mkdir()
    (copy.folder / "cosine.py").write_text("# ours\n")
    assert "holds something else" in refused(copy)


def test_a_stamp_takes_away_no_file_elsewhere(copy, package):
    copy.write()
    victim = package / "train.py"
    victim.write_text("import optax\n")
    stamp = {"../train.py": digest(victim.read_bytes())}
    (copy.folder / STAMP).write_bytes(Stamp("9.9", stamp).written())
    assert read_stamp(copy.folder) == Stamp("9.9", {})
    copy.write()
    assert victim.exists()


def test_a_stamp_that_cannot_be_read_is_told(copy):
    copy.write()
    (copy.folder / STAMP).write_text("[")
    assert f"{STAMP}: is not TOML" in refused(copy)


@pytest.mark.parametrize("text", ["lrmigrate = 1\n", ""], ids=repr)
def test_a_stamp_that_says_nothing_is_written_again_beside_files_of_ours(copy, text):
    copy.write()
    before = everything(copy.folder)
    (copy.folder / STAMP).write_text(text)
    assert copy.write() == 0
    assert everything(copy.folder) == before


def test_a_copy_is_imported_by_the_packages_around_it(copy, tmp_path):
    assert (copy.top, copy.module) == (tmp_path / "src", "pkg.schedules.lrsched")
    assert Copy(tmp_path / "lrs", "9.9").module == "lrs"


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("pkg.lrsched", b"from pkg import lrsched"),
        ("pkg.inner.lrs", b"from pkg.inner import lrs as lrsched"),
        ("lrsched", b"import lrsched"),
        ("lrs", b"import lrs as lrsched"),
    ],
)
def test_its_examples_import_it_from_where_it_is(module, line):
    for name, data in files_for(module).items():
        ours = (OURS / name).read_bytes()
        assert data == ours.replace(b"from lrmigrate import lrsched", line), name


def test_it_needs_neither_lrmigrate_nor_optax_and_warns_where_it_is_called(
    copy, tmp_path
):
    from lrmigrate import lrsched

    assert copy.write() == len(files_for(copy.module))
    command = [sys.executable, "-I", "-c", RUN, str(tmp_path / "src")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    schedule = lrsched.cosine_onecycle_schedule(100, 0.1, warmup_steps=20)
    values = [float(schedule(step)).hex() for step in (0, 19, 20, 100)]
    assert done.stdout.splitlines() == [
        str(values),
        "cosine_decay_schedule: decay_steps is deprecated, use transition_steps (LRS001).",
    ]


def test_its_licence_is_that_of_the_project(copy):
    copy.write()
    licence = (copy.folder / "LICENSE").read_bytes()
    assert licence == (ROOT / "LICENSE").read_bytes()


def test_what_differs_is_told_by_kind(copy):
    assert {how for _, how in copy.drift()} == {Drift.MISSING}
    copy.write()
    stamp = read_stamp(copy.folder)
    assert stamp is not None
    old = b"# an older one\n"
    for name in ("join.py", "gone.py"):
        (copy.folder / name).write_bytes(old)
    digests = {**stamp.digests, "join.py": digest(old), "gone.py": digest(old)}
    (copy.folder / STAMP).write_bytes(Stamp("0.0.9", digests).written())
    (copy.folder / "cosine.py").write_text("# changed\n")
    (copy.folder / "_types.py").unlink()
    (copy.folder / "notes.txt").write_text("not ours, and nobody's business\n")
    there = Copy(copy.folder, "9.9")
    assert dict(there.drift()) == {
        "_types.py": Drift.MISSING,
        "cosine.py": Drift.EDITED,
        "gone.py": Drift.GONE,
        "join.py": Drift.OLDER,
    }
    (copy.folder / "cosine.py").unlink()
    assert there.write() == 4
    assert not (copy.folder / "gone.py").exists()
    assert [*Copy(copy.folder, "9.9").drift()] == []


def test_a_checkout_with_other_line_ends_is_the_same_copy(copy):
    copy.write()
    for file in copy.folder.iterdir():
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert [*Copy(copy.folder, "9.9").drift()] == []


def test_what_a_killed_run_began_is_ended_by_the_next(copy):
    copy.folder.mkdir()
    for name, data in [*files_for(copy.module).items()][:5]:
        (copy.folder / name).write_bytes(data)
    assert copy.write() == len(files_for(copy.module)) - 5
    assert [*Copy(copy.folder, "9.9").drift()] == []


def test_a_configured_copy_has_to_be_there_and_whole(copy, tmp_path):
    module = "pkg.schedules.lrsched"
    with pytest.raises(CopyError, match="there is no copy"):
        configured(tmp_path, module, "9.9")
    copy.write()
    assert configured(tmp_path, module, "9.9").folder == copy.folder
    (copy.folder / "join.py").unlink()
    with pytest.raises(CopyError, match=r"join\.py is missing"):
        configured(tmp_path, module, "9.9")
    copy.write()
    (copy.folder.parent / "__init__.py").unlink()
    with pytest.raises(CopyError, match="is imported as `lrsched`"):
        configured(tmp_path, module, "9.9")


@pytest.mark.parametrize("name", [".git/x", ".git/hooks/x", ".GIT/x"])
def test_nothing_is_put_into_git_s_folder(tmp_path, name):
    (tmp_path / name).parent.mkdir(parents=True)
    assert "is git's own" in refused(Copy(tmp_path / name, "9.9"))
    assert not (tmp_path / name).exists()
