"""What users of ruff type: refused where it contradicts itself, else as they expect."""

from __future__ import annotations

import json
import tomllib

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli
from lrmigrate.codemod.engine import run

OLD = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, decay_steps=100)\n"
NEW = (
    "from lrmigrate import lrsched\n\n"
    "lr = lrsched.cosine_decay_schedule(0.1, transition_steps=100)\n"
)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.py").write_text(OLD)
    return tmp_path


def lrmigrate(*arguments, **variables):
    return CliRunner().invoke(cli, arguments, env=variables)


def configure(folder, text):
    (folder / "pyproject.toml").write_text(f"[tool.lrmigrate]\n{text}\n")


# -- refused ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--fix --add-noqa", "--fix is one thing and --add-noqa another"),
        ("--show-files --show-settings", "--show-files is one thing and"),
        ("--fix --repositories list.txt", "--fix goes over PATHS, not --repositories"),
        ("--show-files --repositories list.txt", "--show-files goes over PATHS, not"),
        (
            "--fix --dask tcp://host:1",
            "verifies and writes on this machine; --dask goes",
        ),
        ("--unsafe-fixes", "--unsafe-fixes goes with --fix"),
        (
            "--exit-zero --fail-on info",
            "--exit-zero is --fail-on never, not --fail-on i",
        ),
        ("--show-files gone.py", "gone.py"),
        ("--show-settings --select LRS0O1", "there is no rule 'LRS0O1'"),
        ("--diff", "No such option '--diff': `lrmigrate fix --diff` shows what"),
        (
            "--watch",
            "`lrmigrate server` tells an editor what is found as you type (see",
        ),
        ("--slect LRS001", "Did you mean one of: '--extend-select', '--select'?"),
    ],
)
def test_what_contradicts_itself_is_one_line(folder, monkeypatch, arguments, words):
    for work in ("check", "fix"):
        monkeypatch.setattr(run, work, lambda *_: pytest.fail("the run was begun"))
    result = lrmigrate("check", *arguments.split())
    assert result.exit_code == 2
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert words in line
    assert (folder / "train.py").read_text() == OLD


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("lint .", "No such command 'lint': `lrmigrate check` finds what"),
        ("watch", "No such command 'watch': `lrmigrate server` tells an editor"),
        ("chekc", "No such command 'chekc'. Did you mean 'check'?"),
        ("fix --check", "No such option '--check': `lrmigrate check` finds what"),
        ("fix --dry-run", "No such option '--dry-run': `lrmigrate fix --diff` shows"),
    ],
)
def test_a_word_of_another_tool_is_answered_with_what_does_it(arguments, words):
    result = lrmigrate(*arguments.split())
    assert (result.exit_code, result.stdout) == (2, "")
    [line] = result.stderr.splitlines()
    assert words in line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[tool.ruff]\nselct = 1\n[tool.lrmigrate]\n# selct\nselct = []\n", 5),
        ("[ tool . 'lrmigrate' ]\ndocs = true\n  'selct' = []\n", 3),
        ("[tool.lrmigrate]\n[tool.lrmigrate.selct]\na = 1\n", 2),
        ("[tool.lrmigrate]\nselct.a = 1\n", 2),
        ("tool.lrmigrate = { selct = [] }\n", None),
        ("[tool.lrmigrate]\ntarget = 3\n", 2),
        ("[tool.lrmigrate]\n\n[tool.lrmigrate.per-file-ignores]\na = 1\n", 3),
    ],
)
def test_what_is_configured_wrongly_is_told_with_its_line(folder, text, line):
    (folder / "pyproject.toml").write_text(text)
    result = lrmigrate("check")
    assert result.exit_code == 2
    where = "pyproject.toml" if line is None else f"pyproject.toml:{line}"
    assert f"{where}: [tool.lrmigrate] " in result.stderr


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"LRMIGRATE_OUTPUT_FORMAT": "xml"}, "LRMIGRATE_OUTPUT_FORMAT"),
        ({"LRMIGRATE_OUTPUT_FORMAT": "xml"}, "there is no format 'xml'"),
        ({"LRMIGRATE_OUTPUT_FORMAT": "json text"}, "json and text would go to one"),
        ({"LRMIGRATE_OUTPUT_FILE": "nowhere/report"}, "nowhere/report"),
    ],
    ids=["its name", "no format", "two", "no folder"],
)
def test_a_variable_is_named_where_it_is_wrong(variables, words):
    result = lrmigrate("check", **variables)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


@pytest.mark.parametrize("key", ["selct", "output_formats", "nothing"])
def test_a_key_that_does_not_exist_is_one_line(key):
    result = lrmigrate("config", key)
    assert (result.exit_code, result.stdout) == (2, "")
    [line] = result.stderr.splitlines()
    hints = {"selct": "'select'?", "output_formats": "'output-format'?"}
    assert f"there is no key {key!r}; " in line
    assert hints.get(key, "`lrmigrate config` lists them all") in line


# -- check --fix --------------------------------------------------------------


def test_check_fix_is_fix(folder):
    result = lrmigrate("check", "--fix", "--target", "lrsched")
    assert result.exit_code == 0, result.output
    assert "    fixed, equivalent (identical): " in result.stdout
    assert (folder / "train.py").read_text() == NEW


@pytest.mark.parametrize(
    ("arguments", "code"),
    [("", 1), ("--exit-zero", 0), ("--fail-on never --exit-zero", 0)],
    ids=["as always", "zero", "both"],
)
@pytest.mark.parametrize("command", ["check", "check --fix", "fix"])
def test_what_is_left_fails_a_run_unless_it_is_told_not_to(
    folder, command, arguments, code
):
    (folder / "train.py").write_text(
        "import optax\n\nlr = optax.warmup_cosine_decay_schedule(0.0, 0.1, 100, 50)\n"
    )
    assert lrmigrate(*command.split(), *arguments.split()).exit_code == code


def test_what_cannot_be_read_fails_a_run_all_the_same(folder):
    (folder / "bad.py").write_bytes(b"import optax\nx = '\xff'\n")
    assert lrmigrate("check", "--exit-zero").exit_code == 2


UNSAFE = {
    "a report only": (
        "lr = optax.warmup_cosine_decay_schedule(0.0, 0.1, 100, 50)\n",
        False,
    ),
    "a name that other code may replace": (
        "globals()['optax'] = other\n"
        "lr = optax.cosine_decay_schedule(0.1, decay_steps=9)\n",
        False,
    ),
    "an unpacked list": (
        "lr = optax.cosine_decay_schedule(*a, decay_steps=9)\n",
        True,
    ),
    "a repair": (
        "def f(c):\n"
        "    return optax.warmup_cosine_decay_schedule(\n"
        "        0.0, 0.1, c.warmup, c.total - c.warmup\n"
        "    )\n",
        True,
    ),
    "two that share an import": (
        "from optax import cosine_decay_schedule as made\n"
        "one = made(*a, decay_steps=9)\n"
        "two = made(0.1, decay_steps=9)\n",
        True,
    ),
}


@pytest.mark.parametrize(("code", "told"), UNSAFE.values(), ids=UNSAFE)
def test_unsafe_fixes_are_named_where_they_write_it(folder, code, told):
    file = folder / "train.py"
    file.write_text(f"import optax\n\n{code}")
    result = lrmigrate("fix", "--target", "lrsched")
    assert ("with `lrmigrate fix --unsafe-fixes` only" in result.stdout) is told
    before = file.read_text()
    lrmigrate("check", "--fix", "--unsafe-fixes", "--target", "lrsched")
    assert (file.read_text() != before) is told


# -- what a run would be over -------------------------------------------------


def test_files_are_shown_and_none_is_read(folder):
    (folder / "data.csv").touch()
    (folder / "a.ipynb").write_text("not even JSON")
    (folder / "build").mkdir()
    (folder / "build" / "gone.py").touch()
    (folder / ".gitignore").write_text("build/\n")
    result = lrmigrate("check", "--show-files", "--exclude", "old*")
    assert (result.exit_code, result.stdout) == (0, "a.ipynb\ntrain.py\n")
    assert lrmigrate("check", "--show-files", "--exclude", "*.py").stdout == "a.ipynb\n"


def settings(*arguments):
    result = lrmigrate("check", "--show-settings", *arguments)
    assert result.exit_code == 0, result.output
    return tomllib.loads(result.stdout)


def test_settings_are_shown_as_what_they_come_to_for_a_file(folder):
    configure(
        folder,
        "select = ['LRS0']\ntarget = 'optax'\nflax-version = '<0.11'\n"
        "per-file-ignores = { 'train.py' = ['pct-start'] }",
    )
    shown = settings("--ignore", "LRS003", "train.py")
    assert shown["select"] == ["LRS001", "LRS004", "LRS005", "LRS900"]
    assert (shown["target"], shown["flax-version"]) == ("optax", "<0.11")
    assert shown["fail-on"] == "warning"
    said = lrmigrate("check", "--show-settings").stdout.splitlines()[0]
    assert said == f"# ., by {folder.resolve() / 'pyproject.toml'}"


def test_settings_without_a_configuration_are_the_defaults():
    shown = settings("--isolated")
    assert (shown["target"], shown["output-format"]) == ("auto", "text")
    assert "baseline" not in shown


# -- the format that nobody asks for ------------------------------------------


@pytest.mark.parametrize(
    ("configured", "variable", "arguments", "first"),
    [
        ("", "", [], "train.py:3:39: LRS001 [*] "),
        ("output-format = 'full'", "", [], "LRS001 [*] "),
        ("output-format = 'full'", "grouped", [], "train.py:"),
        (
            "output-format = 'full'",
            "json",
            ["--output-format", "pylint"],
            "train.py:3: [",
        ),
        ("", "json-lines", [], '{"code": "LRS001"'),
    ],
    ids=["text", "configured", "a variable before it", "an option", "a variable"],
)
def test_it_is_that_of_the_option_the_variable_or_the_configuration(
    folder, configured, variable, arguments, first
):
    configure(folder, configured)
    result = lrmigrate("check", *arguments, LRMIGRATE_OUTPUT_FORMAT=variable)
    assert result.exit_code == 1
    assert result.stdout.startswith(first)


def test_variables_name_formats_and_files(folder):
    result = lrmigrate(
        "check",
        LRMIGRATE_OUTPUT_FORMAT="concise json:out.json",
        LRMIGRATE_OUTPUT_FILE="out.txt",
    )
    assert result.stdout == ""
    assert json.loads((folder / "out.json").read_text())[0]["code"] == "LRS001"
    assert (folder / "out.txt").read_text().startswith("train.py:3:39: LRS001")


def test_a_configured_report_for_programs_stays_out_of_a_diff(folder):
    configure(folder, "output-format = 'github'")
    result = lrmigrate("fix", "--diff", "--target", "lrsched")
    assert result.exit_code == 1
    assert result.stdout.startswith("--- a/train.py\n")
    assert "would be fixed" in result.stderr


# -- the keys -----------------------------------------------------------------


def test_every_key_is_listed_with_its_default():
    lines = lrmigrate("config").stdout.splitlines()
    assert [line.split()[0] for line in lines][:2] == ["select", "extend-select"]
    assert any(line.split()[:2] == ["target", '"auto"'] for line in lines)


def test_a_key_is_explained():
    told = lrmigrate("config", "target").stdout
    assert told.startswith("What rewritten code calls. ")
    assert '\nDefault value: "auto"\n' in told
    assert '\nType: "auto" | "lrsched" | "optax" | "vendored"\n' in told
    assert 'target = "lrsched"' in told
    assert max(map(len, told.splitlines())) <= 80


def test_keys_are_told_to_programs():
    told = json.loads(lrmigrate("config", "--output-format", "json").stdout)
    assert told["docs"].keys() == {"doc", "default", "value_type", "example"}
    assert told["docs"]["value_type"] == "bool"
    one = json.loads(lrmigrate("config", "docs", "--output-format", "json").stdout)
    assert one == {"docs": told["docs"]}
