"""Files of projects that configure a sorter or a formatter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from plans import plan_of

from lrmigrate.codemod.engine.fix_file import Fixer
from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.layout.styles import Styles
from lrmigrate.rules import catalogue

KNOWN = catalogue(Path())
CODES = frozenset(rule.code for rule in KNOWN.rules)


@pytest.fixture
def project(tmp_path):
    """Write files into a project that is a checkout of its own."""
    (tmp_path / ".git").mkdir()

    def write(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def fix_in(verifier):
    """Fix a file of a project, twice, and return what it says then."""

    def run(path, target="lrsched"):
        plan = replace(plan_of(KNOWN, CODES, target), styles=Styles())
        fixer = Fixer(plan, verifier)
        fixed = fixer.fix(Source.read(path))
        assert fixed.problem is None
        again = fixer.fix(Source.from_bytes(fixed.text.encode(), str(path)))
        assert again.text == fixed.text, "a second run changes nothing"
        return fixed.text

    return run
