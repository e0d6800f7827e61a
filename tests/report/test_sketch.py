"""Curves in a line: drawn on a terminal only, and of nothing but the tool's sight."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from math import inf, nan
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from lrmigrate.codemod.cli.app import cli
from lrmigrate.codemod.model import Finding, Invocation, Position, Severity
from lrmigrate.codemod.report.curve import SiteCurve
from lrmigrate.codemod.report.draw import ASCII_LEVELS, BLOCKS, sparkline
from lrmigrate.codemod.report.draw import LINE_WIDTH as WIDTH
from lrmigrate.codemod.report.sketch import curve_line, sketches
from lrmigrate.codemod.report.styled import render
from lrmigrate.rules.optax.recipes import OPTAX_RECIPES
from lrmigrate.rules.optax.schedules import FACTS

WARM = "f(0.0, 0.1, warmup_steps=10, decay_steps=100, end_value=0.01)"


def finding(text, function="warmup_cosine_decay_schedule"):
    call = Invocation(f"optax.{function}", text)
    place = Position(1, 1)
    return Finding("t.py", "LRS001", "old", Severity.WARNING, place, place, before=call)


def curve(steps, values, binding=()):
    return SiteCurve(tuple(steps), tuple(values), (), binding)


def drawn(line):
    return render([line], colour=False).rstrip("\n")


# -- nothing drawn ------------------------------------------------------------------


@pytest.mark.parametrize("values", [[], [nan], [inf, -inf, nan]])
def test_nothing_finite_is_a_gap(values):
    assert sparkline(values) == " " * len(values)


@pytest.mark.parametrize(
    "found",
    [
        finding("f(0.0, 0.1, 10, 5)"),
        finding("f(nan, 0.1, 10, 50)".replace("nan", "float('nan')")),
        finding("f()", "no_schedule"),
        Finding("t.py", "LRS900", "", Severity.ERROR, Position(1, 1), Position(1, 1)),
    ],
    ids=["it raises", "NaN", "unknown", "no call"],
)
def test_no_curve_is_no_line(tmp_path, found):
    assert sketches(FACTS, OPTAX_RECIPES, "utf-8")(found) is None


@pytest.mark.parametrize("missing", ["jax", "optax"])
def test_without_jax_or_optax_a_curve_is_drawn_that_needs_none(
    tmp_path, monkeypatch, missing
):
    monkeypatch.setattr(
        "lrmigrate.codemod.verify.requirements.find_spec",
        lambda name: None if name == missing else object(),
    )
    sketch = sketches(FACTS, OPTAX_RECIPES, "utf-8")
    line = drawn(sketch(finding(WARM)))
    assert line.endswith("0 → 0.1 at step 10 → 0.01 at step 100")
    assert sketch(finding("f(0.0, 0.1, 10, 2**40)")) is None


def test_a_call_is_drawn_once_for_its_findings_in_a_row(tmp_path):
    sketch = sketches(FACTS, OPTAX_RECIPES, "utf-8")
    found, other = finding(WARM), finding("f(0.0, 0.1, 5, 50)")
    drew = [sketch(one) is not None for one in (found, found, other, found)]
    assert drew == [True, False, True, True]
    assert sketch(replace(found, path="b.py")) is not None


# -- drawn ----------------------------------------------------------------------------


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=50))
def test_a_sparkline_has_a_character_for_each_value(values):
    line = sparkline(values)
    assert len(line) == len(values)
    assert set(line) <= set(BLOCKS + " ")


@example([0.0, 5e-324])
@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=50))
def test_a_higher_value_is_never_drawn_lower(values):
    heights = [ASCII_LEVELS.index(char) for char in sparkline(values, ASCII_LEVELS)]
    assert [high for _, high in sorted(zip(values, heights, strict=True))] == sorted(
        heights
    )


def test_a_warmup_has_three_numbers(tmp_path):
    assert drawn(sketches(FACTS, OPTAX_RECIPES, "utf-8")(finding(WARM))) == (
        "▁▇█████▇▇▇▆▆▅▅▄▄▃▃▃▂▂▂▂▂ 0 → 0.1 at step 10 → 0.01 at step 100"
    )


def test_what_names_were_taken_for_is_told(tmp_path):
    found = finding("f(cfg.lr, decay_steps=n)", "cosine_decay_schedule")
    line = drawn(sketches(FACTS, OPTAX_RECIPES, "utf-8")(found))
    assert " with cfg.lr=" in line
    assert ", n=" in line


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "no encoding"])
def test_a_terminal_without_blocks_gets_ascii(tmp_path, encoding):
    line = drawn(sketches(FACTS, OPTAX_RECIPES, encoding)(finding(WARM)))
    assert line.isascii()
    assert line.endswith("0 -> 0.1 at step 10 -> 0.01 at step 100")


def test_a_constant_is_told_as_such():
    line = drawn(curve_line(curve(range(50), [0.5] * 50)))
    assert line.endswith(" 0.5 at every step")


def test_a_short_curve_fills_the_line():
    line = drawn(curve_line(curve((0, 1, 2), (0.0, 1.0, 0.5))))
    assert line[0] == BLOCKS[0]
    assert len(line.split(" ")[0]) == WIDTH
    assert line.endswith("0 → 1 at step 1 → 0.5 at step 2")


def test_a_peak_between_columns_is_seen():
    values = [0.0] * 1000
    values[501] = 1.0
    line = drawn(curve_line(curve(range(1000), values)))
    assert BLOCKS[-1] in line
    assert "1 at step 501" in line


def test_a_peak_that_rounding_makes_flat_is_told_at_its_boundary(tmp_path):
    found = finding("f(1_000_000, 0.1, 0.3)", "cosine_onecycle_schedule")
    line = drawn(sketches(FACTS, OPTAX_RECIPES, "utf-8")(found))
    assert "0.1 at step 300000 →" in line


def test_names_cannot_drive_the_terminal():
    line = curve_line(curve((0, 1), (0.0, 1.0), (("d['\x1b[31m']", "1"),)))
    assert "\x1b" not in drawn(line)


# -- where ----------------------------------------------------------------------------

SOURCE = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, decay_steps=100)\n"


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "train.py").write_text(SOURCE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "dumb")
    return tmp_path


def on_terminal(monkeypatch, *arguments):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    with pytest.raises(SystemExit):
        cli.main(list(arguments))
    return terminal.getvalue()


@pytest.mark.parametrize(
    ("arguments", "draws"),
    [
        (["check"], False),
        (["check", "--verbose"], True),
        (["check", "--verbose", "--output-format", "full"], True),
        (["check", "--verbose", "--output-format", "github"], False),
        (["check", "--verbose", "--quiet"], False),
        (["fix", "--target", "lrsched"], True),
        (["fix", "--target", "lrsched", "--quiet"], False),
    ],
    ids=str,
)
def test_who_draws_on_a_terminal(folder, monkeypatch, arguments, draws):
    shown = on_terminal(monkeypatch, *arguments)
    assert "LRS001" in shown
    assert ("0.1 → 0 at step 100" in shown) is draws


@pytest.mark.parametrize("command", [["check", "--verbose"], ["fix"]], ids=" ".join)
def test_nothing_is_drawn_in_a_pipe_or_a_file(folder, command):
    result = CliRunner().invoke(cli, [*command, "--output-format", "text"])
    assert "LRS001" in result.stdout
    assert "→" not in result.output


@pytest.mark.parametrize("options", [[], ["--verbose"]], ids=["plain", "verbose"])
def test_check_in_a_pipe_never_imports_jax(folder, options):
    code = (
        "import sys\nfrom lrmigrate.codemod.cli.app import cli\n"
        f"try: cli.main(['check', *{options!r}])\n"
        "except SystemExit: pass\n"
        "print({'jax', 'optax', 'numpy', 'libcst'} & set(sys.modules))\n"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert shown.splitlines()[-1] == "{'libcst'}"


def test_the_curve_on_a_real_terminal(folder):
    pytest.importorskip("jax")
    reader, writer = os.openpty()
    command = [str(Path(sys.executable).parent / "lrmigrate"), "check", "-v"]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=env, check=False)
    os.close(writer)
    assert "0.1 → 0 at step 100".encode() in os.read(reader, 65536)
    os.close(reader)
