"""The pre-commit hooks: the recipes of docs/ci.md, run by the real pre-commit."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import partial

import pytest
import yaml
from paths import ROOT

DOCS = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
RECIPES = [
    recipe
    for text in re.findall(r"^```yaml\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
    if "repos" in (recipe := yaml.safe_load(text))
]
NEEDS = {
    hook["id"]: " ".join(hook.get("additional_dependencies", ()))
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
}
WIDER = [recipe for recipe in RECIPES if "types_or" in str(recipe)]
CLEAN = "import math\n\nprint(math.pi)\n"
OLD = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, decay_steps=100)\n"
NEW = "lr = lrsched.cosine_decay_schedule(0.1, transition_steps=100)\n"
NOTEBOOK = json.dumps(
    {
        "cells": [{"cell_type": "code", "source": OLD, "outputs": []}],
        "metadata": {},
        "nbformat": 4,
    }
)
PAGE = f"# Title\n\n```python\n{OLD}```\n"
YAML = "_target_: optax.cosine_decay_schedule\ninit_value: 0.1\ndecay_steps: 9\n"
GIN = "optax.cosine_decay_schedule.decay_steps = 9\n"
LOCK = """\
version = 1
optax = "0.2.8"
jax = "0.10.2"

[[curve]]
file = "a.py"
in = ""
order = 0
target = "lr"
call = "optax.cosine_decay_schedule(init_value=0.1, decay_steps=100)"
steps = "0-108, 1400"
values = { 0 = 0.1, 50 = 0.05, 100 = 0.0 }
mean = 0.05
sha256 = "00"
"""
UNSURE = OLD.replace(")", ", **read())")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run a command where neither git nor pre-commit knows anything of the user."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("GIT_", "PRE_COMMIT", "PYTHON")) and key != "SKIP"
    }
    who = {
        f"GIT_{role}_{what}": "tests@localhost"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    environment = {
        **kept,
        **who,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PIP_NO_COMPILE": "1",
        "VIRTUALENV_OVERRIDE_APP_DATA": str(tmp_path_factory.mktemp("virtualenv")),
    }

    def done(*command, cwd, **more):
        return subprocess.run(
            command,
            cwd=cwd,
            env={**environment, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return done


@pytest.fixture(scope="module")
def hooks(tmp_path_factory, run):
    """This working tree as a repository that pre-commit can fetch, and its revision."""
    folder = tmp_path_factory.mktemp("hooks") / "lrmigrate"
    for name in ("codemod", "rules", "lrsched"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in (
        *(".pre-commit-hooks.yaml", "_lrmigrate.py", "pyproject.toml"),
        *("README.md", "LICENSE"),
    ):
        shutil.copy(ROOT / name, folder)
    for command in ("init --quiet", "add .", "commit --quiet --message all"):
        done = run("git", *command.split(), cwd=folder)
        assert done.returncode == 0, done.stdout
    return str(folder), run("git", "rev-parse", "HEAD", cwd=folder).stdout.strip()


class Project:
    """A repository whose commits run the hook of a recipe."""

    def __init__(self, folder, run, hooks, recipe):
        folder.mkdir()
        self.folder = folder
        self._run = run
        self._hooks = hooks
        self.configure(recipe)
        run("git", "init", "--quiet", cwd=folder)
        done = self.pre_commit("install", "--install-hooks")
        assert done.returncode == 0, done.stdout

    def configure(self, recipe):
        [repo] = recipe["repos"]
        repo["repo"], repo["rev"] = self._hooks
        self.write(".pre-commit-config.yaml", yaml.safe_dump(recipe))

    def pre_commit(self, *options):
        command = (sys.executable, "-m", "pre_commit", *options, "--color", "never")
        return self._run(*command, cwd=self.folder)

    def write(self, path, text):
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def read(self, path):
        return (self.folder / path).read_text(encoding="utf-8")

    def commit(self, **files):
        """Commit files, or all that is there, and tell whether it went through."""
        for name, text in files.items():
            self.write(f"{name}.py", text)
        self._run("git", "add", "--all", cwd=self.folder)
        done = self._run("git", "commit", "--message", "all", cwd=self.folder)
        return done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def environments(tmp_path_factory):
    """Where pre-commit keeps what is installed, by what a hook needs beside this."""
    return {
        needs: tmp_path_factory.mktemp("environments") for needs in {*NEEDS.values()}
    }


@pytest.fixture
def project(tmp_path, run, hooks, environments, request):
    folder = environments[NEEDS[request.param]]
    run = partial(run, PRE_COMMIT_HOME=str(folder))
    [recipe] = [
        one
        for one in RECIPES
        if request.param in str(one["repos"]) and "types_or" not in str(one)
    ]
    return Project(tmp_path / "project", run, hooks, recipe)


@pytest.fixture
def installed(environments):
    """What there is for hooks that need nothing else."""
    return lambda: {
        path.name for path in environments[""].glob("*/*/lib/*/site-packages/*")
    }


@pytest.mark.parametrize("project", ["lrmigrate-check"], indirect=True)
def test_the_hook_that_checks(project, installed):
    passed, output = project.commit(broken="import optax\nx = (\n")
    assert not passed
    assert "exit code: 2" in output
    project.write("broken.py", CLEAN)

    assert project.commit(a=CLEAN)[0]

    passed, output = project.commit(b=OLD)
    assert not passed
    assert "exit code: 1" in output
    assert "b.py:3:39: LRS001 [*]" in output
    assert project.read("b.py") == OLD

    project.write("pyproject.toml", "[tool.lrmigrate]\nexclude = ['b.py']\n")
    assert project.commit()[0]

    for number in range(60):
        project.write(f"{'long' * 50}/{number}.py", OLD)
    passed, output = project.commit()
    assert not passed
    assert output.count("60 files scanned: 60 findings") == 1
    shutil.rmtree(project.folder / ("long" * 50))

    project.write("pyproject.toml", "")
    project.write("b.py", CLEAN)
    others = {"a.md": PAGE, "a.rst": f"::\n\n  {YAML}", "a.yaml": YAML, "a.gin": GIN}
    for path, text in others.items():
        project.write(path, text)
    passed, output = project.commit()
    assert passed, output
    project.write("a.ipynb", NOTEBOOK)
    passed, output = project.commit()
    assert not passed
    assert "a.ipynb:cell 1:3:39: LRS001 [*]" in output
    (project.folder / "a.ipynb").unlink()

    for recipe in WIDER:
        project.configure(recipe)
        project._run("git", "add", "--all", cwd=project.folder)
        output = project.pre_commit("run", "--all-files").stdout
        assert "exit code: 1" in output
        assert "a.md:6:39: LRS001" in output
        assert "a.yaml:3:1: LRS001" in output
        assert ("a.gin:1:29: LRS001" in output) == ("gin" in str(recipe))

    assert "libcst" in installed()
    assert not {"jax", "optax", "numpy"} & installed()


@pytest.mark.parametrize("project", ["lrmigrate-curves"], indirect=True)
def test_the_hook_that_holds_curves_against_the_lock(project, installed):
    passed, output = project.commit(a=OLD)
    assert not passed
    assert "there is no lock; write it with `lrmigrate curves --lock`" in output

    project.write("lrmigrate.lock", LOCK)
    passed, output = project.commit()
    assert passed, output
    assert project.commit(a=f"from lrmigrate import lrsched\n\n{NEW}")[0]

    passed, output = project.commit(a=OLD.replace("100", "LENGTH"), b="LENGTH = 60\n")
    assert not passed
    project.write("a.py", "from b import LENGTH\n" + OLD.replace("100", "LENGTH"))
    passed, output = project.commit(b="LENGTH = 60\n")
    assert not passed
    assert "exit code: 1" in output
    assert (
        "a.py:4:6: MOVED in the code: a.py:4, decay_steps 100 to LENGTH (60)" in output
    )
    passed, output = project.commit(b="LENGTH = 100\n")
    assert passed, output

    project.write("README", "text\n")
    assert "no files to check" in project.commit()[1]

    assert "libcst" in installed()
    assert not {"jax", "optax", "numpy"} & installed()


@pytest.mark.parametrize("project", ["lrmigrate-fix"], indirect=True)
def test_the_hook_that_fixes(project):
    assert project.commit(a=CLEAN)[0]

    passed, output = project.commit(b=OLD)
    assert not passed
    assert "files were modified by this hook" in output
    assert "exit code" not in output
    assert project.read("b.py").endswith(NEW)
    assert project.commit()[0]

    project.write("pyproject.toml", "[tool.lrmigrate]\nexclude = ['vendor/']\n")
    project.write("vendor/c.py", OLD)
    assert project.commit()[0]
    assert project.read("vendor/c.py") == OLD

    passed, output = project.commit(d=UNSURE)
    assert not passed
    assert "exit code: 1" in output
    assert project.read("d.py") == UNSURE
