"""A rule's page says what the rule says, and the pages on disk say the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from paths import DOCS

from lrmigrate.codemod.model import Severity, VerdictKind
from lrmigrate.codemod.report.rule_page import (
    document,
    index,
    list_lines,
    main,
    pages,
)
from lrmigrate.codemod.report.styled import render
from lrmigrate.codemod.rule.rule import Example, Rule
from lrmigrate.rules import all_rules

PAGES = DOCS / "rules"

RENAMED = Example(
    "A keyword is renamed",
    "import optax\n\nf(a=1)\n",
    lrsched="from lrmigrate import lrsched\n\nf(b=1)\n",
    optax="import optax\n\nf(b=1)\n",
    verdict=VerdictKind.EQUIVALENT_EXACT,
)
KEPT = Example("Something else is not ours", "g(a=1)\n", findings=0)
RULE = Rule(
    code="LRS001",
    slug="old-name",
    summary="`a` | an old name",
    severity=Severity.WARNING,
    fixable=True,
    functions=frozenset({"f"}),
    check=lambda site: iter(()),
    refused=(KEPT,),
    accepted=(RENAMED,),
    doc="`a` becomes `b`.\n\n## What it does\nFinds `a`.\n\n## Why\nBecause.\n",
)


def test_the_pages_on_disk_are_those_of_the_rules():
    on_disk = {path.name: path.read_text("utf-8") for path in PAGES.iterdir()}
    assert on_disk == pages(all_rules()), (
        "run: python -m lrmigrate.codemod.report.rule_page docs/rules"
    )


@pytest.mark.parametrize("arguments", [[], ["a", "b"]])
def test_the_command_needs_one_folder(arguments, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("usage: ")


def test_the_command_drops_the_page_of_no_rule(tmp_path):
    (tmp_path / "LRS999.md").write_text("old")
    (tmp_path / "notes.md").write_text("kept")
    assert main([str(tmp_path)]) == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {*pages(all_rules()), "notes.md"}


def test_a_page():
    assert document(RULE) == (
        "# LRS001: old-name\n"
        "\n"
        "`a` becomes `b`.\n"
        "\n"
        "Severity: **warning**. Fix: **`lrmigrate fix` has a rewrite**.\n"
        "\n"
        "## What it does\n"
        "Finds `a`.\n"
        "\n"
        "## Why\n"
        "Because.\n"
        "\n"
        "## Rewritten\n"
        "\n"
        "### A keyword is renamed\n"
        "\n"
        "With `--target lrsched`:\n"
        "\n"
        "```diff\n"
        "-import optax\n"
        "+from lrmigrate import lrsched\n"
        " \n"
        "-f(a=1)\n"
        "+f(b=1)\n"
        "```\n"
        "\n"
        "With `--target optax`:\n"
        "\n"
        "```diff\n"
        " import optax\n"
        " \n"
        "-f(a=1)\n"
        "+f(b=1)\n"
        "```\n"
        "\n"
        "Verdict: equivalent (exact).\n"
        "\n"
        "## Left alone\n"
        "\n"
        "### Something else is not ours\n"
        "\n"
        "```python\n"
        "g(a=1)\n"
        "```\n"
        "\n"
        "No finding.\n"
    )


def test_targets_that_agree_are_shown_once():
    same = replace(RENAMED, lrsched=RENAMED.optax)
    page = document(replace(RULE, accepted=(same,)))
    assert page.count("```diff") == 1
    assert "With either target:" in page


def test_a_target_that_gets_nothing_says_so():
    page = document(replace(RULE, accepted=(replace(RENAMED, optax=None),)))
    assert "With `--target optax`:\n\nNothing is written." in page


def test_what_is_reported_and_left_tells_its_verdict():
    left = Example("A bug", "f()\n", findings=2, verdict=VerdictKind.UNVERIFIABLE)
    page = document(replace(RULE, refused=(left,), accepted=(), fixable=False))
    assert "```\n\n2 findings; verdict: unverifiable.\n" in page
    assert "there is no rewrite" in page
    assert "## Rewritten" not in page


def test_a_fence_in_the_code_does_not_end_the_block():
    fenced = Example("A docstring", '"""\n```\n"""\n', findings=0)
    assert "````python\n" in document(replace(RULE, refused=(fenced,)))


def test_the_index_escapes_what_would_end_a_cell():
    assert index([RULE]).splitlines()[-1] == (
        "| [LRS001](LRS001.md) | old-name | `a` \\| an old name | warning | yes |"
    )


def test_the_list_marks_what_is_fixable():
    other = replace(RULE, code="LRS004", slug="b", summary="is b", fixable=False)
    assert render(list_lines([RULE, other]), colour=False).splitlines() == [
        "LRS001 [*] old-name  `a` | an old name",
        "LRS004     b         is b",
    ]
