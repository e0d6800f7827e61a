"""Reports of made-up runs, for the tests of the page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest

from lrmigrate.codemod.model import (
    Finding,
    Fix,
    Invocation,
    Position,
    RunResult,
    Severity,
    TargetChoice,
    TextEdit,
    Verdict,
    VerdictKind,
)
from lrmigrate.codemod.report.html.page import html_page
from lrmigrate.rules import catalogue

KNOWN = catalogue(Path())
LINE = "lr = optax.cosine_decay_schedule(0.1, decay_steps=100)"
STDIN = (LINE + "\n").encode()
EDIT = TextEdit(Position(1, 39), Position(1, 50), "transition_steps")
NOTHING = RunResult((), (), (), 3, 0, TargetChoice("lrsched", "Optax is too old"))
FOUND = Finding(
    path="train.py",
    code="LRS001",
    message="`decay_steps` is an old name",
    severity=Severity.WARNING,
    start=Position(1, 39),
    end=Position(1, 54),
    fix=Fix("rename it", (EDIT,)),
    verdict=Verdict(VerdictKind.EQUIVALENT_EXACT, "every step", 1, 330),
    written=True,
    before=Invocation("optax.cosine_decay_schedule", "f(0.1, decay_steps=100)"),
    after=Invocation(
        "lrmigrate.lrsched.cosine_decay_schedule", "f(0.1, transition_steps=100)"
    ),
)


def result_of(*findings):
    ordered = sorted(findings, key=lambda finding: finding.sort_key)
    return replace(NOTHING, findings=tuple(ordered))


def many(count):
    """Findings in ten files, of three rules and four verdicts, with few curves."""
    kinds = [*VerdictKind][2:]
    for index in range(count):
        kind = kinds[index % len(kinds)]
        length = 100 + index % 7
        yield replace(
            FOUND,
            path=f"pkg/module_{index % 10}.py",
            code=f"LRS00{1 + index % 3}",
            message=f"`decay_steps` number n{index}",
            start=Position(index + 1, 39),
            end=Position(index + 1, 54),
            verdict=Verdict(kind, "a reason", 64, 1000),
            written=kind.safe,
            before=Invocation("optax.cosine_decay_schedule", f"f(0.1, {length})"),
            after=Invocation(
                "lrmigrate.lrsched.cosine_decay_schedule", f"f(0.1, {length})"
            ),
        )


def page_of(*findings, stdin=STDIN, **changes):
    result = replace(result_of(*findings), **changes)
    return html_page(result, lambda: KNOWN, stdin).decode()


class Parsed(HTMLParser):
    """The elements of a page, and the text between them."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.texts = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    def of(self, tag, name):
        """The elements of a tag and a class."""
        return [
            attributes
            for one, attributes in self.elements
            if one == tag and name in (attributes.get("class") or "").split()
        ]

    @property
    def text(self):
        return "".join(self.texts)


def data_of(page):
    (text,) = re.findall(
        r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL
    )
    return json.loads(text)


@pytest.fixture(scope="session")
def reports():
    """All of the above, for the tests."""
    return SimpleNamespace(
        FOUND=FOUND,
        KNOWN=KNOWN,
        result_of=result_of,
        LINE=LINE,
        many=many,
        page_of=page_of,
        Parsed=Parsed,
        data_of=data_of,
    )
