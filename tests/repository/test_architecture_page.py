"""docs/architecture.md shows the values that a run has at each station."""

from __future__ import annotations

import re

from pages import read
from paths import ROOT
from stations import BLOCK, all_stations

PAGE = read("docs/architecture.md")
GLOSSARY = PAGE.partition("## Glossary\n")[2].partition("\n## ")[0]


def test_the_stations_are_those_of_a_run():
    assert BLOCK.findall(PAGE) == all_stations(), "run: make docs"


def test_the_glossary_says_where_each_word_is():
    rows = re.findall(r"^\| (\w+) \|.*\| `([\w/.]+)` \|$", GLOSSARY, re.MULTILINE)
    assert len(rows) == GLOSSARY.count("\n| ") - 1
    for word, place in rows:
        text = (ROOT / "codemod" / place).read_text(encoding="utf-8")
        assert re.search(
            rf"^(?:class )?\w*{word}\w*\b", text, re.MULTILINE | re.IGNORECASE
        ), word
