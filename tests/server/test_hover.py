"""What is told of the call that the mouse is over."""

from __future__ import annotations

import pytest
from editor import Editor

from lrmigrate.codemod.server.hover import escaped

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEXT = """\
import optax


def build(config, _of_):
    return optax.cosine_decay_schedule(0.1, _of_[config])


def main():
    schedule = optax.warmup_cosine_decay_schedule(0.0, 0.1, 100, 1000)
    return optax.adamw(schedule), optax.sgd(0.5)
"""


@pytest.mark.parametrize(
    ("line", "character"),
    [(0, 3), (3, 5), (7, 6)],
    ids=["an import", "a def", "a name"],
)
async def test_nothing_is_told_where_no_call_is(editor, line, character):
    uri = editor.open("nothing.py", TEXT)
    assert await editor.hover(uri, line, character) is None


async def test_nothing_is_told_of_a_text_that_cannot_be_read(editor):
    uri = editor.open("broken.py", f"{TEXT}def (\n")
    assert await editor.hover(uri, 8, 30) is None


async def test_a_schedule_is_drawn_and_told_in_numbers(editor):
    uri = editor.open("schedule.py", TEXT)
    told = await editor.hover(uri, 8, 30)
    assert told.splitlines() == [
        "```text",
        "▁▇█████▇▇▆▆▆▅▅▄▄▃▃▂▂▂▁▁▁",
        "```",
        "warmup\\_cosine\\_decay\\_schedule in main, for optax.adamw on line 10  ",
        "0 → 0.1 at step 100 → 0 at step 1000  ",
        "start 0, peak 0.1, last 0, warmup 100 steps, length 1000 steps  ",
    ]


async def test_a_number_that_an_optimizer_is_given_is_told(editor):
    uri = editor.open("number.py", TEXT)
    assert "0.5 at every step" in await editor.hover(uri, 9, 38)


async def test_what_is_not_known_is_told_with_why(editor):
    text = "import optax\n\ns = optax.join_schedules(given, [3])\n"
    uri = editor.open("unknown.py", text)
    assert "not known: " in await editor.hover(uri, 2, 10)


async def test_what_is_the_users_is_no_markdown(editor):
    uri = editor.open("marks.py", TEXT)
    told = await editor.hover(uri, 4, 20)
    assert "\\_of\\_\\[config\\]" in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a_b*c", "a\\_b\\*c"),
        ("[x](command:y)", "\\[x\\](command:y)"),
        ("<b>&amp;`k`", "\\<b\\>\\&amp;\\`k\\`"),
        ("- one", "\\- one"),
        ("1. one", "1\\. one"),
        ("0.1 - 1", "0.1 - 1"),
    ],
)
async def test_marks_of_markdown_are_escaped(text, said):
    assert escaped(text) == said


async def test_an_editor_without_markdown_is_told_plain_text(tmp_path):
    editor = Editor(tmp_path)
    editor.capabilities.text_document.hover.content_format = None
    async with editor:
        told = await editor.hover(editor.open("a.py", TEXT), 8, 30)
        assert "`" not in told
        assert "warmup_cosine_decay_schedule in main" in told
