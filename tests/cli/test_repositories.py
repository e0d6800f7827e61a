"""`check --repositories`: one report of many, each as a run in it has it."""

from __future__ import annotations

import gc
import json
import sys
import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner

from lrmigrate import rules
from lrmigrate.codemod.cli.app import cli
from lrmigrate.codemod.engine.many import repositories

OLD = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, decay_steps=100)\n"
UNKNOWN = "import optax\n\nlr = optax.cosine_decay(0.1, 100)\n"
TABLE = "[tool.lrmigrate]\n"
FORMS = ("full", "github", "gitlab", "json", "json-lines", "junit", "sarif", "text")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    monkeypatch.setattr(sys, "path", sys.path[:])
    monkeypatch.setattr(sys, "meta_path", sys.meta_path[:])
    return tmp_path


def make(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def check(*arguments, listed=None, **how):
    return CliRunner().invoke(cli, ["check", *arguments], input=listed, **how)


def many(*names, options=()):
    return check("--repositories", "-", *options, listed="\n".join(names))


def found(result):
    return [(one["filename"], one["code"]) for one in json.loads(result.stdout)]


JSON = ("--output-format", "json")

# -- refused ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["src"], "there are no PATHS with it"),
        (["--config", "pyproject.toml"], "each one's own configuration, not --config"),
        (["--add-noqa"], "--add-noqa goes over PATHS, not --repositories"),
        (["--select", "LRS999"], "--select: "),
    ],
    ids=["paths", "one configuration for all", "writing comments", "no such rule"],
)
def test_what_does_not_go_with_a_list_is_one_line(folder, arguments, words):
    make(folder, {"list": "a", "a/train.py": OLD, "pyproject.toml": TABLE})
    result = check("--repositories", "list", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    [line] = result.stderr.splitlines()
    assert words in line


def test_a_list_that_cannot_be_read_is_one_line():
    result = check("--repositories", "nowhere")
    assert result.exit_code == 2
    assert result.stderr == (
        "lrmigrate: error: cannot read the list nowhere: No such file or directory\n"
    )


@pytest.mark.parametrize(
    ("data", "line"), [(b"a\nb\0c\n", 2), ("a\nb\n".encode("utf-16"), 1)]
)
def test_a_list_with_a_nul_is_told_by_its_line(folder, data, line):
    make(folder, {"a/train.py": OLD})
    (folder / "list").write_bytes(data)
    result = check("--repositories", "list")
    assert (result.exit_code, result.stdout) == (2, "")
    told = f"cannot read the list list: line {line} holds a NUL, which no folder's name"
    assert result.stderr.startswith(f"lrmigrate: error: {told}")
    assert result.stderr.endswith("; save it as UTF-8, with one folder a line\n")


# -- what is wrong with one is a problem of that one ------------------------------

BROKEN = {
    "a folder that is gone": ({}, "b: no such folder"),
    "a file": ({"b": ""}, "b: is no folder"),
    "a key that there is not": (
        {"b/pyproject.toml": f"{TABLE}selct = []\n", "b/train.py": OLD},
        "[tool.lrmigrate] has no key 'selct'; did you mean 'select'?",
    ),
    "a configuration that is no TOML": (
        {"b/pyproject.toml": "[", "b/train.py": OLD},
        "b/pyproject.toml: ",
    ),
    "a rule that there is not": (
        {"b/pyproject.toml": f"{TABLE}select = ['LRS999']\n", "b/train.py": OLD},
        "b/pyproject.toml:2: select: ",
    ),
    "a file that is no Python": (
        {"b/train.py": f"{OLD}def (:\n"},
        "b/train.py:4: LRS900 ",
    ),
    "a baseline that is none": (
        {"b/pyproject.toml": TABLE, "b/.lrmigrate-baseline.json": "["},
        "b/.lrmigrate-baseline.json: ",
    ),
}


@pytest.mark.parametrize("which", BROKEN)
def test_one_that_is_broken_stops_none(folder, which):
    files, words = BROKEN[which]
    make(folder, {"a/train.py": OLD, "c/train.py": OLD, **files})
    result = many("a", "b", "c", options=JSON)
    assert result.exit_code == 2
    [error] = [line for line in result.stderr.splitlines() if "error" in line]
    assert words in error
    listed = json.loads(result.stdout)
    assert [one["filename"] for one in listed if one["code"] == "LRS001"] == [
        "a/train.py",
        "c/train.py",
    ]
    [told] = [one for one in listed if one["severity"] == "error"]
    assert told["filename"].startswith("b")


def test_a_bug_costs_one_repository_alone(folder, monkeypatch):
    make(folder, {"a/train.py": OLD, "b/train.py": OLD})
    whole = repositories.run.check

    def failing(request, on_progress):
        if Path.cwd().name == "a":
            raise ZeroDivisionError("by zero")
        return whole(request, on_progress)

    monkeypatch.setattr(repositories.run, "check", failing)
    result = many("a", "b", options=JSON)
    assert result.exit_code == 2
    assert "error: a: ZeroDivisionError: by zero; left alone. This is a bug" in (
        result.stderr
    )
    assert found(result) == [("a", None), ("b/train.py", "LRS001")]


# -- each as if it were looked at alone, from within ------------------------------

REPOSITORIES = {
    "plain/train.py": OLD,
    "silent/pyproject.toml": f"{TABLE}ignore = ['LRS0']\n",
    "silent/train.py": OLD,
    "left-out/pyproject.toml": f"{TABLE}exclude = ['old']\n",
    "left-out/old/train.py": OLD,
    "left-out/src/train.py": UNKNOWN,
    "imports/main.py": "from made import make\n\nlr = make(0.1, decay_steps=9)\n",
    "imports/made.py": "from optax import cosine_decay_schedule as make\n",
    "notes/page.md": f"```python\n{OLD}```\n",
    "notes/unread.json": '{"name": "cosine_decay_schedule"}',
    "older/pyproject.toml": "[project]\ndependencies = ['flax<0.11']\n",
    "older/nnx_train.py": (
        "from flax import nnx\n\noptimizer = nnx.Optimizer(model, tx)\n"
        "optimizer.update(grads)\n"
    ),
    "empty/readme.txt": "",
}
NAMES = sorted({name.partition("/")[0] for name in REPOSITORIES})


def test_each_has_the_findings_of_a_run_in_it(folder, monkeypatch):
    make(folder, REPOSITORIES)
    alone = []
    for name in NAMES:
        monkeypatch.chdir(folder / name)
        alone += [
            {**one, "filename": f"{name}/{one['filename']}"}
            for one in json.loads(check(*JSON).stdout)
        ]
    monkeypatch.chdir(folder)
    result = many(*NAMES, options=JSON)
    assert result.exit_code == 1
    assert json.loads(result.stdout) == alone
    assert len(alone) > 3


def test_order_and_jobs_change_no_report(folder):
    make(folder, REPOSITORIES)

    def reports(*names, options=()):
        files = {form: folder / f"report.{form}" for form in FORMS}
        outputs = [f"--output-format={form}:{file}" for form, file in files.items()]
        result = many(*names, options=(*outputs, *options))
        assert (result.exit_code, result.stdout) == (2, "")
        return {form: file.read_text() for form, file in files.items()}

    first = reports(*NAMES, "gone")
    assert all(first.values())
    assert reports("gone", *reversed(NAMES)) == first
    assert reports(*NAMES, "gone", options=("--jobs", "2")) == first
    assert reports(*NAMES, NAMES[0], f"./{NAMES[1]}/", "gone") == first


def test_counts_are_those_of_all(folder):
    make(folder, REPOSITORIES)
    told = many(*NAMES).stdout.splitlines()[-1]
    assert told.startswith("7 files scanned: 4 findings (1 error, 3 warnings), 2 [*] ")
    assert "not shown, for flax 0.11 or newer" in told
    assert "1 JSON file names a schedule and was not read" in told
    rows = json.loads(many(*NAMES, options=(*JSON, "--statistics")).stdout)
    assert {row["code"]: row["count"] for row in rows}["LRS001"] == 3


def test_what_the_versions_are_is_told_with_the_repository(folder):
    make(folder, REPOSITORIES)
    told = many(*NAMES, options=["--verbose"]).stderr.splitlines()
    assert "lrmigrate: versions: plain: nothing says which flax it is" in told
    assert any(
        one.startswith("lrmigrate: unread: notes/unread.json:1: ") for one in told
    )


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [("never", "never", 0), ("never", "warning", 1), ("error", "never", 0)],
)
def test_each_fails_the_run_by_its_own_measure(folder, first, second, code):
    for name, fail_on in (("a", first), ("b", second)):
        table = f"{TABLE}fail-on = '{fail_on}'\n"
        make(folder, {f"{name}/pyproject.toml": table, f"{name}/train.py": OLD})
    assert many("a", "b").exit_code == code
    assert many("a", "b", options=["--fail-on", "warning"]).exit_code == 1


def test_a_baseline_hides_and_shrinks_as_in_its_repository(folder, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    make(folder, {"a/pyproject.toml": TABLE, "a/train.py": OLD, "b/train.py": OLD})
    baseline = folder / "a/.lrmigrate-baseline.json"
    CliRunner().invoke(cli, ["baseline", "a"])
    assert found(many("a", "b", options=JSON)) == [("b/train.py", "LRS001")]
    (folder / "a/train.py").write_text("import optax\n")
    before = baseline.read_text()
    many("a", options=["--no-update-baseline"])
    assert baseline.read_text() == before
    many("a")
    assert json.loads(baseline.read_text())["findings"] == []


# -- the list ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "a\nb\n",
        "# all of ours\n\na\n   \n  b  \n# c\n",
        "a\r\nb\r\n",
        "\ufeffa\nb",
        "./a\nb/\na\n",
    ],
    ids=["plain", "comments and blanks", "Windows", "byte order mark", "twice"],
)
def test_a_list_is_one_folder_a_line(folder, text):
    make(folder, {f"{name}/train.py": OLD for name in "abc"})
    (folder / "list").write_bytes(text.encode())
    for result in (
        check("--repositories", "list", *JSON),
        check("--repositories", "-", *JSON, listed=text),
    ):
        assert found(result) == [("a/train.py", "LRS001"), ("b/train.py", "LRS001")]


def test_folders_are_relative_to_where_the_run_is(folder, monkeypatch):
    make(folder, {"here/a/train.py": OLD, "lists/all": "a\n../b\n", "b/train.py": OLD})
    monkeypatch.chdir(folder / "here")
    result = check("--repositories", "../lists/all", *JSON)
    assert found(result) == [("../b/train.py", "LRS001"), ("a/train.py", "LRS001")]


def test_a_list_without_a_folder_is_a_report_of_nothing(folder):
    result = many("# none yet")
    assert result.exit_code == 0
    assert result.stdout == "0 files scanned: 0 findings.\n"


def test_the_folder_itself_is_told_as_by_any_run(folder):
    make(folder, {"train.py": OLD})
    assert many(".").stdout == check().stdout


# -- what stays -------------------------------------------------------------------


def test_nothing_is_imported_from_a_repository(folder):
    """Not even where Python's path leads there."""
    make(folder, {"a/train.py": OLD, "a/acme_module.py": "", "a/pyproject.toml": TABLE})
    sys.path.insert(0, str(folder / "a"))
    many("a")
    assert str(folder / "a") not in sys.path


def test_a_run_comes_back_to_where_it_was(folder):
    make(folder, REPOSITORIES)
    many(*NAMES, "gone")
    assert Path.cwd() == folder


def test_memory_is_for_what_is_found(folder):
    """Forty repositories without a finding leave as much as five."""
    for number in range(40):
        make(
            folder,
            {
                f"r{number}/pyproject.toml": TABLE,
                f"r{number}/train.py": f"import optax\n\nlr = {number}\n"
                + "x = 1\n" * 999,
            },
        )

    def kept(count):
        tracemalloc.start()
        many(*(f"r{number}" for number in range(count)), options=["--jobs", "1"])
        gc.collect()
        size, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return size

    kept(5)
    assert kept(40) < kept(5) + 150_000
    assert rules.catalogue.cache_info().currsize <= 1
