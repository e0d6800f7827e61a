"""What other files of the tree say is searched to the end, however they say it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from ending import ends

from lrmigrate.codemod.cli.app import cli

OLD = """\
import optax

KEPT = 100


class Maker:
    def make(self, lr):
        return optax.cosine_decay_schedule(lr, decay_steps=KEPT)


def make(lr):
    return optax.cosine_decay_schedule(lr, decay_steps=9)
"""
BEFORE = "import a\nfrom a import make, optax, KEPT, Maker\n"
MANY = 100_000


@pytest.mark.parametrize(
    "text",
    {
        "blank lines": "\n" * 4 * MANY,
        "blank lines and a word": "\n" * 4 * MANY + "x\n",
        "blank lines in a docstring": '"""\n' + "\n" * 4 * MANY + '"""\n',
        "tabs": "\t" * 4 * MANY + "\n",
        "a long word": "import_module\n'''" + "a" * 10 * MANY + "'''\n",
        "values in a line": "import_module\n'''" + "a=1," * MANY + "'''\n",
        "loops in a line": "import_module\n'''" + "for Maker in x " * MANY + "'''\n",
        "makers in a line": "import_module\n'''" + "type f(Maker " * MANY + "'''\n",
        "imports that do not close": "'''\n" + "from a import (\n" * MANY + "'''\n",
        "imports from nowhere": "'''\nfrom ." + " " * 4 * MANY + "x'''\n",
        "the program, and nothing": "'''from __main__ import" + "\n" * MANY + "'''\n",
        "classes that do not close": "'''\n" + "class A(\n" * MANY + "'''\n",
        "items that do not close": "'''" + "make[optax[" * MANY + "'''\n",
        "patches of patches": "'" + "patch" * MANY + "'\n",
        "globals of globals": "'''" + "globals(" * MANY + "'''\n",
        "names before a sign": "'''\na" + " " * 2 * MANY + "='''\n",
        "items that are long": "'''x = make[" + "0 + " * MANY + "0]'''\n",
        "commands": "'''" + "sed patch " * (MANY // 4) + "'''\n",
    }.items(),
    ids=lambda item: item[0],
)
def test_another_file_is_searched_to_its_end(tmp_path, monkeypatch, text):
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").touch()
    Path("a.py").write_text(OLD)
    Path("b.py").write_text(BEFORE + text[1])
    with ends():
        result = CliRunner().invoke(cli, ["check", "a.py"])
    assert result.exit_code == 1
    assert "LRS001" in result.stdout
