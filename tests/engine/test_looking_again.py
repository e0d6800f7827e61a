"""A rewritten file is looked at again by the rules that may rewrite more of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import fix_file, run
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.rule import Report, Rule, Severity
from lrmigrate.rules import all_rules

OLD = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, decay_steps=9){}\n"
LINT, FIXABLE = "LRS998", "LRS999"


def telling(code, fixable, asked):
    """A rule that notes which functions it is asked about."""

    def check(site):
        asked.append((code, site.path))
        yield Report(site.node, "told")

    return Rule(
        code=code,
        slug=f"telling-{code[-1]}",
        summary="tells of each call",
        severity=Severity.WARNING,
        fixable=fixable,
        functions=frozenset(
            {
                "optax.cosine_decay_schedule",
                "lrmigrate.lrsched.cosine_decay_schedule",
            }
        ),
        check=check,
        refused=(),
        accepted=(),
        doc="",
    )


@pytest.fixture
def fixed(tmp_path, monkeypatch):
    def fix(text):
        asked = []
        rules = (
            *all_rules(),
            telling(LINT, False, asked),
            telling(FIXABLE, True, asked),
        )
        monkeypatch.setattr("lrmigrate.rules.all_rules", lambda: rules)
        Path(tmp_path, "train.py").write_text(text)
        codes = frozenset(rule.code for rule in rules)
        settings = Settings(codes, target="lrsched", root=tmp_path)
        done = run.fix(
            Request((str(tmp_path),), lambda path: settings), lambda *_: None
        )
        return asked, done

    return fix


def test_a_rule_that_never_rewrites_is_asked_once(fixed):
    asked, done = fixed(OLD.format(""))
    assert [code for code, _ in asked] == [LINT, FIXABLE, FIXABLE]
    written = {finding.code: finding.written for finding in done.findings}
    assert written == {"LRS001": True, LINT: False, FIXABLE: False}


def test_all_are_asked_again_where_a_comment_may_silence_one_of_them(fixed):
    asked, done = fixed(OLD.format(f"  # lrmigrate: ignore[{LINT}]"))
    assert [code for code, _ in asked] == [LINT, FIXABLE, LINT, FIXABLE]
    assert {finding.code for finding in done.findings} == {"LRS001", FIXABLE}
    assert done.suppressed == 1


def test_what_was_found_is_told_once_of_a_file_that_is_fixed(fixed, monkeypatch):
    told = []
    tell = fix_file.findings_of
    monkeypatch.setattr(
        "lrmigrate.codemod.engine.findings.findings_of",
        lambda analysis: told.append(analysis),
    )
    monkeypatch.setattr(
        fix_file,
        "findings_of",
        lambda first, *rest, **how: told.append(first) or tell(first, *rest, **how),
    )
    fixed(OLD.format(""))
    assert len(told) == 1
