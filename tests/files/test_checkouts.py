"""Checkouts of git: what is ignored in all of one, and which lie in another one."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from repositories import ENVIRONMENT, Repository

from lrmigrate.codemod.cli.app import cli
from lrmigrate.codemod.files.search import checkout
from lrmigrate.codemod.files.search.checkout import git_program
from lrmigrate.codemod.files.search.listing import Listing

OLD = "import optax\ns = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
FILES = ("a.py", "gen/a.py", "src/b.py", "src/gen/c_pb2.py", "scratch_a.py")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home without a configuration, and no variable of git's."""
    for name in os.environ:
        if name.startswith(("GIT_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def top(tmp_path, monkeypatch):
    repository = Repository(tmp_path / "top")
    repository.write(dict.fromkeys(FILES, OLD))
    monkeypatch.chdir(repository.folder)
    return repository


def write(path, text=OLD):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def found(*arguments):
    """The files with findings of a run, and what it says at its end."""
    result = CliRunner().invoke(cli, ["check", *arguments])
    assert result.exit_code in (0, 1), result.stderr
    *lines, last = result.stdout.splitlines()
    return {line.partition(":")[0] for line in lines if "LRS" in line}, last


def kept(folder="."):
    """The files that git would take, of those that it does not ignore."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(
        listed, cwd=folder, capture_output=True, text=True, check=True
    )
    return {name for name in names.stdout.splitlines() if name.endswith(".py")}


# -- what is ignored in all of a checkout -----------------------------------------


def own_exclude(top, home):
    write(top.folder / ".git/info/exclude", "scratch_*\n/gen/\n")


def default_file(top, home):
    write(home / ".config/git/ignore", "scratch_*\n")


def named_by_the_user(top, home):
    write(home / "ignored", "scratch_*\n*_pb2.py\n")
    write(home / ".gitconfig", "[core]\n\texcludesFile = ~/ignored\n")


def named_by_the_repository(top, home):
    write(home.parent / "ignored", "/src/\n")
    top.git("config", "core.excludesFile", "../ignored")


def named_by_an_include(top, home):
    write(home / "ignored", "scratch_*\n")
    write(home / "more", '[core]\n  excludesfile = "~/ignored"\n')
    write(home / ".config/git/config", "[include]\n  path = ~/more\n")


def named_and_not_there(top, home):
    write(home / ".config/git/ignore", "scratch_*\n")
    write(home / ".gitconfig", "[core]\n\texcludesFile = ~/ignored\n")


def named_empty(top, home):
    write(home / ".config/git/ignore", "scratch_*\n")
    write(home / ".gitconfig", "[core]\n\texcludesFile =\n")


def lifted_by_the_tree(top, home):
    write(home / ".config/git/ignore", "scratch_*\ngen/\n")
    write(top.folder / ".gitignore", "!scratch_a.py\n")
    write(top.folder / ".git/info/exclude", "!gen/\n")


WAYS = (
    *(own_exclude, default_file, named_by_the_user, named_by_the_repository),
    *(named_by_an_include, named_and_not_there, named_empty, lifted_by_the_tree),
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("linked", [False, True], ids=["a checkout", "a linked one"])
def test_it_is_left_out_as_git_leaves_it_out(top, home, monkeypatch, way, linked):
    way(top, home)
    if linked:
        top.git("commit", "-q", "--allow-empty", "-m", "empty")
        top.git("worktree", "add", "-q", "../linked")
        monkeypatch.chdir("../linked")
        for name in FILES:
            write(Path(name))
        if way is lifted_by_the_tree:
            write(Path(".gitignore"), "!scratch_a.py\n")
    assert found()[0] == kept()
    assert way in (named_and_not_there, named_empty, lifted_by_the_tree) or (
        kept() != {*FILES}
    )


def test_a_variable_says_where_a_user_s_file_lies(top, tmp_path, monkeypatch):
    write(tmp_path / "xdg/git/ignore", "scratch_*\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert found()[0] == kept() == {*FILES} - {"scratch_a.py"}


def test_a_variable_names_a_configuration(top, tmp_path, monkeypatch):
    write(tmp_path / "ignored", "scratch_*\n")
    write(tmp_path / "mine", f"[core]\nexcludesFile = {tmp_path}/ignored\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "mine"))
    assert found()[0] == kept() == {*FILES} - {"scratch_a.py"}


def test_in_no_checkout_nothing_of_the_user_s_counts(tmp_path, home, monkeypatch):
    write(home / ".config/git/ignore", "*.py\n")
    write(tmp_path / "plain/a.py")
    monkeypatch.chdir(tmp_path / "plain")
    assert found()[0] == {"a.py"}


def test_without_a_home_there_is_none(top, monkeypatch):
    monkeypatch.delenv("HOME")
    assert found()[0] == {*FILES}


def test_without_git_a_default_file_counts(top, home, monkeypatch):
    default_file(top, home)
    write(home / ".gitconfig", "[include]\n  path = ~/more\n")
    monkeypatch.setenv("PATH", "")
    assert found()[0] == {*FILES} - {"scratch_a.py"}


def test_a_git_of_the_project_is_not_run(top, home, monkeypatch):
    program = top.folder / "bin/git"
    write(program, "#!/bin/sh\ntouch executed\n")
    program.chmod(0o755)
    named_by_the_user(top, home)
    usual = os.environ["PATH"]
    monkeypatch.setenv("PATH", f"{top.folder}/bin:bin:.:{usual}")
    assert git_program(top.folder) != str(program)
    assert found()[0] == {"a.py", "gen/a.py", "src/b.py"}
    assert not (top.folder / "executed").exists()


@pytest.mark.parametrize(
    "lines",
    [
        ["*", "!*/", "!b.py"],
        ["*", "!*/", "!/src/b.py"],
        ["*.py", "!src"],
        ["*.py", "!src/"],
        ["*.py", "!src/b.py"],
        ["gen", "!src/gen"],
        ["gen/*", "!gen/a.py"],
        ["/*", "!/src", "!a.py"],
        ["src/**", "!src/gen/"],
        ["src/**", "!src/gen/", "!src/gen/**"],
        ["**/gen/**", "!*_pb2.py"],
        ["**", "!**/", "!b.py"],
        ["*a.py", "!scratch*"],
    ],
    ids=" ".join,
)
def test_patterns_mean_what_they_mean_to_git(top, lines):
    write(top.folder / ".gitignore", "\n".join(lines))
    assert found()[0] == kept()


# -- a checkout in another one -----------------------------------------------------


def linked_checkout(top):
    top.git("worktree", "add", "-q", "other")


def submodule(top):
    inner = Repository(top.folder.parent / "inner")
    inner.commit(dict.fromkeys(FILES, OLD))
    allowed = ("-c", "protocol.file.allow=always")
    top.git(*allowed, "submodule", "--quiet", "add", str(inner.folder), "other")


def clone(top):
    Repository(top.folder / "other").commit(dict.fromkeys(FILES, OLD))


INNER = [linked_checkout, submodule, clone]


@pytest.mark.parametrize("inner", INNER, ids=lambda inner: inner.__name__)
@pytest.mark.parametrize("command", ["check", "fix"])
def test_it_is_left_out_and_told(top, inner, command):
    top.commit()
    inner(top)
    files, last = found()
    assert files == {*FILES}
    told = "5 Python files name a schedule and were not read: in another checkout"
    assert told in last
    if command == "fix":
        pytest.importorskip("jax")
        assert CliRunner().invoke(cli, ["fix", "-q", "."]).exit_code == 0
        assert all((top.folder / "other" / name).read_text() == OLD for name in FILES)


@pytest.mark.parametrize("inner", INNER, ids=lambda inner: inner.__name__)
def test_it_is_looked_at_where_it_is_named(top, inner):
    top.commit()
    inner(top)
    assert found("other")[0] == {f"other/{name}" for name in FILES}
    assert found("other/a.py")[0] == {"other/a.py"}


def test_its_configuration_is_not_read(top):
    clone(top)
    write(top.folder / "other/pyproject.toml", "{{ template }}\n")
    assert found()[0] == {*FILES}


def test_a_folder_of_checkouts_is_looked_at(tmp_path, home, monkeypatch):
    write(home / ".config/git/ignore", "scratch_*\n")
    write(tmp_path / "all/.gitignore", "a.py\n")
    for name in ("one", "two"):
        Repository(tmp_path / "all" / name).write(dict.fromkeys(FILES, OLD))
    monkeypatch.chdir(tmp_path / "all")
    each = {*FILES} - {"scratch_a.py"}
    assert found()[0] == {f"{one}/{name}" for one in ("one", "two") for name in each}


def test_a_folder_that_a_checkout_ignores_is_no_part_of_it(top, monkeypatch):
    write(top.folder / ".gitignore", "/code/\n")
    Repository(top.folder / "code/one").write({"a.py": OLD})
    assert found("code")[0] == {"code/one/a.py"}


def test_an_empty_folder_of_its_name_is_no_checkout(top):
    write(top.folder / "data/a.py")
    (top.folder / "data/.git").mkdir()
    assert found()[0] == kept() == {*FILES, "data/a.py"}


def test_what_another_commit_says_is_not_of_the_tree(top):
    top.commit()
    linked_checkout(top)
    names = {os.path.relpath(one.path) for one in Listing(Path(top.folder)).files}
    assert names == {*FILES}


@pytest.mark.parametrize("text", ["", "gitdir:", "gitdir: /nowhere", "\udcff", "x" * 9])
def test_a_mark_that_leads_nowhere_is_one(top, text):
    write(top.folder / "other/a.py")
    (top.folder / "other/.git").write_bytes(os.fsencode(text))
    assert found()[0] == {*FILES}
    assert found("other")[0] == {"other/a.py"}


def test_a_mark_that_blocks_is_none(top):
    write(top.folder / "other/a.py")
    os.mkfifo(top.folder / "other/.git")
    assert found("other")[0] == {"other/a.py"}


# -- what cannot be read ------------------------------------------------------------


def blocking(path):
    os.mkfifo(path)


def around(path):
    path.symlink_to(path.name)


UNREAD = {
    "the repository's": lambda top, home: top.folder / ".git/info/exclude",
    "above": lambda top, home: top.folder / ".gitignore",
    "by default": lambda top, home: home / ".config/git/ignore",
    "named": lambda top, home: home / "ignored",
    "a configuration": lambda top, home: home / ".gitconfig",
    "another configuration": lambda top, home: home / ".config/git/config",
    "the repository's configuration": lambda top, home: top.folder / ".git/config",
}


@pytest.mark.parametrize("make", [blocking, around])
@pytest.mark.parametrize("where", UNREAD.values(), ids=UNREAD)
def test_a_file_of_git_s_that_cannot_be_read_is_told_once(top, home, make, where):
    named = where(top, home)
    named.parent.mkdir(parents=True, exist_ok=True)
    if named.name == "ignored":
        top.git("config", "core.excludesFile", str(named))
    named.unlink(missing_ok=True)
    make(named)
    result = CliRunner().invoke(cli, ["check", "src", "gen"])
    assert result.exit_code == 2
    shown = os.path.relpath(named) if named.is_relative_to(top.folder) else named
    told = [line for line in result.stderr.splitlines() if "error" in line]
    assert len(told) == 1
    assert told[0].startswith(f"lrmigrate: error: {shown}: cannot be read: ")
    assert told[0].endswith("; what git ignores is not known")
    assert "src/b.py:2:38: LRS001" in result.stdout


def test_git_is_not_asked_where_it_would_wait(top, home):
    write(home / ".config/git/ignore", "scratch_*\n")
    write(home / ".config/git/config", "[core]\n\texcludesFile = ~/ignored\n")
    os.mkfifo(home / ".gitconfig")
    result = CliRunner().invoke(cli, ["check"])
    assert (result.exit_code, "scratch_a.py" in result.stdout) == (2, False)
    assert result.stderr.count("error") == 1


def test_where_git_does_not_answer_that_is_told(top, home, monkeypatch):
    monkeypatch.setattr(checkout, "_SECONDS", 0.1)
    write(home / ".gitconfig", "[include]\n  path = ~/more\n")
    os.mkfifo(home / "more")
    result = CliRunner().invoke(cli, ["check"])
    told = ".git: cannot be read: git did not say its core.excludesFile in 0.1 seconds"
    assert (result.exit_code, told in result.stderr) == (2, True)


@pytest.mark.parametrize("name", ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"])
def test_the_null_device_holds_nothing(top, home, monkeypatch, name):
    monkeypatch.setenv(name, os.devnull)
    (home / ".gitconfig").symlink_to(os.devnull)
    top.git("config", "core.excludesFile", os.devnull)
    assert found()[0] == {*FILES}


def test_a_variable_that_names_what_cannot_be_read_is_told(top, home, monkeypatch):
    around(home / "round")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / "round"))
    os.mkfifo(home / ".gitconfig")
    result = CliRunner().invoke(cli, ["check"])
    told = [line for line in result.stderr.splitlines() if "error" in line]
    assert [line.split(": ")[2] for line in told] == [str(home / "round")]


# -- checkpoints --------------------------------------------------------------------


def test_a_checkpoint_is_left_out_and_told(top):
    write(top.folder / "src/.ipynb_checkpoints/b-checkpoint.py")
    files, last = found()
    assert files == {*FILES}
    assert "1 Python file names a schedule and was not read: a checkpoint" in last


def test_one_that_is_ignored_is_not(top):
    write(top.folder / ".ipynb_checkpoints/b.py")
    write(top.folder / ".gitignore", ".ipynb_checkpoints\n")
    assert "not read" not in found()[1]


def test_the_environment_of_the_tests_is_no_git_s():
    assert "GIT_DIR" not in ENVIRONMENT
