"""Python in Markdown: what is left alone first, then what is read and how it changes."""

from __future__ import annotations

from textwrap import dedent

import pytest
from documents import python_of, replaced
from hypothesis import example, given
from hypothesis import strategies as st

from lrmigrate.codemod.files.kinds import read_document
from lrmigrate.codemod.files.source import SourceError
from lrmigrate.codemod.model import Edit, Position

CODE = "old = 1\n"


def page(text):
    return dedent(text).lstrip("\n")


# -- what is no Python of the page --------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("old = 1\n", id="prose"),
        pytest.param("    old = 1\n", id="an indented block, which says no language"),
        pytest.param("```\nold = 1\n```\n", id="a fence that says no language"),
        pytest.param("```bash\nold=1\n```\n", id="another language"),
        pytest.param("```pythonic\nold = 1\n```\n", id="a language that begins so"),
        pytest.param("```{.yaml .python}\nold: 1\n```\n", id="another class first"),
        pytest.param("```{code-block} yaml\nold: 1\n```\n", id="a directive of YAML"),
        pytest.param("```{code-cell} julia\nold = 1\n```\n", id="a cell of Julia"),
        pytest.param("```{r}\nold = 1\n```\n", id="a chunk of R"),
        pytest.param("````md\n```python\nold = 1\n```\n````\n", id="shown as Markdown"),
        pytest.param(
            "~~~text\n```python\nold = 1\n```\n~~~\n", id="in a fence of tildes"
        ),
        pytest.param(
            "<!--\n```python\nold = 1\n```\n-->\n", id="in a comment of the page"
        ),
        pytest.param("``` `python` old\n", id="code in a line, which is no fence"),
        pytest.param("::: {.callout}\nold = 1\n:::\n", id="a div"),
        pytest.param("---\nx: |\n  ```python\n  old = 1\n---\n", id="front matter"),
        pytest.param(
            "```{eval-rst}\n.. code-block:: c\n\n   old = 1\n```\n",
            id="C in the other markup",
        ),
        pytest.param("```{raw} html\n```python\nold = 1\n", id="in raw HTML"),
    ],
)
def test_what_is_no_python_of_the_page(text):
    assert not python_of(text, "page.md")


def test_a_block_that_cannot_be_parsed_is_told_and_the_others_are_read():
    text = "```python\nold = (\n```\n\n  ```python\n  x = 1\n  old = )\n  ```\n"
    document = read_document(f"{text}```python\nold = 1\n```\n".encode(), "page.md")
    assert [source.text.strip() for source in document.sources] == ["old = 1"]
    first, second = document.unread
    assert (first.place.line, first.text, first.prose) == (2, "old = (\n", True)
    assert second.place == Position(7, 9)
    assert "cannot be parsed" in second.why


def test_what_ipython_reads_stays():
    text = page("""
        ```{code-cell}
        :tags: [hide]
        %pip install old
        !ls old
        old = 1
        ```
    """)
    document = read_document(text.encode(), "page.md")
    after = replaced(document, "old", "new").decode()
    assert after == text.replace("old = 1", "new = 1")


# -- what is ------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("```python\nold = 1\n```\n", id="a fence"),
        pytest.param("``` Python title='x'\nold = 1\n```\n", id="with attributes"),
        pytest.param("```py {hl_lines='1'}\nold = 1\n```\n", id="with braces behind"),
        pytest.param("```{python}\n#| echo: false\nold = 1\n```\n", id="Quarto"),
        pytest.param("```{python, echo=FALSE}\nold = 1\n```\n", id="R Markdown"),
        pytest.param("```{.python .numberLines}\nold = 1\n```\n", id="pandoc"),
        pytest.param("~~~~py\nold = 1\n~~~~~\n", id="tildes, closed by more"),
        pytest.param("````python\nold = '''\n```\n'''\n````\n", id="a longer fence"),
        pytest.param("```{code-cell}\nold = 1\n```\n", id="a cell of MyST"),
        pytest.param(
            "```{code-cell} ipython3\n---\ntags: [x]\n---\nold = 1\n```\n",
            id="a cell with options in YAML",
        ),
        pytest.param(
            "```{code-block} python\n:linenos:\n\nold = 1\n```\n", id="a directive"
        ),
        pytest.param(
            "```{eval-rst}\n.. code-block:: python\n\n   old = 1\n```\nold\n",
            id="in the other markup",
        ),
        pytest.param("---\nold\n\n```python\nold = 1\n```\n", id="below a rule"),
        pytest.param(":::{code-cell} python\nold = 1\n:::\n", id="a fence of colons"),
        pytest.param(
            "````{note}\n```python\nold = 1\n```\n````\n", id="in a directive of text"
        ),
        pytest.param(
            "::::{tab-item} A\n```python\nold = 1\n```\n::::\n", id="in a tab"
        ),
        pytest.param("- ```python\n  old = 1\n  ```\n", id="in an item of a list"),
        pytest.param("1. x\n\n   ```python\n   old = 1\n   ```\n", id="below an item"),
        pytest.param("> ```python\n> old = 1\n>\n> f(old)\n> ```\n", id="quoted"),
        pytest.param("> ```python\n> old = 1\n\nold text\n", id="the quotation ends"),
        pytest.param("```python\n\told = 1\n```\n", id="indented by a tab"),
        pytest.param("```python\nold = 1", id="a fence that nothing closes"),
        pytest.param("```pycon\n>>> old = 1\n>>> 3\nold\n```\n", id="prompts"),
        pytest.param("```\n>>> old = 1\n```\n", id="prompts where no language is said"),
        pytest.param("    ```python\n    old = 1\n    ```\n", id="indented by four"),
    ],
)
def test_python_of_the_page(text):
    (found,) = python_of(text, "page.md")
    assert "old = " in found
    compile(found, "page.md", "exec")
    document = read_document(text.encode(), "page.md")
    assert replaced(document, "old =", "new =").decode() == text.replace(
        "old =", "new ="
    )


@pytest.mark.parametrize("name", ["a.md", "a.markdown", "a.qmd", "a.Rmd", "A.MD"])
def test_the_names_of_pages(name):
    assert python_of(f"```python\n{CODE}```\n", name)


def test_blocks_are_one_module_in_order_and_places_are_those_of_the_page():
    text = "a\n```python\nx = 1\n```\nb\n  ```py\n  if x:\n\n    y = old\n  ```\n"
    (source,) = read_document(text.encode(), "page.md").sources
    assert source.prose
    place = source.place(source.text.index("old"))
    assert place == Position(9, 9)
    assert source.text[source.offset_of(place) :].startswith("old")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("```py|old|```", "```py|new|two|```", id="plain"),
        pytest.param("  ```py|  old|  ```", "  ```py|  new|  two|  ```", id="indented"),
        pytest.param("> ```py|> old|> ```", "> ```py|> new|> two|> ```", id="quoted"),
        pytest.param(
            "```py|>>> old|1|```", "```py|>>> new|>>> two|1|```", id="a prompt"
        ),
    ],
)
def test_a_new_line_gets_what_is_in_front_of_the_others(before, after, end):
    before, after = before.replace("|", end), after.replace("|", end)
    document = read_document(before.encode(), "page.md")
    assert replaced(document, "old", f"new{end}two").decode() == after
    (source,) = document.sources
    start = source.text.index("old")
    edit = source.text_edit(Edit(start, start + 3, f"new{end}two"))
    assert document.with_edits([edit]).data.decode() == after


def test_a_line_that_goes_goes_with_what_is_in_front_of_it():
    text = "1. x\n\n   ```py\n   import old\n   x = 1\n   ```\n"
    document = read_document(text.encode(), "page.md")
    after = replaced(document, "import old\n", "").decode()
    assert after == text.replace("   import old\n", "")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xef\xbb\xbf```py\nold = 1\n```\n", id="a byte order mark"),
        pytest.param(b"caf\xe9 \xff\n```py\nold = 1\n```\n", id="not UTF-8"),
        pytest.param("“é”\r\n```py\r\nold = 1\r\n```".encode(), id="CRLF, no last end"),
        pytest.param(b"a\x0cb\x1c\n```py\nold = 1\n```\n", id="a form feed in a line"),
    ],
)
def test_all_other_bytes_stay(data):
    document = read_document(data, "page.md")
    assert replaced(document, "old", "new") == data.replace(b"old", b"new")
    assert document.rewritten(document.sources) == data


# -- pages of all shapes ------------------------------------------------------

PROSE = st.sampled_from(
    ["old", "- old", "`old` and ``old``", "", "# old", "| old | b |", "> old", "* * *"]
)
STATEMENTS = st.lists(
    st.sampled_from(["old = 1", "f(old)", "", "'old'", "x = [\n  old,\n]", "# old"]),
    min_size=1,
    max_size=4,
).filter(any)
PYTHON = ["python", "py", "{python}", "{code-cell}", " python x=1"]
ELSE = ["", "bash", "{code-block} c", "{.c}"]
INDENTS = st.sampled_from(["", " ", "   ", "    ", "\t", "> ", ">> ", "  > "])


@st.composite
def blocks(draw):
    """The lines of a fence, each with whether it is Python of the page."""
    indent = draw(INDENTS)
    statements = "\n".join(draw(STATEMENTS)).split("\n")
    length = draw(st.integers(3, 5))
    how = draw(st.sampled_from(["plain", "else", "shown", "in a note"]))
    info = draw(st.sampled_from(ELSE if how == "else" else PYTHON))
    fence = draw(st.sampled_from("`~")) * length
    lines = [f"{fence}{info}", *statements, fence]
    is_read = how in ("plain", "in a note")
    python = [False, *(is_read for _ in statements), False]
    if how in ("shown", "in a note"):
        outer = draw(st.sampled_from("`~")) * (length + draw(st.integers(1, 3)))
        lines = [f"{outer}{'md' if how == 'shown' else '{note}'}", *lines, outer]
        python = [False, *python, False]
    return [
        (f"{indent}{line}" if line else indent.rstrip(), is_python)
        for line, is_python in zip(lines, python, strict=True)
    ]


@given(
    st.lists(st.one_of(blocks(), PROSE.map(lambda line: [(line, False)])), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
)
def test_bytes_outside_of_the_rewrites_are_equal(parts, end):
    lines = [line for part in parts for line in [*part, ("", False)]]
    before = "".join(f"{line}{end}" for line, _ in lines)
    after = "".join(
        f"{line.replace('old', 'new') if is_python else line}{end}"
        for line, is_python in lines
    )
    document = read_document(before.encode(), "page.md")
    assert replaced(document, "old", "new").decode() == after
    assert document.rewritten(document.sources) == before.encode()


WORDS = (
    "``` ~~~~ ::: {note} {code-cell} python > - x=1 %time !ls x? >>> ... <!-- --> --- "
    ":a:b ( \\ ''' \0 \ufeff \u00e9 .. code:: testcode:: ::"
)
TEXTS = st.lists(
    st.sampled_from(
        [" ", "   ", "\t", "\n", "\n\n", "\r\n", "\r", "\x0c", "\u2028", *WORDS.split()]
    ),
    max_size=30,
)


@example(["\ufeff", "\ufeff"], "a.md", "utf-8")
@example([">>>"], "a.rst", "utf-8")
@given(
    TEXTS,
    st.sampled_from(["a.md", "a.rst", "a.py"]),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_a_page_of_any_text_is_read_and_stays(parts, path, encoding):
    data = "".join(parts).encode(encoding)
    try:
        document = read_document(data, path)
    except SourceError:
        assert path == "a.py"
        return
    assert document.rewritten(document.sources) == data
    if path != "a.py":
        for source in document.sources:
            assert source.tree
            spots = range(len(source.text))
            places = [source.place(spot) for spot in spots]
            assert max(place.line for place in places) <= len(document.lines(0)) + 1
