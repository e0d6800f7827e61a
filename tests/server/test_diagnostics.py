"""Findings in an editor: none where none belong, else as `check` has them."""

from __future__ import annotations

import json

import pytest
from editor import Editor
from lsprotocol import types

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALL = "optax.cosine_decay_schedule(0.1, decay_steps=9)"
ONE = f"import optax\n\nschedule = {CALL}\n"


def codes(found):
    return [one.code for one in found]


def none(found):
    return not found


def some(found):
    return bool(found)


async def settled(editor):
    """Wait until the server has looked at a file that was opened after others."""
    uri = editor.open("last.py", ONE)
    await editor.told(uri, some)
    editor.close(uri)
    await editor.told(uri, none)


# -- silent -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        pytest.param("clean.py", "import optax\n", "python", id="no finding"),
        pytest.param(
            "silenced.py",
            f"import optax\n\ns = {CALL}  # noqa: LRS001\n",
            "python",
            id="a comment",
        ),
        pytest.param(
            "broken.py",
            f"import optax\n\ns = {CALL}\ndef (\n",
            "python",
            id="an error of syntax",
        ),
        pytest.param("nul.py", f"{ONE}\0", "python", id="a NUL"),
        pytest.param(
            "huge.py", ONE + "# so much\n" * 500_000, "python", id="a huge buffer"
        ),
        pytest.param("deep.py", f"{ONE}x = {'(' * 5000}\n", "python", id="depth"),
        pytest.param("text.txt", ONE, "plaintext", id="a text"),
        pytest.param("a.ipynb", "{}", "json", id="a notebook that is open as JSON"),
        pytest.param(
            "vscode-notebook-cell:/a.ipynb#W0", ONE, "python", id="a cell by itself"
        ),
        pytest.param("git:/a.py?%7B%7D", ONE, "python", id="an older version"),
        pytest.param(
            "untitled:Untitled-1", ONE, "plaintext", id="a text without a name"
        ),
    ],
)
async def test_nothing_is_told_of(editor, name, text, language):
    uri = editor.open(name, text, language)
    await settled(editor)
    assert not editor.client.diagnostics.get(uri)
    editor.close(uri)


async def test_a_text_that_breaks_keeps_what_was_told(editor):
    uri = editor.open("typed.py", ONE)
    before = await editor.told(uri, some)
    editor.type(uri, f"{ONE}def (")
    await settled(editor)
    assert [*editor.client.diagnostics[uri]] == before
    editor.type(uri, "import optax\n")
    await editor.told(uri, none)


async def test_nothing_is_told_of_a_file_that_is_closed(editor):
    uri = editor.open("closed.py", ONE)
    await editor.told(uri, some)
    editor.close(uri)
    await editor.told(uri, none)
    await settled(editor)
    assert not editor.client.diagnostics[uri]


# -- told ---------------------------------------------------------------------


async def test_a_finding_says_what_where_how_bad_and_what_for(editor):
    uri = editor.open("train.py", ONE)
    (found,) = await editor.told(uri, some)
    assert (found.code, found.source) == ("LRS001", "lrmigrate")
    assert found.range == types.Range(types.Position(2, 44), types.Position(2, 57))
    assert found.severity is types.DiagnosticSeverity.Warning
    assert [*found.tags] == [types.DiagnosticTag.Deprecated]
    assert found.code_description.href.endswith("LRS001.md")


async def test_what_is_no_rename_is_not_struck_through(editor):
    text = "import optax\n\ns = optax.linear_onecycle_schedule(9, 0.1, pct_start=0.3)\n"
    (found,) = await editor.told(editor.open("onecycle.py", text), some)
    assert (found.code, found.tags) == ("LRS002", None)


async def test_what_names_another_line_leads_there(editor):
    text = (
        "import optax\n\n"
        'kw = {"decay_steps": 9}\n'
        "check(kw)\n"
        "s = optax.cosine_decay_schedule(0.1, **kw)\n"
    )
    (found,) = await editor.told(editor.open("held.py", text), some)
    assert "no rewrite: `kw` is passed to `check` on line 4" in found.message
    (related,) = found.related_information
    assert related.location.range.start == types.Position(3, 0)


async def test_each_keystroke_counts(editor):
    uri = editor.open("strokes.py", "import optax\n\n\n")
    for column, char in enumerate(f"s = {CALL}"):
        editor.insert(uri, types.Position(1, column), char)
    (found,) = await editor.told(uri, some)
    assert found.range.start == types.Position(1, 37)


async def test_a_large_file_is_looked_at_when_it_rests(editor):
    much = "# so much\n" * 20_000
    uri = editor.open("large.py", f"import optax\n{much}")
    editor.type(uri, f"{ONE}{much}")
    assert codes(await editor.told(uri, some)) == ["LRS001"]
    editor.type(uri, f"import optax\n{much}")
    await editor.told(uri, none)


async def test_a_file_that_is_not_saved_yet_is_looked_at(editor):
    uri = editor.open("untitled:Untitled-2", ONE)
    assert codes(await editor.told(uri, some)) == ["LRS001"]


async def test_other_kinds_of_files_are_looked_at_by_their_names(editor):
    text = f"# Page\n\n```python\nimport optax\n\ns = {CALL}\n```\n"
    uri = editor.open("page.md", text, "markdown")
    (found,) = await editor.told(uri, some)
    assert found.range.start.line == 5


async def test_a_module_that_changes_is_asked_by_those_that_import_it(editor):
    (editor.folder / "lib.py").write_text("make = print\n")
    lib = editor.open("lib.py", "from optax import cosine_decay_schedule as make\n")
    uri = editor.open(
        "user.py", "from lib import make\n\ns = make(0.1, decay_steps=9)\n"
    )
    assert codes(await editor.told(uri, some)) == ["LRS001"]
    editor.type(lib, "make = print\n")
    await editor.told(uri, none)


async def test_what_changes_on_disk_is_read_anew(editor):
    (pattern, *_) = [
        one["globPattern"] for one in editor.registered[0].register_options["watchers"]
    ]
    assert "py" in pattern
    file = editor.folder / "onto_disk.py"
    file.write_text("make = print\n")
    text = "from onto_disk import make\n\ns = make(0.1, decay_steps=9)\n"
    uri = editor.open("reader.py", text)
    await editor.told(uri, none)
    file.write_text("from optax import cosine_decay_schedule as make\n")
    editor.changed_on_disk(file)
    assert codes(await editor.told(uri, some)) == ["LRS001"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_columns_count_what_was_agreed_on(tmp_path, encoding):
    async with Editor(tmp_path, encodings=[encoding]) as editor:
        assert editor.server.capabilities.position_encoding == encoding
        uri = editor.open("a.py", f"import optax\n\ns = '\U0001d54f\u00e9', {CALL}\n")
        (found,) = await editor.told(uri, some)
        wide = {"utf-8": 6, "utf-16": 3, "utf-32": 2}[encoding]
        assert found.range.start.character == 41 + wide


# -- configured ---------------------------------------------------------------


@pytest.mark.parametrize(
    "table",
    [
        'select = ["LRS2"]',
        'exclude = ["train.py"]',
        'per-file-ignores = { "train.py" = ["LRS001"] }',
    ],
)
async def test_a_configuration_counts_and_its_change_does(tmp_path, table):
    config = tmp_path / "pyproject.toml"
    config.write_text(f"[tool.lrmigrate]\n{table}\n")
    async with Editor(tmp_path) as editor:
        uri = editor.open("train.py", ONE)
        await editor.told(uri, none)
        config.write_text("")
        editor.changed_on_disk(config)
        assert codes(await editor.told(uri, some)) == ["LRS001"]


async def test_a_configuration_that_cannot_be_used_is_told(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.lrmigrate]\nselect = ["LRX"]\n')
    async with Editor(tmp_path) as editor:
        (found,) = await editor.told(editor.open("train.py", ONE), some)
        assert found.severity is types.DiagnosticSeverity.Error
        assert "LRX" in found.message


async def test_a_baseline_hides_what_is_in_it(tmp_path):
    entry = {"path": "train.py", "code": "LRS001", "text": f"s = {CALL}", "count": 1}
    baseline = {"version": 1, "findings": [entry]}
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / ".lrmigrate-baseline.json").write_text(json.dumps(baseline))
    async with Editor(tmp_path) as editor:
        text = f"import optax\n\ns = {CALL}\nt = {CALL}\n"
        (found,) = await editor.told(editor.open("train.py", text), some)
        assert found.range.start.line == 3


async def test_each_folder_has_its_own_configuration(tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    tables = ("", '[tool.lrmigrate]\nignore = ["LRS001"]\n')
    for folder, table in zip(folders, tables, strict=True):
        folder.mkdir()
        (folder / "pyproject.toml").write_text(table)
    editor = Editor(tmp_path)
    editor.folders = folders
    async with editor:
        second = editor.open("two/train.py", ONE)
        first = editor.open("one/train.py", ONE)
        assert codes(await editor.told(first, some)) == ["LRS001"]
        assert await editor.told(second) == []
