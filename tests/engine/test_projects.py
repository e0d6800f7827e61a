"""What is found in a file does not depend on what else the run holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lrmigrate import rules
from lrmigrate.codemod.config.pyproject import Configurations
from lrmigrate.codemod.config.settings import Overrides, SettingsFinder
from lrmigrate.codemod.engine import fix_file, run
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.engine.survey import FILES_PER_JOB

TOOL = (sys.executable, "-P", "-m", "lrmigrate.codemod.cli")
CODES = {rule.code: rule.slug for rule in rules.all_rules()}
TABLE = "[tool.lrmigrate]\n"
OPTAX = ".venv/lib/python3.11/site-packages/optax"

# A file in which all that a project can say of itself makes a difference.
TRAIN = """import optax
from flax import nnx
from schedules import make

a = optax.warmup_schedule(0.0, 0.1, 100)
b = optax.cosine_decay_schedule(0.1, decay_steps=9)
c = optax.constant_schedule(0.1, name="c")
d = make(0.1, decay_steps=9)
optimizer = nnx.Optimizer(nnx.Linear(1, 1, rngs=nnx.Rngs(0)), optax.sgd(b))
"""
PLAIN = {
    "pyproject.toml": TABLE,
    "train.py": TRAIN,
    "schedules.py": "from optax import cosine_decay_schedule as make\n",
}
PROJECTS = {
    "a configuration and no more": PLAIN,
    "a newer Optax beside the code": PLAIN
    | {
        f"{OPTAX}/__init__.py": "from .schedules import warmup_schedule\n",
        f"{OPTAX}/schedules/_schedule.py": "def constant_schedule(value, name): ...\n",
    },
    "an Optax that takes the new names": PLAIN
    | {
        f"{OPTAX}/schedules/_schedule.py": "".join(
            f"def {name}(transition_steps, warmup_steps, cycles): ...\n"
            for name in (
                "cosine_decay_schedule",
                "warmup_cosine_decay_schedule",
                "linear_onecycle_schedule",
                "cosine_onecycle_schedule",
                "cosine_warm_restarts_schedule",
            )
        )
    },
    "another target": PLAIN | {"pyproject.toml": f"{TABLE}target = 'optax'\n"},
    "a rule turned off": PLAIN | {"pyproject.toml": f"{TABLE}ignore = ['LRS107']\n"},
    "one rule turned on": PLAIN | {"pyproject.toml": f"{TABLE}select = ['LRS001']\n"},
    "a rule turned off in one file": PLAIN
    | {"pyproject.toml": f"{TABLE}per-file-ignores = {{ 'train.py' = ['LRS001'] }}\n"},
    "an older Flax": PLAIN
    | {"pyproject.toml": f"[project]\ndependencies = ['flax<0.11']\n{TABLE}"},
    "an older Flax by its configuration": PLAIN
    | {"pyproject.toml": f"{TABLE}flax-version = '0.10.1'\n"},
    "another module of the same name": PLAIN
    | {"schedules.py": "def make(value, decay_steps): return value\n"},
    "files left out": PLAIN | {"pyproject.toml": f"{TABLE}exclude = ['sched*']\n"},
    "a baseline": PLAIN
    | {
        ".lrmigrate-baseline.json": '{"version": 1, "findings": [{"path": "train.py", '
        '"code": "LRS107", "text": "a = optax.warmup_schedule(0.0, 0.1, 100)", '
        '"count": 1}]}'
    },
    "no table of ours": PLAIN | {"pyproject.toml": "[project]\nname = 'a'\n"},
    "no configuration": {**PLAIN, "pyproject.toml": ""},
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch, verifier):
    """An empty one, and verdicts that are kept from one run to the next."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fix_file, "Verifier", lambda facts: verifier)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    return tmp_path


def make(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def request(*paths, **options):
    found = SettingsFinder(Configurations(), Overrides(), CODES)
    return Request(paths, found, dry_run=True, **options)


def told(work, *paths, **options):
    """What is found, by file: where, what, and with which rewrite."""
    result = work(request(*paths, **options), lambda *_: None)
    assert not result.problems
    found = {}
    for one in result.findings:
        place = one.code, one.start, one.end, one.message, one.severity, one.fix
        found.setdefault(os.path.realpath(one.path), []).append(place)
    return found


def changed(*paths, **options):
    """What would be written, by file."""
    result = run.fix(request(*paths, **options), lambda *_: None)
    return {os.path.realpath(one.path): one.after for one in result.changes}


def alone(files, work=run.check):
    """What is found in each file by a run over it alone."""
    found = {}
    for file in files:
        found |= told(work, file)
    return found


def sources(folder):
    every = sorted(
        str(path) for path in folder.rglob("*.py") if ".venv" not in str(path)
    )
    return [path for path in every if "schedules" not in path]


# -- two projects, one of which says something of itself ----------------------


@pytest.mark.parametrize("other", PROJECTS.values(), ids=PROJECTS.keys())
def test_check_and_fix_find_in_a_project_what_they_find_beside_another(folder, other):
    for name, files in (("a", PLAIN), ("b", other), ("c", PLAIN)):
        make(folder / name, files)
    found = alone(sources(folder))
    assert found[f"{folder.resolve()}/a/train.py"]
    ways = [(".",), ("a", "b", "c"), ("c", "b", "a"), tuple(sources(folder))]
    for paths in ways:
        assert told(run.check, *paths) == found
        assert told(run.fix, *paths) == found


@pytest.mark.parametrize("other", PROJECTS.values(), ids=PROJECTS.keys())
def test_fix_writes_in_a_project_what_it_writes_beside_another(folder, other):
    make(folder / "a", PLAIN)
    make(folder / "b", other)
    each = changed("a") | changed("b")
    assert changed(".") == each
    assert changed("b", "a") == each
    assert f"{folder.resolve()}/a/train.py" in each


@pytest.mark.parametrize("work", [run.check, run.fix], ids=["check", "fix"])
def test_a_project_inside_another_is_one_of_its_own(folder, work):
    make(folder, PLAIN)
    make(folder / "b", PROJECTS["a newer Optax beside the code"])
    make(folder / "b/c", PROJECTS["one rule turned on"])
    found = alone(sources(folder))
    assert [len(found[path]) for path in sorted(found)] == [2, 3, 5]
    assert told(work, ".") == found
    assert told(work, "b/c", "b", ".") == found


@pytest.mark.parametrize("work", [run.check, run.fix], ids=["check", "fix"])
def test_standard_input_is_a_file_of_its_project(folder, work):
    for name in ("a configuration and no more", "a newer Optax beside the code"):
        make(folder / name, PROJECTS[name])
    found = alone(sources(folder))
    for file in sources(folder):
        one = told(work, "-", stdin=TRAIN.encode(), stdin_filename=file)
        assert one == {file: found[file]}


@pytest.mark.parametrize("command", [["check"], ["fix", "--diff"]], ids=" ".join)
def test_two_processes_find_in_all_projects_what_one_does(folder, command):
    if command[0] == "fix":
        pytest.importorskip("jax")
    for at, files in enumerate(PROJECTS.values()):
        copies = {f"copy_{number}.py": TRAIN for number in range(2)}
        make(folder / str(at), files | copies)
    assert len(sources(folder)) > 2 * FILES_PER_JOB
    said = []
    for jobs in "12":
        report = folder / f"{jobs}.json"
        options = ("--jobs", jobs, "--output-format", f"json:{report}")
        told = subprocess.run(
            [*TOOL, *command, ".", *options],
            capture_output=True,
            text=True,
            check=False,
        )
        said.append((json.loads(report.read_text()), told.stdout, told.stderr))
    assert said[0] == said[1]
    assert len(said[0][0]) == sum(map(len, alone(sources(folder)).values()))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(chosen=st.lists(st.sampled_from(list(PROJECTS)), min_size=2, max_size=4))
def test_no_mix_of_projects_changes_what_is_found(tmp_path_factory, chosen):
    folder = tmp_path_factory.mktemp("mix").resolve()
    for at, name in enumerate(chosen):
        make(folder / str(at), PROJECTS[name])
    files = sources(folder)
    found = alone(files)
    assert told(run.check, str(folder)) == found
    assert told(run.check, *reversed(files)) == found


# -- what a run knows before it reads a file ----------------------------------


def test_a_file_is_looked_at_for_the_words_of_the_rules_wherever_it_is(
    folder, monkeypatch
):
    # What is looked at is parsed, and this cannot be.
    for name in "abc":
        make(folder / name, {"pyproject.toml": TABLE, "train.py": "torch = (\n"})
    files = ["a/train.py", "b/train.py", "c/train.py"]
    known = rules.index()
    sought = replace(known.sought, words=known.sought.words | {b"torch"})
    sought.leading |= {frozenset({b"torch"})}
    wordy = replace(known, sought=sought)
    for paths in [(".",), ("a", "b", "c"), ("c", "b"), tuple(files), ("b",)]:
        named = files if paths == (".",) else [f"{one[0]}/train.py" for one in paths]
        for work in (run.check, run.fix):
            for index, told in ((known, []), (wordy, sorted(named))):
                monkeypatch.setattr(rules, "index", lambda index=index: index)
                result = work(request(*paths), lambda *_: None)
                assert [problem.path for problem in result.problems] == told


MARK = "from pathlib import Path\nPath(__file__).with_name('executed').touch()\n"


COMMANDS = {
    "fix": "fix --diff",
    "what draws curves": "check --verbose",
    "the page": "report --html page.html",
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
@pytest.mark.parametrize("paths", [("b", "a"), (".",), ("a/train.py",)], ids=" ".join)
def test_no_project_of_a_run_is_executed(folder, command, paths):
    make(folder / "projects/a", {**PLAIN, "optax/__init__.py": MARK})
    make(folder / "projects/b", PLAIN)
    make(folder / "elsewhere", {"x.txt": ""})
    told = subprocess.run(
        [
            *(*TOOL, *command.split()),
            *(str(folder / "projects" / path) for path in paths),
        ],
        cwd=folder / "elsewhere",
        env={**os.environ, "PYTHONPATH": str(folder / "projects/a")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not (folder / "projects/a/optax/executed").exists()
    assert "Traceback" not in told.stderr
    assert told.returncode == 1


def test_a_module_that_cannot_be_parsed_means_nothing_to_those_that_import_it(folder):
    use = "from lib import make\nimport optax\n\nlr = make(0.1, decay_steps=9)\n"
    broken = "import optax\nmake = optax.cosine_decay_schedule\nmake(\n"
    make(folder, {"pyproject.toml": TABLE, "lib.py": broken, "use.py": use})
    result = run.check(request("."), lambda *_: None)
    assert [problem.path for problem in result.problems] == ["lib.py"]
