"""What the targets of the Makefile run finds what it imports, in a new process too."""

import ast
import re

import pytest
from paths import ROOT

RECIPES = re.findall(
    r"^\t@?(.*?)\$\(@?[BD][^)]*\)(?:/bin)?/python (?:-W ignore )?(tests/\S+\.py)",
    (ROOT / "Makefile").read_text("utf-8"),
    re.MULTILINE,
)


def imported(path):
    """The first names of what a script imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize(("before", "script"), RECIPES, ids=[one for _, one in RECIPES])
def test_a_script_finds_the_modules_beside_the_tests(before, script):
    path = ROOT / script
    shared = {one.stem for one in (ROOT / "tests/support").glob("*.py")}
    own = {one.stem for one in path.parent.iterdir()}
    needed = {*imported(path)} & shared - own
    looks_itself = "sys.path" in path.read_text("utf-8")
    assert not needed or looks_itself or "PYTHONPATH=tests/support " in before


def test_the_scripts_are_found():
    assert len(RECIPES) > 10
