"""Runs over notebooks and the modules beside them: what is left first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import run
from lrmigrate.codemod.engine.request import Request

CODES = frozenset({"LRS001", "LRS002", "LRS003", "LRS900"})
LIB = (
    "import optax\n\ndecay = optax.cosine_decay_schedule\n"
    "s = decay(0.1, decay_steps=9)\n"
)
MOVED = LIB.replace("import optax", "from lrmigrate import lrsched")
MOVED = MOVED.replace("optax.cos", "lrsched.cos").replace(
    "decay_steps", "transition_steps"
)
USE = ("from lib import decay", "s = decay(0.1, decay_steps=7)")
KNOWN = "import optax\n\n\ndef build(n):\n    return optax.cosine_decay_schedule(0.1, decay_steps=n)\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    pytest.importorskip("jax")
    monkeypatch.chdir(tmp_path)


def notebook(*cells):
    """A notebook; a cell is its text, or its text and its tags."""
    code = []
    for cell in cells:
        source, *tags = [cell] if isinstance(cell, str) else cell
        code.append({"cell_type": "code", "metadata": {"tags": tags}, "source": source})
    return json.dumps({"cells": code, "metadata": {}, "nbformat": 4})


def fix(files, *paths):
    """Fix files, and return why which are left."""
    for path, text in files.items():
        Path(path).write_text(text)
    settings = Settings(CODES, target="lrsched")
    request = Request(paths or (".",), lambda path: settings)
    result = run.fix(request, lambda *progress: None)
    assert not result.problems
    return {one.path: one.left for one in result.findings}


def cells(path):
    return [one["source"] for one in json.loads(Path(path).read_text())["cells"]]


# -- other files of the tree --------------------------------------------------


def test_a_name_that_a_notebook_calls_stays_where_the_notebook_does():
    files = {"lib.py": LIB, "use.ipynb": notebook(*USE)}
    reason = (
        "`decay` is called on line 1 of cell 2 of use.ipynb, which is not rewritten"
    )
    assert reason in fix(files, "lib.py")["lib.py"]
    assert Path("lib.py").read_text() == LIB


@pytest.mark.parametrize(
    "command",
    [
        "!sed -i 's/decay_steps=n/decay_steps=7/' train.py",
        "%%bash\nset -e\nperl -pi -e 's/n/7/' src/train.py",
        "!patch -p1 train.py < faster.diff",
        "import subprocess\nsubprocess.run(['sed', '-i', 's/n/7/', 'train.py'])",
    ],
    ids=["a shell line", "a shell cell", "a patch", "a program"],
)
def test_a_file_that_a_command_edits_stays(command):
    left = fix({"train.py": KNOWN, "use.ipynb": notebook(command)}, "train.py")
    assert "in use.ipynb may look at how it is written" in left["train.py"]


@pytest.mark.parametrize(
    "command",
    [
        "!sed -n 1,9p train.py",
        "!sed -i s/a/b/ other.py",
        "!python train.py",
        "!cat train.py",
    ],
)
def test_a_command_that_edits_nothing_of_a_file_leaves_it_to_be_rewritten(command):
    assert fix({"train.py": KNOWN, "use.ipynb": notebook(command)}) == {"train.py": ""}


def test_a_name_that_a_notebook_calls_moves_with_the_notebook():
    files = {"lib.py": LIB, "use.ipynb": notebook(*USE)}
    assert {*fix(files).values()} == {""}
    assert Path("lib.py").read_text() == MOVED
    assert cells("use.ipynb")[1] == "s = decay(0.1, transition_steps=7)"
