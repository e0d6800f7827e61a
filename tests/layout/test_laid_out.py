"""What is asked of a file for many rewrites is asked once."""

from __future__ import annotations

from collections import Counter

from lrmigrate.codemod.files.edits import apply_edits
from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.layout import laid_out
from lrmigrate.codemod.layout.laid_out import LARGEST, Layout
from lrmigrate.codemod.layout.style import Sorting, Style
from lrmigrate.codemod.model import Edit

CODE = "import jax\nimport optax\n\nx = optax.sgd(1)\n"
ADDED = Edit(CODE.index("import optax"), CODE.index("import optax"), "import zoo\n")


def counted(monkeypatch, text):
    """A file's layout, and how often each part of it is asked for."""
    asked: Counter[str] = Counter()
    for name in ("is_sorted", "sorted_again"):
        function = getattr(laid_out, name)

        def counting(*given, name=name, function=function):
            asked[name] += 1
            return function(*given)

        monkeypatch.setattr(laid_out, name, counting)
    style = Style((Sorting(),), 88, 4)
    return Layout(Source.from_text(text, "train.py"), style), asked


def test_a_block_of_imports_is_read_once_for_all_rewrites(monkeypatch):
    layout, asked = counted(monkeypatch, CODE)
    call = Edit(CODE.index("sgd"), CODE.index("sgd") + 3, "adam")
    first, second = layout.laid_out([ADDED]), layout.laid_out([ADDED, call])
    assert apply_edits(CODE, first).startswith("import jax\nimport optax\nimport zoo\n")
    assert second == [*first, call]
    assert asked == {"is_sorted": 1, "sorted_again": 1}


def test_a_block_that_no_hand_sorts_is_left_as_it_is_edited(monkeypatch):
    names = "".join(f"import optax.part_{n}\n" for n in range(LARGEST // 20))
    layout, asked = counted(monkeypatch, names + CODE)
    added = Edit(0, 0, "import zoo\n")
    assert layout.laid_out([added]) == [added]
    assert not asked
