"""Random Markdown, nested as deep as people do: all bytes but a rewrite's stay."""

from __future__ import annotations

from dataclasses import dataclass

from documents import replaced
from hypothesis import given
from hypothesis import strategies as st

from lrmigrate.codemod.files.kinds import read_document

STATEMENTS = ["old = 1", "f(old)", "", "'old'", "x = [\n  old,\n]", "if x:\n\told = 2"]
PROSE = ["old", "`old`", "", "# old", "| old | b |", "* * *", "<b>old</b>", "\told"]
PYTHON = [
    "python",
    "py title='old'",
    "{python}",
    "{code-cell} ipython3",
    "{.python .x}",
]
ELSE = ["", "bash", "{code-block} c", "{.yaml}", "text"]
SHOWN = ["md", "text", "{literalinclude}", "diff"]
HOLDING = ["{note}", "{tab-item} old", "{admonition} old"]


@dataclass(frozen=True)
class Line:
    """A line of a page, and whether it is Python of it."""

    text: str
    python: bool = False


@st.composite
def fences(draw, length=3):
    """A fence of Python, or of something else."""
    lines = "\n".join(draw(st.lists(st.sampled_from(STATEMENTS), min_size=1))).split(
        "\n"
    )
    is_python = draw(st.booleans())
    info = draw(st.sampled_from(PYTHON if is_python else ELSE))
    fence = draw(st.sampled_from("`~")) * draw(st.integers(length, length + 2))
    return [
        Line(f"{fence}{info}"),
        *(Line(one, is_python) for one in lines),
        Line(fence),
    ]


@st.composite
def around(draw, inner):
    """Lines in a fence that shows them, or that holds them as part of the page."""
    lines = draw(inner)
    marks = [*"`~"] + ([":"] if draw(st.booleans()) else [])
    longest = max((len(one.text) for one in lines), default=0) + 3
    mark = draw(st.sampled_from(marks))
    held = mark == ":" or draw(st.booleans())
    fence = mark * longest
    info = draw(st.sampled_from(HOLDING if held else SHOWN))
    inside = lines if held else [Line(one.text) for one in lines]
    return [Line(f"{fence}{info}"), *inside, Line(fence)]


@st.composite
def indented(draw, inner):
    """Lines in a list or a quotation, each behind its mark."""
    lines = draw(inner)
    first, rest = draw(
        st.sampled_from(
            [
                ("- ", "  "),
                ("1. ", "   "),
                ("> ", "> "),
                (">", ">"),
                ("", "    "),
                ("", "\t"),
            ]
        )
    )
    begin = [Line(f"{first}old")] if first else []
    return [
        *begin,
        *(
            Line(f"{rest}{one.text}" if one.text else rest.rstrip(), one.python)
            for one in lines
        ),
    ]


@st.composite
def commented(draw, inner):
    """Lines in a comment of the page."""
    lines = draw(inner)
    return [Line("<!-- old"), *(Line(one.text) for one in lines), Line("-->")]


PLAIN = st.sampled_from(PROSE).map(lambda text: [Line(text)])
PARTS = st.recursive(
    st.one_of(fences(), PLAIN),
    lambda inner: st.one_of(around(inner), indented(inner), commented(inner)),
    max_leaves=3,
)


@given(st.lists(PARTS, max_size=5), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_only_python_of_the_page_changes(parts, end, ended):
    lines = [line for part in parts for line in [*part, Line("")]]
    before = end.join(line.text for line in lines) + (end if ended else "")
    after = end.join(
        line.text.replace("old", "new") if line.python else line.text for line in lines
    ) + (end if ended else "")
    document = read_document(before.encode(), "page.md")
    assert not [part.why for part in document.unread]
    assert replaced(document, "old", "new").decode() == after
    assert document.rewritten(document.sources) == before.encode()


@given(fences(), st.lists(PLAIN, max_size=3))
def test_a_fence_that_nothing_closes_goes_to_the_end_of_the_page(fence, rest):
    lines = [*fence[:-1], *(Line(one.text) for part in rest for one in part)]
    before = "\n".join(line.text for line in lines)
    document = read_document(before.encode(), "page.md")
    assert document.rewritten(document.sources) == before.encode()
    assert len(document.sources) + len(document.unread) <= 1
