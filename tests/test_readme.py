"""The README and the pages beside it: their commands print what is shown."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "fixtures" / "readme"
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [
    README,
    *(
        (ROOT / "docs" / name).read_text(encoding="utf-8")
        for name in ("ci.md", "editors.md")
    ),
]

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
END = "-- end of output --"


def blocks(language: str, page: str = README) -> list[str]:
    return [text for name, text in FENCE.findall(page) if name == language]


def commands(block: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with what it is shown to print."""
    assert block.startswith("$ ")
    steps = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [
        (command, shown) for command, _, shown in (s.partition("\n") for s in steps)
    ]


def shell(script: str, folder: Path) -> str:
    """What a terminal shows of a script: both streams, in their order."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    result = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
            "PATH": path,
            "PYTHONUNBUFFERED": "1",
            "JAX_PLATFORMS": "cpu",
            "NO_COLOR": "1",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    # Python names the file of a warning in full.
    return result.stdout.replace(f"{folder.resolve()}{os.sep}", "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "readme"
    ignored = shutil.ignore_patterns("__pycache__")
    return shutil.copytree(EXAMPLES, copy, ignore=ignored)


@pytest.mark.parametrize(
    "block", [block for page in PAGES for block in blocks("console", page)]
)
def test_commands_print_what_is_shown(block: str, folder: Path):
    steps = commands(block)
    # One shell for the block; `$?` outlives the line that marks an output's end.
    script = "".join(
        f"{command}\n{{ s=$?; echo '{END}'; (exit $s); }}\n" for command, _ in steps
    )
    *outputs, rest = shell(script, folder).split(f"{END}\n")
    assert outputs == [shown for _, shown in steps]
    assert not rest


def test_the_diff_is_what_fix_shows(folder: Path):
    (shown,) = blocks("diff")
    printed = shell("lrmigrate fix --diff --quiet --target lrsched train.py", folder)
    # An empty line of context is a space in a diff, but not in the README.
    assert [line.rstrip() for line in printed.splitlines()] == shown.splitlines()


def test_python_is_that_of_the_examples():
    (code,) = blocks("python")
    assert code == (EXAMPLES / "rates.py").read_text(encoding="utf-8")


def test_configuration_is_understood(folder: Path):
    (table,) = blocks("toml")
    (folder / "pyproject.toml").write_text(table, encoding="utf-8")
    printed = shell("lrmigrate check --quiet train.py; echo $?", folder)
    *findings, code = printed.splitlines()
    assert [line.split()[1] for line in findings] == ["LRS001", "LRS002"]
    assert code == "1"


def test_set_up_commands_are_those_of_the_project():
    """They are run by .ci/run and test_demo_repo.py, or make an environment."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    known = {f"make {target}" for target in re.findall(r"(?m)^(\w+):", makefile)}
    known.add("pip install .")
    known |= {
        f"pip install '.[{extra}]'"
        for extra in project["project"]["optional-dependencies"]
    }
    shown = "".join(blocks("sh")).splitlines()
    shown += re.findall(r"`((?:make|pip) [^`]+)`", FENCE.sub("", README))
    assert {"make demo", "make test", "make lint"} <= set(shown) <= known


def test_ci_runs_lint_and_tests():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert {"make lint", "make test"} <= set(lines)


def test_fences_are_all_of_a_kind_that_is_tested():
    languages = {language for language, _ in FENCE.findall(README)}
    assert languages == {"console", "diff", "python", "sh", "toml"}
    assert README.count("```") == 2 * len(FENCE.findall(README))


def test_links_lead_somewhere():
    for link in LINK.findall(README):
        if not link.startswith("https://"):
            assert (ROOT / link.partition("#")[0]).exists(), link


def test_rules_are_those_of_the_catalogue():
    """A row here is a row of docs/rules, which is generated, less its severity."""
    pages = (ROOT / "docs" / "rules" / "README.md").read_text(encoding="utf-8")
    table = {
        cells[0]: cells
        for line in pages.splitlines()
        if len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 5
    }
    rows = re.findall(
        r"^\| \[(LRS\d+)\]\(docs/rules/(.+?)\) (\S+) \| (.+) \| (\w+) \|$",
        README,
        re.MULTILINE,
    )
    assert rows
    for code, page, slug, finds, fix in rows:
        _, name, described, _, fixable = table[f"[{code}]({page})"]
        assert (name, described, fixable) == (slug, finds, fix)


def test_so_many_wrong_rewrites_are_refused():
    """Each is refused in the test that makes them; here they are counted."""
    (claimed,) = re.findall(r"at least (\d+) seeded wrong rewrites", README)
    seeded = ROOT / "tests/codemod/verify/test_seeded_wrong_rewrites.py"
    wrong = runpy.run_path(str(seeded))["wrong_rewrites"]()
    assert len(wrong) >= int(claimed)
