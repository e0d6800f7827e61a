"""What a terminal gets of Markdown; packs are written by others."""

from __future__ import annotations

import re

import click
import pytest

from lrmigrate.codemod.report.markdown import markdown
from lrmigrate.codemod.report.rule_page import document
from lrmigrate.rules import all_rules

ONLY_LOOKS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def _narrow(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("[bold]no[/bold]", "[bold]no[/bold]", id="Rich's markup"),
        pytest.param("a\x1b[2Jb", "a\\x1b[2Jb", id="a terminal sequence"),
        pytest.param("a\x9b2Jb", "a\\x9b2Jb", id="a one-byte sequence"),
        pytest.param("a\u202eb", "a\\u202eb", id="writing turned round"),
        pytest.param("```\n\x07[red]x\n```", "\\x07[red]x", id="in code"),
        pytest.param("[x](https://a.b/\x1b)", "x (https://a.b/%5Cx1b)", id="a link"),
    ],
)
def test_text_never_drives_the_terminal(text, shown):
    written = markdown(text)
    assert shown in click.unstyle(written)
    assert "\x1b" not in ONLY_LOOKS.sub("", written)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_page_of_a_rule_fits_and_keeps_its_code(rule):
    page = document(rule)
    shown = click.unstyle(markdown(page))
    assert max(map(len, shown.splitlines())) <= 60
    assert rule.slug in shown
    assert "```" not in shown
    kept = re.sub(r"\s+", "", shown)
    for code in re.findall(r"^```\w+\n(.*?)^```$", page, re.DOTALL | re.MULTILINE):
        assert re.sub(r"\s+", "", code) in kept


def test_a_wide_terminal_has_long_lines(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert max(map(len, click.unstyle(markdown("word " * 100)).splitlines())) > 150
