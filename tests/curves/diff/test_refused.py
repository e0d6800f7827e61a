"""What ``curves --diff`` cannot compare: one line with cause and cure, exit code 2."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from repositories import Repository

COSINE = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, {})\n"


def refusal(result):
    assert result.exit_code == 2
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert line.startswith("lrmigrate: error: ")
    return line


def test_a_folder_without_a_repository(tmp_path, monkeypatch, told):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "in no git repository" in refusal(told("HEAD"))


def test_no_git(repository, told, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert "install git" in refusal(told("HEAD"))


def test_a_program_called_git_in_the_folder_is_not_run(repository, told, monkeypatch):
    (repository.folder / "git").write_text("#!/bin/sh\ntouch run\n")
    (repository.folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", ".")
    assert "install git" in refusal(told("HEAD"))
    assert not (repository.folder / "run").exists()


def test_a_repository_without_a_commit(repository, told):
    assert "it has no commit yet" in refusal(told("HEAD"))


@pytest.mark.parametrize(
    "asked", ["nowhere", "main..nowhere", "nowhere...main", "--output=x", "main:a.py"]
)
def test_a_revision_that_there_is_not(repository, told, asked):
    repository.commit({"a.py": ""})
    line = refusal(told(asked))
    assert "there is no revision" in line
    assert "git branch --all" in line
    assert [path.name for path in repository.folder.iterdir()] == [".git", "a.py"]


def test_a_shallow_clone_without_the_revision(repository, tmp_path, monkeypatch, told):
    first = repository.commit({"a.py": COSINE.format(100)})
    repository.commit({"a.py": COSINE.format(200)})
    clone = tmp_path / "clone"
    url = repository.folder.as_uri()
    repository.git("clone", "-q", "--depth", "1", url, str(clone))
    monkeypatch.chdir(clone)
    assert "git fetch --unshallow" in refusal(told(first))
    assert "fetch-depth: 0" in refusal(told("HEAD^"))


def test_two_revisions_with_no_common_past(repository, told):
    repository.commit({"a.py": ""})
    repository.git("checkout", "-q", "--orphan", "other")
    repository.commit({"b.py": ""})
    assert "no commit in common" in refusal(told("main...other"))


def test_a_bare_repository_has_no_files(repository, tmp_path, monkeypatch, told):
    repository.commit({"a.py": ""})
    bare = tmp_path / "bare.git"
    repository.git("clone", "-q", "--bare", str(repository.folder), str(bare))
    monkeypatch.chdir(bare)
    assert "give main..REV" in refusal(told("main"))


def test_a_repository_of_another_user(repository, told, monkeypatch):
    repository.commit({"a.py": ""})
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert "safe.directory" in refusal(told("HEAD"))


def test_a_path_that_neither_has(repository, told):
    repository.commit({"a.py": ""})
    assert "nowhere.py: no such file" in refusal(told("HEAD", "nowhere.py"))


def test_a_path_outside_of_the_repository(repository, told):
    repository.commit({"a.py": ""})
    assert "is not in the repository" in refusal(told("HEAD", ".."))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["HEAD", "-"], "standard input"),
        (["HEAD", "--config", "pyproject.toml"], "--config"),
        (["HEAD", "--format", "svg"], "svg"),
        (["HEAD", "--output-file", "nowhere/out.md"], "nowhere/out.md"),
    ],
    ids=["standard input", "a configuration", "one curve", "no folder"],
)
def test_options_that_do_not_go_together(repository, told, arguments, words):
    repository.commit({"a.py": "", "pyproject.toml": "[tool.lrmigrate]\n"})
    assert words in refusal(told(*arguments))


def test_a_configuration_of_a_revision_that_cannot_be_used(repository, told):
    repository.commit({"pyproject.toml": "[tool.lrmigrate]\nwrong = 1\n"})
    repository.commit({"pyproject.toml": "[tool.lrmigrate]\n"})
    line = refusal(told("HEAD^"))
    assert line.startswith("lrmigrate: error: pyproject.toml:")
    assert "(in HEAD^ (" in line


def test_an_object_that_a_partial_clone_lacks_is_not_fetched(
    repository, tmp_path, monkeypatch, told
):
    large = "# " + "x" * 2000
    repository.commit(
        {"a.py": COSINE.format(100) + large, "b/b.py": COSINE.format(100)}
    )
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    url = repository.folder.as_uri()
    made = ("clone", "-q", "--no-checkout", "--filter=blob:limit=1k", url, str(clone))
    repository.git(*made)
    shutil.move(repository.folder, tmp_path / "away")
    monkeypatch.chdir(clone)
    result = told("HEAD..HEAD")
    assert result.exit_code == 2
    assert result.stderr.count("the content of 'a.py' is not in this clone") == 2
    assert "git fetch --refetch --no-filter" in result.stderr
    assert "lrmigrate: error: the content" in result.stderr
    assert told("HEAD..HEAD", "a.py").exit_code == 2
    result = told("HEAD..HEAD", "b")
    assert result.exit_code == 0
    assert "lrmigrate: note: the content of 'a.py'" in result.stderr


def test_nothing_of_a_hostile_repository_is_run(repository, told, tmp_path):
    mark = tmp_path / "run"
    program = tmp_path / "hostile"
    program.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    program.chmod(0o755)
    repository.commit(
        {
            "a.py": COSINE.format(100),
            ".gitattributes": "*.py filter=evil diff=evil\n",
        }
    )
    for name in (
        *("core.fsmonitor", "core.pager", "core.sshCommand", "core.editor"),
        *("filter.evil.clean", "filter.evil.smudge", "filter.evil.process"),
        *("diff.evil.textconv", "diff.evil.command", "diff.external", "core.askPass"),
        *("credential.helper", "gpg.program", "pager.diff", "core.gitProxy"),
    ):
        repository.git("config", name, str(program))
    hooks = repository.folder / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-checkout", "fsmonitor-watchman", "post-index-change"):
        shutil.copy(program, hooks / name)
    before = (repository.folder / ".git" / "index").read_bytes()
    repository.write({"a.py": COSINE.format(200), "b.py": COSINE.format(300)})
    assert told("HEAD").exit_code == 1
    assert told("HEAD..HEAD").exit_code == 0
    assert not mark.exists()
    assert (repository.folder / ".git" / "index").read_bytes() == before


def blob(repository: Repository, text: str) -> str:
    return repository.git("hash-object", "-w", "--stdin", given=text)


def committed(repository: Repository, *entries: str) -> str:
    lines = "".join(f"{entry}\0" for entry in entries)
    tree = repository.git("mktree", "--missing", "-z", given=lines)
    return repository.git("commit-tree", "-m", "hostile", tree)


def test_names_that_no_checkout_has_are_left_out(repository, told, tmp_path):
    made = blob(repository, COSINE.format(100))
    inner = repository.git("mktree", "-z", given=f"100644 blob {made}\tevil.py\0")
    commit = committed(
        repository,
        f"040000 tree {inner}\t..",
        f"040000 tree {inner}\t.GIT",
        f"100644 blob {made}\tgood.py",
        f"120000 blob {blob(repository, '/etc')}\tlink.py",
        f"160000 commit {'1' * 40}\tmodule.py",
    )
    result = told(f"{commit}..{commit}")
    assert result.exit_code == 0
    assert result.stdout.startswith("1 as before")
    assert "'../evil.py'" in result.stderr
    assert "'.GIT/evil.py'" in result.stderr
    assert not [*tmp_path.rglob("evil.py")]


def test_what_no_folder_can_hold_is_told(repository, told):
    made = blob(repository, COSINE.format(100))
    inner = repository.git("mktree", "-z", given=f"100644 blob {made}\tb.py\0")
    commit = committed(
        repository,
        f"100644 blob {made}\ta.py",
        f"040000 tree {inner}\ta.py",
        f"100644 blob {made}\t{'x' * 300}.py",
    )
    result = told(f"{commit}..{commit}")
    assert result.exit_code == 0
    assert result.stdout.startswith("1 as before")
    assert "a.py/b.py' cannot be written to a folder" in result.stderr
    assert "xxx.py' cannot be written to a folder" in result.stderr


def test_a_name_of_bytes_that_are_no_text(repository, told):
    old, new = (Path(os.fsdecode(name)) for name in (b"a\xff.py", b"b\xfe.py"))
    old.write_text(COSINE.format(100))
    repository.commit()
    old.rename(new)
    for form in ("text", "json", "markdown", "html"):
        result = told("HEAD", "--format", form)
        assert (result.exit_code, result.stderr) == (0, ""), form
        assert "as before" in result.stdout


def test_names_drive_no_terminal(repository, told):
    made = blob(repository, COSINE.format(100))
    name = "\x1b[31mred.py"
    commits = [
        committed(repository, f"100644 blob {made}\tgood.py"),
        committed(
            repository, f"100644 blob {made}\t{name}", f"100644 blob {made}\tgood.py"
        ),
    ]
    result = told("..".join(commits))
    assert "\x1b" not in result.output
    assert "\\x1b[31mred.py" in result.stdout
