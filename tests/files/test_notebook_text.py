"""What is searched of a notebook."""

from __future__ import annotations

import json

import pytest

from lrmigrate.codemod.files.kinds import searched
from lrmigrate.codemod.files.notebooks.said import code_of
from lrmigrate.codemod.files.source import SourceError

CODE = {"cell_type": "code"}
PYTHON = {"metadata": {}, "nbformat": 4}


def data(*cells, **more):
    return json.dumps({"cells": [*cells], **PYTHON, **more}).encode()


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(data({"cell_type": "markdown", "source": "old"}), id="text"),
        pytest.param(data({**CODE, "source": "", "outputs": ["old"]}), id="an output"),
        pytest.param(data({**CODE, "source": [1, {"old": "old"}]}), id="no text"),
        pytest.param(data(1, None, "old", {**CODE}), id="no cells"),
        pytest.param(
            data({**CODE, "source": "old"}, metadata={"kernelspec": {"language": "R"}}),
            id="another language",
        ),
    ],
)
def test_what_no_cell_of_code_says(found):
    assert b"old" not in code_of(found)


@pytest.mark.parametrize(
    "found", [b"", b"{", b"{}", b"[]", b"{}{}", b"[" * 10**5, b"\xff"]
)
def test_what_is_no_notebook_is_named(found):
    with pytest.raises(SourceError, match="is no notebook"):
        code_of(found)


def test_lines_and_escapes_are_read():
    cells = {**CODE, "source": ["a\n", "é"]}, {**CODE, "source": "b\nold"}
    assert code_of(b"\xef\xbb\xbf" + data(*cells)) == "a\né\nb\nold".encode()
    sheet = {"cells": [{**CODE, "input": "old"}]}
    assert code_of(json.dumps({"worksheets": [sheet]}).encode()) == b"old"


def test_a_word_in_an_image_is_no_word():
    image = "iVBORw0KGgo" * 7 + "wrt" + "iVBORw0KGgo" * 7
    found = data({**CODE, "source": "a", "outputs": [f"{image}\n{image}"]})
    assert b"wrt" in found
    assert b"wrt" not in searched(found, "a.ipynb")
    assert b"wrt" in searched(found, "a.py")
    kept = data({**CODE, "source": "optimizer = nnx.Optimizer(model, tx, wrt=x)"})
    assert searched(kept, "a.ipynb") == kept
