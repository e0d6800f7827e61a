"""Imports as they may be written, found in the text of a file."""

from __future__ import annotations

import ast
import re

import pytest

from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.names.elsewhere.connected import Connected
from lrmigrate.codemod.names.elsewhere.other_files import OtherFiles
from lrmigrate.codemod.names.import_lines import importing

LIB = "import optax\none = optax.cosine_onecycle_schedule\n"
IMPORTED = {
    "alone": "import lib",
    "beside another": "import sys, lib",
    "behind a condition": "if n: import lib",
    "behind another statement": "x = 1; import lib",
    "behind a backslash": "import sys, \\\n  os, lib",
    "behind a backslash, from": "from . \\\n  import lib",
    "in parentheses": "from . import (\n    use, lib,\n)",
    "in parentheses, last": "from . import (use,\n  other as o, lib)",
    "with a comment": "from . import (  # (one)\n  use, lib as lib  # (two)\n)",
    "before another statement": "from . import (use,\n  lib); x = f(1)",
    "behind a form feed": "\f\nfrom . import (use,\n\f  lib)",
    "with Windows lines": "from . import (\r\n  use, lib,\r\n)",
}
each_statement = pytest.mark.parametrize("statement", IMPORTED.values(), ids=IMPORTED)


@pytest.fixture
def use(tmp_path, statement):
    """A file that takes a computed name of `lib`, beside that one."""
    for name, text in {
        "pyproject.toml": "",
        "lib.py": LIB,
        "use.py": f"{statement}\ngetattr(lib, n + 'e')(1)\n",
    }.items():
        (tmp_path / name).write_bytes(text.encode())
    ast.parse((tmp_path / "use.py").read_bytes())
    return tmp_path / "use.py"


@each_statement
def test_a_line_that_imports_it_is_found(statement):
    assert re.search(importing("lib"), statement, re.MULTILINE)
    assert not re.search(importing("library"), statement, re.MULTILINE)


@each_statement
def test_a_computed_name_is_doubted(use):
    lib = use.with_name("lib.py").resolve()
    assert "getattr" in OtherFiles().seen("one", lib).doubt


@each_statement
def test_an_object_may_get_there(use):
    connected = Connected(OtherFiles()).of(Source.read(use))
    assert str(use.with_name("lib.py").resolve()) in connected


@pytest.mark.parametrize("line", ["lib.one(1)", "lib = 1", "f(lib)", "x = lib, 1"])
def test_a_line_that_uses_it_is_none(line):
    assert not re.search(importing("lib"), line, re.MULTILINE)
