"""All files of a tree, whatever leaves them out of a run."""

import os

import pytest

from lrmigrate.codemod.files.search.listing import Listing


def listed(root):
    return [one.path.removeprefix(f"{root}/") for one in Listing(root).files]


@pytest.mark.parametrize(
    "path",
    [
        *(".venv/lib/module.py", "node_modules/tool/setup.py", "a/__pycache__/b.py"),
        "env/lib/module.py",
    ],
    ids=["of an environment", "of a tool", "compiled", "beside pyvenv.cfg"],
)
def test_what_is_none_of_the_tree_is_not_in_it(tmp_path, path):
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text("")
    if path.startswith("env"):
        (tmp_path / "env" / "pyvenv.cfg").write_text("")
    assert listed(tmp_path) == []


def test_neither_is_what_never_answers_or_leads_nowhere(tmp_path):
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "gone.py").symlink_to(tmp_path / "nothing.py")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert listed(tmp_path) == []


def test_what_git_ignores_is_in_it_and_a_root_that_is_an_environment(tmp_path):
    (tmp_path / ".gitignore").write_text("*.py\n")
    (tmp_path / "pyvenv.cfg").write_text("")
    (tmp_path / "module.py").write_text("")
    assert listed(tmp_path) == [".gitignore", "module.py", "pyvenv.cfg"]


def test_the_files_of_a_folder_come_before_those_of_the_folders_in_it(tmp_path):
    for path in ("a/x.py", "a/b/y.py", "c/z.py", "d.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    assert listed(tmp_path) == ["d.py", "a/x.py", "a/b/y.py", "c/z.py"]


def test_a_file_is_known_by_where_it_really_is(tmp_path):
    real, root = tmp_path / "real", tmp_path / "root"
    real.mkdir()
    (real / "module.py").write_text("x = 1\n")
    (real / "link.py").symlink_to(real / "module.py")
    root.symlink_to(real)
    files = [*Listing(root).files]
    assert [one.path for one in files] == [f"{root}/link.py", f"{root}/module.py"]
    assert {one.real for one in files} == {os.path.realpath(real / "module.py")}


def test_code_is_read_once_for_all_who_ask(tmp_path):
    file = tmp_path / "module.py"
    file.write_text("x = 1\n")
    listing = Listing(tmp_path)
    first = listing.code(str(file), 100)
    file.write_text("y = 1\n")
    assert listing.code(str(file), 100) is first


def test_code_that_is_too_large_is_not_kept(tmp_path):
    file = tmp_path / "module.py"
    file.write_text("x = 1\n")
    listing = Listing(tmp_path)
    with pytest.raises(OSError, match="larger"):
        listing.code(str(file), 3)
