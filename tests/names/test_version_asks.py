"""Code that asks which version there is takes care of itself."""

from __future__ import annotations

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.engine.run import fix as fix_all

CALL = "s = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
ASKED = "'decay_steps' in inspect.signature(optax.cosine_decay_schedule).parameters"
HEAD = "import inspect\nimport optax\n"
COMPAT = f"{HEAD}\nOLD = {ASKED}\n\ndef is_old():\n    return OLD\n"

GUARDED = {
    "by a condition": f"{HEAD}if {ASKED}:\n    {CALL}",
    "by a constant": f"{HEAD}OLD = {ASKED}\nif OLD:\n    {CALL}",
    "by a constant of a constant": (
        f"{HEAD}NAMES = inspect.signature(optax.cosine_decay_schedule).parameters\n"
        f"OLD = 'decay_steps' in NAMES\nif OLD:\n    {CALL}"
    ),
    "by a function": f"{HEAD}def is_old():\n    return {ASKED}\nif is_old():\n    {CALL}",
    "by a function that looks at a name of its own": (
        f"{HEAD}def is_old():\n    f = optax.cosine_decay_schedule\n"
        "    names = inspect.signature(optax.cosine_decay_schedule).parameters\n"
        f"    return 'decay_steps' in names\nif is_old():\n    {CALL}"
    ),
    "by a return before it": (
        f"{HEAD}def f():\n    if not {ASKED}:\n        return new()\n    return {CALL[4:]}"
    ),
    "by a constant of another module": f"from compat import OLD\n{HEAD}if OLD:\n    {CALL}",
    "by a function of another module": (
        f"from compat import is_old\n{HEAD}if is_old():\n    {CALL}"
    ),
    "by an attribute of another module": (
        f"import compat\n{HEAD}if compat.OLD:\n    {CALL}"
    ),
}


def fixed(folder, code, monkeypatch):
    """Return what becomes of a module beside `compat.py`, and what is left of it."""
    (folder / "compat.py").write_text(COMPAT)
    (folder / "train.py").write_text(code)
    monkeypatch.chdir(folder)
    settings = Settings(frozenset({"LRS001"}), target="lrsched")
    result = fix_all(Request((".",), lambda path: settings), lambda *_: None)
    return (folder / "train.py").read_text(), [one.left for one in result.findings]


@pytest.mark.parametrize("code", GUARDED.values(), ids=GUARDED)
def test_what_a_question_for_a_version_guards_stays(code, tmp_path, monkeypatch):
    after, left = fixed(tmp_path, code, monkeypatch)
    assert after == code
    assert any("asks for a version" in reason for reason in left)


FREE = {
    "a condition that asks for something else": f"{HEAD}if steps > 3:\n    {CALL}",
    "a function that only prints a version": (
        f"{HEAD}def setup():\n    print(optax.__version__)\n    return True\n"
        f"if setup():\n    {CALL}"
    ),
    "a function that asks an object": (
        f"{HEAD}def ready(x):\n    return hasattr(x, 'lr')\nif ready(c):\n    {CALL}"
    ),
    "a value that is kept": (
        f"{HEAD}def f(self):\n    if hasattr(self, 's'):\n        return self.s\n    {CALL}"
    ),
    "a version that is too old": (
        f"{HEAD}if optax.__version__ < '0.1':\n    raise RuntimeError\n{CALL}"
    ),
}


@pytest.mark.parametrize("code", FREE.values(), ids=FREE)
def test_what_no_question_for_a_version_guards_is_rewritten(
    code, tmp_path, monkeypatch
):
    after, _ = fixed(tmp_path, code, monkeypatch)
    assert "transition_steps=9" in after
