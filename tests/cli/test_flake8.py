"""The flake8 plugin, run by the real flake8: it finds what ``lrmigrate check`` does."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from packs import lay_out, lay_out_example
from paths import ROOT

from lrmigrate.codemod.cli.flake8 import Plugin
from lrmigrate.codemod.engine import look
from lrmigrate.rules import all_rules

IMPORT = "import optax\n\n"
OLD = "lr = optax.cosine_decay_schedule(0.1, decay_steps=100)"
SGDR = "restarts = optax.sgdr_schedule([])\n"
FOUND = ("a.py", 3, 39, "LRS001")
FORMAT = "%(path)s\t%(row)d\t%(col)d\t%(code)s\t%(text)s"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path, text):
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def run(*command, text=None):
    return subprocess.run(
        [sys.executable, *command],
        input=text or "",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def raw(*options, text=None):
    """What flake8 tells: path, line, column, code, message."""
    done = run("-m", "flake8", "--format", FORMAT, *options, text=text)
    assert not done.stderr
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    return sorted(
        (path.removeprefix("./"), int(row), int(column), code, message)
        for path, row, column, code, message in rows
    )


def flake8(*options, text=None):
    return [found[:4] for found in raw(*options, text=text)]


def check(*options, text=None):
    """The same of ``lrmigrate check``, less what is no Python to flake8, too."""
    command = ("-m", "lrmigrate.codemod.cli", "check", "--output-format", "json")
    done = run(*command, *options, text=text)
    return sorted(
        (
            finding["filename"],
            finding["location"]["row"],
            finding["location"]["column"],
            finding["code"],
            finding["message"],
        )
        for finding in json.loads(done.stdout)
        if finding["code"] != "LRS900"
    )


# -- what it leaves alone -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("import math\n\nmath.pi\n", [], id="another library"),
        pytest.param(f"{IMPORT}optax.adam(0.1)\n", [], id="nothing to migrate"),
        pytest.param(f"{IMPORT}{OLD}\nx = (\n", ["E999"], id="an open bracket"),
        pytest.param(f"{IMPORT}{OLD}\nx = = 1\n", ["E999"], id="not Python"),
    ],
)
def test_it_adds_nothing(text, codes):
    write("a.py", text)
    assert [code for *_, code in flake8("--select", "LRS,E9")] == codes


@pytest.mark.parametrize("text", ["import math\n", f"{IMPORT}{OLD}\n{SGDR}"])
def test_it_imports_nothing_heavy(text):
    write("a.py", text)
    program = (
        "import runpy, sys\n"
        "sys.argv = ['flake8', '--jobs', '1', '--select', 'LRS', 'a.py']\n"
        "try:\n    runpy.run_module('flake8', run_name='__main__')\n"
        "finally:\n    print(*sys.modules)\n"
    )
    *_, modules = run("-c", program).stdout.splitlines()
    heavy = {"jax", "optax", "flax", "numpy", "libcst", "pathspec", "rich"}
    assert "lrmigrate.rules" in modules.split()
    assert not heavy & set(modules.split())


# -- what it finds ------------------------------------------------------------------


@pytest.fixture
def many(folder):
    """Every example of every rule, and the code that the other tests migrate."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "fixtures", folder / "fixtures", ignore=ignored)
    for rule in all_rules():
        for number, example in enumerate([*rule.refused, *rule.accepted]):
            write(f"{rule.code}/example_{number}.py", example.code)
    write("odd/bom.py", f"\ufeff{IMPORT}{OLD}\n")
    write("odd/wide.py", f"{IMPORT}'é漢😀'; {OLD}\n")
    write("odd/ends.py", f"{IMPORT}\f{OLD}; s = '\u2028'\n{SGDR}".replace("\n", "\r\n"))
    latin = f"# coding: latin-1\n{IMPORT}'é'; {OLD}\n".encode("latin-1")
    Path("odd/latin.py").write_bytes(latin)
    Path("odd/lone.py").write_bytes(f"{IMPORT}x = 1\r{OLD}\n".encode())


@pytest.mark.parametrize("jobs", [1, 2])
def test_it_finds_what_check_finds(many, jobs):
    found = check(".")
    codes = {rule.code for rule in all_rules()}
    # LRS005 is for code that goes back to an Optax with the names of lrsched.
    assert {code for *_, code, _ in found} == codes - {"LRS005", "LRS900"}
    assert raw("--select", "LRS", "--jobs", str(jobs)) == found


def test_it_finds_examples_and_what_a_saved_notebook_leaves_as_check_does():
    doctest = (
        f'    """Do.\n\n    >>> é = 1\n    >>> import optax\n    >>> {OLD}\n    """\n'
    )
    write("a.py", f"def f():\n{doctest}")
    code = f"{IMPORT}{OLD.replace('optax', 'optax.schedules')}\n{OLD}\n"
    write("b.py", f"# %%\n{code}# optax = %mine\n")
    write("c.py", f"# Databricks notebook source\n# MAGIC %%time\n# MAGIC {SGDR}")
    found = raw("--select", "LRS")
    assert [path for path, *_ in found] == ["a.py", "b.py", "b.py"]
    assert found == check(".")


def test_a_saved_notebook_with_magics_is_no_python_to_flake8():
    write("a.py", f"!ls\n{IMPORT}{OLD}\n")
    assert flake8("--select", "LRS,E9") == [("a.py", 1, 2, "E999")]
    assert [found[:4] for found in check("a.py")] == [("a.py", 4, 39, "LRS001")]


def test_standard_input_is_found_in_as_well():
    text = f"{IMPORT}{OLD}\n"
    assert flake8("--select", "LRS", "-", text=text) == [("stdin", *FOUND[1:])]
    name = ("--stdin-display-name", "sub/a.py")
    assert flake8("--select", "LRS", *name, "-", text=text) == [
        ("sub/a.py", *FOUND[1:])
    ]
    write("sub/pyproject.toml", "[tool.lrmigrate]\nignore = ['LRS001']\n")
    assert flake8("--select", "LRS", *name, "-", text=text) == []


# -- comments -----------------------------------------------------------------------


# Each with what is found under --disable-noqa.
COMMENTS = [
    ("# noqa", ["LRS001"]),
    ("#noqa", ["LRS001"]),
    ("# noqa: LRS001", ["LRS001"]),
    ("# noqa: lrs001", ["LRS001"]),
    ("# noqa: E501, LRS0", ["LRS001"]),
    ("# noqa: E501", ["LRS001"]),
    ("# noqa: LRS002", ["LRS001"]),
    ("# noqa: LRS002, LRS901", ["LRS001"]),
    ("# noqa: LRS001, LRS002", ["LRS001"]),
    ("# lrmigrate: ignore[LRS001] why", []),
    ("# lrmigrate: ignore[LRS002]", ["LRS001", "LRS901"]),
    ("# lrmigrate: ignore[LRS002]  # noqa: LRS901", ["LRS001", "LRS901"]),
    ("# lrmigrate: ignore[LRS001]  # noqa: E501", []),
    ("\n# lrmigrate: ignore-file[LRS001]", []),
    ("\n# lrmigrate: ignore-file[LRS003]", ["LRS001", "LRS901"]),
    ("\n# ruff: noqa: LRS001", ["LRS001"]),
]


@pytest.fixture(scope="module")
def commented(tmp_path_factory):
    """What check, flake8, and flake8 --disable-noqa find for each of them, by file."""
    folder = tmp_path_factory.mktemp("comments")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        for number, (comment, _) in enumerate(COMMENTS):
            write(f"{number}.py", f"{IMPORT}{OLD}  {comment}\n")
        select = ("--select", "LRS")
        return check("."), raw(*select), raw(*select, "--disable-noqa")


@pytest.mark.parametrize("number", range(len(COMMENTS)), ids=[c for c, _ in COMMENTS])
def test_comments_count_as_they_do_for_check(commented, number):
    checked, shown, unhidden = (
        [found for found in each if found[0] == f"{number}.py"] for each in commented
    )
    assert shown == checked
    _, disabled = COMMENTS[number]
    assert sorted(code for *_, code, _ in unhidden) == disabled


def test_a_comment_reaches_as_far_as_the_statement():
    write("a.py", f"{IMPORT}lr = optax.sgdr_schedule(\n    [],\n)  # noqa: LRS003\n")
    assert raw("--select", "LRS") == check("a.py") == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"# flake8: noqa: E501\n{IMPORT}{OLD}\n", id="a file's comment"),
        pytest.param(f"{IMPORT}s = '# noqa'; {OLD}\n", id="a string"),
    ],
)
def test_flake8_silences_by_itself_what_check_does_not(text):
    write("a.py", text)
    assert check("a.py") != raw("--select", "LRS") == []


# -- options of flake8 --------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ("", ["LRS001", "LRS003"]),
        ("--select LRS", ["LRS001", "LRS003"]),
        ("--select LRS003", ["LRS003"]),
        ("--select E,W", []),
        ("--select E --extend-select LRS001", ["LRS001"]),
        ("--ignore LRS", []),
        ("--ignore LRS001", ["LRS003"]),
        ("--extend-ignore LRS003", ["LRS001"]),
        ("--per-file-ignores a.py:LRS001", ["LRS003"]),
        ("--per-file-ignores b.py:LRS001", ["LRS001", "LRS003"]),
        ("--max-line-length 20 --ignore E,W,F", ["LRS001", "LRS003"]),
        ("--exclude a.py", []),
    ],
)
def test_options_of_flake8_choose(options, codes):
    write("a.py", f"{IMPORT}{OLD}\n{SGDR}")
    assert [code for *_, code in flake8(*options.split())] == codes


# -- the configuration of lrmigrate -------------------------------------------------


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("", ["a.py LRS001", "a.py LRS003", "gen/a.py LRS001"]),
        ("select = ['LRS003']", ["a.py LRS003"]),
        ("ignore = ['LRS001']", ["a.py LRS003"]),
        ("exclude = ['gen/']", ["a.py LRS001", "a.py LRS003"]),
        ("per-file-ignores = {'/a.py' = ['LRS0']}", ["gen/a.py LRS001"]),
        ("target = 'optax'", ["a.py LRS001", "a.py LRS003", "gen/a.py LRS001"]),
    ],
)
def test_the_configuration_of_lrmigrate_counts(table, found):
    write("pyproject.toml", f"[tool.lrmigrate]\n{table}\n")
    write("a.py", f"{IMPORT}{OLD}\n{SGDR}")
    write("gen/a.py", f"{IMPORT}{OLD}\n")
    assert raw("--select", "LRS") == check(".")
    assert [f"{path} {code}" for path, _, _, code in flake8("--select", "LRS")] == found


def test_the_nearest_configuration_counts_wherever_flake8_runs(folder, monkeypatch):
    write("pyproject.toml", "[tool.lrmigrate]\nexclude = ['inner/gen/']\n")
    write("inner/pyproject.toml", "[tool.lrmigrate]\nignore = ['LRS001']\n")
    for path in ("inner/a.py", "inner/gen/b.py"):
        write(path, f"{IMPORT}{OLD}\n{SGDR}")
    found = [("inner/a.py", 4, 12, "LRS003"), ("inner/gen/b.py", 4, 12, "LRS003")]
    assert flake8("--select", "LRS") == found
    write("inner/pyproject.toml", "")
    assert [path for path, *_ in flake8("--select", "LRS")] == ["inner/a.py"] * 2
    monkeypatch.chdir(folder / "inner" / "gen")
    assert flake8("--select", "LRS") == []


@pytest.mark.parametrize(
    ("versions", "codes"),
    [("flax-version = '0.10.2'", []), ("flax-version = '0.11'", ["LRS201"])],
)
def test_versions_silence_rules_as_in_check(versions, codes):
    write("pyproject.toml", f"[tool.lrmigrate]\n{versions}\n")
    [rule] = [rule for rule in all_rules() if rule.code == "LRS201"]
    write("a.py", rule.accepted[0].code)
    checked = [found for found in check("a.py") if found[3] == "LRS201"]
    assert raw("--select", "LRS201") == checked
    assert [code for *_, code in flake8("--select", "LRS201")] == codes


def test_a_baseline_hides_what_it_knows():
    write("pyproject.toml", "[tool.lrmigrate]\n")
    write("a.py", f"{IMPORT}{OLD}\n")
    run("-m", "lrmigrate.codemod.cli", "baseline")
    assert raw("--select", "LRS") == check(".") == []
    write("a.py", f"{IMPORT}{OLD}\n{SGDR}")
    assert raw("--select", "LRS") == check(".")
    assert flake8("--select", "LRS") == [("a.py", 4, 12, "LRS003")]


# -- what cannot be done ------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("selct = []", "[tool.lrmigrate] has no key 'selct'"),
        ("select = ['LRS9999']", "select: "),
        ("exclude = ['!']", "exclude: '!' is not a pattern"),
        ("x = ", "is not TOML"),
    ],
)
def test_a_wrong_configuration_is_told_where_it_counts(table, reason):
    write("a.py", f"{IMPORT}{OLD}\n")
    write("inner/pyproject.toml", f"[tool.lrmigrate]\n{table}\n")
    write("inner/a.py", f"{IMPORT}{OLD}\n")
    write("inner/b.py", "import math\n")
    first, second = raw("--select", "LRS")
    assert first[:4] == FOUND
    assert second[:4] == ("inner/a.py", 1, 1, "LRS900")
    assert reason in second[4]


def told(text, path="a.py"):
    lines = text.splitlines(keepends=True)
    return [found[:3] for found in Plugin(ast.Module(), path, lines).run()]


def test_a_file_that_is_too_large_is_told():
    [(line, column, message)] = told(f"{IMPORT}{OLD}\n#{'x' * 2**22}\n")
    assert (line, column) == (1, 0)
    assert message == "LRS900 is too large: the limit is 4 MiB"


def test_a_bug_costs_no_other_file(monkeypatch):
    def fails(*arguments, **options):
        raise ZeroDivisionError("\x1b[31mred")

    with monkeypatch.context() as patched:
        patched.setattr(look, "analyze_by_others", fails)
        [(line, column, message)] = told(f"{IMPORT}{OLD}\n")
    assert (line, column) == (1, 0)
    assert message.startswith("LRS900 ZeroDivisionError: \\x1b[31mred; left alone.")
    assert len(told(f"{IMPORT}{OLD}\n")) == 1


# -- packs of rules -----------------------------------------------------------------

CALL = "import acme\n\nlr = acme.my_cosine(3e-4, decay_steps=1000)\n"


@pytest.fixture
def site(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("site")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    return folder


def test_a_broken_pack_is_told_in_every_file_that_is_looked_at(site):
    lay_out(site, {})
    write("a.py", f"{IMPORT}{OLD}\n")
    write("b.py", "import math\n\nmath.pi\n")
    first, second = raw("--select", "LRS")
    assert first[:4] == ("a.py", 1, 1, "LRS900")
    assert (
        "the rules ACME of acme-rules 1.0 are left out: there is no module" in first[4]
    )
    assert second[:4] == FOUND


def test_what_a_pack_finds_is_shown_unless_other_codes_are_selected(site):
    lay_out_example(site)
    write("a.py", CALL)
    found = [("a.py", 3, 27, "ACME001")]
    assert flake8() == found
    assert flake8("--select", "ACM") == found
    assert flake8("--select", "LRS") == []
    assert flake8("--extend-ignore", "ACM") == []
    write("pyproject.toml", "[tool.lrmigrate]\nignore = ['ACME']\n")
    assert flake8() == []
    write("pyproject.toml", "")
    write(
        "a.py",
        CALL.replace("\n\n", "  # noqa: F401\n\n").rstrip() + "  # noqa: ACME001\n",
    )
    assert flake8() == []
