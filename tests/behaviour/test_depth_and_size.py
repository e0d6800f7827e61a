"""Code that is deep or huge: its message, and the rest of the run unharmed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli

GOOD = "import optax\ns = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
CALL = "optax.cosine_decay_schedule(0.1, decay_steps={})"
HUGE = "0x" + "f" * 6000

DEEP = {
    "a long sum": f"{GOOD}t = {' + '.join(['a'] * 330)}\n",
    "a long sum in a call": f"import optax\ns = {CALL.format(' + '.join(['a'] * 330))}\n",
    "a very long sum": f"{GOOD}t = {' + '.join(['a'] * 5000)}\n",
    "calls of calls": f"{GOOD}t = f{'()' * 400}\n",
    "calls of calls in a call": f"import optax\ns = {CALL.format('f' + '()' * 400)}\n",
    "functions of functions": f"{GOOD}t = {'lambda: ' * 180}0\n",
    "branches": f"{GOOD}if x:\n    pass\n" + "elif x:\n    pass\n" * 492,
    "branches with calls": "import optax\nif x:\n    pass\n"
    + f"elif x:\n    s = {CALL.format(9)}\n" * 492,
    "names of names": "import optax\na0 = optax\n"
    + "".join(f"a{i + 1} = a{i}\n" for i in range(400))
    + "s = a400.cosine_decay_schedule(0.1, decay_steps=9)\n",
    "attributes": f"{GOOD}t = a{'.b' * 900}\n",
    "signs": f"{GOOD}t = {'-' * 900}1\n",
}


def run(*arguments):
    return CliRunner().invoke(cli, [*arguments, "-q", "--isolated", "."])


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("good.py").write_text(GOOD)


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
@pytest.mark.parametrize("limit", [400, 1000, 3000])
def test_depth_is_no_bug_and_harms_no_other_file(text, limit):
    Path("deep.py").write_text(text)
    before = sys.getrecursionlimit()
    depth = len([*frames()])
    sys.setrecursionlimit(depth + limit)
    try:
        result = run("check")
    finally:
        sys.setrecursionlimit(before)
    assert "bug" not in result.output
    assert "good.py:2:" in result.stdout
    if "deep.py:" not in result.stdout:
        assert "deep.py: LRS900 is nested too deeply" in result.stderr


def frames():
    frame = sys._getframe()
    while frame is not None:
        yield frame
        frame = frame.f_back


@pytest.mark.parametrize(
    "text",
    [
        f"import optax\nx = {HUGE}\ns = {CALL.format(9)}\n",
        f"import optax\ns = {CALL.format(HUGE)}\n",
        f"import optax\nx = {HUGE}\ns = {CALL.format('x')}\n",
        f"import optax\ns = f({CALL.format(9)}, {HUGE})\n",
        f"import optax\ns = optax.join_schedules([{CALL.format(9)}], [{HUGE}])\n",
        f"import optax\nd = dict(decay_steps=9, init_value={HUGE})\n"
        "s = optax.cosine_decay_schedule(**d)\n",
        f"import optax\ns = optax.cosine_decay_schedule({HUGE}, decay_steps=-{HUGE} + 1)\n",
    ],
)
def test_a_number_without_end_loses_no_file(text):
    Path("huge.py").write_text(text)
    result = run("check")
    assert result.exit_code == 1
    assert "bug" not in result.output
    assert "huge.py:" in result.stdout
