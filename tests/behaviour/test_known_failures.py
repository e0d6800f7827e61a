"""What other codemods get wrong, one test for each: refused cases first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import run
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.model import FileChange
from lrmigrate.codemod.report.diff import diff_lines
from lrmigrate.codemod.report.mode import Mode, exit_code
from lrmigrate.codemod.report.styled import render

CODES = frozenset({"LRS001", "LRS002", "LRS003", "LRS004", "LRS900"})
CALL = "cosine_decay_schedule(0.1, decay_steps=9)"
NEW = "cosine_decay_schedule(0.1, transition_steps=9)"
CYCLE = "init_value=0.0, peak_value=0.1, warmup_steps=5"
MOVED = "from lrmigrate import lrsched"

KEPT = {
    "a version guard of an import keeps both of its sides": (
        "try:\n    from optax import cosine_warm_restarts_schedule\n"
        "except ImportError:\n"
        "    from optax import sgdr_schedule as cosine_warm_restarts_schedule\n"
        "s = cosine_warm_restarts_schedule(c)\n",
        "`cosine_warm_restarts_schedule` is also bound by an import on line 2",
    ),
    "a guard that falls back to nothing keeps its name": (
        "try:\n    from optax import sgdr_schedule\nexcept ImportError:\n"
        "    sgdr_schedule = None\ns = sgdr_schedule(c)\n",
        "`sgdr_schedule` is imported inside a `try` or `with` on line 1 that goes another "
        "way where the import fails",
    ),
    "an import for type checkers only is one of two": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import optax\n"
        f"else:\n    optax = lazy('optax')\ns = optax.{CALL}\n",
        "`optax` is also bound by an assignment on line 5",
    ),
    "a parameter that shadows the module is somebody else's": (
        f"import optax\ndef f(optax):\n    return optax.{CALL}\n",
        None,
    ),
    "a capture of `match` binds a name like any other": (
        f"import optax\nmatch x:\n    case {{'m': optax}}:\n        s = optax.{CALL}\n",
        "`optax` is also bound by a `match` capture on line 3",
    ),
    "a `del` binds a name like any other": (
        f"import optax\ndel optax\noptax = mine\ns = optax.{CALL}\n",
        "`optax` is also bound by a `del` on line 2",
    ),
    "a function that `map` calls is found, and told": (
        "import optax\nall_of_them = list(map(optax.sgdr_schedule, given))\n",
        "the function is passed to another function on line 2",
    ),
    "a partial that goes out of sight is found, and told": (
        "from functools import partial\nimport optax\n"
        "makers.append(partial(optax.cosine_decay_schedule, decay_steps=9))\n",
        "the partial is passed to another function on line 3",
    ),
    "a registry that nothing here calls is found, and told": (
        "import optax\nREGISTRY = {'restarts': optax.sgdr_schedule}\n",
        "nothing here calls it",
    ),
    "a comment that says noqa holds in fix as in check": (
        f"import optax\ns = optax.{CALL}  # noqa\n",
        None,
    ),
    "a comment that says noqa holds for every line of its call": (
        "import optax\ns = optax.cosine_decay_schedule(\n"
        "    0.1,\n    decay_steps=9,\n)  # noqa: LRS001\n",
        None,
    ),
    "a comment that says noqa for a file holds": (
        f"# ruff: noqa: LRS\nimport optax\ns = optax.{CALL}\n",
        None,
    ),
}


@pytest.mark.parametrize("target", ["lrsched", "optax"])
@pytest.mark.parametrize(("code", "reason"), KEPT.values(), ids=KEPT)
def test_what_is_kept(code, reason, target, fix):
    fixed = fix(code, target)
    assert fixed.text == code
    assert bool(fixed.findings) == (reason is not None)
    if reason is not None:
        assert any(reason in finding.left for finding in fixed.findings)


DONE = {
    "the alias of a from-import stays": (
        "from optax import sgdr_schedule as g\n"
        f"def f(n):\n    return g([dict({CYCLE}, decay_steps=n)])\n",
        "from lrmigrate.lrsched import cosine_warm_restarts_schedule as g\n"
        f"def f(n):\n    return g([dict({CYCLE}, transition_steps=n)])\n",
    ),
    "one import takes the place of another under an alias": (
        f"import optax as zz\ns = zz.{CALL}\nt = zz.{CALL}\n",
        f"{MOVED}\ns = lrsched.{NEW}\nt = lrsched.{NEW}\n",
    ),
    "an import under an alias that is still used is kept once": (
        f"import optax as zz\ntx = zz.adam(zz.{CALL})\nt = zz.{CALL}\n",
        f"import optax as zz\n{MOVED}\ntx = zz.adam(lrsched.{NEW})\nt = lrsched.{NEW}\n",
    ),
    "a compatibility import of something else is kept": (
        "import optax\ntry:\n    from optax import tree_utils\nexcept ImportError:\n"
        f"    tree_utils = None\ns = optax.{CALL}\n",
        f"{MOVED}\ntry:\n    from optax import tree_utils\nexcept ImportError:\n"
        f"    tree_utils = None\ns = lrsched.{NEW}\n",
    ),
    "a call in the argument of a call is rewritten in the same run": (
        f"import optax\ns = optax.cosine_onecycle_schedule(100, optax.{CALL}(0), 0.3)\n",
        f"{MOVED}\ns = lrsched.cosine_onecycle_schedule("
        f"100, lrsched.{NEW}(0), warmup_steps=30)\n",
    ),
    "a call in a call of the same function is rewritten in the same run": (
        "import optax\n"
        f"s = optax.cosine_decay_schedule(optax.{CALL}(3), decay_steps=8)\n",
        f"{MOVED}\n"
        f"s = lrsched.cosine_decay_schedule(lrsched.{NEW}(3), transition_steps=8)\n",
    ),
    "a partial is a call": (
        "from functools import partial\nimport optax\n"
        "make = partial(optax.cosine_decay_schedule, decay_steps=9)\ns = make(0.1)\n",
        f"from functools import partial\n{MOVED}\n"
        "make = partial(lrsched.cosine_decay_schedule, transition_steps=9)\n"
        "s = make(0.1)\n",
    ),
    "an entry of a registry is a name": (
        "import optax\nREGISTRY = {'cosine': optax.cosine_decay_schedule}\n"
        "s = REGISTRY['cosine'](0.1, decay_steps=9)\n",
        f"{MOVED}\nREGISTRY = {{'cosine': lrsched.cosine_decay_schedule}}\n"
        "s = REGISTRY['cosine'](0.1, transition_steps=9)\n",
    ),
    "a comment that says noqa silences its own line only": (
        f"import optax\ns = optax.{CALL}  # noqa: LRS001\nt = optax.{CALL}\n",
        f"import optax\n{MOVED}\ns = optax.{CALL}  # noqa: LRS001\nt = lrsched.{NEW}\n",
    ),
    "every comment of a call stays where it is": (
        "import optax\ns = optax.cosine_onecycle_schedule(  # one\n    # two\n"
        "    100,  # three\n    0.1,\n    # four\n    pct_start = 0.29,  # five\n"
        "    # six\n)  # seven\n",
        f"{MOVED}\ns = lrsched.cosine_onecycle_schedule(  # one\n    # two\n"
        "    100,  # three\n    0.1,\n    # four\n    warmup_steps = 28,  # five\n"
        "    # six\n)  # seven\n",
    ),
    "a comment inside of an argument stays": (
        "import optax\ns = optax.cosine_decay_schedule(0.1,  # peak\n"
        "    decay_steps=(  # total\n        a  # one\n        * b\n    ),\n)\n",
        f"{MOVED}\ns = lrsched.cosine_decay_schedule(0.1,  # peak\n"
        "    transition_steps=(  # total\n        a  # one\n        * b\n    ),\n)\n",
    ),
    "a backslash at the end of a line stays": (
        "import optax\ns = optax.cosine_decay_schedule \\\n    (0.1, decay_steps=9)\n",
        f"{MOVED}\n"
        "s = lrsched.cosine_decay_schedule \\\n    (0.1, transition_steps=9)\n",
    ),
}


@pytest.mark.parametrize(("code", "expected"), DONE.values(), ids=DONE)
def test_what_is_done(code, expected, fix):
    fixed = fix(code)
    assert fixed.text == expected
    assert all(finding.written for finding in fixed.findings)


# -- files --------------------------------------------------------------------


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def request(folder, target="lrsched"):
    settings = Settings(CODES, target, root=folder)
    return Request((".",), lambda path: settings)


def fix_folder(folder):
    return run.fix(request(folder), lambda *_: None)


def test_a_file_that_cannot_be_decoded_stops_nothing_and_is_counted(folder):
    Path("a.py").write_bytes(b"import optax\ns = '\xe9'\n")
    Path("b.py").write_text(f"import optax\ns = optax.{CALL}\nt = optax.{CALL}\n")
    Path("c.py").write_text("import optax\ns = optax.sgdr_schedule(\n")
    Path("d.py").write_text(f"import optax\ntake(optax.sgdr_schedule, optax.{CALL})\n")
    result = fix_folder(folder)
    assert [problem.path for problem in result.problems] == ["a.py", "c.py"]
    assert [change.path for change in result.changes] == ["b.py", "d.py"]
    assert [f.written for f in result.findings] == [True, True, False, True]
    assert result.files_scanned == 4
    assert exit_code(result, Mode.FIX) == 2
    assert Path("a.py").read_bytes() == b"import optax\ns = '\xe9'\n"


@pytest.mark.parametrize("work", [run.check, run.fix], ids=["check", "fix"])
def test_no_file_is_dropped_into_the_working_directory(folder, work):
    Path("train.py").write_text(f"import optax\ns = optax.{CALL}\n")
    work(request(folder, "auto"), lambda *_: None)
    assert list(folder.iterdir()) == [folder / "train.py"]


def test_a_coloured_diff_is_the_diff_with_colours():
    before = f"x: list[int] = []  # [/red]\ns = optax.{CALL}\n"
    after = f"x: list[int] = []  # [/red]\ns = optax.{NEW}\n"
    lines = list(diff_lines([FileChange("train.py", before, after)]))
    coloured, plain = render(lines, colour=True), render(lines, colour=False)
    assert coloured != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert " x: list[int] = []  # [/red]\n" in plain


OLD_BYTES, NEW_BYTES = f"optax.{CALL}".encode(), f"lrsched.{NEW}".encode()
BYTES = {
    "CRLF": b"import optax\r\n\r\ns = OLD\r\n",
    "mixed line ends": b"import optax\r\ns = OLD\nt = 1\r\n",
    "lone carriage returns": b"import optax\rs = OLD\r",
    "a byte order mark": b"\xef\xbb\xbfimport optax\ns = OLD\n",
    "a byte order mark and a cookie": (
        b"\xef\xbb\xbf# coding: utf-8\r\nimport optax\r\ns = OLD\r\n"
    ),
    "a latin-1 cookie": b"# -*- coding: latin-1 -*-\nimport optax\ns = '\xe9', OLD\n",
    "no newline at the end": b"import optax\ns = OLD",
    "tabs": b"import optax\nif x:\n\tif y:\n\t\ts = OLD\t# z\n",
    "statements on one line": b"import os; import optax; s = OLD; os.sep;\n",
    "a form feed before a statement": b"import optax\n\x0cs = OLD\n\x0c\nt = 1\n",
    "letters of two and four bytes": "import optax\né = '𒀀'; s = OLD\n".encode(),
}


@pytest.mark.parametrize("data", BYTES.values(), ids=BYTES)
def test_every_other_byte_survives(folder, data):
    path = folder / "train.py"
    path.write_bytes(data.replace(b"OLD", OLD_BYTES))
    result = fix_folder(folder)
    assert not result.problems
    expected = data.replace(b"OLD", NEW_BYTES)
    assert path.read_bytes() == expected.replace(b"import optax", MOVED.encode())


def test_mode_bits_and_links_survive(folder):
    script = folder / "bin" / "train.py"
    script.parent.mkdir()
    script.write_text(f"import optax\ns = optax.{CALL}\n")
    script.chmod(0o751)
    (folder / "link.py").symlink_to("bin/train.py")
    (folder / "copy.txt").hardlink_to(script)
    result = fix_folder(folder)
    assert [change.path for change in result.changes] == ["bin/train.py"]
    assert script.read_text() == f"{MOVED}\ns = lrsched.{NEW}\n"
    assert script.stat().st_mode & 0o777 == 0o751
    assert (folder / "link.py").readlink() == Path("bin/train.py")
    assert (folder / "copy.txt").read_text() == f"import optax\ns = optax.{CALL}\n"
