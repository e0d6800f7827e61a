"""A conversation with the server as it was recorded: all that is said and heard."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from threading import Timer

import pytest
from editor import PATIENCE, SERVER

from lrmigrate.codemod.address import rule_page

CONVERSATION = Path(__file__).with_name("conversation.jsonl")


def write(stream, message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    stream.flush()


def read(stream):
    """The next message; None where there is no more."""
    length = 0
    while line := stream.readline().strip():
        name, _, value = line.partition(b":")
        length = int(value) if name == b"Content-Length" else length
    message = json.loads(stream.read(length)) if length else None
    if message is not None:
        del message["jsonrpc"]
    return message


def test_a_conversation_goes_as_it_was_recorded(tmp_path):
    pytest.importorskip("jax")
    (tmp_path / "pyproject.toml").write_text("")
    recorded = CONVERSATION.read_text(encoding="utf-8")
    said = recorded.replace("file:///project", tmp_path.resolve().as_uri())
    said = said.replace("file:///rules/LRS001.md", rule_page("LRS001"))
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(SERVER, cwd=tmp_path, **pipes) as process:
        ending = Timer(PATIENCE, process.kill)
        ending.start()
        for line in said.splitlines():
            ((who, wanted),) = json.loads(line).items()
            if who == "editor":
                write(process.stdin, wanted)
                continue
            heard = []
            while wanted not in heard:
                heard.append(read(process.stdout))
                assert heard[-1] is not None, (wanted, heard)
        process.stdin.close()
        ending.cancel()
    assert process.returncode == 0
