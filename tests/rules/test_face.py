"""What a rule is written with: one import, and nothing heavy behind it."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from paths import ROOT

from lrmigrate.codemod import rule as face

HEAVY = {"jax", "libcst", "optax", "flax", "numpy"}


@pytest.mark.parametrize("module", ["lrmigrate.codemod.rule", "lrmigrate.rules"])
def test_it_imports_nothing_heavy(module):
    code = f"import sys, {module}; print(*{HEAVY!r} & {{*sys.modules}})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (run.stdout.strip(), run.stderr) == ("", "")


FOUND = {
    "a call": "import optax\noptax.cosine_decay_schedule(0.1, **given())\n",
    "an object": (
        "from flax import nnx\ndef f(model, o: nnx.Optimizer):\n"
        "    o.update(nnx.grad(loss)(model))\n"
    ),
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_a_check_that_rewrites_nothing_imports_nothing_heavy(text, tmp_path):
    (tmp_path / "module.py").write_text(text)
    code = (
        "import sys\nfrom lrmigrate.codemod.cli.app import main\n"
        "sys.argv = ['lrmigrate', 'check', '--isolated', '.']\n"
        "try:\n    main()\nexcept SystemExit as end:\n"
        f"    print(end.code, sorted({HEAVY!r} & {{*sys.modules}}))"
    )
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert run.stdout.splitlines()[-1] == "1 []", run.stdout + run.stderr


def test_it_gives_what_the_rules_use_and_no_more():
    used: set[str] = set()
    for path in (ROOT / "rules").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "codemod.rule":
                used.update(alias.name for alias in node.names)
    assert used == {*face.__all__}


def test_every_name_says_what_it_is():
    for name in face.__all__:
        assert name == "UNKNOWN" or getattr(face, name).__doc__, name
