"""Code that is deep or huge: its message, and the rest of the run unharmed."""

from __future__ import annotations

import re
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


HUGE_CALLS = (
    "warmup_exponential_decay_schedule(0.0, 0.1, H, G, 0.9)",
    "warmup_exponential_decay_schedule(0.0, 0.1, 9, G, 0.9, transition_begin=3)",
    "warmup_cosine_decay_schedule(0.0, 0.1, H, G)",
    "warmup_cosine_decay_schedule(0.0, 0.1, H, H - 1)",
    "warmup_cosine_decay_schedule(0.0, 0.1, H, 0.5 * G * H)",
    "cosine_decay_schedule(0.1, G * H * 3, exponent=H)",
    "cosine_onecycle_schedule(H, G, 0.3)",
    "linear_onecycle_schedule(H, 0.1, 0.9, 0.5)",
    "exponential_decay(H, G, 0.5, end_value=H)",
    "linear_schedule(0.1, 0.0, 0.5, transition_begin=H)",
    "piecewise_constant_schedule(H, {G: 0.1, H: H})",
    "piecewise_interpolate_schedule('linear', 1.0, {1: 0.1, H: G})",
    "join_schedules([optax.linear_schedule(0, 1, H), optax.cosine_decay_schedule(0.1, G)], [G])",
    "MultiSteps(optax.adam(optax.warmup_cosine_decay_schedule(0.0, 0.1, 10, G)), H)",
    "MultiSteps(optax.adam(optax.cosine_decay_schedule(0.1, G)), 9)",
)
HUGE_PAIRS = {
    "thousands of digits": ("0x" + "9" * 6000, "0x" + "8" * 6000),
    "nearly as many as Python writes out": ("0x" + "9" * 3400, "9" * 4200),
    "more than a float holds": ("9" * 400, "8" * 400),
    "what a float holds": ("9" * 300, "8" * 300),
}


@pytest.mark.parametrize("pair", HUGE_PAIRS.values(), ids=HUGE_PAIRS)
@pytest.mark.parametrize("command", ["check", "curves"])
@pytest.mark.parametrize("named", [True, False], ids=["named", "written out"])
def test_no_rule_counts_to_what_cannot_be_said(pair, command, named):
    lines = [f"s{at} = optax.{one}" for at, one in enumerate(HUGE_CALLS)]
    text = "\n".join(["import optax", "H = {H}", "G = {G}", *lines]) + "\n"
    huge = dict(zip("HG", pair, strict=True))
    for name, value in huge.items():
        text = text.replace(f"{{{name}}}", value)
        if not named:
            text = re.sub(rf"\b{name}\b(?! =)", value, text)
    Path("huge.py").write_text(text)
    result = run(command)
    assert result.stderr == ""
    assert (result.exit_code, "good.py:2:" in result.stdout) == (
        int(command == "check"),
        True,
    )
