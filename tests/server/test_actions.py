"""What an editor is offered: nothing unverified as if it were, and edits of its text."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from editor import Editor, applied

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALL = "optax.cosine_decay_schedule(0.1, decay_steps=9)"
ONE = f"import optax\n\ns = {CALL}\nt = optax.adam(0.1)\n"
FIXED = f"""\
import optax
from lrmigrate import lrsched

s = {CALL.replace("optax", "lrsched").replace("decay_steps", "transition_steps")}
t = optax.adam(0.1)
"""
SILENCE = "Silence LRS001 here with a comment"
FIX_ALL = "source.fixAll.lrmigrate"


def some(found):
    return bool(found)


def by_title(found):
    return {one.title: one for one in found}


@pytest.fixture(autouse=True)
def verifier_needed():
    pytest.importorskip("jax")


# -- not offered --------------------------------------------------------------


async def test_nothing_is_offered_where_nothing_is_found(editor):
    uri = editor.open("elsewhere.py", ONE)
    await editor.told(uri, some)
    assert await editor.actions(uri, 3, "quickfix") == []


async def test_a_rewrite_cannot_be_chosen_before_its_verdict_is_there(editor):
    uri = editor.open("waiting.py", ONE)
    await editor.told(uri, some)
    rewrite, comment, every = await editor.actions(uri, 2)
    assert rewrite.title == "Rename `decay_steps` to `transition_steps`"
    assert (rewrite.edit, rewrite.is_preferred) == (None, None)
    assert rewrite.disabled.reason == "being verified"
    assert (comment.title, comment.disabled) == (SILENCE, None)
    assert (every.kind, every.edit) == (FIX_ALL, None)
    assert every.disabled.reason == "being verified"


async def test_it_is_not_shown_where_an_editor_cannot_show_why(tmp_path):
    editor = Editor(tmp_path)
    editor.capabilities.text_document.code_action.disabled_support = None
    async with editor:
        uri = editor.open("a.py", ONE)
        await editor.told(uri, some)
        assert [one.title for one in await editor.actions(uri, 2)] == [SILENCE]


async def test_what_stays_is_told_with_why(editor):
    text = (
        'import optax\n\nkw = {"decay_steps": 9}\ncheck(kw)\n'
        "s = optax.cosine_decay_schedule(0.1, **kw)\n"
    )
    uri = editor.open("held.py", text)
    await editor.told(uri, some)
    found = by_title(await editor.verified(uri, 2))
    assert [*found] == [SILENCE]
    assert await editor.actions(uri, 2, FIX_ALL) == []


async def test_a_repair_is_offered_as_what_it_is(editor):
    text = (
        "import optax\n\n"
        "s = optax.warmup_cosine_decay_schedule(0.0, 0.1, 10, 100 - 10)\n"
    )
    uri = editor.open("repair.py", text)
    await editor.told(uri, some)
    found = [one for one in await editor.verified(uri, 2) if one.title != SILENCE]
    repairs = [one for one in found if "not verified: " in one.title]
    assert repairs
    assert all(one.is_preferred is None for one in found)
    assert await editor.actions(uri, 2, FIX_ALL) == []


async def test_a_file_of_no_project_is_left(tmp_path, editor):
    (tmp_path / "loose.py").write_text(ONE)
    uri = editor.open((tmp_path / "loose.py").as_uri(), ONE)
    await editor.told(uri, some)
    (rewrite, _) = await editor.verified(uri, 2)
    assert rewrite.edit is None
    assert "open the folder" in rewrite.disabled.reason


async def test_what_another_file_takes_is_left(editor):
    (editor.folder / "taken.py").write_text("")
    text = f"import optax\n\nkw = dict(decay_steps=9)\ns = {CALL[:-14]}**kw)\n"
    (editor.folder / "taker.py").write_text("from taken import kw\n\nprint(kw)\n")
    uri = editor.open("taken.py", text)
    await editor.told(uri, some)
    assert [one.title for one in await editor.verified(uri, 2)] == [SILENCE]


# -- offered ------------------------------------------------------------------


async def test_a_rewrite_tells_its_verdict(editor):
    uri = editor.open("train.py", ONE)
    await editor.told(uri, some)
    rewrite, _ = await editor.verified(uri, 2)
    said = "Rename `decay_steps` to `transition_steps` — equivalent (identical)"
    assert rewrite.title == said
    assert rewrite.is_preferred
    assert [one.code for one in rewrite.diagnostics] == ["LRS001"]
    assert applied(ONE, rewrite.edit, uri, 1) == FIXED


async def test_a_fix_of_all_waits_until_it_is_verified(editor):
    uri = editor.open("all.py", f"{ONE}u = {CALL}\n")
    (action,) = await editor.actions(uri, 0, "source.fixAll")
    assert action.kind == FIX_ALL
    new = applied(f"{ONE}u = {CALL}\n", action.edit, uri, 1)
    assert new.count("transition_steps") == 2


async def test_an_edit_is_of_the_text_as_it_is(editor):
    uri = editor.open("versions.py", ONE)
    await editor.verified(uri, 2)
    version = editor.type(uri, f"# More.\n{ONE}")
    (action,) = await editor.actions(uri, 3, FIX_ALL)
    new = applied(f"# More.\n{ONE}", action.edit, uri, version)
    assert new == f"# More.\n{FIXED}"


async def test_an_editor_that_knows_no_versions_is_given_edits_without(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    editor = Editor(tmp_path)
    editor.capabilities.workspace.workspace_edit.document_changes = None
    async with editor:
        uri = editor.open("a.py", ONE)
        (action,) = await editor.actions(uri, 2, FIX_ALL)
        assert action.edit.document_changes is None
        assert len(action.edit.changes[uri]) == 2


async def test_a_comment_silences_the_finding(editor):
    uri = editor.open("comment.py", ONE)
    await editor.told(uri, some)
    comment = by_title(await editor.actions(uri, 2))[SILENCE]
    new = applied(ONE, comment.edit, uri, 1)
    assert new == ONE.replace(CALL, f"{CALL}  # noqa: LRS001")
    editor.type(uri, new)
    await editor.told(uri, lambda found: not found)


async def test_a_process_that_verifies_and_ends_is_started_again(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    async with Editor(tmp_path) as editor:
        uri = editor.open("a.py", ONE)
        await editor.verified(uri, 2)
        (child,) = children(editor.client._server.pid)
        os.kill(child, signal.SIGKILL)
        editor.type(uri, f"\n{ONE}")
        await editor.verified(uri, 3)
        editor.type(uri, f"\n\n{ONE}")
        rewrite, _ = await editor.verified(uri, 4)
        assert rewrite.edit is not None


def children(process):
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(one) for file in found for one in file.read_text().split()]
