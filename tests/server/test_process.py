"""The server as a process: how it starts and ends, and what it never does."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from editor import SERVER, Editor

from lrmigrate.codemod.cli.app import cli

ONE = "import optax\n\ns = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
PLANTED = "open({marker!r}, 'a').write(__name__)\n"


def said(*messages):
    """Messages as the protocol frames them."""
    bodies = [json.dumps({"jsonrpc": "2.0", **one}).encode() for one in messages]
    return b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(one), one) for one in bodies)


def heard(data):
    """The messages in what a server wrote; nothing else may be there."""
    found = []
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        length = int(head.partition(b"Content-Length: ")[2].split()[0])
        found.append(json.loads(rest[:length]))
        data = rest[length:]
    return found


INITIALIZE = {
    "id": 1,
    "method": "initialize",
    "params": {"processId": None, "rootUri": None, "capabilities": {}},
}
SHUTDOWN = {"id": 2, "method": "shutdown", "params": None}
EXIT = {"method": "exit", "params": None}


def run(*messages, **more):
    ended = subprocess.run(
        SERVER, input=said(*messages), capture_output=True, timeout=120, **more
    )
    return ended.returncode, heard(ended.stdout), ended.stderr


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([], 1),
        ([INITIALIZE], 1),
        ([INITIALIZE, EXIT], 1),
        ([INITIALIZE, SHUTDOWN, EXIT], 0),
    ],
    ids=["not a word", "no end", "no shutdown", "an end as it should be"],
)
def test_a_server_ends_with_what_it_was_told(messages, code):
    ended, answers, errors = run(*messages)
    assert (ended, errors) == (code, b"")
    assert {one.get("id") for one in answers} == {
        one["id"] for one in messages if "id" in one
    }


ENDING = """
import asyncio
from lrmigrate.codemod.server.verifying import Verifying

async def end_after(turns, is_told):
    verifying = Verifying("lrmigrate.codemod.cli.verifier")
    asked = asyncio.create_task(verifying.fixed((), "a.py", "import optax"))
    for _ in range(turns):
        await asyncio.sleep(0)
    if is_told:
        verifying.stop()
    return verifying, asked

for turns in range(12):
    for is_told in (True, False):
        verifying, asked = asyncio.run(end_after(turns, is_told))
        verifying.stop()
        assert asked.done()
"""


def test_it_ends_while_the_process_that_verifies_is_being_started():
    ended = subprocess.run(
        [sys.executable, "-P", "-W", "error", "-c", ENDING],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "message",
    [
        {"id": 3, "method": "textDocument/hover", "params": {"no": "place"}},
        {"id": 3, "method": "no/such", "params": {}},
        {"method": "textDocument/didChange", "params": {"textDocument": 3}},
        {
            "method": "textDocument/didChange",
            "params": {
                "textDocument": {"uri": "file:///never/opened.py", "version": 2},
                "contentChanges": [{"text": "x"}],
            },
        },
    ],
    ids=["no place", "no method", "no text", "a file that was never opened"],
)
def test_a_message_that_is_none_ends_nothing(message):
    code, answers, errors = run(INITIALIZE, message, SHUTDOWN, EXIT)
    assert (code, errors) == (0, b"")
    assert [one["id"] for one in answers if "result" in one] == [1, 2]


def test_without_the_extra_it_says_what_to_install():
    hidden = "import sys; sys.modules['pygls'] = None; from lrmigrate.codemod.cli.app"
    code = f"{hidden} import main; sys.argv = ['lrmigrate', 'server']; main()"
    ended = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert 'pip install "lrmigrate[lsp]"' in ended.stderr


def test_its_help_says_how_an_editor_starts_it():
    told = CliRunner().invoke(cli, ["server", "--help"], terminal_width=80).output
    assert 'args = ["server"]' in told
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.asyncio
async def test_nothing_of_the_users_is_run(tmp_path, monkeypatch):
    pytest.importorskip("jax")
    marker = tmp_path / "marker"
    folder = tmp_path / "project"
    packages = ("optax", "jax", "numpy", "pygls", "lrmigrate", "conftest", "train")
    # What else is called like a library is none, and its calls are not compared.
    libraries = ("optax/_src/base.py", "lrmigrate/lrsched/__init__.py")
    for name in (*(f"{one}/__init__.py" for one in packages), *libraries):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PLANTED.format(marker=str(marker)))
    (folder / "pyproject.toml").write_text("")
    text = PLANTED.format(marker=str(marker)) + ONE
    path = f"{folder}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    async with Editor(folder, environment={"PYTHONPATH": path}) as editor:
        uri = editor.open("train/__init__.py", text)
        assert await editor.told(uri, bool)
        rewrite, _ = await editor.verified(uri, 3)
        assert "equivalent" in rewrite.title
    assert not marker.exists()


@pytest.mark.parametrize("closed", [">&-", "<&-"])
def test_no_editor_is_at_a_stream_that_is_closed(closed):
    command = ("sh", "-c", f'"$@" {closed}', "sh", *SERVER)
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.endswith("and one of the standard streams is closed\n")
