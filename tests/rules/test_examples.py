"""Every rule's own examples: they are its documentation, so they must hold."""

import re

import pytest

from lrmigrate.codemod.files.source import SourceError
from lrmigrate.codemod.model import UNREADABLE
from lrmigrate.codemod.rule.rule import Example
from lrmigrate.rules import all_rules

JUDGED = ("LRS004", "LRS1", "LRS3")
"""Rules whose pages say what they find on public code, and whether that is right."""

CASES = [
    pytest.param(rule, example, id=f"{rule.code}: {example.title}")
    for rule in all_rules()
    for example in (*rule.refused, *rule.accepted)
]


def findings_of(rule, fixed):
    return [finding for finding in fixed.findings if finding.code == rule.code]


def line_of(finding):
    """A finding as a person reads it, with which rule wrote what, or why not."""
    place = f"{finding.start.line}:{finding.start.column}"
    done = "written" if finding.written else finding.left or "only reported"
    return f"{place} {finding.code} {finding.message}: {done}"


@pytest.mark.parametrize(("rule", "example"), CASES)
@pytest.mark.parametrize("target", ["lrsched", "optax"])
def test_an_example_holds(rule, example: Example, target, fix):
    if rule.code == UNREADABLE and example.findings:
        with pytest.raises(SourceError):
            fix(example.code, target)
        return
    fixed = fix(example.code, target)
    expected = example.lrsched if target == "lrsched" else example.optax
    told = "\n".join(map(line_of, fixed.findings))
    assert fixed.text == (example.code if expected is None else expected), told
    findings = findings_of(rule, fixed)
    asked = example.only in ("", target)
    assert len(findings) == (example.findings if asked else 0), told
    assert rule.fixable or not any(finding.written for finding in findings)
    if example.unsafe is not None:
        assert fix(example.code, target, unsafe=True).text == example.unsafe
    if example.verdict is not None and asked:
        assert {finding.verdict.kind for finding in findings} == {example.verdict}


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_shows_what_it_refuses_and_what_it_does(rule):
    assert rule.refused
    assert rule.accepted
    writes = [
        example.lrsched or example.optax or example.unsafe for example in rule.accepted
    ]
    assert any(writes) or not rule.fixable, "an accepted example shows a rewrite"
    assert not any(example.lrsched or example.optax for example in rule.refused)
    assert not any(example.unsafe for example in rule.refused)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_page_has_every_heading(rule):
    headings = ["What it does", "Why", "Example", "Use instead", "Fix safety"]
    if rule.code.startswith(JUDGED):
        headings.append("On public code")
    places = [rule.doc.find(f"## {heading}\n") for heading in [*headings, "References"]]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_each_finding_on_public_code_is_judged(rule):
    _, _, told = rule.doc.partition("## On public code\n")
    for item in re.findall(r"^- (.*)$", told.partition("\n## ")[0], re.MULTILINE):
        assert re.match(r"(true|false|arguable)\b", item)


def test_codes_and_slugs_are_unique():
    codes = [rule.code for rule in all_rules()]
    slugs = [rule.slug for rule in all_rules()]
    assert codes == sorted(set(codes))
    assert len(slugs) == len(set(slugs))
