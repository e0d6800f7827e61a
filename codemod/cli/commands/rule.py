"""``lrmigrate rule``: what a rule does and why."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from ..declared import color
from ..help import Command

if TYPE_CHECKING:
    from ...rule.packs import Pack
    from ...rule.rule import Rule


@click.command(
    cls=Command,
    short_help="Explain a rule",
    epilog="""\b
Examples:
  lrmigrate rule             all rules, one line each
  lrmigrate rule LRS002      one rule, with examples
""",
)
@click.argument("code", required=False)
@color
def rule(code: str | None) -> int:
    """Show what a rule does and why; all rules without CODE.

    [*] marks the rules that have a rewrite.
    """
    from ....rules import all_rules, packs
    from ...report.mode import CLEAN, FAILED
    from ...report.rule_page import document, list_lines, page_lines
    from ...report.stream import colour_wanted, tell, write
    from ...report.styled import render

    rules = {rule.code: rule for rule in all_rules()}
    broken = [pack for pack in packs() if pack.fault]
    status = CLEAN
    if code is None:
        lines = list_lines(rules.values())
        for pack in broken:
            tell("error", pack.told)
            status = FAILED
    elif code.upper() in rules:
        lines = page_lines(document(rules[code.upper()]))
    else:
        unknown = _unknown(code, rules, broken)
        raise click.UsageError(unknown, click.get_current_context())
    write(sys.stdout, render(lines, colour=colour_wanted(sys.stdout)))
    return status


def _unknown(code: str, rules: Mapping[str, Rule], broken: Iterable[Pack]) -> str:
    from ...config.codes import nearest

    for pack in broken:
        if code.upper().startswith(pack.prefix):
            return f"there is no rule {code}: {pack.told}"
    names = {rule.slug.upper(): rule.code for rule in rules.values()}
    names |= {code: code for code in rules}
    near = nearest(code.upper(), [*names])
    hint = f"did you mean {names[near]}?" if near else "`lrmigrate rule` lists them all"
    return f"there is no rule {code}; {hint}"
