"""Examples in docstrings: sources of their own beside the module's."""

from __future__ import annotations

import re

import pytest
from documents import replaced

from lrmigrate.codemod.files.kinds import read_document
from lrmigrate.codemod.files.source import SourceError
from lrmigrate.codemod.model import Edit, Position

MODULE = '''"""Text with old.

>>> old = 1
>>> old
old
"""
import numpy
from a import (b,
  c)

def f():
    r"""Text.

    Example:
      >>> import d
      >>> g(old,
      ...   b.c)
    """
    return """
    >>> old
    """
'''


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x = '''\n>>> old\n'''\n", id="a string that is no docstring"),
        pytest.param("def f():\n  '''old'''\n  # >>> old\n", id="a comment"),
        pytest.param("def f(:\n  '''\n  >>> old\n  '''\n", id="no Python"),
        pytest.param("'''>>>old'''\n", id="no prompt"),
        pytest.param("'''\nText::\n\n  old = 1\n'''\n", id="a block without imports"),
        pytest.param("'''\n```sh\nold = 1\n```\n'''\n", id="another language"),
    ],
)
def test_files_without_examples(text):
    document = read_document(text.encode(), "a.py")
    assert len(document.sources) == 1


def test_an_example_that_cannot_be_parsed_is_told_as_prose():
    document = read_document(b"'''\n>>> old = )\n\n>>> x\n'''\n", "a.py")
    (unread,) = document.unread
    assert (unread.place.line, unread.prose) == (2, True)
    assert "x" in document.sources[1].text


@pytest.mark.parametrize(
    "docstring",
    [
        pytest.param("'''\n>>> f(old, '\\\\n')\n'''", id="escapes"),
        pytest.param("('''\n>>> f(old)\n''' '')", id="two strings"),
        pytest.param("'>>> f(old)'", id="quotes of one line"),
    ],
)
def test_a_docstring_that_is_spelled_otherwise_is_read_and_not_written(docstring):
    text = f"\n{docstring}\n"
    document = read_document(text.encode(), "a.py")
    source = document.sources[1]
    assert "f(old" in source.text
    assert source.place(source.text.index("old")).line == 2
    module, *examples = document.sources
    assert not any(one.frame.pieces[1].written for one in examples)
    assert document.rewritten([module, *examples]) == text.encode()


def test_what_is_on_one_line_with_other_code_is_not_written_with_it():
    text = "def f(): '''>>> old'''; return old\n"
    with pytest.raises(SourceError, match="on one line"):
        replaced(read_document(text.encode(), "a.py"), "old", "new")


def test_each_docstring_is_a_module_that_knows_the_imports_that_it_says():
    document = read_document(MODULE.encode(), "a.py")
    _, first, second = document.sources
    assert first.prose
    assert second.prose
    known = "from a import b\nfrom a import c\n"
    assert first.text == "old = 1\nold\n\n"
    assert second.text == f"{known}import d\ng(old,\n  b.c)\n\n"
    assert second.frame.is_context(0)
    assert second.place(second.text.index("old")) == Position(16, 13)


def test_what_examples_import_for_themselves_is_not_known_from_around_them():
    text = "'''\n>>> import b, d.e\n>>> c(b)\n'''\nimport a as b, d.f, c\n"
    (_, source) = read_document(text.encode(), "a.py").sources
    assert source.text == "import c\nimport b, d.e\nc(b)\n\n"


def test_names_that_python_reads_as_others_are_said_and_so_is_all_of_a_star():
    text = "'''\n>>> \N{MATHEMATICAL BOLD SMALL O}(1)\n'''\nfrom a import o, b\nfrom c import *\n"
    (_, source) = read_document(text.encode(), "a.py").sources
    assert source.text.startswith(
        "from a import o\nfrom c import *\n\N{MATHEMATICAL BOLD SMALL O}"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_examples_change_with_their_sources(end):
    text = MODULE.replace("\n", end)
    document = read_document(text.encode(), "a.py")
    module, *examples = document.sources
    expected = text.replace(">>> old", ">>> new", 2).replace("g(old", "g(new")
    changed = [replaced_in(one, "old", "new") for one in examples]
    assert document.rewritten([module, *changed]).decode() == expected
    both = [replaced_in(module, "numpy", "scipy"), *changed]
    expected = expected.replace("numpy", "scipy")
    assert document.rewritten(both).decode() == expected


def replaced_in(source, old, new):
    found = re.finditer(old, source.text)
    return source.edited(Edit(one.start(), one.end(), new) for one in found)


@pytest.mark.parametrize(
    "example",
    [
        pytest.param("    Text::\n\n        import a\n        old = 1\n", id="a block"),
        pytest.param("    ```python\n    old = 1\n    ```\n", id="a fence"),
        pytest.param("    .. code:: python\n\n        old = 1\n", id="a directive"),
        pytest.param("    .. old\n\n        >>> old = 1\n", id="prompts in a comment"),
        pytest.param("    ```\n    >>> old = 1\n    ```\n", id="prompts in a fence"),
    ],
)
def test_examples_of_a_docstring_as_those_of_a_page(example):
    text = f'def f():\n    """Text with old.\n\n{example}\n    old\n    """\n'
    document = read_document(text.encode(), "a.py")
    module, source = document.sources
    after = document.rewritten([module, replaced_in(source, "old", "new")])
    assert after.decode() == text.replace("old = 1", "new = 1")


def test_the_first_line_of_a_docstring_may_have_the_prompt():
    text = 'def f():\n    """>>> f(old)\n    1\n    """\n'
    document = read_document(text.encode(), "a.py")
    source = document.sources[1]
    assert source.place(source.text.index("old")) == Position(2, 14)
    after = document.rewritten([document.sources[0], replaced_in(source, "old", "new")])
    assert after.decode() == text.replace("old", "new")
