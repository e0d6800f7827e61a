"""What a configuration may say, where it is found, and what is told of a wrong one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lrmigrate.codemod.config import toml_file
from lrmigrate.codemod.config.codes import UnknownCodeError, expand_codes
from lrmigrate.codemod.config.pyproject import Config, ConfigError, Configurations
from lrmigrate.codemod.model import FailOn

CODES = {
    "LRS001": "decay-steps",
    "LRS002": "pct-start",
    "LRS101": "decay-within-warmup",
    "LRS900": "unreadable",
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    project = tmp_path / "project"
    (project / "src" / "deep").mkdir(parents=True)
    monkeypatch.chdir(project)
    return project


def configure(text, where="pyproject.toml"):
    Path(where).write_bytes(text.encode())


def load_config(start, *options, **named):
    return Configurations(*options, **named).nearest(start)


def refusal(*args, **kwargs):
    with pytest.raises(ConfigError) as caught:
        load_config(*(args or (Path(),)), **kwargs)
    message = str(caught.value)
    assert "\n" not in message
    return message


# -- refused ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "select = 'LRS001'", "select must be a list of strings", id="not a list"
        ),
        pytest.param("ignore = [1]", "not [1]", id="not strings"),
        pytest.param("exclude = {}", "exclude must be a list", id="a table"),
        pytest.param(
            "target = 'flax'",
            "target must be one of auto, lrsched, optax, vendored, not 'flax'",
            id="an unknown target",
        ),
        pytest.param("target = ['optax']", "not ['optax']", id="a list of targets"),
        pytest.param(
            "selct = []",
            "no key 'selct'; did you mean 'select'?",
            id="a slip of the pen",
        ),
        pytest.param(
            "jobs = 3",
            "no key 'jobs'; its keys are select, extend-select, ignore, per-file-ignores",
            id="an unknown key",
        ),
        pytest.param(
            "flax-version = 0.11",
            'flax-version must be a version like "0.10.7" or a specifier like '
            '">=0.10,<0.11", not 0.11',
            id="a number for a version",
        ),
        pytest.param(
            "optax-version = 'new'", "optax-version must be a version", id="a word"
        ),
        pytest.param("flax-version = '*'", "not '*'", id="any version"),
        pytest.param(
            "fail-on = 'note'",
            "fail-on must be one of error, warning, info, never, not 'note'",
            id="an unknown severity",
        ),
        pytest.param("fail-on = 1", "not 1", id="a number for a severity"),
        pytest.param(
            "baseline = true", "baseline must be the name of a file", id="a switch"
        ),
        pytest.param(
            "docs = 'yes'", "docs must be true or false", id="a word for a switch"
        ),
        pytest.param("fail_on = 'error'", "did you mean 'fail-on'?", id="underscored"),
        pytest.param(
            "per-file-ignores = ['tests/']",
            'must be a table from patterns to codes, like { "tests/" = ["LRS004"] }',
            id="a list for a table",
        ),
        pytest.param(
            "per-file-ignores = { 'tests/' = 'LRS001' }",
            "per-file-ignores must be a table",
            id="a code for a list of codes",
        ),
        pytest.param("select = [", "is not TOML: ", id="not TOML"),
        pytest.param("a = 1\nb 2", "(at line 3, column 3)", id="with its line"),
        pytest.param(f"a = {'[' * 99_999}", "is not TOML: ", id="depth without end"),
        pytest.param(f"a = {'1' * 9_999}", "is not TOML: ", id="a number without end"),
    ],
)
def test_a_wrong_table_is_named_with_its_file(folder, text, words):
    configure(f"[tool.lrmigrate]\n{text}")
    message = refusal()
    assert message.startswith(f"{folder / 'pyproject.toml'}:")
    assert words in message


def test_what_is_no_table_is_named():
    configure("[tool]\nlrmigrate = 3\n")
    assert "tool.lrmigrate must be a table, [tool.lrmigrate]" in refusal()


def test_a_file_that_is_not_utf_8_is_named():
    Path("pyproject.toml").write_bytes(b"a = '\xe9'")
    assert "pyproject.toml: is not UTF-8: " in refusal()


def test_a_file_that_cannot_be_read_is_named(monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    Path("pyproject.toml").touch()
    monkeypatch.setattr(toml_file, "read_text", refuse)
    assert refusal().endswith("pyproject.toml: cannot be read: Permission denied")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param({"explicit": Path("gone.toml")}, "gone.toml: no such", id="gone"),
        pytest.param({"explicit": Path("src")}, "src: no such file", id="a folder"),
        pytest.param(
            {"explicit": Path("other.toml")},
            "other.toml: has no table [tool.lrmigrate]",
            id="without the table",
        ),
        pytest.param(
            {"explicit": Path("other.toml"), "isolated": True},
            "--config and --isolated exclude each other",
            id="a file and none",
        ),
    ],
)
def test_a_named_file_has_to_be_right(arguments, words):
    configure("[tool.ruff]\n", "other.toml")
    assert words in refusal(**arguments)


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        pytest.param("LRS003", "did you mean 'LRS00", id="an unknown code"),
        pytest.param("LRS0O1", "did you mean 'LRS001'?", id="a letter for a digit"),
        pytest.param("lrs0o1", "did you mean 'LRS001'?", id="the same in lower case"),
        pytest.param(
            "decay-step", "did you mean 'decay-steps'?", id="a slug cut short"
        ),
        pytest.param("decay_steps", "did you mean 'decay-steps'?", id="underscores"),
        pytest.param("decay", "did you mean 'decay-steps'?", id="the start of a slug"),
        pytest.param("LSR", "did you mean 'LRS'?", id="an unknown prefix"),
        pytest.param("LRS0011", "did you mean 'LRS001'?", id="a longer code"),
        pytest.param("E501", "`lrmigrate rule` lists them all", id="another tool's"),
        pytest.param("", "there is no rule ''", id="nothing"),
    ],
)
def test_a_code_that_no_rule_has_is_refused(prefix, words):
    with pytest.raises(UnknownCodeError) as caught:
        expand_codes(["LRS001", prefix], CODES)
    assert f"there is no rule {prefix!r}; " in str(caught.value)
    assert words in str(caught.value)


# -- taken --------------------------------------------------------------------


def test_the_defaults(folder):
    config = Config()
    assert (config.select, config.ignore, config.exclude) == ((), (), ())
    assert (config.target, config.root) == ("auto", folder)


def test_all_keys(folder):
    configure(
        "\ufeff[tool.lrmigrate]\r\nselect = ['LRS0']\r\nignore = ['LRS002']\r\n"
        "exclude = ['/vendor', '*_pb2.py']\r\ntarget = 'optax'\r\n"
        "flax-version = '0.10.7'\r\noptax-version = '>=0.2.3,<0.3'\r\n"
        "fail-on = 'error'\r\ndocs = true\r\nbaseline = 'old.json'\r\nper-file-ignores = { 'tests/' = ['LRS004'] }"
    )
    versions = {"flax": "0.10.7", "optax": ">=0.2.3,<0.3"}
    assert load_config(Path()) == Config(
        select=("LRS0",),
        ignore=("LRS002",),
        per_file_ignores={"tests/": ("LRS004",)},
        exclude=("/vendor", "*_pb2.py"),
        target="optax",
        fail_on=FailOn.ERROR,
        baseline="old.json",
        docs=True,
        versions=versions,
        root=folder,
    )


@pytest.mark.parametrize("text", ["", "tool = 3", "[tool.ruff]\n[project]\n"])
def test_a_file_without_the_table_gives_the_root(folder, text):
    configure(text)
    assert load_config(Path("src/deep")) == Config(root=folder)


@pytest.mark.parametrize("start", [".", "src", "src/deep", "src/deep/train.py"])
def test_the_nearest_file_with_the_table_counts(folder, start):
    configure("[tool.lrmigrate]\ntarget = 'optax'\n")
    configure("[project]\nname = 'deep'\n", "src/deep/pyproject.toml")
    Path("src/deep/train.py").touch()
    assert load_config(Path(start)) == Config(target="optax", root=folder)
    configure("[tool.lrmigrate]\ntarget = 'lrsched'\n", "src/pyproject.toml")
    found = load_config(Path(start))
    assert found.target == ("optax" if start == "." else "lrsched")
    assert found.root == (folder if start == "." else folder / "src")


def test_the_path_is_followed_upward_where_it_leads(folder):
    configure("[tool.lrmigrate]\ntarget = 'optax'\n", "src/pyproject.toml")
    Path("link").symlink_to("src/deep")
    assert load_config(Path("link")).root == folder / "src"
    assert load_config(Path("src/deep/../..")).target == "auto"


def test_a_named_file_is_read_instead(folder):
    configure("[tool.lrmigrate]\ntarget = 'optax'\n")
    configure("[tool.lrmigrate]\ntarget = 'lrsched'\n", "src/other.toml")
    config = load_config(Path(), Path("src/other.toml"))
    assert config == Config(target="lrsched", root=folder / "src")


def test_isolated_reads_nothing(folder):
    configure("[tool.lrmigrate\n")
    assert load_config(Path(), isolated=True) == Config(root=folder, baseline=None)


def test_a_folder_of_the_name_is_no_file(folder):
    Path("pyproject.toml").mkdir()
    assert load_config(Path()).root in (folder, Path(os.path.realpath(folder)))


@pytest.mark.parametrize(
    ("prefixes", "codes"),
    [
        pytest.param([], set(), id="none"),
        pytest.param(["LRS001"], {"LRS001"}, id="a code"),
        pytest.param(["LRS0"], {"LRS001", "LRS002"}, id="a prefix"),
        pytest.param(["LRS"], {*CODES}, id="all"),
        pytest.param(["ALL"], {*CODES}, id="all by ruff's name"),
        pytest.param(["lrs0", "Lrs900"], {"LRS001", "LRS002", "LRS900"}, id="any case"),
        pytest.param(["decay-steps", "PCT-start"], {"LRS001", "LRS002"}, id="slugs"),
        pytest.param(["LRS001", "LRS00"], {"LRS001", "LRS002"}, id="overlapping"),
    ],
)
def test_prefixes_stand_for_codes(prefixes, codes):
    assert expand_codes(prefixes, CODES) == codes
