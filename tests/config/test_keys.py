"""One table of keys: read by it, told by it, and checked by editors with its schema."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest
from paths import DOCS

from lrmigrate.codemod.config.keys import FORMATS, KEYS
from lrmigrate.codemod.config.pyproject import Config, ConfigError, Configurations
from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.report.formats import names
from lrmigrate.codemod.report.key_page import main, page, schema

SCHEMA = jsonschema.Draft7Validator(schema(KEYS))
WRONG = {
    "an unknown key": "selct = ['LRS0']",
    "a key with underscores": "fail_on = 'error'",
    "a text for a list": "select = 'LRS0'",
    "a number in a list": "ignore = [1]",
    "an unknown target": "target = 'flax'",
    "an unknown severity": "fail-on = 'fatal'",
    "an unknown format": "output-format = 'xml'",
    "a format with a file": "output-format = 'json:a.json'",
    "a text for a flag": "docs = 'yes'",
    "a file without a name": "baseline = ''",
    "a list for a table": "per-file-ignores = ['LRS0']",
    "a text for codes": "per-file-ignores = { 'a' = 'LRS0' }",
    "a number for a version": "flax-version = 0.11",
}


def configured(text: str, folder: Path) -> Config:
    (folder / "pyproject.toml").write_text(f"[tool.lrmigrate]\n{text}\n")
    return Configurations().nearest(folder)


# -- refused ------------------------------------------------------------------


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_the_schema_refuses_what_is_refused(text: str, tmp_path: Path):
    with pytest.raises(ConfigError):
        configured(text, tmp_path)
    table = tomllib.loads(text)
    assert not SCHEMA.is_valid({"tool": {"lrmigrate": table}})


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("selct", "select"),
        ("fail_on", "fail-on"),
        ("extend_select", "extend-select"),
        ("extend-exclude", "exclude"),
        ("extend-ignore", "ignore"),
        ("extend-per-file-ignores", "per-file-ignores"),
        ("Target", "target"),
    ],
)
def test_a_key_that_does_not_exist_names_the_one_that_was_meant(name, meant, tmp_path):
    with pytest.raises(ConfigError) as caught:
        configured(f"{name} = []", tmp_path)
    assert f"has no key {name!r}; did you mean {meant!r}?" in str(caught.value)


def test_other_tools_are_no_business_of_the_schema():
    assert SCHEMA.is_valid({"project": {"name": "x"}, "tool": {"ruff": {"x": 1}}})
    assert SCHEMA.is_valid({})


@pytest.mark.parametrize("arguments", [[], ["a", "b"]])
def test_what_writes_the_page_needs_one_folder(arguments, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("usage: ")


# -- taken --------------------------------------------------------------------


@pytest.mark.parametrize("name", KEYS)
def test_the_example_of_a_key_is_taken(name: str, tmp_path: Path):
    example = KEYS[name].example
    assert configured(example, tmp_path) != configured("", tmp_path)
    assert [*tomllib.loads(example)] == [name]
    assert SCHEMA.is_valid({"tool": {"lrmigrate": tomllib.loads(example)}})


@pytest.mark.parametrize(
    "name",
    [name for name in KEYS if not name.endswith("-version") and name != "select"],
)
def test_the_default_of_a_key_is_what_holds_without_it(name: str, tmp_path: Path):
    text = f"{name} = {KEYS[name].default}"
    assert configured(text, tmp_path) == configured("", tmp_path)
    assert SCHEMA.is_valid({"tool": {"lrmigrate": tomllib.loads(text)}})


def test_a_format_of_a_report_is_one_of_the_key():
    assert [*FORMATS] == names()
    assert Settings(frozenset()).output_format in FORMATS


def test_the_page_and_the_schema_on_disk_are_those_of_the_keys():
    said = "run: make docs"
    assert (DOCS / "configuration.md").read_text("utf-8") == page(KEYS), said
    on_disk = json.loads((DOCS / "lrmigrate.schema.json").read_text("utf-8"))
    assert on_disk == schema(KEYS), said


def test_what_editors_run_takes_the_schema(tmp_path: Path):
    file = DOCS / "lrmigrate.schema.json"
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    examples = "\n".join(key.example for key in KEYS.values())
    good.write_text(f"[project]\nname = 'x'\n\n[tool.lrmigrate]\n{examples}\n")
    bad.write_text("[tool.lrmigrate]\nselct = []\n")
    assert checked("--check-metaschema", file).returncode == 0
    assert checked("--schemafile", file, good).returncode == 0
    refused = checked("--schemafile", file, bad)
    assert refused.returncode == 1
    assert "'selct' was unexpected" in refused.stdout


def checked(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("check-jsonschema")
    return subprocess.run(
        [command, *map(str, arguments)], capture_output=True, text=True, check=False
    )
