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


SIMPLE = ("import optax", "s = optax.cosine_decay_schedule(0.1, decay_steps=9)")
KEYS = "kw = dict(init_value=0.1, decay_steps=10)"
UNPACKED = "s = optax.cosine_decay_schedule(**kw)"


LEFT = {
    "a text of a cell is looked at": ((*SIMPLE, "print(In[2])"), "`In` on line 1"),
    "the last one is": ((*SIMPLE, "x = _i.split()"), "`_i` on line 1 of cell 3"),
    "one by its number": ((*SIMPLE, "print(_i2)"), "`_i2` on line 1 of cell 3"),
    "names are shown": ((*SIMPLE, "%whos"), "`dir` on line 1 of cell 3"),
    "cells are shown": ((*SIMPLE, "%history"), "a magic on line 1 of cell 3"),
    "an output binds the name": (
        (SIMPLE[0], "%%capture optax\n1", SIMPLE[1]),
        "`optax` is also bound by an assignment on line 1 of cell 2",
    ),
    "a shell line reads a key": (
        (SIMPLE[0], KEYS, "!echo {kw['decay_steps']}", UNPACKED),
        "the file does not say it in Python",
    ),
    "parameters may come from outside": (
        ((KEYS, "parameters"), SIMPLE[0], UNPACKED),
        "`get_ipython().getoutput()` holds is not seen",
    ),
    "a cell is written to a file": (
        ("%%writefile a.py\n" + "\n".join(SIMPLE),),
        "`%%writefile` hands it to another program",
    ),
}


@pytest.mark.parametrize(("cells", "reason"), LEFT.values(), ids=LEFT)
def test_what_is_left_in_cells(cells, reason):
    text = notebook(*cells)
    assert reason in fix({"a.ipynb": text})["a.ipynb"]
    assert Path("a.ipynb").read_text() == text


# -- what is written ----------------------------------------------------------


def test_what_a_magic_runs_is_written():
    cells_of = ("import optax", f"%time {SIMPLE[1]}\n!echo {{optax.__version__}}")
    assert {*fix({"a.ipynb": notebook(*cells_of)}).values()} == {""}
    assert cells("a.ipynb") == [
        "import optax\nfrom lrmigrate import lrsched",
        "%time s = lrsched.cosine_decay_schedule(0.1, transition_steps=9)\n"
        "!echo {optax.__version__}",
    ]


def test_parameters_are_tried_for_other_values():
    steps = ("steps = 10", "parameters")
    call = "s = optax.linear_onecycle_schedule(steps, 0.1, pct_start=0.25)"
    assert fix({"a.ipynb": notebook(steps, "import optax", call)}) == {"a.ipynb": ""}
    new = "lrsched.linear_onecycle_schedule(steps, 0.1, warmup_steps=int(0.25 * steps))"
    assert cells("a.ipynb")[2] == f"s = {new}"


def test_a_name_that_a_notebook_calls_moves_with_the_notebook():
    files = {"lib.py": LIB, "use.ipynb": notebook(*USE)}
    assert {*fix(files).values()} == {""}
    assert Path("lib.py").read_text() == MOVED
    assert cells("use.ipynb")[1] == "s = decay(0.1, transition_steps=7)"
