"""Notebooks that were saved as Python: what is left first, then what is written."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from pathlib import Path

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import run
from lrmigrate.codemod.engine.request import Request

CODES = frozenset({"LRS001", "LRS002", "LRS900"})
CALL = "s = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
OLD = f"import optax\n{CALL}"
DONE = "s = lrsched.cosine_decay_schedule(0.1, transition_steps=9)\n"
NEW = f"from lrmigrate import lrsched\n{DONE}"
DATABRICKS = "# Databricks notebook source\n"
COMMAND = "\n# COMMAND ----------\n\n"
PERCENT = "# %%\n"


@pytest.fixture
def fixed(tmp_path, monkeypatch):
    """Fix a file: what it says then, and all that the run found."""
    monkeypatch.chdir(tmp_path)
    request = Request((".",), lambda path: Settings(CODES, target="lrsched"))

    def done(text):
        data = text if isinstance(text, bytes) else text.encode()
        Path("a.py").write_bytes(data)
        result = run.fix(request, lambda stage, done, total: None)
        after = Path("a.py").read_bytes()
        run.fix(request, lambda stage, done, total: None)
        assert Path("a.py").read_bytes() == after, "a second run changes nothing"
        return after if isinstance(text, bytes) else after.decode(), result

    return done


# -- files that are broken ----------------------------------------------------

BROKEN = {
    "a bracket that is not closed": (f"{OLD}x = (1\ny = 2\n", 3),
    "a bracket before a line of another kind": (f"{OLD}x = (1\n!ls\n", 3),
    "a line of another kind in a bracket": (f"{OLD}x = f(1,\n!ls\n)\n", 4),
    "an error behind magics": (f"!pip install x\n%cd ..\n{OLD}x = = 1\n!ls\n", 5),
    "an error before magics": (f"x = = 1\n!ls\n{OLD}%cd ..\n", 1),
    "a magic where no statement is": (f"{OLD}if a:\n!ls\n", 4),
    "a magic that ends a block": (f"{OLD}if a:\n    f()\n!ls\nelse:\n    g()\n", 6),
    "a cell magic among other lines": (f"{OLD}%%time\nx = 1\n", 3),
    "a magic behind a `try` without an end": (f"{OLD}try:\n    f()\n%cd ..\n", 5),
    "a magic behind a semicolon": (f"{OLD}x = 1; %cd ..\n", 3),
    "Python 2": (f'{OLD}print "a"\n!ls\n', 3),
    "a conflict": (f"<<<<<<< HEAD\n{OLD}=======\n>>>>>>> other\n", 1),
}


@pytest.mark.parametrize(("text", "line"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_named_with_its_line(text, line, fixed):
    after, result = fixed(text)
    (problem,) = result.problems
    assert (after, result.findings) == (text, ())
    assert problem.message.startswith("cannot be parsed: ")
    assert (problem.code, problem.position.line) == ("LRS900", line)


# -- magics that may set any name ---------------------------------------------

FRACTION = "import optax\nt = optax.cosine_onecycle_schedule(n, 0.1, pct_start=p)\n"
SAID = r"on line \d+ (can reach every name|sets `optax`)|`optax` is also bound by"
REFUSED = {
    "a file is run": f"%run ./other.py\n{FRACTION}",
    "a file is run behind": f"{FRACTION}%run ./other.py\n",
    "a file is run in a block": f"{FRACTION}if a:\n    %run ./other.py\n",
    "a file is timed": f"{FRACTION}%time %run ./other.py\n",
    "names of a plot library": f"%pylab inline\n{FRACTION}",
    "a magic that nobody knows": f"{FRACTION}%mine x\n",
    "a magic that sets the function": f"{FRACTION}%time optax = mine\n",
    "nbconvert": f"{FRACTION}get_ipython().run_line_magic('run', './other.ipynb')\n",
    "Databricks": f"{DATABRICKS}# MAGIC %run ./other{COMMAND}{FRACTION}",
    "Databricks, last": f"{DATABRICKS}{FRACTION}{COMMAND}# MAGIC %run ./other",
    "Databricks, among others": (
        f"{DATABRICKS}{FRACTION}{COMMAND}# MAGIC %pip install x\n# MAGIC %run ./other\n"
    ),
    "Databricks, a cell that is timed": (
        f"{DATABRICKS}{FRACTION}{COMMAND}# MAGIC %%time\n# MAGIC import mine as optax\n"
    ),
    "Databricks, a cell that nobody knows": (
        f"{DATABRICKS}{FRACTION}{COMMAND}# MAGIC %%mine\n# MAGIC x\n"
    ),
    "Databricks, a cell that is broken": (
        f"{DATABRICKS}{FRACTION}{COMMAND}# MAGIC x = = 1\n"
    ),
    "jupytext": f"{PERCENT}{FRACTION}\n{PERCENT}# %run ./other.py\n",
    "jupytext, without a space": f"#%%\n{FRACTION}\n#%%\n#%run ./other.py\n",
    "jupytext, with a title": f"# %% A title [x]\n{FRACTION}# %run ./other.py\n",
    "jupytext, by its header": (
        "# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb,py:light\n# ---\n"
        f"{FRACTION}# %run ./other.py\n"
    ),
    "jupytext, in a block": f"{PERCENT}{FRACTION}if a:\n    # %run ./other.py\n    f()\n",
    "jupytext, a cell that nobody knows": f"{PERCENT}# %%mine\n{FRACTION}",
    "jupytext, a name that is set": f"{PERCENT}{FRACTION}# optax = %mine\n",
    "Colab, in a block": (
        f"{FRACTION}# Commented out IPython magic to ensure Python compatibility.\n"
        "for x in y:\n#     %run ./other.py\n    f()\n"
    ),
    "Colab": (
        f"{FRACTION}# Commented out IPython magic to ensure Python compatibility.\n"
        "# %run ./other.py\n"
    ),
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_may_set_any_name_leaves_its_uses(text, fixed):
    after, result = fixed(text)
    assert (after, result.problems) == (text, ())
    (finding,) = result.findings
    assert re.search(SAID, finding.left)


def test_the_line_of_the_magic_is_told(fixed):
    _, result = fixed(f"!ls \\\n -l\n{FRACTION}\n%run other.py\n")
    (finding,) = result.findings
    assert "a magic on line 6 " in finding.left
    _, result = fixed(f"{DATABRICKS}{FRACTION}{COMMAND}# MAGIC %run other\n\nx = 1\n")
    (finding,) = result.findings
    assert "a magic on line 7 " in finding.left


def test_a_length_that_a_shell_gives_is_not_the_one_that_is_written(fixed):
    call = "optax.cosine_onecycle_schedule(n, 0.1, pct_start=0.3)\n"
    text = f"{PERCENT}import optax\nn = 100\n# n = !cat steps\ns = {call}"
    after, result = fixed(text)
    assert "warmup_steps=30" not in after
    assert [finding.code for finding in result.findings] == ["LRS002"]


def test_code_in_a_comment_is_reported_where_it_stands(fixed):
    text = f"{DATABRICKS}import optax\n{COMMAND}# MAGIC %%time\n# MAGIC {CALL}"
    after, result = fixed(text)
    (finding,) = result.findings
    assert (after, str(finding.start)) == (text, "6:1")
    assert finding.left == "the file does not say it in Python"


# -- what is written ----------------------------------------------------------

WRITTEN = {
    "shell lines": "!pip install optax\n{}!ls\n",
    "a shell line that goes on": "!pip install \\\n    optax\n{}x = 1\n",
    "CRLF": "!pip install \\\r\n    optax\r\n{}x?\r\n",
    "magics": "%matplotlib inline\n%load_ext autoreload\n%autoreload 2\n{}%time f()\n",
    "help": "optax?\n?optax\noptax.sgd??\n{}",
    "a value": "files = !ls\nhere = %pwd\n{}",
    "a block": "if colab:\n    !pip install optax\nelse:\n\t%cd ..\n{}",
    "a block that goes on": (
        "try:\n  %tensorflow_version 2.x\nexcept E:\n  pass\n{}"
        "try:\n    try:\n        !ls\n    finally: f()\nexcept E: g()\n"
    ),
    "a form feed": "\f%cd ..\n{}\f\n!ls\n",
    "no end of line": "{}!ls",
    "strings that look like magics": (
        'help = """\n%run other.py\n!ls\n?x\n# MAGIC %run x\n"""\n!ls\n{}'
    ),
    "an operator where a line begins": "x = (y\n  % z\n  %z\n  != 3\n)\n!ls\n{}",
    "an operator behind a backslash": "x = y \\\n  %z\n!ls\n{}",
    "no magic at all": "x = (y\n  % z\n  %z\n)\nm = '''\n!a\n'''\n{}",
    "nbconvert": (
        "#!/usr/bin/env python\n# coding: utf-8\n\n# In[1]:\n\n\n"
        "get_ipython().system('pip install optax')\n"
        "get_ipython().run_line_magic('matplotlib', 'inline')\n"
        "get_ipython().run_cell_magic('time', '', 'x = 1\\n')\n{}"
    ),
    "Colab": (
        '"""Untitled\n\nAutomatically generated by Colab.\n"""\n\n!pip install optax\n'
        "# Commented out IPython magic to ensure Python compatibility.\n"
        "# %matplotlib inline\n{}"
        "# Commented out IPython magic to ensure Python compatibility.\n"
        "# %%writefile a.py\n# import mine as optax\n"
    ),
    "Databricks": (
        f"{DATABRICKS}# MAGIC %md\n# MAGIC Then `%run x`.\n# MAGIC %run x\n{COMMAND}"
        f"# DBTITLE 1,Setup\n# MAGIC %pip install optax{COMMAND}"
        f'n = dbutils.widgets.get("n")\n{{}}{COMMAND}'
        "dbutils.notebook.run('./other', 60)\n"
        f"{COMMAND}# MAGIC %sql\n# MAGIC select 1{COMMAND}# MAGIC %sh ls"
    ),
    "a magic in a string of Databricks": (
        f'{DATABRICKS}x = """\n# MAGIC %run ./other\n"""\n{{}}'
    ),
    "Databricks in a file of another kind": "# MAGIC %run ./other\n{}",
    "jupytext": (
        "# %% [markdown]\n# Text, 100%.\n\n# %%\n# %matplotlib inline\n# !pip install x\n"
        "# %load_ext autoreload\n# files = !ls\n# optax?\n{}"
        "\n# %% language='bash'\n# ls\n\n# %%\n# %%time\nx = 1\n"
    ),
    "prose of jupytext": f"{PERCENT}# the rate is = %s, 5% of all; done!\n# % 3\n{{}}",
    "a magic in a comment of another kind": "# %run ./other.py\n{}",
}


@pytest.mark.parametrize("form", WRITTEN.values(), ids=WRITTEN)
def test_what_is_no_python_stays_as_it_is(form, fixed):
    crlf = "\r\n" in form
    old, new = (text.replace("\n", "\r\n") if crlf else text for text in (OLD, NEW))
    after, result = fixed(form.format(old).encode())
    assert after == form.format(new).encode()
    assert result.problems == ()
    assert [finding.written for finding in result.findings] == [True]


def test_the_encoding_and_the_mark_stay(fixed):
    text = f"# -*- coding: latin-1 -*-\n!echo é\n{OLD}"
    after, _ = fixed(text.encode("latin-1"))
    assert after == text.replace(OLD, NEW).encode("latin-1")
    after, _ = fixed(BOM_UTF8 + f"!ls\n{OLD}".encode())
    assert after == BOM_UTF8 + f"!ls\n{NEW}".encode()


def test_places_and_comments_are_those_of_the_file(fixed):
    text = f"!ls \\\n  -l\n{OLD}%cd ..\n{CALL[:-1]}  # noqa: LRS001\n"
    after, result = fixed(text)
    (finding,) = result.findings
    assert (str(finding.start), result.suppressed) == ("4:38", 1)
    assert after.endswith("%cd ..\n" + CALL[:-1] + "  # noqa: LRS001\n")


def test_examples_in_docstrings_are_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    doctest = '    """Do.\n\n    >>> import optax\n    >>> {}    """\n'
    text = f"!ls \\\n -l\ndef f():\n{doctest.format(CALL)}%cd ..\n"
    Path("a.py").write_text(text)
    settings = Settings(CODES, target="lrsched", docs=True)
    result = run.fix(Request((".",), lambda path: settings), lambda *done: None)
    assert [str(finding.start) for finding in result.findings] == ["7:46"]
    assert Path("a.py").read_text() == text.replace("import optax", NEW[:29]).replace(
        CALL, DONE
    )
