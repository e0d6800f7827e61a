"""A notebook is run before `fix` and after, by a kernel: its outputs are the same."""

from __future__ import annotations

import json
import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import run
from lrmigrate.codemod.engine.request import Request

CODES = frozenset({"LRS001", "LRS002", "LRS003"})
TAGGED = {"tags": ["parameters"]}
CELLS = [
    new_markdown_cell("The `decay_steps` of `sgdr_schedule`, and `pct_start`."),
    new_code_cell("%load_ext autoreload\nimport optax\n!echo {1 + 1}"),
    new_code_cell("total, warm = 100, 29", metadata=TAGGED),
    new_code_cell(
        "def rates(schedule):\n"
        "    return [float(schedule(step)) for step in range(0, 120, 7)]"
    ),
    new_code_cell(
        "%time cosine = optax.cosine_decay_schedule(0.1, decay_steps=total)\n"
        "rates(cosine)"
    ),
    new_code_cell(
        "kwargs = dict(init_value=0.0, peak_value=0.1, warmup_steps=10)\n"
        "kwargs['decay_steps'] = total"
    ),
    new_code_cell("print(rates(optax.warmup_cosine_decay_schedule(**kwargs)))"),
    new_code_cell(
        "%%capture shown\n"
        "cycle = optax.linear_onecycle_schedule(total, 0.1, pct_start=warm / total)\n"
        "print(rates(cycle))"
    ),
    new_code_cell("print(shown.stdout)"),
    new_code_cell(
        "from optax import sgdr_schedule\n"
        "restarts = sgdr_schedule([\n"
        "    dict(init_value=0.0, peak_value=p, warmup_steps=5, decay_steps=30)\n"
        "    for p in (0.1, 0.05)\n"
        "])"
    ),
    new_code_cell(
        "for step, rate in enumerate(rates(restarts)):\n    print(step, rate)"
    ),
]


def outputs(path):
    """What the cells of a notebook give, without how long they take."""
    notebook = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=120, resources=where).execute()
    return [together(cell.get("outputs", [])) for cell in notebook.cells]


def together(outputs):
    """Outputs, with all that one stream told as one: a kernel sends it in pieces."""
    found = []
    for output in outputs:
        timed = "Wall time" in output.get("text", "")
        text = "" if timed else output.get("text", "")
        if found and found[-1].get("name", "") == output.get("name"):
            found[-1]["text"] += text
        else:
            found.append({**output, "text": text})
    return found


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_notebook_gives_the_same_outputs_after_fix(tmp_path, monkeypatch):
    pytest.importorskip("jax")
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.ipynb"
    nbformat.write(new_notebook(cells=CELLS), path)
    before, expected = json.loads(path.read_text()), outputs(path)
    settings = Settings(CODES, target="lrsched")
    result = run.fix(Request(("a.ipynb",), lambda path: settings), lambda *_: None)
    assert {finding.left for finding in result.findings} == {""}
    assert len(result.findings) == 6
    after = nbformat.read(path, as_version=4)
    nbformat.validate(after)
    text = "".join(cell.source for cell in after.cells[1:])
    assert not re.search("decay_steps|pct_start|sgdr_schedule", text)
    assert after.cells[0] == CELLS[0]
    assert [cell.id for cell in after.cells] == [cell["id"] for cell in before["cells"]]
    assert outputs(path) == expected
    assert sum(bool(one) for one in expected) == 5
