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


FOUND = {
    "a selector": "select(cfg, optax.cosine_decay_schedule).set(alpha=1)\n",
    "a selector by a keyword": "select(c, fn_or_cls=optax.cosine_decay_schedule)\n",
    "a comparison": "print(fn is optax.cosine_decay_schedule)\n",
    "the stored function": "print(fdl.get_callable(cfg))\n",
    "the stored function's attribute": "print(cfg.__fn_or_cls__)\n",
    "another function in its place": "fdl.update_callable(cfg, optax.linear_schedule)\n",
    "its name as a text": "print(name == 'optax:cosine_decay_schedule')\n",
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_what_may_be_found_by_its_function_stays(text):
    result = fix({"a.py": FIDDLE, "b.py": text})
    assert Path("a.py").read_text() == FIDDLE
    (found,) = [one for one in result.findings if one.path == "a.py"]
    assert found.left.endswith(" on line 1 of b.py may find it by its function")


def test_another_function_that_takes_the_key_may_be_put_in_its_place():
    text = "x._target_ = 'optax.warmup_cosine_decay_schedule'\n"
    result = fix({"a.py": FIDDLE, "b.py": text})
    assert Path("a.py").read_text() == FIDDLE
    assert result.findings[0].left == "`_target_` may be set on line 1 of b.py"


KONFIG = """\
from kauldron import konfig

with konfig.imports():
    import optax

cfg.lr = optax.cosine_decay_schedule(0.1, decay_steps=10)
"""
AUTO = """\
from fiddle.experimental.auto_config import auto_config
import optax


@auto_config
def make():
    return optax.cosine_decay_schedule(0.1, decay_steps=10)
"""
STORING = {
    "konfig": KONFIG,
    "konfig of the package": KONFIG.replace("konfig\n\n", "kd\n\n").replace(
        "with k", "with kd.k"
    ),
    "modules that are imported later": KONFIG.replace("()", "(lazy=True)"),
    "auto_config": AUTO,
    "auto_config with options": AUTO.replace("@auto_config", "@auto_config(a=1)"),
}


@pytest.mark.parametrize("text", STORING.values(), ids=STORING)
def test_a_plain_call_that_stores_itself_stays_where_a_flag_says_its_key(text):
    result = fix({"a.py": text, "a.sh": "train --cfg.lr.decay_steps=5\n"})
    assert Path("a.py").read_text() == text
    assert "may be set or read by its name on line 1 of a.sh" in result.findings[0].left


@pytest.mark.parametrize("text", STORING.values(), ids=STORING)
def test_a_plain_call_that_stores_itself_is_rewritten_where_nothing_says_its_key(text):
    pytest.importorskip("jax")
    fix({"a.py": text})
    after = Path("a.py").read_text()
    assert "lrsched.cosine_decay_schedule(0.1, transition_steps=10)" in after


def test_the_import_is_put_among_those_that_store():
    pytest.importorskip("jax")
    fix({"a.py": KONFIG})
    after = Path("a.py").read_text()
    assert "with konfig.imports():\n    from lrmigrate import lrsched\n" in after


def test_a_plain_call_elsewhere_in_the_module_is_no_configuration():
    pytest.importorskip("jax")
    text = AUTO.replace("@auto_config\n", "")
    fix({"a.py": text, "a.sh": "train --cfg.lr.decay_steps=5\n"})
    assert ", transition_steps=10)" in Path("a.py").read_text()


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
