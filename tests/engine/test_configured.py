"""Calls that Fiddle and hydra-zen store: what can still change before they are made."""

from __future__ import annotations

from pathlib import Path

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import run
from lrmigrate.codemod.engine.request import Request

FIDDLE = """\
import fiddle as fdl
import optax

cfg = fdl.Config(optax.cosine_decay_schedule, 0.1, decay_steps=10)
"""
ZEN = """\
from hydra_zen import builds
import optax

Sched = builds(optax.cosine_decay_schedule, init_value=0.1, decay_steps=10)
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def fix(files):
    for path, text in files.items():
        Path(path).write_text(text)
    settings = Settings(frozenset({"LRS001", "LRS107"}), target="lrsched")
    request = Request((".",), lambda path: settings)
    return run.fix(request, lambda stage, done, total: None)


CHANGED = {
    "an attribute": (FIDDLE + "cfg.decay_steps = 20\n", {}),
    "an attribute in another file": (FIDDLE, {"b.py": "c.lr.decay_steps = 20\n"}),
    "a keyword of a copy": (FIDDLE + "fdl.copy_with(cfg, decay_steps=20)\n", {}),
    "an attribute by its name": (FIDDLE + "setattr(cfg, 'decay_steps', 20)\n", {}),
    "a flag in a script": (FIDDLE, {"a.sh": "train --fdl=set:lr.decay_steps=2\n"}),
    "a keyword of the stored class": (ZEN + "Sched(decay_steps=20)\n", {}),
    "an override": (ZEN, {"a.sh": "train sched.decay_steps=20\n"}),
}


@pytest.mark.parametrize(("text", "files"), CHANGED.values(), ids=CHANGED)
def test_what_may_be_set_by_the_old_name_stays(text, files):
    result = fix({"a.py": text, **files})
    assert Path("a.py").read_text() == text
    (found,) = result.findings
    assert found.start.line == 4
    assert found.left.startswith("`decay_steps` may be set or read by its name")


UNKNOWN = {
    "a partial": FIDDLE.replace("Config", "Partial"),
    "a length that comes later": FIDDLE.replace(", decay_steps=10", ""),
    "an option": ZEN.replace("=10", "=10, populate_full_signature=True"),
    "another function that stores": FIDDLE.replace("Config", "Other"),
    "arguments that are not seen": FIDDLE.replace("0.1,", "*a,"),
}


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_the_whole_call_is_told_as_information(text):
    result = fix({"a.py": text})
    assert Path("a.py").read_text() == text
    (found,) = result.findings
    assert found.left == "its calls are out of sight"


WRITTEN = {
    "fiddle": FIDDLE,
    "fiddle by its own name": FIDDLE.replace(
        "import fiddle as fdl", "import fiddle"
    ).replace("fdl.", "fiddle."),
    "its class alone": FIDDLE.replace(
        "import fiddle as fdl", "from fiddle import Config"
    ).replace("fdl.", ""),
    "in another one": FIDDLE.replace(
        "cfg = ", "tx = fdl.Config(optax.adamw, learning_rate="
    ).replace("=10)", "=10))"),
    "hydra-zen": ZEN,
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_a_whole_call_that_nothing_changes_is_rewritten(text):
    pytest.importorskip("jax")
    fix({"a.py": text})
    after = Path("a.py").read_text()
    assert "lrsched.cosine_decay_schedule, " in after
    assert ", transition_steps=10)" in after
    assert "from lrmigrate import lrsched\n" in after
