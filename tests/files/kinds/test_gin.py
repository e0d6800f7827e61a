"""gin files that bind a schedule: told with their places, and never rewritten."""

from __future__ import annotations

from pathlib import Path

import pytest
from gin.config_parser import ConfigParser, ParserDelegate

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import run
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.files.configs.gin_statements import bindings

CODES = frozenset({"LRS001", "LRS002", "LRS003", "LRS107", "LRS900"})


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def look(text, stage=run.check, **options):
    Path("a.gin").write_bytes(text.encode())
    how = Settings(CODES, target="lrsched")
    request = Request((".",), lambda path: how, **options)
    return stage(request, lambda stage, done, total: None)


SILENT = {
    "another parameter": "optax.cosine_decay_schedule.alpha = 1\n",
    "a text": 'a.b = "optax.cosine_decay_schedule.decay_steps"\n',
    "a comment": "# optax.cosine_decay_schedule.decay_steps = 1\n",
    "another function": "train.decay_steps = 1  # cosine_decay_schedule\n",
    "a macro": "decay_steps = 1  # cosine_decay_schedule\n",
    "a name that something else has": "a.b = @optax.join_schedule_defs()  # sgdr_schedule\n",
    "the new name": "optax.cosine_decay_schedule.transition_steps = 1\n",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_binds_no_old_name_is_passed_over(text):
    result = look(text)
    assert (result.findings, result.problems) == ((), ())


BROKEN = {
    "no value": "optax.cosine_decay_schedule.decay_steps =\n",
    "no sign": "optax.cosine_decay_schedule.decay_steps 5\n",
    "a bracket": "optax.cosine_decay_schedule.decay_steps = (5\n",
    "a text": "optax.cosine_decay_schedule.decay_steps = 'a\n",
    "an empty block": "optax.cosine_decay_schedule:\nb.c = 1\n",
    "a name that ends early": "optax.cosine_decay_schedule. = 1\n",
    "a number": "cosine_decay_schedule.a = 1\n5 = 6\n",
    "a reference to nothing": "cosine_decay_schedule.a = @\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_is_not_read_is_named(text):
    (problem,) = look(text).problems
    assert problem.code == "LRS900"
    assert "cannot be read as gin" in problem.message


FOUND = {
    "a binding": ("optax.cosine_decay_schedule.decay_steps = 10\n", "1:29"),
    "no module": ("cosine_decay_schedule.decay_steps = 10\n", "1:23"),
    "a scope": ("a/b/optax.cosine_decay_schedule.decay_steps = %N\n", "1:33"),
    "a block": ("# x\noptax.cosine_decay_schedule:\n\n  decay_steps = 1\n", "4:3"),
    "a block in a scope": (
        "s/optax.cosine_decay_schedule:\n  # x\n  alpha = 1\n  decay_steps = 1\n",
        "4:3",
    ),
    "a value of several lines": (
        "a.b = [\n  1,\n]\noptax.cosine_decay_schedule.decay_steps = (\n  2)\n",
        "4:29",
    ),
    "a second binding": (
        "optax.cosine_decay_schedule.decay_steps = 1\n"
        "optax.cosine_decay_schedule.decay_steps = 2\n",
        "1:29 2:29",
    ),
    "a reference": ("Config.s = @optax.sgdr_schedule\n", "1:13"),
    "a reference that is called": (
        "Config.s = {'a': (@s/optax.sgdr_schedule(), 1)}\n",
        "1:22",
    ),
    "line ends of Windows": (
        "import x.y\r\ninclude 'z.gin'\r\noptax.cosine_decay_schedule.decay_steps = 1\r\n",
        "3:29",
    ),
}


@pytest.mark.parametrize(("text", "places"), FOUND.values(), ids=FOUND)
def test_an_old_name_is_told_at_its_own_place_and_left(text, places):
    result = look(text, run.fix, unsafe_fixes=True)
    assert " ".join(str(one.start) for one in result.findings) == places
    assert all(
        one.left.startswith("gin gives it to what Python registers")
        for one in result.findings
    )
    assert Path("a.gin").read_bytes() == text.encode()
    assert not result.problems


REGISTERED = {
    "a schedule": (
        "f = gin.external_configurable(optax.sgdr_schedule, module='optax')\n",
        "1 at 4",
    ),
    "a schedule, by the module": (
        "f = gin.config.external_configurable(optax.sgdr_schedule)\n",
        "1 at 4",
    ),
    "a schedule, as by a decorator": (
        "f = gin.configurable(optax.sgdr_schedule)\n",
        "1 at 4",
    ),
    "a schedule, by options": (
        "f = gin.configurable(module='optax')(optax.sgdr_schedule)\n",
        "1 at 4",
    ),
    "a partial": (
        "f = gin.external_configurable(\n    functools.partial("
        "optax.cosine_decay_schedule, decay_steps=9), name='f'\n)\n",
        "1 at 5",
    ),
    "a binding": (
        "gin.bind_parameter('optax.cosine_decay_schedule.decay_steps', 9)\n",
        "1 at 4",
    ),
    "a question": (
        "n = gin.query_parameter('s/cosine_decay_schedule.decay_steps')\n",
        "1 at 4",
    ),
    "a text of bindings": (
        "gin.parse_config('a.b = 1\\ncosine_decay_schedule.decay_steps = 9')\n",
        "1 at 4",
    ),
    "a list of bindings": (
        "gin.parse_config_files_and_bindings(\n    ['a.gin'], bindings="
        "['optax.cosine_decay_schedule.decay_steps=9']\n)\n",
        "1 at 5",
    ),
}


@pytest.mark.parametrize(("text", "places"), REGISTERED.values(), ids=REGISTERED)
def test_python_is_not_rewritten_away_from_under_gin(text, places):
    code = f"import functools, gin\nimport optax\n\n{text}"
    Path("a.py").write_text(code)
    result = look("optax.sgdr_schedule.x = 1\n", run.fix, unsafe_fixes=True)
    assert Path("a.py").read_text() == code
    found = [one for one in result.findings if one.path == "a.py"]
    assert f"{len(found)} at {found[0].start.line}" == places
    assert found[0].left


def test_what_gin_puts_in_a_functions_place_is_not_rewritten():
    Path("register.py").write_text(
        "import gin\nimport optax\n\noptax.cosine_decay_schedule = "
        "gin.external_configurable(optax.cosine_decay_schedule, module='optax')\n"
    )
    code = "import optax\n\ns = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
    Path("a.py").write_text(code)
    look("optax.cosine_decay_schedule.alpha = 1\n", run.fix)
    assert Path("a.py").read_text() == code


def test_a_function_of_its_own_that_gin_configures_is_rewritten_inside():
    pytest.importorskip("jax")
    code = (
        "import gin\nimport optax\n\n\n@gin.configurable\n"
        "def make(rate, decay_steps):\n"
        "    return optax.cosine_decay_schedule(rate, decay_steps=decay_steps)\n"
    )
    Path("a.py").write_text(code)
    look("make.decay_steps = 1\n", run.fix)
    after = Path("a.py").read_text()
    assert "cosine_decay_schedule(rate, transition_steps=decay_steps)" in after
    assert "def make(rate, decay_steps)" in after


class Delegate(ParserDelegate):
    def configurable_reference(self, name, evaluate):
        return name

    def macro(self, name):
        return name


@pytest.mark.parametrize("text", [text for text, _ in FOUND.values()], ids=FOUND)
def test_gin_reads_the_same_bindings(text):
    theirs = [
        (f"{one.scope}/" if one.scope else "", one.selector, one.arg_name)
        for one in ConfigParser(text, Delegate())
        if hasattr(one, "arg_name")
    ]
    ours = [
        (
            one.scope,
            text[slice(*one.selector)] if one.selector else "",
            text[slice(*one.parameter)],
        )
        for one in bindings(text)
    ]
    assert ours == theirs
