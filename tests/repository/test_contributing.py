"""CONTRIBUTING: its rules hold as they are shown, and its table names every intent."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from pages import LINK, blocks, read
from paths import ROOT
from plans import plan_of

from lrmigrate.codemod import rule as face
from lrmigrate.codemod.engine.fix_file import Fixer
from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.rule import Rule, intents
from lrmigrate.codemod.verify.verifier import Verifier
from lrmigrate.rules import all_rules
from lrmigrate.rules.assembled import catalogue_of

PAGE = read("CONTRIBUTING.md")
PROGRAMS = blocks("python", PAGE)


@pytest.mark.parametrize("text", PROGRAMS, ids=["reports", "rewrites"])
@pytest.mark.parametrize("target", ["lrsched", "optax"])
def test_a_rule_holds_as_it_is_shown(text: str, target: str, monkeypatch):
    name = "lrmigrate.rules.schedules.shown"
    module = ModuleType(name)
    module.__package__ = name.rpartition(".")[0]
    monkeypatch.setitem(sys.modules, name, module)
    exec(compile(text, name, "exec"), module.__dict__)
    rule: Rule = module.RULE
    known = catalogue_of((*all_rules(), replace(rule, doc="shown")), Path())
    plan = plan_of(known, frozenset(one.code for one in known.rules), target)
    assert rule.refused
    for example in (*rule.refused, *rule.accepted):
        source = Source.from_bytes(example.code.encode(), "module.py")
        fixed = Fixer(plan, Verifier(known.facts), unsafe=False).fix(source)
        assert fixed.problem is None
        assert fixed.text == (getattr(example, target) or example.code)
        found = [one for one in fixed.findings if one.code == rule.code]
        assert len(found) == example.findings, example.title


def test_the_table_has_every_intent_of_the_face():
    told = {*re.findall(r"`([A-Z]\w+)\(", PAGE)}
    offered = {name for name in face.__all__ if hasattr(intents, name)}
    assert told == offered - {"Beside"}


def test_links_lead_somewhere():
    for link in LINK.findall(PAGE):
        if not link.startswith("https://"):
            assert (ROOT / link.partition("#")[0]).exists(), link
