"""Imports that move with a call, wherever and however they are written."""

from __future__ import annotations

import ast
import re
import warnings
from io import StringIO
from pathlib import Path
from tokenize import COMMENT, NAME, NUMBER, OP, STRING, generate_tokens

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import plan_of

from lrmigrate.codemod.engine.fix_file import Fixers
from lrmigrate.codemod.files.source import Source
from lrmigrate.rules import catalogue

pytest.importorskip("jax")

KNOWN = catalogue(Path())
FIXER = Fixers(unsafe=False).of(plan_of(KNOWN, KNOWN.codes))
"""One for all, since it remembers what it has compared."""

COSINE, ADAM = "cosine_decay_schedule", "adam"
LAYOUTS = (
    *(
        "{0}, {1}",
        "{1}, {0}",
        "({0}, {1})",
        "({0}, {1},)",
        "{0}, \\\n{1}",
        "{1}, \\\n {0}",
    ),
    *("(\n  {0},  #\n  {1},  #\n)", "(  #\n {0}, {1}\n  #\n)", "(\n  {1}\n  , {0})"),
    *(
        "(\n  #\n  {1},\n  #\n  {0},\n)",
        "\\\n  {0},{1}",
        "({0}  #\n ,{1}  #\n )",
        "{0}",
    ),
    *("({0})", "(\n  {0},  #\n)", "{0}, {0} as second", "({0},  #\n {1}, {1} as last)"),
)
MODULES = (
    *("import optax", "import optax as o", "import os, optax", "import optax, os"),
    *("import os, \\\n  optax", "import optax, \\\n    os", "import  optax  as  optax"),
    *("import optax.schedules", "import os; import optax", "import optax; import os"),
    *("import optax, optax as o", "import optax\nimport optax", "import optax  #"),
    "import optax  # noqa: F401",
)
FROM_MODULE = ("from optax import schedules", "from optax import schedules as o  #")
STAR = ("from optax import *", "from optax import *  # noqa")


@st.composite
def imports(draw):
    """Import statements, and how the schedule and the optimizer are named by them."""
    kind = draw(
        st.sampled_from(["names", "names", "module", "module", "of it", "star"])
    )
    if kind == "module":
        text = draw(st.sampled_from(MODULES))
        module = (
            "o" if re.search(r"as\s+o\b", text) and draw(st.booleans()) else "optax"
        )
        module = "o" if text == "import optax as o" else module
        inner = ".schedules" if "schedules" in text else ""
        return text, f"{module}{inner}.{COSINE}", f"{module}.{ADAM}"
    if kind == "of it":
        text = draw(st.sampled_from(FROM_MODULE))
        return text, f"{'o' if 'as o' in text else 'schedules'}.{COSINE}", ""
    if kind == "star":
        return draw(st.sampled_from(STAR)), COSINE, ADAM
    layout = draw(st.sampled_from(LAYOUTS))
    cosine, adam = draw(st.sampled_from([("", ""), (" as c", ""), ("", " as a")]))
    module = draw(st.sampled_from(["optax", "optax.schedules"]))
    if "{1}" in layout:
        module = "optax"
    names = layout.format(COSINE + cosine, ADAM + adam)
    known = cosine.removeprefix(" as ") or COSINE
    other = adam.removeprefix(" as ") or ADAM
    return f"from {module} import {names}", known, other if "{1}" in layout else ""


PLACES = (
    *("{imports}\n{uses}", "{imports}; y = 1\n{uses}", "x = 1; {imports}\n{uses}"),
    *("if x:\n  {imports}\n{uses}", "if x:\n  {imports}\nelse:\n  import os\n{uses}"),
    "try:\n  {imports}\nexcept ImportError:\n  raise\n{uses}",
    "try:\n  import os\nfinally:\n  {imports}\n{uses}",
    "def f():\n  {imports}\n  {uses}\nf()",
    "def f():\n  '''optax'''; {imports}\n  {uses}\nf()",
    "class A:\n  {imports}\n  {uses}",
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  {imports}\n{imports}\n{uses}",
    "if x: {imports}\n{uses}",
    "with memoryview(b'') as y: {imports}\n{uses}",
    "def f():\n  {imports}\nf()\n{imports}\n{uses}",
    "{imports}\n{uses}\ndef f():\n  {imports}\n  {uses}\nf()",
    "#\n{imports}\n#\n\n{uses}\n__all__ = ['optax']",
)
HEADS = (
    *("", "'''optax'''\n", "#!/usr/bin/env python\n# coding: utf-8\n", "#\n\n"),
    *(
        "from __future__ import annotations\n",
        "'''doc'''  #\nfrom __future__ import division\n",
    ),
    *("'''doc'''; import os\n", "\f\n", "import os  #\nimport sys\n\n"),
)


@st.composite
def programs(draw):
    """A program that imports and keeps a schedule, and an optimizer perhaps."""
    statements, cosine, adam = draw(imports())
    uses = [f"keep({cosine}(0.1, decay_steps=20))"]
    if adam and draw(st.booleans()):
        uses.insert(draw(st.integers(0, 1)), f"{adam}(0.1)")
    if draw(st.booleans()):
        uses.append(f"keep({cosine}(0.1, decay_steps=20))")
    place = draw(st.sampled_from(PLACES))
    text = draw(st.sampled_from(HEADS)) + "x = 1\n"
    for line in place.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        lines = statements.replace("\n", f"\n{indent}") if indent else statements
        text += line.format(imports=lines, uses=f"\n{indent}".join(uses)) + "\n"
    text = text if draw(st.booleans()) else text.removesuffix("\n")
    numbers = iter(range(1000))
    text = re.sub(r"#(?=\n|$)", lambda mark: f"# why {next(numbers)}", text)
    ending = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    return text.replace("\n", ending)


def fixed(text):
    """The text after `fix`."""
    found = FIXER.fix(Source.from_bytes(text.encode(), "a.py"))
    assert found.problem is None, found.problem
    return found.text


def kept(text):
    """The learning rates of the schedules that a program keeps."""
    schedules = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names = {"keep": schedules.append, "__name__": "a"}
        exec(compile(text, "a.py", "exec"), names)
    return [[float(one(step)) for step in (0, 3, 10, 25)] for one in schedules]


def tokens(text, *kinds):
    lines = re.sub(r"\r\n?", "\n", text)
    found = generate_tokens(StringIO(lines).readline)
    return [one for one in found if one.type in kinds]


def comments(text):
    return sorted(one.string for one in tokens(text, COMMENT))


def code(text):
    """What a program says beside its imports, names as they were."""
    said_in_bytes = [line.encode() for line in re.split("\r\n|\r|\n", text)]

    def column(row, offset):
        return len(said_in_bytes[row - 1][:offset].decode())

    imports = [
        (
            (node.lineno, column(node.lineno, node.col_offset)),
            (node.end_lineno, column(node.end_lineno, node.end_col_offset)),
        )
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    renamed = {
        "transition_steps": "decay_steps",
        "lrsched": "m",
        "optax": "m",
        "o": "m",
    }
    said = [
        renamed.get(one.string, one.string)
        for one in tokens(text, NAME, OP, NUMBER, STRING)
        if not any(start <= one.start < end for start, end in imports)
        and one.string not in {";", "pass"}  # what stands in the place of an import
    ]
    return re.sub(r"(?:m \. )?(?:schedules \. )?(cosine_\w+ \()", r"\1", " ".join(said))


@settings(max_examples=400, deadline=None)
@given(programs())
def test_imports_move_and_nothing_is_lost(program):
    try:
        schedules = kept(program)
    except SyntaxError:
        return
    after = fixed(program)
    assert comments(after) == comments(program)
    assert kept(after) == schedules
    assert code(after) == code(program)
    assert fixed(after) == after
