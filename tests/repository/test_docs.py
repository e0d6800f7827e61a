"""The pages under docs/: what they show is run, and comes out as shown."""

from __future__ import annotations

import contextlib
import inspect
import io
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import FunctionType

import pytest
from pages import (
    FENCE,
    LINK,
    ROOT,
    assert_prints_what_is_shown,
    blocks,
    install_commands,
    read,
    shell,
)

from lrmigrate import lrsched

NAMES = sorted(path.name for path in (ROOT / "docs").glob("*.md"))
PAGES = {name: read(f"docs/{name}") for name in NAMES}
REPOSITORIES = {"migration.md": "demo/project"}
"""Which fixture the commands of a page are run in; ``readme`` where none is named."""

ELSEWHERE = "packs.md"
"""The page whose programs and commands `test_packs.py` runs, with a pack installed."""

FILE = re.compile(r"# (\w+\.py)\n")
PYTHON = re.compile(r"^```python\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?", re.M | re.S)
PROGRAMS = [
    pytest.param(code, printed, id=f"{name}-{number}")
    for name, page in PAGES.items()
    if name != ELSEWHERE
    for number, (code, printed) in enumerate(PYTHON.findall(page), start=1)
    if not FILE.match(code)
]
DIFFS = [
    pytest.param(diff, id=f"{name}-{number}")
    for name, page in PAGES.items()
    for number, diff in enumerate(blocks("diff", page), start=1)
]
SIGNATURE = re.compile(r"^\*\*`(\w+)(\(.*\))`\*\*$", re.MULTILINE)


def anchors(page: str) -> set[str]:
    """What GitHub calls the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in headings
    }


def repository(name: str, folder: Path) -> Path:
    """A copy of the files that a page speaks of, committed."""
    copy = folder / "project"
    fixture = ROOT / "fixtures" / REPOSITORIES.get(name, "readme")
    shutil.copytree(fixture, copy, ignore=shutil.ignore_patterns("__pycache__"))
    printed = shell(
        "git -c init.defaultBranch=main init --quiet && git config user.name Ada && "
        "git config user.email ada@example.org && git config commit.gpgsign false && "
        "git add . && git commit --quiet --message Start",
        copy,
    )
    assert not printed
    return copy


@pytest.mark.parametrize(
    "name",
    [name for name in NAMES if "```console" in PAGES[name] and name != ELSEWHERE],
)
def test_commands_print_what_is_shown(name: str, tmp_path: Path):
    """From the first block of a page to the last, in one repository."""
    folder = repository(name, tmp_path)
    for language, text in FENCE.findall(PAGES[name]):
        if language == "console":
            assert_prints_what_is_shown(text, folder)
        elif file := FILE.match(text):
            (folder / file[1]).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("code", "shown"), PROGRAMS)
def test_programs_print_what_is_shown(code: str, shown: str):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "<page>", "exec"), {"__name__": "__main__"})
    assert printed.getvalue() == shown
    assert shown


def test_programs_that_are_files_are_used():
    for page in PAGES.values():
        for code in blocks("python", page):
            if file := FILE.match(code):
                assert file[1] in "".join(blocks("console", page))


@pytest.fixture(scope="module")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Each diff of the pages, with what `lrmigrate fix` makes of its old side."""
    folder = tmp_path_factory.mktemp("diffs")
    files = {}
    for number, parameters in enumerate(DIFFS):
        (diff,) = parameters.values
        files[diff] = folder / str(number) / "train.py"
        files[diff].parent.mkdir()
        files[diff].write_text(side(diff, "-"), encoding="utf-8")
    command = Path(sys.executable).with_name("lrmigrate")
    arguments = ["fix", "--isolated", "--target", "lrsched", "."]
    result = subprocess.run(
        [command, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert result.returncode in (0, 1), result.stderr
    return {diff: file.read_text(encoding="utf-8") for diff, file in files.items()}


def side(diff: str, sign: str) -> str:
    """The old (-) or the new (+) side of a diff that shows a whole file."""
    lines = diff.splitlines(keepends=True)
    assert all(line[0] in " +-\n" for line in lines)
    return "".join(line[1:] or "\n" for line in lines if line[0] in f" \n{sign}")


@pytest.mark.parametrize("diff", DIFFS)
def test_fix_makes_of_the_old_side_the_new_one(diff: str, fixed: dict[str, str]):
    assert side(diff, "+") != side(diff, "-")
    assert fixed[diff] == side(diff, "+")


@pytest.mark.parametrize(
    "table",
    [
        block
        for name, page in PAGES.items()
        for block in blocks("toml", page)
        if name != "editors.md"  # theirs are not ours
    ],
)
def test_configuration_is_understood(table: str, tmp_path: Path):
    (tmp_path / "pyproject.toml").write_text(table, encoding="utf-8")
    (tmp_path / "train.py").write_text("import optax\n", encoding="utf-8")
    if copy := re.search(r'^vendored = "(.+)"$', table, re.MULTILINE):
        package, _, name = copy[1].partition(".")
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
        shell(f"lrmigrate vendor {package}/{name}", tmp_path)
    assert shell("lrmigrate check --quiet .; echo $?", tmp_path) == "0\n"


def test_what_editors_are_told_can_be_read_by_them():
    for table in blocks("toml", PAGES["editors.md"]):
        assert tomllib.loads(table)
    for settings in blocks("json", PAGES["editors.md"]):
        assert json.loads(settings)
    for language, block in FENCE.findall(PAGES["editors.md"]):
        if language in {"lua", "rust"}:
            assert _is_closed(block), block


def _is_closed(code: str) -> bool:
    """Whether each bracket of a text without any in quotes has its other one."""
    opened = ""
    for char in re.sub(r'"[^"\n]*"', "", code):
        if char in "([{":
            opened += char
        elif char in ")]}":
            if opened[-1:] + char not in {"()", "[]", "{}"}:
                return False
            opened = opened[:-1]
    return not opened


def test_what_is_not_run_installs_the_project():
    """It needs a network; these and nothing else."""
    shown = [
        line for p in PAGES.values() for b in blocks("sh", p) for line in b.splitlines()
    ]
    assert set(shown) <= install_commands()


@pytest.mark.parametrize("name", NAMES)
def test_fences_are_all_of_a_kind_that_is_tested(name: str):
    page = PAGES[name]
    read_by_others = {"ci.md": {"yaml"}, "editors.md": {"json", "lua", "rust", "vim"}}
    tested = {"console", "diff", "python", "sh", "text", "toml"}
    languages = {language for language, _ in FENCE.findall(page)}
    assert languages <= tested | read_by_others.get(name, set())
    assert page.count("```") == 2 * len(FENCE.findall(page))
    if name == "architecture.md":  # test_architecture_page.py holds its blocks
        page = page.partition("## One call site")[0].partition("```text")[0]
    assert len(blocks("text", page)) == sum(
        bool(shown) for _, shown in PYTHON.findall(page)
    )


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str):
    for link in LINK.findall(FENCE.sub("", PAGES[name])):
        if link.startswith("https://"):
            continue
        file, _, anchor = link.partition("#")
        path = ROOT / "docs" / (file or name)
        assert path.exists(), link
        assert not anchor or anchor in anchors(path.read_text(encoding="utf-8")), link


def test_the_index_names_every_page():
    linked = set(LINK.findall(PAGES["README.md"]))
    assert {*NAMES, "rules/README.md"} - {"README.md"} <= linked


# -- lrsched.md --------------------------------------------------------------------


def bare(function: FunctionType) -> str:
    """A signature without annotations."""
    signature = inspect.signature(function)
    parameters = signature.parameters.values()
    return str(inspect.Signature([p.replace(annotation=p.empty) for p in parameters]))


def test_signatures_are_those_of_the_code():
    functions = {
        name: bare(value)
        for name in lrsched.__all__
        if isinstance(value := getattr(lrsched, name), FunctionType)
    }
    shown = SIGNATURE.findall(PAGES["lrsched.md"])
    assert dict(shown) == functions
    assert len(shown) == len(functions)


def test_every_function_has_an_example():
    _, *sections = re.split(r"^(?=\*\*`)", PAGES["lrsched.md"], flags=re.MULTILINE)
    for section in sections:
        name = re.match(r"\*\*`(\w+)", section)[1]
        [(code, shown)] = PYTHON.findall(section)
        assert f"lrsched.{name}(" in code
        assert shown
