"""What the surroundings of a run do to it: nothing, or it is told in one line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

COMMAND = (str(Path(sysconfig.get_path("scripts"), "lrmigrate")),)
MODULE = (sys.executable, "-P", "-m", "lrmigrate.codemod.cli")
OLD = "import optax\nlr = optax.cosine_decay_schedule(0.1, decay_steps=100)\n"


FIXTURES = Path(__file__).parents[2] / "fixtures/readme"


def run(command, where, **environment):
    return subprocess.run(
        command,
        cwd=where,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("begin", [COMMAND, MODULE], ids=["command", "module"])
def test_a_working_directory_that_is_gone_is_told(tmp_path, begin):
    command = ["sh", "-c", 'cd gone && rmdir ../gone && "$@"', "sh", *begin, "check"]
    (tmp_path / "gone").mkdir()
    ran = run(command, tmp_path)
    told = "the working directory is no longer there: go to one that is"
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"lrmigrate: error: {told}\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_flags_that_jax_refuses_are_told_and_nothing_is_written(tmp_path, jobs):
    pytest.importorskip("jax")
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(OLD)
    command = [*COMMAND, "fix", "--isolated", "-j", jobs, "."]
    ran = run(command, tmp_path, XLA_FLAGS="--no_such_flag")
    assert ran.returncode == 2
    assert "JAX does not start with XLA_FLAGS='--no_such_flag'" in ran.stderr
    assert "unset XLA_FLAGS" in ran.stderr
    assert (tmp_path / "a.py").read_text() == OLD


def test_flags_that_jax_takes_change_nothing(tmp_path):
    pytest.importorskip("jax")
    (tmp_path / "a.py").write_text(OLD)
    flags = "--xla_force_host_platform_device_count=2"
    ran = run([*COMMAND, "fix", "--isolated", "-q", "."], tmp_path, XLA_FLAGS=flags)
    assert ran.returncode == 0, ran.stderr
    assert "transition_steps" in (tmp_path / "a.py").read_text()


# -- the same everywhere --------------------------------------------------------------

NOWHERE = "/nowhere"
C = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
SURROUNDINGS = {
    "the C locale": C,
    "Latin-1": {"PYTHONIOENCODING": "latin-1"},
    "no home": {"HOME": None, "XDG_CONFIG_HOME": None, "USER": None, "LOGNAME": None},
    "a home that is not there": {"HOME": NOWHERE, "XDG_CONFIG_HOME": NOWHERE},
    "no folder for temporary files": dict.fromkeys(("TMPDIR", "TMP", "TEMP"), NOWHERE),
    "nothing but a path": {name: None for name in os.environ if name != "PATH"},
    "no path": {"PATH": ""},
    "a narrow terminal": {"COLUMNS": "20", "LINES": "3"},
    "a terminal of no width": {"COLUMNS": "0"},
    "a dumb terminal": {"TERM": "dumb"},
    "python -O": {"PYTHONOPTIMIZE": "1"},
    "python -W error": {"PYTHONWARNINGS": "error"},
    "python -X dev": {"PYTHONDEVMODE": "1", "PYTHONWARNINGS": "error"},
    "python -B -u": {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"},
    "no file of bytecode": {"PYTHONPYCACHEPREFIX": NOWHERE},
}
HASHING = [
    {**one, "PYTHONHASHSEED": str(seed)}
    for seed, one in enumerate(SURROUNDINGS.values())
]
"""The surroundings, each with hashes of its own."""
RUNS = {
    "check": ("check", "--output-format", "full", "."),
    "fix --diff": ("fix", "--diff", "--select", "LRS2", "."),
    "curves as JSON": ("curves", "--format", "json", "."),
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tree")
    for name in ("train.py", "nnx_train.py", "curves.py"):
        shutil.copy(FIXTURES / name, folder)
    (folder / "pyproject.toml").write_text("[tool.lrmigrate]\n")
    return folder


@pytest.fixture(scope="module")
def usual(tree):
    return {name: told(tree, name) for name in RUNS}


def told(tree, name, **environment):
    changed = {**os.environ, **environment}
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "lrmigrate.codemod.cli", *RUNS[name]],
        cwd=tree,
        env={key: value for key, value in changed.items() if value is not None},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return ran.returncode, ran.stdout, ran.stderr


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("environment", HASHING, ids=SURROUNDINGS)
def test_it_says_the_same(tree, usual, environment, name):
    code, stdout, stderr = usual[name]
    assert (code, len(stdout) > 500) == (0 if name.startswith("curves") else 1, True)
    assert told(tree, name, **environment) == (code, stdout, stderr)


def test_with_any_number_of_processes_it_says_the_same(tmp_path):
    for number in range(64):
        name = ("train.py", "nnx_train.py")[number % 2]
        shutil.copy(FIXTURES / name, tmp_path / f"{number}.py")
    ran = [
        run([*COMMAND, "check", "-j", jobs, "--output-format", "json", "."], tmp_path)
        for jobs in ("1", "2", "3", "7")
    ]
    assert len({(one.returncode, one.stdout, one.stderr) for one in ran}) == 1
    assert ran[0].stdout.count('"63.py"') > 1


@pytest.mark.parametrize(
    ("closed", "code"),
    [
        ("| head -c 1 >/dev/null", 0),
        ("| true", 0),
        (">&-", 1),
        ("2>&-", 1),
        ("<&- >&- 2>&-", 1),
    ],
)
@pytest.mark.parametrize("name", ["check", "fix --diff", "curves as JSON"])
def test_nobody_needs_to_listen(tree, closed, code, name):
    """What is piped has the exit code of the reader, and no word of a broken pipe."""
    script = f'"$@" {closed}'
    ran = run(["sh", "-c", script, "sh", *COMMAND, *RUNS[name]], tree)
    assert ran.returncode == (0 if name.startswith("curves") else code)
    words = ("lrmigrate: error", "Broken pipe", "BrokenPipe", "Traceback")
    assert not any(word in ran.stderr for word in words)


def test_no_file_is_opened_as_a_standard_stream(tmp_path):
    code = """
import os
from pathlib import Path
from lrmigrate.codemod.cli import app, group
streams = lambda: [os.readlink(f"/proc/self/fd/{one}") for one in range(3)]
group.cli = lambda: Path("streams").write_text(" ".join(streams()))
app.main()
"""
    closed = '"$@" <&- >&- 2>&-'
    run(["sh", "-c", closed, "sh", sys.executable, "-P", "-c", code], tmp_path)
    assert (tmp_path / "streams").read_text() == " ".join(["/dev/null"] * 3)


def test_standard_input_without_end_is_told(tmp_path):
    (tmp_path / "list").symlink_to("/dev/zero")
    for command in (["check", "-"], ["fix", "-"], ["check", "--repositories", "-"]):
        with Path("/dev/zero").open("rb") as zeros:
            ran = subprocess.run(
                [*COMMAND, *command],
                cwd=tmp_path,
                stdin=zeros,
                capture_output=True,
                text=True,
                check=False,
            )
        told = "standard input cannot be read: it is larger than 256 MiB"
        assert (ran.returncode, ran.stdout) == (2, "")
        assert ran.stderr == f"lrmigrate: error: {told}\n"
    ran = run([*COMMAND, "check", "--repositories", "list"], tmp_path)
    assert ran.stderr.startswith("lrmigrate: error: cannot read the list list: it is n")


def test_two_projects_of_a_run_each_say_what_they_hide(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        shutil.copy(FIXTURES / "nnx_train.py", tmp_path / name)
        (tmp_path / name / "pyproject.toml").write_text(
            '[project]\nname = "x"\nversion = "1"\ndependencies = ["flax<0.11"]\n'
        )
    ran = run([*COMMAND, "check", "."], tmp_path)
    for name in ("one", "two"):
        assert f"not shown: {name}: pyproject.toml requires flax<0.11" in ran.stderr
