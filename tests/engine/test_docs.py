"""Runs over pages and docstrings: what is left first, then what `--docs` writes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import run, silence
from lrmigrate.codemod.engine.baselines import Baselines
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.engine.survey import survey
from lrmigrate.codemod.model import Severity
from lrmigrate.codemod.report.diff import diff_bytes

CODES = frozenset({"LRS001", "LRS201", "LRS202", "LRS900"})
OLD = "import optax\ns = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
NEW = (
    "from lrmigrate import lrsched\n"
    "s = lrsched.cosine_decay_schedule(0.1, transition_steps=9)\n"
)
CALL = "optax.cosine_decay_schedule(0.1, decay_steps=9)"
PAGE = f"# decay_steps\n\n```python\n{OLD}```\n\nThen `decay_steps`:\n"
FRAGMENT = f"decay_steps\n\n```python\ns = {CALL}\n```\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def write(files):
    for path, text in files.items():
        Path(path).write_bytes(text.encode())


def request(docs=False, target="lrsched", **options):
    settings = Settings(CODES, target=target, docs=docs)
    return Request((".",), lambda path: settings, **options)


def silent(stage, done, total):
    pass


def check(docs=False, **options):
    return run.check(request(docs, **options), silent)


def fix(docs=True, **options):
    return run.fix(request(docs, **options), silent)


def lefts(result):
    return {finding.left for finding in result.findings}


# -- what is left -------------------------------------------------------------


def test_without_the_option_examples_are_told_and_not_written():
    code = f'def f():\n    """X.\n\n    >>> import optax\n    >>> s = {CALL}\n    """\n'
    files = {"a.md": PAGE, "b.py": code, "c.rst": f">>> import optax\n>>> {CALL}\n"}
    write(files)
    for result in (check(), fix(docs=False)):
        assert [one.path for one in result.findings] == [*files]
        assert lefts(result) == {"`fix --docs` rewrites it"}
    assert {path: Path(path).read_text() for path in files} == files


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FRAGMENT, id="a function of a package"),
        pytest.param(
            FRAGMENT.replace(CALL, "nnx.Optimizer(model, tx)"),
            id="a class of a package",
        ),
    ],
)
def test_what_nothing_imports_is_information(text):
    write({"a.md": text})
    (finding,) = fix().findings
    assert finding.severity is Severity.INFO
    assert "nothing imports" in finding.left
    assert finding.start.line == 4
    assert Path("a.md").read_text() == text


def test_what_nothing_imports_in_code_is_not_guessed():
    write({"a.py": f"s = {CALL}\n"})
    assert not check().findings


def test_a_name_that_a_page_binds_is_not_guessed():
    write({"a.md": FRAGMENT.replace("s =", "optax = mine()\ns =")})
    assert not check().findings


def test_an_example_whose_import_is_that_of_the_module_is_left_where_it_needs_another():
    text = f'"""X.\n\n>>> {CALL}\n"""\nimport optax\n'
    write({"a.py": text})
    assert lefts(fix()) == {"what it needs is imported elsewhere, not in the example"}
    assert Path("a.py").read_text() == text


def test_examples_that_cannot_be_parsed_are_told_where_all_is_told():
    write({"a.md": PAGE.replace("=9)", "=9")})
    assert not check().notes
    assert not check().problems
    (note,) = (note for note in check(verbose=True).notes if note[0] == "docs")
    assert note[1].startswith("a.md:5: an example cannot be parsed: ")


def test_examples_get_no_comments_to_silence_them():
    write({"a.md": PAGE})
    result = silence.add_noqa(request(), silent)
    assert not result.changes
    assert [finding.written for finding in result.findings] == [False]
    assert Path("a.md").read_text() == PAGE


@pytest.mark.parametrize("head", ["# Encoding: base64\n", "caf\xe9\n"])
def test_a_page_is_never_decoded_as_python_is(head):
    text = f"{head}```python\n{OLD}```\n"
    data = text.encode("latin-1")
    Path("a.md").write_bytes(data)
    result = fix(dry_run=True)
    assert b"+s = lrsched" in diff_bytes(result.changes)
    assert head.encode("latin-1") in diff_bytes(result.changes)
    fix()
    after = text.replace(OLD, NEW).encode("latin-1")
    assert Path("a.md").read_bytes() == after


def test_examples_are_in_the_baseline_wherever_they_stand():
    code = f'def f():\n    """X.\n\n    >>> import optax\n    >>> s = {CALL}, "\\\\n"\n    """\n'
    write({"a.md": PAGE, "b.py": code, "c.py": f'"""\n>>> {CALL}\n"""\nimport optax\n'})
    found = request()
    settings = replace(found.settings("."), baseline=Path("known.json"))
    found = replace(found, settings=lambda path: settings)
    seen = survey(found, silent)
    [*Baselines(found, seen).write()]
    assert not run.check(found, silent).findings


# -- what is written ----------------------------------------------------------


def test_blocks_of_a_page_are_rewritten_in_their_places():
    second = "1. x\n\n   ```{code-cell}\n   %time y = 1\n   # x\n" + "".join(
        f"   {line}\n" for line in OLD.splitlines()
    )
    write({"a.md": f"{PAGE}\n{second}   ```\n"})
    result = fix()
    assert all(finding.written for finding in result.findings)
    after = PAGE.replace(OLD, NEW)
    text = second.replace(OLD.splitlines()[0], NEW.splitlines()[0])
    text = text.replace(OLD.splitlines()[1], NEW.splitlines()[1])
    assert Path("a.md").read_text() == f"{after}\n{text}   ```\n"
    assert not check().findings


def test_prompts_of_a_page_are_rewritten_with_their_line_ends():
    before = f"decay_steps\r\n\r\n>>> import optax\r\n>>> s, t = {CALL}, optax.adam\r\n"
    after = (
        "decay_steps\r\n\r\n>>> import optax\r\n>>> from lrmigrate import lrsched\r\n"
        ">>> s, t = lrsched.cosine_decay_schedule(0.1, transition_steps=9), optax.adam"
        "\r\n"
    )
    write({"a.rst": before})
    fix()
    assert Path("a.rst").read_bytes().decode() == after


def test_a_docstring_and_the_code_below_it_are_rewritten_at_once():
    text = (
        'import optax\n\n\ndef f(lr):\n    """Make.\n\n    >>> import optax\n'
        f"    >>> s = {CALL}\n    >>> s(3)\n"
        '    """\n    return optax.cosine_decay_schedule(lr, decay_steps=9)\n'
    )
    write({"a.py": text})
    result = fix()
    assert [finding.written for finding in result.findings] == [True, True]
    assert all(one.count == 1 for one in result.needed)
    after = text.replace("optax.cos", "lrsched.cos").replace(
        "decay_steps", "transition_steps"
    )
    after = after.replace(">>> import optax", ">>> from lrmigrate import lrsched")
    after = after.replace(
        "import optax\n", "import optax\nfrom lrmigrate import lrsched\n", 1
    )
    assert Path("a.py").read_text() in (
        after,
        after.replace("import optax\nfrom", "from", 1),
    )


def test_the_names_of_an_example_are_none_that_other_files_can_take():
    page = PAGE.replace("s =", "schedule =")
    code = f'"""\n{page}"""\n'.replace("import optax\ns", ">>> import optax\n>>> s")
    write(
        {
            "a.md": page,
            "b.py": code.replace("```", ""),
            "c.py": "import a, b\nfrom b import schedule\nfrom a import schedule\n",
        }
    )
    result = fix()
    assert [finding.written for finding in result.findings] == [True, True]


def test_each_example_that_imports_for_itself_still_does():
    write({"a.md": f"{PAGE}\n```python\n{OLD}```\n"})
    fix()
    assert Path("a.md").read_text() == (
        f"{PAGE}\n```python\n{OLD}```\n".replace(OLD, NEW)
    )
