"""Notebooks in all spellings of JSON: what no rewrite concerns stays byte for byte."""

from __future__ import annotations

import json
import re
from random import Random

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrmigrate.codemod.files.kinds import read_document
from lrmigrate.codemod.model import Edit

MARK = "mark = '~'"  # the only tilde of a notebook
LINES = [
    "a = 1",
    "x = 'é😀\\t\"'",
    "%time f()",
    "!ls {a}",
    "",
    "# é \\u2028 /",
    "b=[1,\n2]",
    "y = '\u2028'",
    "if a:\r\n\tb = 2",
]
# What no Python reads: half of a pair, another language.
OTHERS = [*LINES, "y = '\ud83d'", "%%bash\nls", "print 'x'", "%%capture\na = 1"]


class _Plain(str):
    """What JSON says without quotes."""


NUMBERS = [
    _Plain(one)
    for one in ("0", "-1.50", "1e400", "NaN", "-Infinity", "9" * 5000, "null", "true")
]
SPACES = ["", " ", "\n", "\n\t", "\r\n  "]


class _Writer:
    """Writes JSON as no library would, and as all of them could."""

    def __init__(self, seed):
        self.random = Random(seed)
        self.choose = self.random.choice

    def value(self, value):
        """JSON of a value; a number is a text that stands for itself."""
        if isinstance(value, dict):
            return self._between("{", [*self._pairs(value)], "}")
        if isinstance(value, list):
            return self._between("[", [self.value(one) for one in value], "]")
        return value if isinstance(value, _Plain) else self.text(value)

    def _pairs(self, value):
        for key in self.random.sample([*value], len(value)):
            if self.random.random() < 0.1:
                yield f"{self.text(key)}:{self.choose(NUMBERS)}"  # the last one counts
            yield f"{self.text(key)}{self._space}:{self._space}{self.value(value[key])}"

    def _between(self, begin, items, end):
        inner = f"{self._space},{self._space}".join(items)
        return f"{begin}{self._space}{inner}{self._space}{end}"

    @property
    def _space(self):
        return self.choose(SPACES)

    def text(self, text):
        """A string; each of its characters is spelled in one of its ways."""
        return '"' + "".join(self._character(one) for one in text) + '"'

    def _character(self, one):
        plain = json.dumps(one, ensure_ascii=False)[1:-1]
        units = json.dumps(one)[1:-1]
        if units == plain and plain != "~":
            units = f"\\u{ord(one):04X}"
        ways = [plain, plain, units, "\\/" if one == "/" else plain]
        # Half of a pair has no bytes in UTF-8 that others read.
        return units if "\ud800" <= one < "\ue000" else self.choose(ways)


@st.composite
def notebooks(draw, version=4):
    """A notebook's bytes, and what the marked cell says."""
    writer = _Writer(draw(st.integers(0, 2**32)))
    lines = draw(st.lists(st.sampled_from(LINES), max_size=4))
    marked = draw(st.sampled_from(["", "%%time\n"])) + "\n".join([*lines, MARK])
    others = draw(st.lists(st.sampled_from(OTHERS), max_size=3))
    texts = [*others, marked, *reversed(others)]
    cells = [_cell(draw, text, version) for text in texts]
    top = {
        "metadata": {
            "é/": [NUMBERS[2], {"": NUMBERS[3]}],
            "x": draw(st.sampled_from(NUMBERS)),
        }
    }
    if version == 3:
        top |= {"worksheets": [{"cells": cells[:1]}, {"cells": cells[1:]}]}
    else:
        top["cells"] = cells
    begin, end = (
        draw(st.sampled_from(["", "\ufeff", "\n "])),
        draw(st.sampled_from(SPACES)),
    )
    return f"{begin}{writer.value(top)}{end}".encode(), marked


def _cell(draw, text, version):
    """A cell, whose text is cut anywhere, or not at all."""
    source = text
    if draw(st.booleans()):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=4)))
        parts = zip([0, *cuts], [*cuts, len(text)], strict=True)
        source = [text[start:end] for start, end in parts]
    key = "source" if version == 4 else "input"
    image = {
        "data": {"image/png": "iVBORw0KGgo=" * 9},
        "x": draw(st.sampled_from(NUMBERS)),
    }
    return {"cell_type": "code", key: source, "outputs": [image]}


@given(st.one_of(notebooks(), notebooks(version=3)))
def test_all_bytes_but_those_of_a_rewrite_stay(found):
    data, _ = found
    document = read_document(data, "a.ipynb")
    assert document.rewritten(document.sources) == data
    assert replaced(document, "~", "12") == data.replace(b"~", b"12")


@given(notebooks())
def test_new_lines_are_read_back_and_other_cells_stay(found):
    data, marked = found
    document = read_document(data, "a.ipynb")
    after = replaced(document, MARK, f"new = '\\x41é'\n{MARK}\nb = 2")
    expected = marked.replace(MARK, f"new = '\\x41é'\n{MARK}\nb = 2")
    before = said(data)
    index = before.index(marked)
    assert said(after) == [*before[:index], expected, *before[index + 1 :]]
    assert [*map(rest, cells(after))] == [*map(rest, cells(data))]
    prefix = re.match(rb'\s*(?:\xef\xbb\xbf)?\s*\{\s*"', data)
    assert after.startswith(prefix[0])


@pytest.mark.parametrize("minor", [4, 5], ids=["without ids", "with ids"])
def test_a_changed_notebook_is_valid_and_keeps_its_ids(minor):
    made = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("mark"),
            nbformat.v4.new_code_cell(f"import a\n{MARK}", execution_count=3),
            nbformat.v4.new_raw_cell(MARK, metadata={"format": "x"}),
        ],
    )
    made.nbformat_minor = minor
    for cell in made.cells if minor < 5 else ():
        del cell["id"]
    validated(made)
    document = read_document(nbformat.writes(made).encode(), "a.ipynb")
    after = nbformat.reads(
        replaced(document, MARK, "b = 1\nc = 2").decode(), as_version=4
    )
    validated(after)
    made.cells[1].source = "import a\nb = 1\nc = 2"
    assert after == made


def test_a_changed_notebook_of_the_third_format_is_valid():
    cells_of = [nbformat.v3.new_code_cell(f"a = 1\n{MARK}", prompt_number=2)]
    made = nbformat.v3.new_notebook(
        metadata=nbformat.v3.new_metadata(name="x"),
        worksheets=[nbformat.v3.new_worksheet(cells=cells_of)],
    )
    document = read_document(nbformat.v3.writes_json(made).encode(), "a.ipynb")
    after = nbformat.reads(replaced(document, MARK, "b = 2\n").decode(), as_version=3)
    validated(after)
    made.worksheets[0].cells[0].input = "a = 1\nb = 2\n"
    assert after == made


def validated(notebook):
    nbformat.validate(notebook, relax_add_props=False)


def replaced(document, old, new):
    """The notebook's bytes with another text in its cells, as `fix` writes it."""
    (source,) = document.sources
    start = source.text.index(old)
    return document.rewritten([source.edited([Edit(start, start + len(old), new)])])


def cells(data):
    text = data.decode("utf-8-sig")
    return json.loads(text, parse_int=str, parse_constant=str)["cells"]


def said(data):
    return ["".join(cell["source"]) for cell in cells(data)]


def rest(cell):
    return {key: value for key, value in cell.items() if key != "source"}
