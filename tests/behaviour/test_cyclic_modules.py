"""Modules that take names from each other in rings: each call is told right, or left."""

from __future__ import annotations

import builtins
import importlib
import shutil
import sys
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lrmigrate.codemod.cli.app import cli
from lrmigrate.codemod.engine import fix_file
from lrmigrate.codemod.verify.verifier import Verifier
from lrmigrate.rules import catalogue

pytest.importorskip("jax")

COSINE = "cosine_decay_schedule"
numbers = count()

NAMES = ("make", "made", COSINE)
GIVEN = (
    *(
        f"from optax import {COSINE} as {{n}}",
        "from .{m} import {n}",
        "from .{m} import *",
    ),
    *("from .{m} import {o} as {n}", f"import optax\n{{n}} = optax.{COSINE}", ""),
    *("from . import {m}\n{n} = {m}.{o}", "import {p}.{m} as {m}\n{n} = {m}.{n}"),
    "def {n}(init_value, decay_steps):\n  return lambda step: 7.0 + decay_steps",
    "try:\n  from .{m} import {n}\nexcept ImportError:\n  {n} = None",
)
MORE = (
    "{n} = {o}",
    "if {n} is None:\n  from .{m} import {o} as {n}",
    "import optax",
    "",
)
CALLS = (
    "{n}(0.1, decay_steps=20)",
    "{m}.{n}(0.1, decay_steps=20)",
    "{n}." + COSINE + "(0.1, decay_steps=20)",
    "optax." + COSINE + "(0.1, decay_steps=20)",
)
INSIDE = (
    "",
    "",
    "from .{m} import {n}",
    "from . import {m}",
    "from .{m} import {o} as {n}",
)


@st.composite
def packages(draw):
    """The modules of a package, by name."""
    others = modules = [f"m{number}" for number in range(draw(st.integers(2, 4)))]

    def filled(text, name=""):
        places = {
            "n": name or draw(st.sampled_from(NAMES)),
            "o": draw(st.sampled_from(NAMES)),
            "p": "PACKAGE",
        }
        return text.format(m=draw(st.sampled_from(others)), **places)

    texts = {}
    for name in modules:
        others = [one for one in modules if one != name]
        given_names = draw(st.permutations(NAMES))
        lines = [filled(draw(st.sampled_from(GIVEN)), one) for one in given_names]
        lines.append(filled(draw(st.sampled_from(MORE))))
        text = "".join(f"{line}\n" for line in lines)
        for number in range(draw(st.integers(1, 2))):
            text += f"def run{number}():\n"
            text += f"  {filled(draw(st.sampled_from(INSIDE)))}\n"
            text += f"  keep({filled(draw(st.sampled_from(CALLS)))})\n"
        texts[name] = text
    return texts


def run(*arguments):
    return CliRunner().invoke(cli, [*arguments, "-q", "--isolated"])


def kept(package, modules):
    """What each module keeps, or how it fails; the package is imported anew."""
    for name in [one for one in sys.modules if one.split(".")[0] == package]:
        del sys.modules[name]
    importlib.invalidate_caches()
    found = []
    builtins.keep = lambda one: found.append([float(one(step)) for step in (0, 3, 25)])
    loaded = []
    for name in modules:
        try:
            loaded.append(importlib.import_module(f"{package}.{name}"))
        except Exception as error:
            found.append(type(error).__name__)
    for module in loaded:
        for runs in ("run0", "run1"):
            try:
                getattr(module, runs, int)()
            except Exception as error:
                found.append(type(error).__name__)
    return found


@pytest.fixture
def project(tmp_path, monkeypatch):
    shared = Verifier(catalogue(Path()).facts)
    monkeypatch.setattr(fix_file, "Verifier", lambda facts: shared)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.syspath_prepend(str(tmp_path / "project"))
    monkeypatch.chdir(tmp_path)
    yield tmp_path / "project"
    del builtins.keep


def written(project, texts):
    """Write a package that has not been there before, and return its name."""
    shutil.rmtree(project, ignore_errors=True)
    package = f"package{next(numbers)}"
    (project / package).mkdir(parents=True)
    (project / "pyproject.toml").touch()
    (project / package / "__init__.py").touch()
    for name, text in texts.items():
        text = text.replace("PACKAGE", package)
        (project / package / f"{name}.py").write_text(text)
    return package


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(packages())
def test_rings_end_and_no_call_becomes_another(project, texts):
    package = written(project, texts)
    files = [f"project/{package}/{name}.py" for name in texts]
    told = run("check", *files)
    assert run("check", *reversed(files)).output == told.output
    assert run("check", f"project/{package}").output == told.output
    assert "bug" not in told.output
    before = kept(package, texts)
    fixed = run("fix", "project")
    assert "bug" not in fixed.output
    # An import that a ring lets fail is gone where its name is imported from us.
    assert kept(package, texts) == before or "ImportError" in before
    assert run("fix", "--diff", "project").stdout_bytes.count(b"\n+++ ") == 0
