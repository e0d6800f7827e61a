"""Python in reStructuredText: what is left alone, what is read, how it changes."""

from __future__ import annotations

import pytest
from documents import python_of, replaced

from lrmigrate.codemod.files.kinds import read_document
from lrmigrate.codemod.model import Position


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("old = 1\n", id="prose"),
        pytest.param("Text::\n\n   old = 1\n", id="a literal block"),
        pytest.param("Text::\n\n   import a from old\n", id="one of another language"),
        pytest.param("Text:\n\n   import old\n", id="a quotation"),
        pytest.param(".. note::\n\n   import old\n", id="the text of a note"),
        pytest.param(".. code-block:: bash\n\n   old=1\n", id="another language"),
        pytest.param(".. code-block::\n\n   make old!\n", id="no language, no Python"),
        pytest.param(".. ipython::\n\n   In [1]: old = 1\n", id="prompts of IPython"),
        pytest.param(".. math::\n\n   >>> old = 1\n", id="mathematics"),
        pytest.param(".. testoutput::\n\n   >>> old = 1\n", id="an output"),
        pytest.param(".. a comment\n\n   >>> old = 1\n", id="a comment"),
        pytest.param("..\n   .. code:: python\n\n      old = 1\n", id="a bare comment"),
        pytest.param(">>>old = 1\n", id="a prompt with nothing behind it"),
        pytest.param("... old = 1\n", id="a line that goes on from nothing"),
    ],
)
def test_what_is_no_python_of_the_page(text):
    document = read_document(text.encode(), "page.rst")
    assert not document.sources
    assert not document.unread


def test_a_block_that_cannot_be_parsed_is_told():
    text = ".. code-block:: python\n\n   x = 1\n   old = )\n\nText\n"
    document = read_document(text.encode(), "page.rst")
    (unread,) = document.unread
    assert (unread.place, unread.prose) == (Position(4, 10), True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(".. code-block:: python\n\n   old = 1\n", id="a block"),
        pytest.param(
            ".. code-block:: python3\n   :linenos:\n\n   old = 1\n", id="option"
        ),
        pytest.param(".. code:: python\n\n   old = 1\n\nold\n", id="code"),
        pytest.param(
            "Text::\n\n   import a\n   old = 1\n\nold\n", id="a literal block"
        ),
        pytest.param("* x::\n\n\n    import a\n\n    old = 1", id="one in a list"),
        pytest.param(".. sourcecode:: py\n\n\told = 1\n", id="a tab"),
        pytest.param(".. code-block::\n\n   old = 1\n", id="no language, but Python"),
        pytest.param(".. testcode:: group\n\n  old = 1\n\n  x = 2\n", id="a test"),
        pytest.param(".. testsetup::\n\n  old = 1\n", id="what is before a test"),
        pytest.param(".. doctest::\n\n  >>> old = 1\n  old\n", id="a doctest"),
        pytest.param("Text\n\n>>> old = 1\n>>> old\nold\n", id="prompts in the text"),
        pytest.param("  >>> if 1:\n  ...     old = 1\n  ...\n", id="lines that go on"),
        pytest.param("* x\n\n  .. code:: python\n\n     old = 1\n", id="in a list"),
        pytest.param(
            ".. note::\n\n   .. code:: python\n\n      old = 1\n\n   old\n",
            id="in a directive of text",
        ),
        pytest.param(".. note:: x\n\n   >>> old = 1\n", id="prompts in a note"),
        pytest.param(".. _label:\n\n>>> old = 1\n", id="behind a label"),
        pytest.param(
            ".. code:: python\n\n  >>> old = 1\n  old\n", id="prompts in code"
        ),
    ],
)
def test_python_of_the_page(text):
    (found,) = python_of(text, "page.rst")
    compile(found, "page.rst", "exec")
    document = read_document(text.encode(), "page.rst")
    after = replaced(document, "old =", "new =").decode()
    assert after == text.replace("old =", "new =")
    assert document.rewritten(document.sources) == text.encode()


def test_blocks_are_one_module_in_the_order_of_the_page():
    text = ">>> a = 1\n1\n\n.. code:: python\n\n   b = 2\n\n>>> c = 3\n"
    (found,) = python_of(text, "page.rst")
    assert [line for line in found.split("\n") if line] == ["a = 1", "b = 2", "c = 3"]


def test_a_new_line_gets_a_prompt_of_its_own():
    text = "  >>> f(old,\n  ...   1)\n  1\n\n  >>> old\n"
    document = read_document(text.encode(), "page.rst")
    after = replaced(document, "old", "[\n  new\n]").decode()
    new = "  >>> f([\n  ...   new\n  ... ],\n  ...   1)\n  1\n\n"
    assert after == f"{new}  >>> [\n  ...   new\n  ... ]\n"
