"""Notebooks in an editor: cells are texts, and one module."""

from __future__ import annotations

import pytest
from editor import applied
from lsprotocol import types

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALL = "s = optax.cosine_decay_schedule(0.1, decay_steps=9)"
FIXED = "s = lrsched.cosine_decay_schedule(0.1, transition_steps=9)"


def none(found):
    return not found


def some(found):
    return bool(found)


async def test_a_magic_and_a_cell_of_another_language_are_no_python(editor):
    cells = editor.open_notebook(
        "plain.ipynb", ["%pip install optax", ("sql", f"import optax\n{CALL}")]
    )
    for uri in cells:
        assert await editor.told(uri, none) == []


async def test_a_finding_is_told_of_its_cell(editor):
    first, second = editor.open_notebook("two.ipynb", ["import optax", CALL])
    (found,) = await editor.told(second, some)
    assert found.range.start == types.Position(0, 37)
    assert await editor.told(first) == []


async def test_a_cell_that_is_changed_moved_or_taken_out_is_looked_at(editor):
    first, second = editor.open_notebook("moved.ipynb", ["import optax", CALL])
    await editor.told(second, some)
    editor.type_cell("moved.ipynb", second, "s = 1")
    await editor.told(second, none)
    editor.type_cell("moved.ipynb", second, CALL)
    await editor.told(second, some)
    editor.drop_cell("moved.ipynb", 0, first)
    await editor.told(second, none)


async def test_a_notebook_that_is_closed_is_told_nothing_of(editor):
    _, second = editor.open_notebook("shut.ipynb", ["import optax", CALL])
    await editor.told(second, some)
    editor.close_notebook("shut.ipynb")
    await editor.told(second, none)


async def test_a_hover_in_a_cell_tells_its_curve(editor):
    _, second = editor.open_notebook("drawn.ipynb", ["import optax", CALL])
    await editor.told(second, some)
    assert "0.1 → 0 at step 9" in await editor.hover(second, 0, 12)


async def test_all_that_is_verified_is_fixed_in_its_cells(editor):
    pytest.importorskip("jax")
    first, second = editor.open_notebook("fixed.ipynb", ["import optax", CALL])
    (action,) = await editor.actions(second, 0, "source.fixAll.lrmigrate")
    new = applied("import optax", action.edit, first, 1)
    assert new == "from lrmigrate import lrsched"
    assert applied(CALL, action.edit, second, 1) == FIXED
