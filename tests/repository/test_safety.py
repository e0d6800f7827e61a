"""Each promise of the safety page names a test, and there is such a test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs/safety.md"
TABLE = PAGE.read_text("utf-8").partition("## Which test holds what")[2]
NAMED = re.findall(r"^\| ([^|]+) \| \[(\w+)\]\(([^)]+)\) \|$", TABLE, re.MULTILINE)


def test_each_row_names_a_test():
    rows = [line for line in TABLE.splitlines() if line.startswith("| ")]
    assert len(NAMED) == len(rows) - 1 >= 20


@pytest.mark.parametrize(("promise", "name", "file"), NAMED, ids=lambda one: one)
def test_the_test_is_there(promise, name, file):
    tree = ast.parse((PAGE.parent / file).read_text("utf-8"))
    assert name in {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef)
    }
