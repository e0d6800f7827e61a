"""``lrmigrate rule``: what a rule does and why."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from ..completion import rules
from ..declared import color
from ..help import Command
from ..outputs import wrong

if TYPE_CHECKING:
    from ...rule.packs import Pack
    from ...rule.rule import Rule


@click.command(
    cls=Command,
    short_help="Explain a rule, or list them all",
    epilog="""\b
Examples:
  lrmigrate rule                 all rules, one line each
  lrmigrate rule LRS002          one rule, with examples
  lrmigrate rule decay-steps     the same by its name
  lrmigrate rule LRS2            the rules of a family, one line each
  lrmigrate rule --all --output-format json
""",
)
@click.argument("name", required=False, metavar="[RULE]", shell_complete=rules)
@click.option("--all", "every", is_flag=True, help="Explain all rules, page by page.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How they are told: json has a list of objects, ruff's with the severity.",
)
@color
def rule(name: str | None, every: bool, output_format: str) -> int:
    """Show what a rule does and why; without RULE, list all of them.

    RULE is a code, a slug, or what the codes of a family begin with. [*] marks
    the rules that have a rewrite.
    """
    from ....rules import all_rules, packs
    from ...report.mode import CLEAN, FAILED
    from ...report.stream import colour_wanted, tell, write

    if every and name is not None:
        raise wrong(f"--all explains every rule, and {name} is one: give either")
    known = all_rules()
    broken = [pack for pack in packs() if pack.fault]
    chosen = known if name is None else _named(name, known, broken)
    if output_format == "json":
        write(sys.stdout, _json(chosen))
    else:
        explained = every or (len(chosen) == 1 and name is not None)
        colour = colour_wanted(sys.stdout)
        tell_all = _explained if explained else _listed
        write(sys.stdout, tell_all(chosen, colour))
    for pack in broken if name is None else ():
        tell("error", pack.told)
    return FAILED if broken and name is None else CLEAN


def _listed(rules: Sequence[Rule], colour: bool) -> str:
    from ...report.rule_page import list_lines
    from ...report.styled import render

    return render(list_lines(rules), colour=colour)


def _explained(rules: Sequence[Rule], colour: bool) -> str:
    from ...report.markdown import markdown
    from ...report.rule_page import document

    text = "\n".join(map(document, rules))
    return markdown(text) if colour else text


def _json(rules: Sequence[Rule]) -> str:
    from ...report.json_text import dumps
    from ...report.rule_page import rule_object

    return dumps([rule_object(one) for one in rules], indent=2) + "\n"


def _named(name: str, rules: Sequence[Rule], broken: Iterable[Pack]) -> Sequence[Rule]:
    """Return the rules that are meant.

    Raises:
        click.UsageError: there is none.
    """
    from ...config.codes import named_by

    known = {one.code: one.slug for one in rules}
    codes = named_by(name, known)
    if not codes:
        raise wrong(_unknown(name, known, broken))
    return [one for one in rules if one.code in codes]


def _unknown(name: str, known: Mapping[str, str], broken: Iterable[Pack]) -> str:
    from ...config.codes import nearest

    for pack in broken:
        if name.upper().startswith(pack.prefix):
            return f"there is no rule {name}: {pack.told}"
    names = {slug.upper(): code for code, slug in known.items()}
    names |= {code: code for code in known}
    near = nearest(name.upper(), [*names])
    hint = f"did you mean {names[near]}?" if near else "`lrmigrate rule` lists them all"
    return f"there is no rule {name}; {hint}"
