"""Files of a run that call what other files hold: together, or none of them."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.engine.run import fix

COMMAND = (sys.executable, "-c", "from lrmigrate.codemod.cli.app import main; main()")
CODES = frozenset({"LRS001", "LRS002", "LRS003"})
LIB = (
    "import optax\n\ndecay = optax.cosine_decay_schedule\n"
    "s = decay(0.1, decay_steps=9)\n"
)
MOVED = (
    "from lrmigrate import lrsched\n\ndecay = lrsched.cosine_decay_schedule\n"
    "s = decay(0.1, transition_steps=9)\n"
)
ONE = (
    "import optax\n\ndecay = optax.cosine_onecycle_schedule\n"
    "s = decay(100, 0.1, pct_start=0.3)\n"
)
USE = "from lib import decay\n\n"
OLD = f"{USE}s = decay(0.1, decay_steps=7)\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    pytest.importorskip("jax")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(folder, files, paths=(".",), ignored=None, **options):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def settings(path):
        known = Settings(CODES, target="lrsched", exclude=("excluded.py",))
        silent = ignored is not None and Path(path).name == ignored
        return replace(known, codes=CODES - {"LRS001"}) if silent else known

    result = fix(Request(paths, settings, **options), lambda *_: None)
    assert not result.problems
    return result, {name: (folder / name).read_text() for name in files}


HELD = {
    "a call by an old name that stays": {
        "lib.py": LIB,
        "use.py": OLD.replace("7)", "7)  # noqa: LRS001"),
    },
    "a call in a file that is excluded": {"lib.py": LIB, "excluded.py": OLD},
    "a call by position that means something else": {
        "lib.py": ONE,
        "use.py": f"{USE}s = decay(100, 0.1, 1.0)\n",
    },
    "a call that is held by an effect": {
        "lib.py": ONE,
        "use.py": f"{USE}s = decay(next(n), 0.1, pct_start=0.3)\n",
    },
    "a call with arguments that are not seen": {
        "lib.py": LIB,
        "use.py": f"{USE}s = decay(0.1, **kw)\n",
    },
    "a chain of files": {
        "lib.py": LIB,
        "mid.py": "from lib import decay as two\n\ns = two(0.1, decay_steps=8)\n",
        "excluded.py": "from mid import two\n\ns = two(0.1, decay_steps=7)\n",
    },
}


@pytest.mark.parametrize("files", HELD.values(), ids=HELD)
def test_none_of_them(files, folder):
    result, after = run(folder, files)
    assert after["lib.py"] == files["lib.py"]
    *_, user = files
    (reason,) = {one.left for one in result.findings if one.path == "lib.py"}
    assert f"is called on line 3 of {user}" in reason
    assert not fix_again(folder).changes


def fix_again(folder):
    return run(folder, {})[0]


def test_one_file_of_two_is_left(folder):
    files = {"lib.py": LIB, "use.py": OLD}
    result, after = run(folder, files, paths=("lib.py",))
    assert after == files
    assert "line 3 of use.py, which is not rewritten with it" in result.findings[0].left


def test_a_file_whose_rule_is_silent_holds_the_other(folder):
    files = {"lib.py": LIB, "use.py": OLD}
    _, after = run(folder, files, ignored="use.py")
    assert after == files


TOGETHER = {
    "a call that is rewritten, too": OLD,
    "a call that gives the same": f"{USE}s = decay(0.1, 7)\n",
    "nothing but the import": USE,
}


@pytest.mark.parametrize("use", TOGETHER.values(), ids=TOGETHER)
def test_all_of_them(use, folder):
    _, after = run(folder, {"lib.py": LIB, "use.py": use})
    assert after["lib.py"] == MOVED
    assert "decay_steps" not in after["use.py"]


def test_the_same_call_in_a_file_that_is_excluded(folder):
    use = f"{USE}s = decay(0.1, 7)\n"
    _, after = run(folder, {"lib.py": LIB, "excluded.py": use})
    assert after == {"lib.py": MOVED, "excluded.py": use}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_file_is_looked_at_as_it_was_read(jobs, folder):
    files = {"lib.py": LIB}
    for number in range(45):
        files[f"m{number:02}.py"] = (
            f"from {f'm{number - 1:02}' if number else 'lib'} import decay\n\n"
            f"s = decay(0.1, decay_steps={number + 2})\n"
        )
    for name, text in files.items():
        (folder / name).write_text(text)
    options = ["--isolated", "--target", "lrsched", "--jobs", jobs]
    subprocess.run([*COMMAND, "fix", *options, "."], check=True)
    after = {name: (folder / name).read_text() for name in files}
    assert after["lib.py"] == MOVED
    for number in range(45):
        # What a module does when it is imported, it does as before.
        still = f"m{number - 1:02}" if number else "lib"
        assert after[f"m{number:02}.py"] == (
            f"import {still}\n"
            "from lrmigrate.lrsched import cosine_decay_schedule as decay\n\n"
            f"s = decay(0.1, transition_steps={number + 2})\n"
        )
