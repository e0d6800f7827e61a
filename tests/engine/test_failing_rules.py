"""A rule that fails in a file is named; the other rules and files are done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lrmigrate import rules
from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import run
from lrmigrate.codemod.engine.baselines import Baselines
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.engine.survey import survey
from lrmigrate.codemod.model import Severity
from lrmigrate.codemod.rule import Report, Rule, SwapArguments
from lrmigrate.rules import all_rules

OLD = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
OTHER = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, 9)\n"
NEW = (
    "from lrmigrate import lrsched\n\n"
    "lr = lrsched.cosine_decay_schedule(0.1, transition_steps=9)\n"
)


def divides(site):
    yield Report(site.node, "found")
    raise ZeroDivisionError("division by zero")


def wants_the_impossible(site):
    yield Report(site.node, "swap", (SwapArguments(site.node, 0, 7),))


FAILING = {
    "its check raises": (divides, "raises ZeroDivisionError: division by zero"),
    "its check gives nothing to go through": (
        lambda site: None,
        "raises TypeError: 'NoneType' object is not iterable",
    ),
    "it reports a text": (
        lambda site: ["found"],
        "gives `'found'`, which is no report",
    ),
    "it reports no place": (
        lambda site: [Report(None, "found")],
        "gives a report whose `node` has no place in the file",
    ),
    "it wants what cannot be done": (
        wants_the_impossible,
        "intends `RenameArgument` and `SwapArguments`, which cannot be done to",
    ),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    def make(check):
        failing = Rule(
            code="LRS999",
            slug="failing",
            summary="fails",
            severity=Severity.WARNING,
            fixable=True,
            functions=frozenset({"optax.cosine_decay_schedule"}),
            check=check,
            refused=(),
            accepted=(),
            doc="",
        )
        rules = (*all_rules(), failing)
        monkeypatch.setattr("lrmigrate.rules.all_rules", lambda: rules)
        for name in ("a.py", "b.py"):
            (tmp_path / name).write_text(OLD)
        codes = frozenset(rule.code for rule in rules)
        settings = Settings(codes, target="lrsched", root=tmp_path)
        return Request((str(tmp_path),), lambda path: settings)

    return make


@pytest.mark.parametrize(("check", "why"), FAILING.values(), ids=FAILING)
@pytest.mark.parametrize("job", [run.check, run.fix])
def test_a_rule_that_fails_is_named_in_each_file_and_the_others_go_on(
    check, why, job, folder, tmp_path
):
    done = job(folder(check), lambda *_: None)
    assert [problem.path for problem in done.problems] == [
        str(tmp_path / name) for name in ("a.py", "b.py")
    ]
    for problem in done.problems:
        assert problem.message.startswith(f"LRS999 (failing) {why}")
        assert "; it says nothing of this file" in problem.message
    assert [finding.code for finding in done.findings] == ["LRS001", "LRS001"]
    written = NEW if job is run.fix else OLD
    assert (tmp_path / "a.py").read_text() == written


def test_a_rule_that_fails_in_one_file_reports_in_another(folder, tmp_path):
    def check(site):
        if site.arguments is not None and site.arguments.get("decay_steps").keyword:
            raise KeyError("decay_steps")
        yield Report(site.node, "found")

    request = folder(check)
    (tmp_path / "b.py").write_text(OTHER)
    done = run.check(request, lambda *_: None)
    assert [problem.path for problem in done.problems] == [str(tmp_path / "a.py")]
    told = [(finding.path, finding.code) for finding in done.findings]
    assert told == [
        (str(tmp_path / "a.py"), "LRS001"),
        (str(tmp_path / "b.py"), "LRS999"),
    ]


def test_what_a_baseline_says_of_a_failing_rule_stays(folder, tmp_path):
    def codes(check):
        request = folder(check)
        file = tmp_path / ".lrmigrate-baseline.json"
        settings = replace(request.settings(""), baseline=file)
        request = replace(request, settings=lambda path: settings)
        seen = survey(request, lambda *_: None)
        [(_, entries)] = Baselines(request, seen).write()
        return entries

    everything = codes(lambda site: [Report(site.node, "found")])
    assert {entry.code for entry in everything} == {"LRS001", "LRS999"}
    rules.catalogue.cache_clear()
    assert codes(divides) == everything
