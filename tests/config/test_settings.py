"""What holds for each file of a run over several projects: refused first."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli

COSINE = "lr = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
ONECYCLE = "lr = optax.linear_onecycle_schedule(100, 0.1, 0.3)\n"
INFORMED = "lr = optax.warmup_exponential_decay_schedule(0.0, 0.1, 1, 9, 0.5)\n"
BOTH = f"import optax\n\n{COSINE}{ONECYCLE}"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(files):
    for path, text in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)


def table(text):
    return f"[tool.lrmigrate]\n{text}\n"


def lrmigrate(*arguments, stdin=None):
    return CliRunner().invoke(cli, arguments, input=stdin)


def found(*arguments, stdin=None):
    """The file and the code of each finding."""
    result = lrmigrate("check", "-q", *arguments, stdin=stdin)
    assert result.exit_code in (0, 1), result.output
    lines = [line.split() for line in result.stdout.splitlines()]
    return [(place.split(":")[0], code) for place, code, *_ in lines if place[0] != " "]


# -- refused ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "select = ['LRS9999']",
            "pyproject.toml:2: select: there is no rule 'LRS9999'",
        ),
        (
            "ignore = ['lrs0o1']",
            "pyproject.toml:2: ignore: there is no rule 'lrs0o1'; did",
        ),
        (
            "extend-select = ['ACME']",
            "pyproject.toml:2: extend-select: there is no rule 'ACME'; `lrmigrate rule`",
        ),
        (
            "per-file-ignores = { '*' = ['E501'] }",
            "pyproject.toml:2: per-file-ignores: there is no rule 'E501'",
        ),
        ("per-file-ignores = { '!a' = ['LRS001'] }", "'!a' matches no file"),
        ("per-file-ignores = { '' = ['LRS001'] }", "'' matches no file"),
    ],
)
def test_what_a_configuration_cannot_mean_is_one_line(text, words):
    make({"pyproject.toml": table(text), "a.py": BOTH})
    for command in ("check", "fix"):
        result = lrmigrate(command)
        assert (result.exit_code, result.stdout) == (2, "")
        [line] = result.stderr.splitlines()
        assert words in line


def test_the_command_line_is_named_where_it_is_wrong():
    result = lrmigrate("check", "--ignore", "LRS0O1")
    assert "--ignore: there is no rule 'LRS0O1'; did you mean" in result.stderr


@pytest.mark.parametrize("command", ["check", "fix"])
@pytest.mark.parametrize(
    "text", ["[tool.lrmigrate", table("selct = []"), table("select = ['LRS9999']")]
)
def test_a_wrong_configuration_below_costs_its_own_files_only(command, text):
    make({"a/pyproject.toml": text, "a/x.py": BOTH, "a/b/y.py": BOTH, "z.py": BOTH})
    result = lrmigrate(command, "--target", "lrsched")
    assert result.exit_code == 2
    [line] = [one for one in result.stderr.splitlines() if " error: " in one]
    assert "a/pyproject.toml:" in line
    assert line.endswith("; the files that it is for were not looked at")
    places = {
        line.split(":")[0] for line in result.stdout.splitlines() if ".py:" in line
    }
    assert places == {"z.py"}
    assert Path("a/x.py").read_text() == Path("a/b/y.py").read_text() == BOTH


@pytest.mark.parametrize("command", ["check", "fix"])
def test_a_wrong_configuration_around_all_paths_is_one_line(command):
    inner = table("target = 'lrsched'")
    make({"a/pyproject.toml": inner, "b/pyproject.toml": inner, "pyproject.toml": "["})
    result = lrmigrate(command, "a", "b")
    assert (result.exit_code, result.stdout) == (2, "")
    [line] = result.stderr.splitlines()
    assert "pyproject.toml: is not TOML" in line


# -- the nearest file wins ----------------------------------------------------


def test_each_file_has_the_configuration_nearest_to_it():
    make(
        {
            "pyproject.toml": table("select = ['LRS001']"),
            "inner/pyproject.toml": table("ignore = ['LRS001']"),
            "plain/pyproject.toml": "[project]\nname = 'plain'\n",
            "inner/deep/a.py": BOTH,
            "inner/b.py": BOTH,
            "plain/c.py": BOTH,
            "d.py": BOTH,
        }
    )
    everywhere = [
        ("d.py", "LRS001"),
        ("inner/b.py", "LRS002"),
        ("inner/deep/a.py", "LRS002"),
        ("plain/c.py", "LRS001"),
    ]
    assert found() == everywhere
    assert found(".", "inner/b.py") == everywhere
    assert found("--stdin-filename", "inner/new.py", "-", stdin=BOTH) == [
        ("inner/new.py", "LRS002")
    ]
    assert found("--isolated", "inner/b.py", "d.py") == [
        ("d.py", "LRS001"),
        ("d.py", "LRS002"),
        ("inner/b.py", "LRS001"),
        ("inner/b.py", "LRS002"),
    ]
    assert found("--config", "pyproject.toml", "inner") == [
        ("inner/b.py", "LRS001"),
        ("inner/deep/a.py", "LRS001"),
    ]


def test_the_command_line_goes_before_every_configuration():
    make(
        {
            "a/pyproject.toml": table("select = ['LRS001']\nignore = ['LRS003']"),
            "b/pyproject.toml": table("select = ['LRS002']\ntarget = 'optax'"),
            "a/x.py": BOTH,
            "b/x.py": BOTH,
        }
    )
    assert found("--select", "LRS002") == [("a/x.py", "LRS002"), ("b/x.py", "LRS002")]
    assert found("--ignore", "LRS002") == [("a/x.py", "LRS001")]
    lrmigrate("fix", "--target", "lrsched")
    assert "lrsched" in Path("a/x.py").read_text()
    assert "lrsched" in Path("b/x.py").read_text()


SELECTED = {
    "nothing is said": ("", (), {"LRS001", "LRS002"}),
    "on top of all": ("extend-select = ['LRS002']", (), {"LRS001", "LRS002"}),
    "on top of what is configured": (
        "select = ['LRS001']\nextend-select = ['LRS002']",
        (),
        {"LRS001", "LRS002"},
    ),
    "the option on top of what is configured": (
        "select = ['LRS001']",
        ("--extend-select", "LRS002"),
        {"LRS001", "LRS002"},
    ),
    "the option on top of the option": (
        "",
        ("--select", "LRS001", "--extend-select", "LRS002"),
        {"LRS001", "LRS002"},
    ),
    "`--select` in place of all that is configured": (
        "extend-select = ['LRS002']",
        ("--select", "LRS001"),
        {"LRS001"},
    ),
    "`ignore` goes before": (
        "select = ['LRS001']\nextend-select = ['LRS002']\nignore = ['LRS002']",
        (),
        {"LRS001"},
    ),
    "`--ignore` goes before": (
        "",
        ("--select", "LRS001", "--extend-select", "LRS002", "--ignore", "LRS00"),
        set(),
    ),
}


@pytest.mark.parametrize(("text", "options", "codes"), SELECTED.values(), ids=SELECTED)
def test_what_is_selected_on_top_of_the_others(text, options, codes):
    make({"pyproject.toml": table(text), "a.py": BOTH})
    assert {code for _, code in found(*options)} == codes


def test_a_rule_that_is_selected_on_top_runs_whichever_version_it_is_for():
    nnx = "from flax import nnx\n\noptimizer = nnx.Optimizer(model, tx)\n"
    text = table("select = ['LRS0']\nflax-version = '0.10'")
    make({"pyproject.toml": text, "a.py": nnx})
    assert found() == []
    assert found("--extend-select", "LRS") == []
    assert found("--extend-select", "LRS201") == [("a.py", "LRS201")]


@pytest.mark.parametrize("first", ["lrsched", "optax"])
def test_each_project_has_its_own_target(first):
    second = {"lrsched": "optax", "optax": "lrsched"}[first]
    make(
        {
            "a/pyproject.toml": table(f"target = '{first}'"),
            "b/pyproject.toml": table(f"target = '{second}'"),
            "a/x.py": BOTH,
            "b/x.py": BOTH,
        }
    )
    result = lrmigrate("fix")
    assert result.exit_code == 0, result.output
    for folder, target in (("a", first), ("b", second)):
        text = Path(f"{folder}/x.py").read_text()
        assert f"{target}.cosine_decay_schedule(0.1, transition_steps=9)" in text
    assert result.stderr.splitlines() == [
        f"lrmigrate: target: {first} (asked for)",
        f"lrmigrate: target: {second} (asked for)",
    ]
    assert "1 file now imports lrmigrate.lrsched" in result.stdout


def test_each_project_excludes_its_own_files():
    make(
        {
            "pyproject.toml": table("exclude = ['*_old.py', 'inner/vendor/']"),
            "inner/pyproject.toml": table("exclude = ['/gen']"),
            "plain/pyproject.toml": "",
            "a_old.py": BOTH,
            "plain/a_old.py": BOTH,
            "inner/a_old.py": COSINE.join(["import optax\n", ""]),
            "inner/gen/a.py": BOTH,
            "inner/vendor/a.py": COSINE.join(["import optax\n", ""]),
            "gen/a.py": COSINE.join(["import optax\n", ""]),
        }
    )
    assert [path for path, _ in found()] == [
        "gen/a.py",
        "inner/a_old.py",
        "inner/vendor/a.py",
    ]
    assert "inner/a_old.py" not in dict(found("--exclude", "*_old.py"))
    named = ["a_old.py", "inner/a_old.py", "inner/gen/a.py"]
    assert [*dict(found(*named))] == named
    assert [*dict(found("--force-exclude", *named))] == named[1:2]


# -- per-file-ignores ---------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "silent"),
    [
        ("tests/", {"tests/a.py", "tests/deep/b.py"}),
        ("tests/*.py", {"tests/a.py"}),
        ("/a.py", {"a.py"}),
        ("a.py", {"a.py", "tests/a.py"}),
        ("**/b.py", {"tests/deep/b.py"}),
        ("*", {"a.py", "tests/a.py", "tests/deep/b.py"}),
        ("other/", set()),
    ],
)
def test_rules_are_left_out_in_the_files_of_a_pattern(pattern, silent):
    text = table(f"per-file-ignores = {{ '{pattern}' = ['LRS001', 'LRS9'] }}")
    files = dict.fromkeys(["a.py", "tests/a.py", "tests/deep/b.py"], BOTH)
    make({"pyproject.toml": text, **files})
    heard = [path for path, code in found() if code == "LRS001"]
    assert set(heard) == files.keys() - silent
    assert [path for path, code in found() if code == "LRS002"] == sorted(files)


def test_patterns_are_relative_to_their_own_configuration(monkeypatch):
    text = table("per-file-ignores = { '/a.py' = ['LRS00'] }")
    make({"inner/pyproject.toml": text, "inner/a.py": BOTH, "a.py": BOTH})
    assert {path for path, _ in found()} == {"a.py"}
    monkeypatch.chdir("inner")
    assert found("a.py") == []
    assert {path for path, _ in found("../a.py")} == {"../a.py"}


def test_a_rule_that_is_left_out_rewrites_nothing():
    text = table("per-file-ignores = { 'a.py' = ['LRS001'] }")
    make({"pyproject.toml": text, "a.py": BOTH})
    lrmigrate("fix", "--target", "lrsched")
    assert f"\n{COSINE}" in Path("a.py").read_text()


def test_a_file_that_cannot_be_read_is_always_told():
    text = table("per-file-ignores = { '*' = ['LRS'] }")
    make({"pyproject.toml": text, "a.py": f"{BOTH}("})
    assert "LRS900" in lrmigrate("check").stderr


# -- fail-on ------------------------------------------------------------------

SEVERITY = {
    "warning": f"import optax\n\n{COSINE}",
    "info": f"import optax\n\n{INFORMED}",
}


@pytest.mark.parametrize(
    ("fail_on", "failing"),
    [
        (None, {"warning"}),
        ("error", set()),
        ("warning", {"warning"}),
        ("info", {"warning", "info"}),
        ("never", set()),
    ],
)
@pytest.mark.parametrize("severity", SEVERITY)
def test_the_exit_code_is_that_of_the_severity(fail_on, failing, severity):
    make({"a.py": SEVERITY[severity]})
    arguments = ["--fail-on", fail_on] if fail_on else []
    result = lrmigrate("check", *arguments)
    assert "a.py:3:" in result.stdout
    assert result.exit_code == (1 if severity in failing else 0)
    make({"pyproject.toml": table(f"fail-on = '{fail_on}'") if fail_on else ""})
    assert lrmigrate("check").exit_code == result.exit_code
    assert lrmigrate("check", "--fail-on", "info").exit_code == 1


def test_what_could_not_be_done_fails_whatever_is_asked():
    make({"a.py": "import optax\n(\n"})
    assert lrmigrate("check", "--fail-on", "never").exit_code == 2


@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("never", 0)])
def test_a_diff_is_there_or_not(fail_on, code):
    make({"a.py": BOTH})
    result = lrmigrate("fix", "--diff", "--fail-on", fail_on)
    assert result.stdout
    assert result.exit_code == code


def test_the_run_fails_as_the_configuration_around_its_paths_says():
    make(
        {
            "pyproject.toml": table("fail-on = 'never'"),
            "a/pyproject.toml": table("fail-on = 'warning'"),
            "a/x.py": BOTH,
            "b/x.py": BOTH,
        }
    )
    codes = [lrmigrate("check", *paths).exit_code for paths in (["a"], ["a", "b"], [])]
    assert codes == [1, 0, 0]


# -- docs ---------------------------------------------------------------------

PAGE = f"```python\n{BOTH}```\n"


@pytest.mark.parametrize(
    ("configured", "options", "written"),
    [
        ("", [], False),
        ("docs = false", [], False),
        ("docs = true", [], True),
        ("docs = false", ["--docs"], True),
    ],
)
def test_pages_are_rewritten_where_that_is_wanted(configured, options, written):
    make({"pyproject.toml": table(configured), "a.md": PAGE})
    result = lrmigrate("fix", "--diff", *options)
    assert bool(result.stdout) == written
