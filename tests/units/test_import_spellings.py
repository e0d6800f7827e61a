"""Names taken out of import statements, however these are written."""

from __future__ import annotations

import ast
import re
from io import StringIO
from tokenize import COMMENT, generate_tokens

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrmigrate.codemod.files.edits import apply_edits
from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.units.import_edits import StatementChange, statement_edits

NAMES = ("adam", "cosine", "sgd as descent", "linear")


def moved(text, gone, module="lrsched"):
    """The text after names of its first import moved to another module."""
    source = Source.from_text(text, "a.py")
    [statement] = [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    change = StatementChange()
    for alias in statement.names:
        if alias.name in gone:
            change.moved[alias] = (module, ast.unparse(alias))
    edits = list(statement_edits(source, statement, change))
    return apply_edits(text, sorted(edits, key=lambda edit: edit.start))


def dropped(text, gone):
    """The text without names of its first import."""
    source = Source.from_text(text, "a.py")
    statement = source.tree.body[0]
    change = StatementChange([one for one in statement.names if one.name in gone])
    edits = list(statement_edits(source, statement, change))
    return apply_edits(text, sorted(edits, key=lambda edit: edit.start))


@pytest.mark.parametrize(
    ("before", "gone", "after"),
    {
        "the last name of a line that goes on": (
            "from optax import adam, \\\n    cosine\n",
            ["cosine"],
            "from optax import adam\nfrom lrsched import cosine\n",
        ),
        "the last two": (
            "from optax import adam, \\\n    sgd, \\\n    cosine\n",
            ["sgd", "cosine"],
            "from optax import adam\nfrom lrsched import sgd, cosine\n",
        ),
        "a name between": (
            "from optax import adam, \\\n    cosine, \\\n    sgd\n",
            ["cosine"],
            "from optax import adam, \\\n    sgd\nfrom lrsched import cosine\n",
        ),
        "a comment on another name": (
            "from optax import (adam,  # trains\n    cosine)\n",
            ["cosine"],
            "from optax import (adam,  # trains\n    )\nfrom lrsched import cosine\n",
        ),
        "a comment before another name": (
            "from optax import (cosine,  # decays\n    # trains\n    adam)\n",
            ["cosine"],
            "from optax import (\n    # trains\n    adam)\n"
            "from lrsched import cosine  # decays\n",
        ),
        "a comma on the next line": (
            "from optax import (\n    cosine\n    , adam\n)\n",
            ["cosine"],
            "from optax import (\n    adam\n)\nfrom lrsched import cosine\n",
        ),
        "one that shares a line with one that has its own": (
            "from optax import (linear,\n    cosine,  # decays\n    adam,\n)\n",
            ["linear", "cosine"],
            "from optax import (    adam,\n)\n"
            "from lrsched import linear, cosine  # decays\n",
        ),
    }.values(),
)
def test_a_name_is_taken_out(before, gone, after):
    assert moved(before, gone) == after


def test_a_module_is_taken_out_of_a_line_that_goes_on():
    assert dropped("import os, \\\n    optax\n", ["optax"]) == "import os\n"


space = st.sampled_from(["", " ", "  "])
inside = st.sampled_from([" ", "  ", "\n    ", "  # {}\n    ", "\n    # {}\n    "])
lines = st.sampled_from([" ", "  ", " \\\n    ", "\\\n  "])


@st.composite
def statements(draw):
    """An import, its names, and those that go."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    opened = draw(st.booleans())
    gap = inside if opened else lines
    written, told = "", 0
    for index, name in enumerate(names):
        pieces = [draw(gap) if index or opened else " ", name, draw(space)]
        if opened and draw(st.booleans()):
            pieces.append(draw(gap))
        last = index == len(names) - 1
        if not last or (opened and draw(st.booleans())):
            pieces.append(",")
        for piece in pieces:
            written += piece.format(f"comment {told}")
            told += "{}" in piece
    if opened:
        written = f"({written}{draw(inside).format('comment at the end')})"
    before = draw(st.sampled_from(["", "x = 1; ", "if x:\n    "]))
    behind = draw(st.sampled_from(["", "; y = 2", "  # comment behind"]))
    gone = draw(st.sets(st.sampled_from([name.split()[0] for name in names])))
    word = draw(st.sampled_from(["import", "import ", "import  "]))
    glued = "" if opened and word.endswith(" ") else word.removeprefix("import")
    return f"{before}from optax import{glued}{written}{behind}\nz = 3\n", gone


@settings(max_examples=600, deadline=None)
@given(statements())
def test_whatever_it_looks_like_names_and_comments_stay(drawn):
    text, gone = drawn
    after = moved(text, gone)
    found = {
        alias.name: (node.module, alias.asname)
        for node in ast.walk(ast.parse(after))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    wanted = {
        alias.name: ("lrsched" if alias.name in gone else "optax", alias.asname)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert found == wanted
    assert sorted(comments_of(after)) == sorted(comments_of(text))
    assert after.endswith("\nz = 3\n")


def comments_of(text):
    tokens = generate_tokens(StringIO(text).readline)
    told = "".join(one.string for one in tokens if one.type == COMMENT)
    return re.findall(r"comment \w+(?: end)?", told)
