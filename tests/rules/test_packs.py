"""Packs of rules: a broken one is named, and costs nothing else."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from click.testing import CliRunner
from packs import ACME, EXAMPLE, lay_out, lay_out_example
from plans import plan_of

from lrmigrate import rules
from lrmigrate.codemod.cli.app import cli
from lrmigrate.codemod.engine.fix_file import Fixer
from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.rule import packs
from lrmigrate.codemod.verify.verifier import Verifier

OLD = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
CALL = "import acme\n\nlr = acme.my_cosine(3e-4, decay_steps=1000)\n"
NEW = CALL.replace("decay_steps", "transition_steps")
SHORT = "import acme\n\nlr = acme.my_cosine(3e-4, 50, warmup_steps=100)\n"
RULE = (EXAMPLE / "acme_rules" / "acme001_decay_steps.py").read_text()
FUNCTIONS = (EXAMPLE / "acme_rules" / "functions.py").read_text()
LIBRARIES = ("acme", "acme_rules", "more_rules")


def forget():
    for name in [*sys.modules]:
        if name.partition(".")[0] in LIBRARIES:
            del sys.modules[name]
    importlib.invalidate_caches()
    for remembered in (rules.packs, rules.all_rules, rules.catalogue, rules.index):
        remembered.cache_clear()


@pytest.fixture(autouse=True)
def site(tmp_path, monkeypatch):
    """A folder of site-packages, and another one to work in."""
    for name in ("site", "work"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    forget()
    yield tmp_path / "site"
    forget()


def lrmigrate(*arguments, stdin=None):
    return CliRunner().invoke(cli, arguments, input=stdin)


def write(**files):
    for name, text in files.items():
        Path(f"{name}.py").write_text(text)


def found(*options):
    """What a check finds, as the file and the code of each."""
    told = lrmigrate("check", "--output-format", "json-lines", *options)
    assert told.exit_code in (0, 1), told.output
    lines = map(json.loads, told.stdout.splitlines())
    return [(Path(one["filename"]).name, one["code"]) for one in lines]


def pack(text, name="acme_rules/rule.py"):
    return {
        "acme_rules/__init__.py": "",
        "acme_rules/functions.py": FUNCTIONS,
        name: text,
    }


# -- broken packs -------------------------------------------------------------------

BROKEN = {
    "it is not there": (
        {},
        "there is no module acme_rules outside of what is looked at",
    ),
    "it needs what is not there": (
        pack("import no_such_module"),
        "ModuleNotFoundError: No module named 'no_such_module'",
    ),
    "it raises when it is imported": (
        pack("raise ValueError('no licence')"),
        "ValueError: no licence",
    ),
    "it ends Python when it is imported": (
        pack("import sys\nsys.exit('not here')"),
        "SystemExit: not here",
    ),
    "it cannot be parsed": (
        pack("def check(:"),
        "SyntaxError: invalid syntax (rule.py, line 1)",
    ),
    "it has no rule": (pack(""), "no module of acme_rules defines `RULE`"),
    "its rule is none": (
        pack("RULE = ('ACME001', 'decay-steps')"),
        "`RULE` of acme_rules.rule is no `Rule`, but a tuple",
    ),
    "its code is that of another pack": (
        pack(RULE.replace('"ACME001"', '"LRS001"')),
        "'LRS001' is no code: ACME and digits",
    ),
    "its code has no digits": (
        pack(RULE.replace('"ACME001"', '"ACME"')),
        "'ACME' is no code: ACME and digits",
    ),
    "two of its rules have a code": (
        {**pack(RULE), **pack(RULE, "acme_rules/again.py")},
        "two rules have the code ACME001",
    ),
    "its rule looks at a function that nobody knows": (
        pack(
            RULE.replace("frozenset({MY_COSINE.path})", "frozenset({'acme.my_cosin'})")
        ),
        "ACME001 (acme-decay-steps) looks at `acme.my_cosin`, which nobody knows",
    ),
    "it says something else of Optax": (
        {
            **pack(RULE),
            "acme_rules/functions.py": FUNCTIONS.replace(
                '"acme.my_cosine",', '"optax.cosine_decay_schedule",'
            ),
        },
        "ACME001 (acme-decay-steps) says of `optax.cosine_decay_schedule` something "
        "else than is known of it",
    ),
    "its facts are no functions": (
        pack(RULE.replace("facts=(MY_COSINE,)", "facts=(MY_COSINE.path,)")),
        "AttributeError: 'str' object has no attribute 'paths'",
    ),
    "its check cannot be sent to a process": (
        pack(RULE.replace("check=check", "check=lambda site: check(site)")),
        "its rules cannot be sent to another process, as --jobs does: ",
    ),
}


@pytest.mark.parametrize(("files", "why"), BROKEN.values(), ids=BROKEN)
def test_a_broken_pack_is_named_and_the_others_are_used(files, why, site):
    lay_out(site, files)
    write(old=OLD, call=CALL)
    told = lrmigrate("check", "--quiet")
    assert told.exit_code == 2
    assert told.stdout.startswith("old.py:3:39: LRS001 [*] ")
    assert len(told.stdout.splitlines()) == 1
    [line] = told.stderr.splitlines()
    whose = "lrmigrate: error: the rules ACME of acme-rules 1.0 are left out: "
    assert line.startswith(f"{whose}{why}")


NAMES = {
    "small letters": ("acme", "'acme' is no prefix of codes: capital letters"),
    "digits": ("ACME1", "'ACME1' is no prefix of codes: capital letters"),
    "that of our own rules": ("LRS", "lrmigrate.rules has the prefix LRS, too"),
}


@pytest.mark.parametrize(("name", "why"), NAMES.values(), ids=NAMES)
def test_a_prefix_that_cannot_be(name, why, site):
    code = f'"{name}950"'
    lay_out(site, pack(RULE.replace('"ACME001"', code)), entries=f"{name} = acme_rules")
    assert [one.fault for one in rules.packs()] == ["", why]


def test_a_pack_with_our_prefix_takes_nothing_from_our_rules(site):
    lay_out(site, pack(RULE.replace("ACME001", "LRS950")), entries="LRS = acme_rules")
    told = lrmigrate("check", "--select", "LRS950")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "there is no rule 'LRS950'" in told.stderr
    write(idle="x = 1  # noqa: LRS001\n")
    told = lrmigrate("check", "--quiet")
    assert (told.exit_code, told.stdout.split()[1]) == (2, "LRS901")


def test_what_is_in_a_module_is_no_pack(site):
    lay_out(site, pack(RULE), entries="ACME = acme_rules.rule:RULE")
    [_, broken] = rules.packs()
    assert (
        broken.fault
        == "'acme_rules.rule:RULE' is no module; name the one with the rules"
    )


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_packs_with_one_prefix_the_first_by_name_is_used(order, site):
    names = ["acme-rules", "more-rules"][::order]
    for name in names:
        module = name.replace("-", "_")
        files = {
            f"{module}/{Path(path).name}": text.replace("acme_rules", module)
            for path, text in pack(RULE).items()
        }
        lay_out(site, files, name, f"ACME = {module}")
    assert [
        (one.distribution, len(one.rules), one.fault) for one in rules.packs()[1:]
    ] == [
        ("acme-rules 1.0", 1, ""),
        ("more-rules 1.0", 0, "acme-rules 1.0 has the prefix ACME, too"),
    ]


def test_two_packs_that_say_of_a_function_what_differs(site):
    lay_out_example(site)
    files = {
        f"more_rules/{Path(path).name}": text.replace('"ACME001"', '"MORE001"').replace(
            "required=1", "required=2"
        )
        for path, text in pack(RULE).items()
    }
    lay_out(site, files, "more-rules", "MORE = more_rules")
    _, acme, more = rules.packs()
    assert not acme.fault
    what = "says of `acme.optim.my_cosine` something else than is known of it"
    assert more.fault == f"MORE001 (acme-decay-steps) {what}"


def test_entry_points_that_cannot_be_read_cost_no_rule_of_ours(site, monkeypatch):
    def unreadable(**wanted):
        raise ValueError("not enough values to unpack")

    lay_out(site, {}, "unreadable", "no entry point")
    monkeypatch.setattr(packs, "entry_points", unreadable)
    write(old=OLD)
    told = lrmigrate("check", "--quiet")
    assert told.exit_code == 2
    assert "LRS001" in told.stdout
    assert "of this environment are left out: ValueError('not enough" in told.stderr


def test_what_a_pack_prints_is_not_among_the_code(site):
    lay_out(
        site,
        pack(
            f"print('loaded')\n{RULE}".replace(
                "from __future__ import annotations\n", ""
            )
        ),
    )
    told = lrmigrate("fix", "--quiet", "-", stdin="x = 1\n")
    assert (told.exit_code, told.stdout) == (0, "x = 1\n")
    assert "loaded" in told.stderr


SELECTED = {
    "nothing": ((), ["LRS001"]),
    "its rules alone": (("--select", "ACME"), []),
    "one of its rules alone": (("--select", "ACME001"), []),
    "its rules on top of others": (
        ("--select", "LRS002", "--extend-select", "ACME"),
        [],
    ),
    "all but its rules": (("--ignore", "ACME"), ["LRS001"]),
}


@pytest.mark.parametrize(("options", "codes"), SELECTED.values(), ids=SELECTED)
def test_a_broken_pack_may_be_selected(options, codes, site):
    lay_out(site, pack(""))
    write(old=OLD)
    told = lrmigrate("check", "--quiet", *options)
    assert told.exit_code == 2
    assert [line.split()[1] for line in told.stdout.splitlines()] == codes
    assert "no module of acme_rules defines `RULE`" in told.stderr
    assert "there is no rule" not in told.stderr


def test_a_comment_for_a_rule_of_a_broken_pack_stays(site):
    lay_out(site, pack(""))
    comment = "import acme\n\nlr = acme.my_cosine()  # lrmigrate: ignore[ACME001]\n"
    write(call=comment)
    told = lrmigrate("fix")
    assert "LRS901" not in told.stdout
    assert Path("call.py").read_text() == comment


def test_a_rule_of_a_broken_pack_is_asked_for(site):
    lay_out(site, pack(""))
    why = "the rules ACME of acme-rules 1.0 are left out: no module of acme_rules"
    told = lrmigrate("rule", "ACME001")
    assert (told.exit_code, told.stdout) == (2, "")
    assert f"there is no rule ACME001: {why}" in told.stderr
    told = lrmigrate("rule")
    assert (told.exit_code, "LRS001" in told.stdout) == (2, True)
    assert f"lrmigrate: error: {why}" in told.stderr
    assert lrmigrate("rule", "LRS001").exit_code == 0


FAILS = RULE.replace("    spots = list(", "    1 / 0\n    spots = list(")


def test_a_check_that_raises_is_named_with_its_distribution(site):
    lay_out(site, pack(FAILS))
    write(both=f"{OLD}{CALL}", old=OLD, call=CALL)
    told = lrmigrate("check", "--quiet")
    assert told.exit_code == 2
    assert {line.split()[1] for line in told.stdout.splitlines()} == {"LRS001"}
    what = (
        "ACME001 (acme-decay-steps) raises ZeroDivisionError: division by zero; it says "
        "nothing of this file. This is a bug of acme-rules 1.0, please report it"
    )
    assert told.stderr.splitlines() == [
        f"lrmigrate: error: both.py: {what}",
        f"lrmigrate: error: call.py: {what}",
    ]


# -- a pack that is used ------------------------------------------------------------


@pytest.fixture
def example(site):
    lay_out_example(site)


def test_its_rules_are_active_and_can_be_turned_off(example):
    write(old=OLD, call=CALL, short=SHORT)
    ours, theirs = (
        [("old.py", "LRS001")],
        [("call.py", "ACME001"), ("short.py", "ACME101")],
    )
    assert found() == [theirs[0], *ours, theirs[1]]
    assert found("--isolated") == found()
    assert found("--ignore", "ACME") == ours
    assert found("--select", "ACME") == theirs
    assert found("--select", "ACME1") == theirs[1:]
    assert found("--select", "LRS", "--extend-select", "ACME001") == [theirs[0], *ours]
    Path("pyproject.toml").write_text("[tool.lrmigrate]\nignore = ['ACME']\n")
    assert found() == ours


def test_its_functions_are_told_from_others(example):
    write(call=CALL.replace("import acme", "import other as acme"))
    assert found() == []


def test_its_pages_and_statistics(example):
    write(call=CALL, short=SHORT)
    told = lrmigrate("rule")
    assert "ACME001 [*] acme-decay-steps" in told.stdout
    told = lrmigrate("rule", "acme001")
    assert told.stdout.startswith("# ACME001: acme-decay-steps\n")
    assert "+schedule = my_cosine(3e-4, transition_steps=1000)" in told.stdout
    told = lrmigrate("rule", "ACME002")
    assert "there is no rule ACME002; did you mean ACME001?" in told.stderr
    told = lrmigrate("check", "--quiet", "--statistics")
    assert told.stdout.splitlines() == [
        "1  ACME001 [*] acme-decay-steps: `decay_steps` is given to `my_cosine`",
        "1  ACME101 [ ] acme-warmup-length: a `my_cosine` ends within its warmup",
    ]


def test_its_rules_are_in_sarif(example):
    write(call=CALL)
    [run] = json.loads(lrmigrate("check", "--output-format", "sarif").stdout)["runs"]
    listed = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert {"ACME001", "ACME101", "LRS001"} <= {*listed}
    [result] = run["results"]
    assert listed[result["ruleIndex"]] == result["ruleId"] == "ACME001"


def test_its_findings_are_silenced_and_accepted(example):
    write(call=CALL.replace("\n\n", "\n\n# a comment\n"))
    assert lrmigrate("check", "--add-noqa").exit_code == 0
    assert "  # noqa: ACME001\n" in Path("call.py").read_text()
    assert found() == []
    write(call=CALL)
    assert lrmigrate("baseline").exit_code == 0
    assert found() == []


IDLE = {
    "for others, too": "x = 1  # noqa: ACME001\n",
    "for this tool": "x = 1  # lrmigrate: ignore[ACME001]\n",
    "with another tool's": "x = 1  # noqa: ACME001, F401\n",
}


@pytest.mark.parametrize("text", IDLE.values(), ids=IDLE)
def test_a_comment_that_silences_nothing_of_it_is_found(text, example):
    write(idle=text)
    assert found() == [("idle.py", "LRS901")]
    assert lrmigrate("fix").exit_code == 0
    rest = "  # noqa: F401" if "F401" in text else ""
    assert Path("idle.py").read_text() == f"x = 1{rest}\n"


def test_a_comment_of_another_tool_stays(example):
    write(idle="x = 1  # noqa: ACM001, ACME\n")
    lrmigrate("fix")
    assert Path("idle.py").read_text().startswith("x = 1  # noqa: ACM001")


@pytest.mark.parametrize("target", ["lrsched", "optax"])
def test_a_rewrite_is_verified_against_the_functions_that_it_names(
    target, example, site
):
    lay_out(site, ACME, "acme", "")
    write(both=f"{OLD}{CALL}")
    told = lrmigrate("fix", "--target", target)
    assert told.exit_code == 0
    text = Path("both.py").read_text()
    assert "acme.my_cosine(3e-4, transition_steps=1000)" in text
    assert f"{target}.cosine_decay_schedule(0.1, transition_steps=9)" in text
    ours, theirs = (
        line for line in told.stdout.splitlines() if line.startswith("    fixed")
    )
    assert theirs.startswith("    fixed, equivalent (identical): ")
    assert ("stands in" in ours) == (target == "optax")
    assert "stands in" not in theirs, "its own function was called"


TAKEN = ACME["acme/optim.py"]
LEFT = {
    "its package is not installed": ({}, "left, unverifiable: not installed: acme"),
    "its package cannot be imported": (
        {"acme/__init__.py": "raise RuntimeError('no licence')"},
        "left, unverifiable: cannot be imported: acme raises RuntimeError: no licence",
    ),
    "the function is not there": (
        {**ACME, "acme/__init__.py": ""},
        "left, unverifiable: cannot be imported: acme has no my_cosine",
    ),
    "the new name is not taken": (
        {
            **ACME,
            "acme/optim.py": TAKEN.replace("transition_steps=None, ", "").replace(
                " if transition_steps is None else transition_steps", ""
            ),
        },
        "left, divergent: ",
    ),
    "the new name means something else": (
        {
            **ACME,
            "acme/optim.py": TAKEN.replace(
                "else transition_steps", "else transition_steps + 1"
            ),
        },
        "left, divergent: ",
    ),
}


@pytest.mark.parametrize(("files", "why"), LEFT.values(), ids=LEFT)
def test_a_rewrite_that_is_not_verified_is_left(files, why, example, site):
    lay_out(site, files, "acme", "")
    write(call=CALL)
    told = lrmigrate("fix")
    assert told.exit_code == 1
    assert f"    {why}" in told.stdout
    assert Path("call.py").read_text() == CALL


RENAMING = """
from dataclasses import replace

from lrmigrate.codemod.rule import RenameFunction, Report, Rule, Severity

from .functions import MY_COSINE

OLD = replace(MY_COSINE, required=2)
COSINE = replace(OLD, path="acme.optim.cosine", also=())


def check(site):
    if site.says_name:
        yield Report(site.callee, "`my_cosine` is `cosine`", (RenameFunction("cosine"),))


RULE = Rule(
    code="ACME002",
    slug="acme-cosine",
    summary="`my_cosine` has another name",
    severity=Severity.WARNING,
    fixable=True,
    functions=frozenset({MY_COSINE.path}),
    facts=(OLD, COSINE),
    check=check,
    refused=(),
    accepted=(),
    doc="",
    since=("acme", "2.0"),
)
"""
BOTH = {**ACME, "acme/optim.py": f"{TAKEN}\n\ncosine = my_cosine\n"}
MOVED = {
    "the installed release lacks the new one": (
        ACME,
        RENAMING,
        "left, unverifiable: cannot be imported: acme.optim has no cosine",
    ),
    "the new one is another curve": (
        {
            **ACME,
            "acme/optim.py": f"{TAKEN}\n\ncosine = lambda peak, n: lambda step: peak\n",
        },
        RENAMING,
        "left, divergent: ",
    ),
    "nothing is stated of the new one": (
        BOTH,
        RENAMING.replace("facts=(OLD, COSINE)", "facts=(OLD,)"),
        "left, unverifiable: nothing is known of acme.optim.cosine",
    ),
}
IMPORTED = "from acme.optim import my_cosine\n\nlr = my_cosine(3e-4, 100)\n"


@pytest.mark.parametrize(("library", "rule", "why"), MOVED.values(), ids=MOVED)
def test_a_function_whose_new_name_is_not_verified_is_left(library, rule, why, site):
    lay_out(site, pack(rule))
    lay_out(site, library, "acme", "")
    write(call=IMPORTED)
    assert f"    {why}" in lrmigrate("fix").stdout
    assert Path("call.py").read_text() == IMPORTED


def test_a_function_is_renamed_with_its_import(site):
    lay_out(site, pack(RENAMING))
    lay_out(site, BOTH, "acme", "")
    write(call=IMPORTED)
    told = lrmigrate("fix")
    assert "    fixed, equivalent (identical): " in told.stdout
    assert Path("call.py").read_text() == IMPORTED.replace("my_cosine", "cosine")


def test_a_rule_for_newer_versions_is_silent_where_the_project_excludes_them(site):
    lay_out(site, pack(RENAMING))
    write(call=IMPORTED)
    assert {code for _, code in found()} == {"ACME002"}
    Path("requirements.txt").write_text("acme<2\n")
    assert found() == []
    assert {code for _, code in found("--select", "ACME002")} == {"ACME002"}


def test_names_that_a_pack_shares_with_optax_do_not_get_in_its_way(site):
    functions = FUNCTIONS.replace("acme.optim.my_cosine", "acme.optax.my_cosine")
    lay_out(site, {**pack(RULE), "acme_rules/functions.py": functions})
    Path("page.md").write_text(
        "```python\nlr = optax.cosine_decay_schedule(0.1, decay_steps=9)\n```\n"
    )
    assert found() == [("page.md", "LRS001")]


def test_what_a_partial_is_given_is_compared_although_more_is_needed(site):
    """Its new name is one that a call needs: what is to come does not hide it."""
    library = TAKEN.replace("else transition_steps", "else transition_steps + 1")
    functions = FUNCTIONS.replace("required=1", "required=2")
    lay_out(site, {**pack(RULE), "acme_rules/functions.py": functions})
    lay_out(site, {**ACME, "acme/optim.py": library}, "acme", "")
    write(
        call="import functools\n\nimport acme\n\nhalf = functools.partial(acme.my_cosine, decay_steps=9)\nlr = half(0.1)\n"
    )
    before = Path("call.py").read_text()
    assert "    left, divergent: " in lrmigrate("fix").stdout
    assert Path("call.py").read_text() == before


TWICE = {
    "by name": "lr = my_cosine(3e-4, transition_steps=10, decay_steps=10)",
    "by position": "lr = my_cosine(3e-4, 10, decay_steps=10)",
    "in a dict": "d = {'decay_steps': 9, 'transition_steps': 9}\nlr = my_cosine(3e-4, **d)",
    "beside a dict": "d = {'decay_steps': 9}\nlr = my_cosine(3e-4, transition_steps=9, **d)",
    "in a partial": (
        "half = partial(my_cosine, 3e-4, transition_steps=9)\nlr = half(decay_steps=9)"
    ),
}


@pytest.mark.parametrize("text", TWICE.values(), ids=TWICE)
def test_an_argument_is_not_given_twice_by_one_name(text, example, site):
    lay_out(site, ACME, "acme", "")
    module = f"from functools import partial\n\nfrom acme import my_cosine\n\n{text}\n"
    write(call=module)
    told = lrmigrate("fix")
    assert told.exit_code == 1
    assert "    left: `transition_steps` is given, too" in told.stdout
    assert Path("call.py").read_text() == module


def test_a_library_is_imported_to_verify_alone(example, site):
    lay_out(site, {"acme/__init__.py": "raise RuntimeError('imported')"}, "acme", "")
    write(call=CALL)
    assert found() == [("call.py", "ACME001")]
    assert "acme" not in sys.modules


@pytest.mark.parametrize("code", ["ACME001", "ACME101"])
def test_the_examples_of_the_example_hold(code, example, site):
    lay_out(site, ACME, "acme", "")
    known = rules.catalogue(Path())
    [rule] = [one for one in known.rules if one.code == code]
    assert rule.refused
    fixer = Fixer(plan_of(known, known.codes), Verifier(known.facts))
    for one in (*rule.refused, *rule.accepted):
        fixed = fixer.fix(Source.from_bytes(one.code.encode(), "module.py"))
        assert fixed.text == (one.lrsched or one.code)
        told = [finding for finding in fixed.findings if finding.code == code]
        assert len(told) == one.findings
        if one.verdict is not None:
            assert [finding.verdict.kind for finding in told] == [one.verdict]


def test_many_files_are_looked_at_by_many_processes(example, site):
    for number in range(40):
        write(**{f"call{number:02}": CALL})
    command = "from lrmigrate.codemod.cli.app import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", command, "check", "--quiet", "--jobs", "2"],
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (1, "")
    codes = [line.split()[1] for line in ran.stdout.splitlines()]
    assert codes == ["ACME001"] * 40


def test_our_own_pack_is_there_whatever_is_installed(site, monkeypatch):
    monkeypatch.setattr(packs, "entry_points", lambda **wanted: [])
    [own] = rules.packs()
    assert (own.prefix, own.rules) == ("LRS", rules.all_rules())
    assert len(own.rules) > 15
    own_entry = EntryPoint(*rules.OWN, packs.GROUP)
    monkeypatch.setattr(packs, "entry_points", lambda **wanted: [own_entry])
    forget()
    [again] = rules.packs()
    assert again == own, "and once, where its metadata is, too"
