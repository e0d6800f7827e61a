"""Suppressions that silence nothing: what is reported, and what becomes of them."""

from __future__ import annotations

import ast
import io
import tokenize
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import plan_of

from lrmigrate.codemod.cli.app import cli
from lrmigrate.codemod.engine.analyze import analyze
from lrmigrate.codemod.engine.findings import findings_of
from lrmigrate.codemod.files.edits import apply_edits
from lrmigrate.codemod.files.source import Source
from lrmigrate.rules import catalogue

KNOWN = catalogue(Path())
CODES = frozenset(rule.code for rule in KNOWN.rules)
OLD = "optax.cosine_decay_schedule(0.1, decay_steps=9)"


def unused(text, codes=CODES):
    """What LRS901 says of each comment, and the file as its rewrites leave it."""
    source = Source.from_bytes(text.encode(), "a.py")
    analysis = analyze(source, plan_of(KNOWN, codes))
    findings = [one for one in findings_of(analysis) if one.code == "LRS901"]
    units = [
        unit
        for unit in analysis.units
        if any(rule.code == "LRS901" for one in unit.members for rule, _ in one.reports)
    ]
    return findings, apply_edits(source.text, [e for unit in units for e in unit.edits])


# -- not reported -------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        f"{OLD}  # noqa: LRS001",
        f"{OLD}  # noqa: LRS0",
        f"{OLD}  # noqa: LRS",
        f"{OLD}  # noqa: E501, LRS001",
        f"{OLD}  # noqa: E501 LRS0, F401",
        f"{OLD}  # lrmigrate: ignore[LRS001] reason",
        f"{OLD}  # lrmigrate: ignore-file[LRS00]",
        f"{OLD}  # lrmigrate: ignore[decay-steps] reason",
        "f()  # lrmigrate: ignore[decay-steps, Unused-Suppression]",
        f"{OLD}  # noqa: LRS001 # lrmigrate: ignore[LRS001]",
        "f()  # noqa",
        "f()  # noqa: E501",
        "f()  # NOQA:E501,F401 reason",
        "f()  # noqa: LRS001, LRS901",
        "f()  # noqa: LRS901",
        "f()  # lrmigrate: ignore[LRS001, LRS901]",
        "f()  # noqa # lrmigrate: ignore[LRS001]",
        "# flake8: noqa\nf()  # noqa: LRS001",
        "# lrmigrate: ignore-file[LRS901]\nf()  # noqa: LRS001",
        "f('# noqa: LRS001')",
        "f('''\n# lrmigrate: ignore[LRS001]\n''')",
        "lrs = 'LRS001'  # LRS001",
    ],
)
def test_a_comment_that_is_needed_or_no_business_of_ours_stays(line):
    text = f"import optax\n\n{line}\n"
    assert unused(text) == ([], text)


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        (
            "Pct-Start",
            "`pct-start` in `# lrmigrate: ignore[Pct-Start]` silences nothing",
        ),
        ("pct-strat", "there is no rule `pct-strat`; did you mean 'pct-start'?"),
    ],
    ids=["for nothing", "none"],
)
def test_a_slug_is_one_of_its_codes(slug, said):
    head = "import optax\n\nf()"
    [finding], fixed = unused(f"{head}  # lrmigrate: ignore[{slug}]\n")
    assert finding.message == said
    assert fixed == f"{head}\n"


@pytest.mark.parametrize("code", ["LRS001", "LRS0", "LRS00"])
def test_of_a_rule_that_is_not_active_nothing_is_known(code):
    text = f"f()  # noqa: {code}\n"
    assert unused(text, CODES - {"LRS001"}) == ([], text)
    assert len(unused(text)[0]) == 1


def test_the_rule_can_be_left_out():
    text = "f()  # noqa: LRS001\n"
    assert unused(text, CODES - {"LRS901"}) == ([], text)


def test_what_names_no_code_is_reported_without_a_rewrite():
    for comment in (
        "# lrmigrate: ignore",
        "# lrmigrate: ignore[]",
        "# lrmigrate: ignore-file",
    ):
        text = f"f()  {comment}\n"
        [finding], after = unused(text)
        assert "names no rule: write `# lrmigrate: ignore[LRS001]`" in finding.message
        assert (after, finding.fix) == (text, None)


# -- reported, and taken out --------------------------------------------------

GONE = {
    "alone in its comment": ("f()  # noqa: LRS001\n", "f()\n"),
    "with a reason": ("f()  # noqa: LRS001 as in the paper\n", "f()\n"),
    "with trailing spaces": ("f()  # noqa: LRS001  \n", "f()\n"),
    "without a last line end": ("f()  # noqa: LRS001", "f()"),
    "at the head of a block": (
        "if f():  # noqa: LRS001\n    g()\n",
        "if f():\n    g()\n",
    ),
    "before another comment": (
        "f()  # noqa: LRS001 # type: ignore\n",
        "f()  # type: ignore\n",
    ),
    "behind another comment": (
        "f()  # type: ignore # noqa: LRS001\n",
        "f()  # type: ignore\n",
    ),
    "several of ours": ("f()  # noqa: LRS001, LRS002\n", "f()\n"),
    "before another's code": ("f()  # noqa: LRS001, E501\n", "f()  # noqa: E501\n"),
    "behind another's code": ("f()  # noqa: E501, LRS001\n", "f()  # noqa: E501\n"),
    "between others' codes": (
        "f()  # noqa:E501,LRS001,F401\n",
        "f()  # noqa:E501,F401\n",
    ),
    "around another's code": (
        "f()  # noqa: LRS001 E501 LRS2 x\n",
        "f()  # noqa: E501 x\n",
    ),
    "beside a code that is needed": (
        f"{OLD}  # noqa: LRS001, LRS002\n",
        f"{OLD}  # noqa: LRS001\n",
    ),
    "a code that no rule has": ("f()  # noqa: LRS0O1\n", "f()\n"),
    "in brackets": ("f()  # lrmigrate: ignore[LRS001] why\n", "f()\n"),
    "one of two in brackets": (
        f"{OLD}  # lrmigrate: ignore[LRS002, LRS001] why\n",
        f"{OLD}  # lrmigrate: ignore[LRS001] why\n",
    ),
    "another tool's in brackets": ("f()  # lrmigrate: ignore[E501]\n", "f()\n"),
    "on a line of its own": ("f()\n# noqa: LRS001\ng()\n", "f()\ng()\n"),
    "on a line of its own, CRLF": (
        "f()\r\n  # noqa: LRS001\r\ng()\r\n",
        "f()\r\ng()\r\n",
    ),
    "on the last line": ("f()\n# noqa: LRS001", "f()\n"),
    "for the file": ("# flake8: noqa: LRS001\nf()\n", "f()\n"),
    "for the file, beside others": (
        "# ruff: noqa: E501, LRS001\nf()\n",
        "# ruff: noqa: E501\nf()\n",
    ),
    "inside a call": ("f(\n    a,  # noqa: LRS001\n)\n", "f(\n    a,\n)\n"),
    "behind letters of many bytes": ("f('größe')  # noqa: LRS001\n", "f('größe')\n"),
}


@pytest.mark.parametrize(("before", "after"), GONE.values(), ids=GONE.keys())
def test_what_silences_nothing_is_taken_out(before, after):
    head = "import optax\r\n\r\n" if "\r" in before else "import optax\n\n"
    [finding], found = unused(head + before)
    assert found == head + after
    assert finding.verdict.kind == "preserving"
    assert unused(found) == ([], found)


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# noqa: LRS001", "`LRS001` in `# noqa: LRS001` silences nothing"),
        ("# noqa: LRS001,LRS2 x", "`LRS001` and `LRS2` in `# noqa: LRS001,LRS2` silence nothing"),
        ("# lrmigrate: ignore[LRS0O1]", "there is no rule `LRS0O1`; did you mean 'LRS001'?"),
        ("# noqa: LRS001, LRSX", "`LRS001` in `# noqa: LRS001` silences nothing"),
        ("# lrmigrate: ignore[E501]", "there is no rule `E501`"),
    ],
)  # fmt: skip
def test_the_message_names_the_code_and_the_comment(comment, message):
    [finding], _ = unused(f"wörter = f()  {comment}\n")
    assert finding.message == message
    assert (finding.start.line, finding.start.column) == (1, 15)


_PIECES = st.sampled_from(
    [
        "# noqa: LRS001",
        "# noqa: E501, LRS002",
        "# lrmigrate: ignore[LRS001] why",
        "# lrmigrate: ignore-file[LRS003,LRS0]",
        "# type: int",
        "# noqa",
        "#",
    ]
)
_LINES = st.sampled_from(
    [
        "f()",
        "if f():\n    g()",
        "f(a,\n  b)",
        "x = '''\n'''",
        "",
        f"x = {OLD}",
        "a = 1 + \\\n  2",
    ]
)


@settings(deadline=None)
@given(st.lists(st.tuples(_LINES, st.lists(_PIECES, max_size=3)), max_size=5))
def test_no_other_token_changes(lines):
    body = "\n".join(f"{code}  {' '.join(comments)}" for code, comments in lines)
    text = f"import optax\n{body}\n"
    while (found := unused(text))[1] != text:
        after = found[1]
        assert ast.dump(ast.parse(after)) == ast.dump(ast.parse(text))
        tokens = [
            [
                token.string
                for token in tokenize.generate_tokens(io.StringIO(one).readline)
                if token.type not in (tokenize.COMMENT, tokenize.NL)
            ]
            for one in (text, after)
        ]
        assert tokens[0] == tokens[1]
        text = after


# -- in a run -----------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_that_names_no_function_is_looked_at_too(folder):
    (folder / "a.py").write_text("x = 1  # noqa: LRS001\n")
    checked = CliRunner().invoke(cli, ["check"])
    assert checked.exit_code == 1
    assert checked.stdout.startswith("a.py:1:8: LRS901 [*] `LRS001` in `# noqa")
    fixed = CliRunner().invoke(cli, ["fix"])
    assert fixed.exit_code == 0, fixed.output
    assert (folder / "a.py").read_text() == "x = 1\n"


def test_fix_takes_out_both_of_one_comment(folder):
    text = "x = 1  # noqa: LRS001 # lrmigrate: ignore[LRS002]\n"
    (folder / "a.py").write_text(text)
    CliRunner().invoke(cli, ["fix"])
    assert (folder / "a.py").read_text() == "x = 1\n"


def test_a_rule_that_the_versions_silence_keeps_its_comment(folder, monkeypatch):
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    (folder / "requirements.txt").write_text("flax==0.10.7")
    (folder / "a.py").write_text("opt = 1  # noqa: LRS201\n")
    assert CliRunner().invoke(cli, ["check"]).exit_code == 0
    (folder / "requirements.txt").write_text("flax==0.11.2")
    assert CliRunner().invoke(cli, ["check"]).exit_code == 1
