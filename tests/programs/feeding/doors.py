"""One file through `check`, `fix --diff` and `curves`: what came of it, and what is wrong."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import time
import tokenize
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from random import Random

from click.testing import CliRunner, Result
from feeding.grafts import OPTIMIZED, Grafted, grafted, parsed

from lrmigrate.codemod.cli.group import cli

REPORT = "report.json"
SLOW = 2.0
"""Seconds of cpu that a command may take for a file."""


@dataclass(slots=True)
class Fed:
    """What came of a file.

    Attributes:
        name: it, and how it was fed.
        wrong: what should not be.
        seconds: of cpu that the slowest command took.
        sites: how many calls were put in.
        written: how many of these are rewritten.
        optimizers: whether the optimizer that was put in is rewritten.
        left: why what was put in is not.
        unread: why the file could not be looked at, if so.
        compared: how many bytes have to be equal and are.
    """

    name: str
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    sites: int = 0
    written: int = 0
    optimizers: bool = False
    left: list[str] = field(default_factory=list)
    unread: str = ""
    compared: int = 0


def fed(path: str, place: Path, seed: int) -> Iterator[Fed]:
    """Feed a file as it is, and with calls put in."""
    data = Path(path).read_bytes()
    yield _Fed(path, data, None, place).run()
    text, encoding = decoded(data)
    done = grafted(text, Random(f"{seed} {path}")) if encoding else None
    if done is not None:
        mark = b"\xef\xbb\xbf" if encoding == "utf-8-sig" else b""
        encoding = "utf-8" if mark else encoding
        yield _Fed(path, mark + done.text.encode(encoding), done, place).run()


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file and its encoding, which are empty where there is none."""
    try:
        encoding, _ = tokenize.detect_encoding(BytesIO(data).readline)
        return data.decode(encoding), encoding
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return "", ""


class _Fed:
    def __init__(
        self, path: str, data: bytes, done: Grafted | None, place: Path
    ) -> None:
        self._data = data
        self._grafted = done
        self._folder = place / "fed"
        self._file = self._folder / Path(path).name
        self._fed = Fed(f"{path}{' with calls' if done else ''}")
        self._fed.sites = len(done.new) if done else 0

    def run(self) -> Fed:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        self._file.write_bytes(self._data)
        os.chdir(self._folder)
        self._command("check")
        found, diff = self._fix()
        if self._grafted is not None:
            lines = self._grafted.lines
            self._fed.left = [
                one["left"]
                for one in found
                if one["left"] and one["location"]["row"] - 1 in lines
            ]
        if diff:
            self._look_at_change(found, diff)
        self._command("curves")
        return self._fed

    def _fix(self) -> tuple[list[dict], bytes]:
        result = self._command(
            *("fix", "--diff", "--output-format", f"json:../{REPORT}")
        )
        report = Path("..", REPORT)
        found = json.loads(report.read_bytes()) if report.exists() else []
        report.unlink(missing_ok=True)
        for one in found:
            if one["code"] in (None, "LRS900"):
                self._fed.unread = one["message"]
        return found, result.stdout_bytes

    def _command(self, *arguments: str) -> Result:
        started = time.process_time()
        result = CliRunner().invoke(cli, [*arguments, "--isolated", "-q", "."])
        took = time.process_time() - started
        self._fed.seconds = max(self._fed.seconds, took)
        if took > SLOW:
            self._fed.wrong.append(f"{arguments[0]} took {took:.1f} s of cpu")
        told = result.output + result.stderr
        raised = result.exception
        if raised is not None and not isinstance(raised, SystemExit):
            self._fed.wrong.append(f"{arguments[0]} raises {raised!r}")
        if "Traceback (most recent" in told or "is a bug" in told:
            self._fed.wrong.append(f"{arguments[0]} says: {told.strip()[-300:]}")
        return result

    def _look_at_change(self, found: list[dict], diff: bytes) -> None:
        """Look at what the diff makes of the file, and fix that again."""
        applied = subprocess.run(
            ["git", "apply", "-"], input=diff, capture_output=True, check=False
        )
        if applied.returncode:
            self._fed.wrong.append(f"the diff does not apply: {applied.stderr[-200:]}")
            return
        tree = parsed(decoded(self._file.read_bytes())[0])
        if tree is None:
            self._fed.wrong.append("what is rewritten does not compile")
            return
        self._look_at_bytes(found)
        if self._grafted is not None:
            self._look_at_calls(tree, found)
        _, again = self._fix()
        if again:
            self._fed.wrong.append("a second run has something to do")

    def _look_at_bytes(self, found: list[dict]) -> None:
        """Everything outside of what may change has to be there, in order."""
        may_change = edited(found)
        if self._grafted is not None and not self._speaks:
            may_change = {*self._grafted.lines}
        runs = kept_runs(LINES.findall(self._data), may_change)
        same = found_in(self._file.read_bytes(), runs)
        if same is None:
            self._fed.wrong.append("what is not rewritten changes")
        self._fed.compared += same or 0

    @property
    def _speaks(self) -> bool:
        """Whether the file has imports of its own that a rewrite may concern."""
        assert self._grafted is not None
        lines = enumerate(LINES.findall(self._data))
        own = [line for number, line in lines if number not in self._grafted.lines]
        return any(b"optax" in line or b"nnx" in line for line in own)

    def _look_at_calls(self, tree: ast.Module, found: list[dict]) -> None:
        """Each call that is told as rewritten has to be there, and no other."""
        assert self._grafted is not None
        lines, new = self._grafted.lines, self._grafted.new
        told = {
            lines.get(one["location"]["row"] - 1, "") for one in found if one["written"]
        }
        are = {
            node.targets[0].id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id in new
            and new[node.targets[0].id] in ast.unparse(node.value)
        }
        if told & {*new} != are:
            self._fed.wrong.append(f"told as rewritten: {told}, and rewritten: {are}")
        self._fed.written = len(are)
        self._fed.optimizers = OPTIMIZED in told


LINES = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
ROOM = 400
"""So many bytes may come where one line may change."""


def edited(found: Iterable[dict]) -> set[int]:
    """Which lines the edits of a report concern, from 0."""
    return {
        line - 1
        for one in found
        for edit in (one["fix"] or {}).get("edits", ())
        for line in range(edit["location"]["row"], edit["end_location"]["row"] + 1)
    }


def kept_runs(
    lines: Sequence[bytes], may_change: Container[int]
) -> Iterator[tuple[bytes, int, bool]]:
    """Yield runs of lines that stay, how far each may move, and if it is the last."""
    run, room = b"", 0
    for number, line in enumerate(lines):
        if number not in may_change:
            run += line
            continue
        yield run, room, False
        run, room = b"", (0 if run else room) + len(line) + ROOM
    yield run, room, True


def found_in(after: bytes, runs: Iterable[tuple[bytes, int, bool]]) -> int | None:
    """How many bytes of runs are found in a text, or None where one is not there."""
    place = same = 0
    for run, room, is_last in runs:
        at = len(after) - len(run) if is_last else after.find(run, place)
        if not (place <= at <= place + room and after.startswith(run, at)):
            return None
        place = at + len(run)
        same += len(run)
    return same
