"""Which files are found, in which order, and what is told of the others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lrmigrate.codemod.files.search import discover, search
from lrmigrate.codemod.files.search.discover import Candidate, Discovery
from lrmigrate.codemod.files.search.skipped import SKIPPED_FOLDERS
from lrmigrate.codemod.files.search.sought import Sought
from lrmigrate.codemod.model import Problem


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    return project


def write(*paths, text="optax\n"):
    for path in map(Path, paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


class Found:
    """The outcome of a discovery."""

    def __init__(self, *paths, exclude=(), root=".", words=(b"optax",)):
        self.problems = []
        discovery = Discovery(
            paths or (".",),
            Sought(frozenset(words)),
            exclude=lambda folder: (Path(root), exclude),
            on_problem=self.problems.append,
        )
        self.candidates = list(discovery)
        self.paths = [candidate.path for candidate in self.candidates]
        self.scanned = discovery.files_scanned


# -- what cannot be read ------------------------------------------------------


def test_a_path_that_is_not_there_is_told_and_the_rest_goes_on():
    write("a.py")
    found = Found("gone", "a.py", "a.py/b.py")
    assert found.paths == ["a.py"]
    assert found.problems == [
        Problem("no such file or directory", "gone"),
        Problem("no such file or directory", "a.py/b.py"),
    ]


def test_an_empty_path_is_not_the_working_directory():
    write("a.py")
    assert Found("").problems == [Problem("no such file or directory", "")]


def test_a_folder_that_cannot_be_read_is_told_and_the_rest_goes_on(monkeypatch):
    write("a.py", "locked/b.py", "open/c.py")
    scan = os.scandir

    def scandir(path):
        if str(path).endswith("locked/"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = Found("locked", "a.py", "open")
    assert found.paths == ["a.py", "open/c.py"]
    message = "the folder cannot be read: Permission denied"
    assert found.problems == [Problem(message, "locked/")]


def test_a_file_that_cannot_be_read_is_told_and_not_counted(monkeypatch):
    write("a.py", "b.py")

    def refuse(path):
        if path == "a.py":
            raise PermissionError(13, "Permission denied", path)
        return Path(path).read_bytes()

    for module in (search, discover):
        monkeypatch.setattr(module, "read_file", refuse)
    found = Found()
    assert (found.paths, found.scanned) == (["b.py"], 1)
    message = "cannot be read: Permission denied"
    assert found.problems == [Problem(message, "a.py", code="LRS900")]


def test_a_pipe_is_told_where_it_is_named_and_else_passed_over():
    os.mkfifo("pipe.py")
    assert Found(".").problems == []
    message = "is neither a file nor a directory"
    assert Found("pipe.py").problems == [Problem(message, "pipe.py")]


def test_links_in_a_circle_are_told_where_they_are_named_and_else_passed_over():
    Path("script").symlink_to("script")
    Path("a.py").symlink_to("b.py")
    Path("b.py").symlink_to("a.py")
    assert Found(".").problems == []
    [problem] = Found("a.py").problems
    assert (problem.path, "cannot be read: " in problem.message) == ("a.py", True)


def test_an_exclude_pattern_that_is_none_is_told_and_the_others_count():
    write("a.py", "b.py")
    found = Found(exclude=["!", "a.py"])
    assert found.problems == [Problem("exclude: '!' is not a pattern")]
    assert found.paths == ["b.py"]


# -- what is passed over ------------------------------------------------------


def test_a_file_without_a_word_is_counted_and_passed_over():
    write("a.py", "b/c.py")
    write("d.py", "empty.py", text="import jax\n")
    found = Found()
    assert found.candidates == [
        Candidate("a.py", b"optax\n"),
        Candidate("b/c.py", b"optax\n"),
    ]
    assert found.scanned == 4
    assert len(Found(words=[b"optax", b"jax"]).paths) == 4


@pytest.mark.parametrize("name", sorted(SKIPPED_FOLDERS))
def test_a_folder_of_tools_is_passed_over(name):
    write(f"{name}/a.py", f"b/{name}/c.py", f"{name}.py", "build/d.py", "venv/e.py")
    assert Found().paths == sorted([f"{name}.py", "build/d.py", "venv/e.py"])


def test_a_virtual_environment_of_any_name_is_passed_over():
    write("env311/pyvenv.cfg", "env311/lib/a.py", "b.py")
    assert Found().paths == ["b.py"]
    assert Found("env311").paths == ["env311/lib/a.py"]


def test_other_suffixes_are_passed_over_where_they_are_not_named():
    write("a.py", "b.pyw", "c.pyi", "d.ipynb", "e.PY", "bin/train", "f.py/g.txt")
    assert Found().paths == ["a.py", "b.pyw", "c.pyi", "d.ipynb"]
    assert Found("bin/train", "c.pyi").paths == ["bin/train", "c.pyi"]


def test_links_are_not_followed_out_of_the_folder(tmp_path):
    write("src/a.py", "other.py", tmp_path / "out" / "b.py")
    Path("src/out.py").symlink_to(tmp_path / "out" / "b.py")
    Path("src/other.py").symlink_to("../other.py")
    Path("src/folder").symlink_to(tmp_path / "out")
    Path("src/loop").symlink_to(".")
    Path("src/broken.py").symlink_to("gone.py")
    assert Found("src").paths == ["src/a.py"]
    assert Found("src").problems == []
    assert Found("src/out.py").paths == ["src/out.py"]
    assert Found("src/folder").paths == ["src/folder/b.py"]


def test_a_link_to_a_file_of_the_folder_gives_it_no_second_time():
    write("b.py", "script")
    Path("a.py").symlink_to("b.py")
    Path("y.py").symlink_to("script")
    Path("x.py").symlink_to("script")
    assert Found().paths == ["b.py", "x.py"]


# -- what is found, and what it is called -------------------------------------


@pytest.mark.parametrize(
    ("given", "paths"),
    [
        pytest.param(["."], ["a.py", "src/b.py", "src/c/d.py"], id="here"),
        pytest.param(["src"], ["src/b.py", "src/c/d.py"], id="a folder"),
        pytest.param(["./src/"], ["src/b.py", "src/c/d.py"], id="written otherwise"),
        pytest.param(["src//c", "./a.py"], ["a.py", "src/c/d.py"], id="sorted"),
        pytest.param(
            ["src/b.py", "src", "./src/b.py", ".", "src/../a.py"],
            ["a.py", "src/b.py", "src/c/d.py"],
            id="each file once",
        ),
        pytest.param(
            ["../project/src/c"], ["../project/src/c/d.py"], id="up and down again"
        ),
    ],
)
def test_paths_are_printed_as_they_were_given(given, paths):
    write("a.py", "src/b.py", "src/c/d.py")
    found = Found(*given)
    assert (found.paths, found.problems) == (paths, [])
    assert found.scanned == len(paths)


def test_an_absolute_path_is_printed_as_one(folder):
    write("a.py")
    assert Found(str(folder)).paths == [str(folder / "a.py")]


def test_the_order_is_that_of_the_printed_paths():
    write("b/a.py", "b.py", "a/z.py", "a-b.py", "B.py", "é.py")
    assert Found().paths == ["B.py", "a-b.py", "a/z.py", "b.py", "b/a.py", "é.py"]
    assert Found("b", "a", "b.py").paths == ["a/z.py", "b.py", "b/a.py"]


def test_counts_start_anew_with_each_pass():
    write("a.py")
    sought = Sought(frozenset({b"optax"}))
    discovery = Discovery((".",), sought, lambda folder: (Path(), ()), print)
    assert list(discovery) == list(discovery)
    assert discovery.files_scanned == 1


def test_a_name_in_another_case_is_the_same_file_where_it_is(monkeypatch):
    write("a.py", "A.py", "src/b.py", "Src/B.py")
    every = ["A.py", "Src/B.py", "a.py", "src/b.py"]
    assert Found().paths == Found("a.py", ".").paths == every
    monkeypatch.setattr(Path, "samefile", lambda one, other: True)
    assert Found("a.py", "A.py", "src/b.py", "Src/B.py").paths == ["a.py", "src/b.py"]


def test_hard_links_are_two_files_whatever_their_case():
    write("a.py")
    Path("A.py").hardlink_to("a.py")
    assert Found("a.py", "A.py").paths == ["A.py", "a.py"]


# -- .gitignore and exclude ---------------------------------------------------

TREE = ["a.py", "gen/a.py", "src/a.py", "src/gen/b.py", "src/gen/c_pb2.py", "x/a.py"]


@pytest.mark.parametrize(
    ("files", "left_out"),
    [
        pytest.param({".gitignore": "# a.py\n\n"}, set(), id="comments only"),
        pytest.param(
            {".gitignore": "gen/\n"},
            {"gen/a.py", "src/gen/b.py", "src/gen/c_pb2.py"},
            id="a folder, wherever it is",
        ),
        pytest.param({".gitignore": "/gen\n"}, {"gen/a.py"}, id="a folder at the top"),
        pytest.param({".gitignore": "a.py/\n"}, set(), id="a folder, not a file"),
        pytest.param(
            {".gitignore": "*_pb2.py\r\n/a.py\r\n"},
            {"a.py", "src/gen/c_pb2.py"},
            id="CRLF",
        ),
        pytest.param(
            {".gitignore": "*.py\n!b.py\n"},
            {*TREE} - {"src/gen/b.py"},
            id="all but one",
        ),
        pytest.param(
            {".gitignore": "*\n!*/\n!*.py\n/x\n"}, {"x/a.py"}, id="nothing but Python"
        ),
        pytest.param(
            {".gitignore": "src/**\n!src/a.py\n"},
            {"src/gen/b.py", "src/gen/c_pb2.py"},
            id="all in a folder but one",
        ),
        pytest.param(
            {".gitignore": "gen/\n!src/gen/b.py\n"},
            {"gen/a.py", "src/gen/b.py", "src/gen/c_pb2.py"},
            id="nothing comes back from a folder that is left out",
        ),
        pytest.param(
            {".gitignore": "gen/\n", "src/.gitignore": "!gen/\n*_pb2.py\n"},
            {"gen/a.py", "src/gen/c_pb2.py"},
            id="an inner file overrules an outer one",
        ),
        pytest.param(
            {"src/.gitignore": "/a.py\n"}, {"src/a.py"}, id="relative to its own folder"
        ),
        pytest.param(
            {".git/info/exclude": "/x/\n", ".gitignore": "# none\n"},
            {"x/a.py"},
            id=".git/info/exclude",
        ),
        pytest.param(
            {".gitignore": "!\n[z-a]\n/x/\n"},
            {"x/a.py"},
            id="lines that are no patterns",
        ),
    ],
)
@pytest.mark.parametrize("start", [".", "src"])
def test_what_git_ignores_is_passed_over(files, left_out, start):
    write(*TREE, ".git/config")
    for path, text in files.items():
        write(path, text=text)
    within = {path for path in TREE if start == "." or path.startswith("src/")}
    found = Found(start)
    assert (set(found.paths), found.problems) == (within - left_out, [])
    assert found.scanned == len(within - left_out)


def test_what_lies_above_the_repository_does_not_count():
    write("../.gitignore", text="a.py\n")
    write("a.py", ".git/HEAD", "src/a.py")
    assert Found().paths == ["a.py", "src/a.py"]
    assert Found("src").paths == ["src/a.py"]


def test_without_a_repository_only_files_from_the_named_folder_on_count():
    write(".gitignore", text="a.py\n")
    write("src/a.py", "src/b.py", "src/c/d.py")
    write("src/.gitignore", text="d.py\n")
    assert Found("src").paths == ["src/a.py", "src/b.py"]
    assert Found(".").paths == ["src/b.py"]


def test_what_is_named_is_taken_whatever_leaves_it_out():
    write(".gitignore", text="gen/\na.py\n")
    write(".git/HEAD", "gen/a.py", "gen/b.py", "a.py", "gen/sub/c.py")
    assert Found("a.py").paths == ["a.py"]
    assert Found("gen/a.py", exclude=["gen"]).paths == ["gen/a.py"]
    assert Found("gen", exclude=["/gen"]).paths == ["gen/b.py", "gen/sub/c.py"]
    assert Found("gen/sub").paths == ["gen/sub/c.py"]


@pytest.mark.parametrize(
    ("exclude", "left_out"),
    [
        pytest.param(["gen/"], [], id="the folder alone"),
        pytest.param(["gen/", "b.py"], ["gen/b.py"], id="the folder and a file"),
        pytest.param(["b.py", "/gen"], ["gen/b.py"], id="in any order"),
        pytest.param(["gen", "gen/sub/"], ["gen/sub/c.py"], id="a folder in it"),
        pytest.param(["*", "!b.py", "sub"], ["gen/sub/c.py"], id="everything"),
        pytest.param(["*", "!*/", "!b.py"], ["gen/a.py", "gen/sub/c.py"], id="but one"),
    ],
)
@pytest.mark.parametrize("how", ["exclude", ".gitignore"])
def test_to_name_a_folder_lifts_what_leaves_out_the_folder_alone(
    exclude, left_out, how
):
    write(".git/HEAD", "gen/a.py", "gen/b.py", "gen/sub/c.py")
    if how == ".gitignore":
        write(how, text="\n".join(exclude))
        exclude = ()
    every = ["gen/a.py", "gen/b.py", "gen/sub/c.py"]
    assert Found("gen", exclude=exclude).paths == sorted({*every} - {*left_out})


@pytest.mark.parametrize(
    ("start", "exclude", "left_out"),
    [
        pytest.param(".", ["gen"], {"gen/a.py", *TREE[3:5]}, id="a name"),
        pytest.param(".", ["/gen/"], {"gen/a.py"}, id="a path from the root"),
        pytest.param("src", ["src/gen/*_pb2.py"], {TREE[4]}, id="from a subfolder"),
        pytest.param("../project", ["/x"], {"x/a.py"}, id="under another name"),
        pytest.param("..", ["/x"], {"x/a.py"}, id="from above the root"),
    ],
)
def test_exclude_is_relative_to_the_root(start, exclude, left_out, folder):
    write(*TREE)
    found = Found(start, exclude=exclude)
    paths = {os.path.relpath(path) for path in found.paths}
    within = {path for path in TREE if start != "src" or path.startswith("src/")}
    assert paths == within - left_out


def test_exclude_holds_outside_of_the_root_too():
    write("../other/gen/a.py", "../other/b.py")
    assert Found("../other", exclude=["gen/"]).paths == ["../other/b.py"]


def test_pathspec_is_imported_only_where_there_are_patterns():
    write("a.py", ".gitignore", text="# optax\n")
    code = (
        "import sys; from pathlib import Path\n"
        "from lrmigrate.codemod.files.search.discover import Discovery\n"
        "from lrmigrate.codemod.files.search.sought import Sought\n"
        "nothing = lambda folder: (Path(), ())\n"
        "found = Discovery(('.',), Sought(frozenset({b'optax'})), nothing, print)\n"
        "print(len(list(found)), 'pathspec' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "1 False\n"
