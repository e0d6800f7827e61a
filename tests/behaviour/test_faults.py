"""Faults of disks and folders: every file the old one or the new one, and all is told."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

COMMAND = str(Path(sysconfig.get_path("scripts"), "lrmigrate"))
SOURCE = Path(__file__).parents[2] / "fixtures/readme/nnx_train.py"
OLD = SOURCE.read_bytes()
NAMES = ("a.py", "d/b.py", "z.py")
BASELINE = ".lrmigrate-baseline.json"
EMPTY = '{"version": 1, "findings": []}\n'
OF_NNX = ("--select", "LRS2")
FIX = ("fix", "-q", *OF_NNX, ".")
REPORT = ("check", "-q", *OF_NNX, "--output-format", "json:r/r.json", ".")
ACCEPT = ("baseline", *OF_NNX, ".")
SHRINK = ("check", "-q", *OF_NNX, ".")

# Whose files they are may not do with them what their modes refuse; root may.
POWERLESS = """
import ctypes, sys

class Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("process", ctypes.c_int)]

none = (ctypes.c_uint32 * 6)()
header = ctypes.byref(Header(0x20080522, 0))
assert ctypes.CDLL(None).capset(header, none) == 0
from lrmigrate.codemod.cli.app import main
main()
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    for name in NAMES:
        Path(name).parent.mkdir(exist_ok=True)
        shutil.copy(SOURCE, name)
    Path("r").mkdir()
    Path("r/r.json").write_text("[]\n")
    Path("pyproject.toml").write_text("[tool.lrmigrate]\n")
    yield tmp_path
    subprocess.run(["chmod", "-R", "u+rwX", str(tmp_path)], check=True)


def run(*arguments, command=(COMMAND,), **options):
    return subprocess.run(
        [*command, *arguments], capture_output=True, text=True, check=False, **options
    )


def powerless(*arguments):
    return run(*arguments, command=(sys.executable, "-P", "-c", POWERLESS))


def with_little_disk(*arguments, size):
    """Not by `preexec_fn`: the tests' own process may have JAX, and must not fork.

    No bytecode is written: Python does not see that half of a file is, and keeps it.
    """
    program = (
        "import os, resource, sys; os.environ['PYTHONDONTWRITEBYTECODE'] = '1'; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); "
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    return run(*arguments, command=(sys.executable, "-c", program, COMMAND))


def held(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def errors(ran):
    lines = ran.stderr.splitlines()
    return [line for line in lines if line.startswith("lrmigrate: error: ")]


# -- no space -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (FIX, [f"{name}: cannot be written: File too large" for name in NAMES]),
        (REPORT, ["cannot write the report r/r.json: File too large"]),
        (ACCEPT, [f"{BASELINE}: cannot be written: File too large"]),
    ],
    ids=["fix", "report", "baseline"],
)
@pytest.mark.parametrize("size", [0, 100])
def test_without_space_all_is_as_it_was_and_told(folder, arguments, told, size):
    before = held(folder)
    ran = with_little_disk(*arguments, size=size)
    assert ran.returncode == 2
    assert len(errors(ran)) == len(told)
    for line, said in zip(errors(ran), told, strict=True):
        assert said in line
    assert held(folder) == before


def test_a_baseline_that_cannot_shrink_stays(folder):
    run(*ACCEPT)
    Path("z.py").unlink()
    before = held(folder)
    ran = with_little_disk(*SHRINK, size=10)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert held(folder) == before


def test_what_there_is_space_for_is_written(folder):
    Path("a.py").write_bytes(OLD + b"#" * 4000 + b"\n")
    ran = with_little_disk(*FIX, size=3000)
    assert ran.returncode == 2
    [line] = errors(ran)
    assert "a.py: cannot be written" in line
    assert b"wrt=nnx.Param" not in Path("a.py").read_bytes()
    for name in NAMES[1:]:
        assert b"wrt=nnx.Param" in Path(name).read_bytes()


def test_a_lock_that_cannot_be_written_stays(folder):
    pytest.importorskip("jax")
    call = "import optax\ns = optax.cosine_decay_schedule(0.1, 9)\n"
    Path("s.py").write_text(call)
    Path("lrmigrate.lock").write_text("")
    before = held(folder)
    ran = with_little_disk("curves", "--lock", "s.py", size=64)
    assert ran.returncode == 2
    assert "lrmigrate.lock" in errors(ran)[0]
    assert held(folder) == before


@pytest.mark.parametrize("arguments", [["check", "."], ["fix", "--diff", *OF_NNX, "."]])
def test_standard_output_without_space_is_told(arguments):
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ran.returncode == 2
    assert b"cannot write the output: No space left on device" in ran.stderr


# -- no permission ---------------------------------------------------------------------

MODES = [
    ("d", 0o555, FIX, "d/b.py: cannot be written: Permission denied", {"d/b.py"}),
    ("d", 0o444, FIX, "d/b.py: LRS900 cannot be read: Permission", {"d/b.py"}),
    ("d", 0o000, FIX, "d/: the folder cannot be read: Permission", {"d/b.py"}),
    ("a.py", 0o444, FIX, "a.py: is read-only: make it writable", {"a.py"}),
    ("a.py", 0o000, FIX, "a.py: LRS900 cannot be read: Permission", {"a.py"}),
    (".", 0o555, FIX, "a.py: cannot be written: Permission denied", {"a.py", "z.py"}),
    ("pyproject.toml", 0o000, FIX, "cannot be read: Permission denied", {*NAMES}),
    (BASELINE, 0o000, FIX, "cannot be read: Permission denied", set()),
    (".gitignore", 0o000, FIX, ".gitignore: cannot be read: Permission", set()),
    ("r/r.json", 0o444, REPORT, "r/r.json: Permission denied", {*NAMES}),
    ("r", 0o555, REPORT, "r/r.json: Permission denied", {*NAMES}),
    (BASELINE, 0o444, ACCEPT, "is read-only: make it writable", {*NAMES}),
    (BASELINE, 0o000, ACCEPT, "cannot be read: Permission denied", {*NAMES}),
    (".", 0o555, ACCEPT, "cannot be written: Permission denied", {*NAMES}),
    (BASELINE, 0o000, SHRINK, "cannot be read: Permission denied", {*NAMES}),
]


@pytest.mark.parametrize(
    ("name", "mode", "arguments", "told", "kept"),
    MODES,
    ids=[f"{arguments[0]}: {name} {mode:o}" for name, mode, arguments, *_ in MODES],
)
def test_what_may_not_be_done_is_told_and_the_rest_is_done(
    folder, name, mode, arguments, told, kept
):
    if name == BASELINE:
        Path(name).write_text(EMPTY)
    if name == ".gitignore":
        Path(name).write_text("")
    before = held(folder)
    Path(name).chmod(mode)
    ran = powerless(*arguments)
    assert ran.returncode == 2
    assert any(told in line for line in errors(ran)), ran.stderr
    subprocess.run(["chmod", "-R", "u+rwX", "."], check=True)
    after = held(folder)
    assert after.keys() == before.keys()
    for each in NAMES:
        assert (after[each] == OLD) == (each in kept)
    assert all(after[each] == before[each] for each in after.keys() - {*NAMES})


# -- others at the same time --------------------------------------------------------


def test_of_two_runs_at_once_every_file_is_whole_and_nothing_is_left(folder):
    report = ("--output-format", "json:r/r.json")
    both = [
        subprocess.Popen(
            [COMMAND, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for arguments in [(*FIX[:-1], *report, "."), (*FIX[:-1], *report, "."), ACCEPT]
    ]
    said = [one.communicate()[1] for one in both]
    codes = [one.returncode for one in both]
    for text, code in zip(said, codes, strict=True):
        lines = [line for line in text.splitlines() if " error: " in line]
        assert all("has changed since it was read" in line for line in lines)
        assert code == (2 if lines else code)
    assert run(*FIX).returncode in (0, 1)
    after = held(folder)
    assert {after[name] for name in NAMES} == {after["a.py"]}
    assert b"wrt=nnx.Param" in after["a.py"]
    assert after.keys() == {*NAMES, "r/r.json", "pyproject.toml", BASELINE}
    json.loads(after["r/r.json"])
    json.loads(after[BASELINE])


def test_a_link_and_what_it_leads_to_are_one_file(folder):
    Path("link.py").symlink_to("a.py")
    Path("d/link.py").symlink_to("../z.py")
    ran = run(*FIX)
    assert ran.returncode == 0, ran.stderr
    assert Path("link.py").readlink() == Path("a.py")
    assert Path("d/link.py").readlink() == Path("../z.py")
    assert Path("link.py").read_bytes() == Path("z.py").read_bytes() != OLD


def test_of_a_file_with_two_names_both_are_written(folder):
    Path("other.py").hardlink_to("a.py")
    assert run(*FIX).returncode == 0
    assert Path("other.py").read_bytes() == Path("a.py").read_bytes() != OLD


def test_one_that_another_folder_shares_keeps_what_it_was(folder, tmp_path_factory):
    cache = tmp_path_factory.mktemp("cache") / "a.py"
    cache.hardlink_to("a.py")
    assert run(*FIX).returncode == 0
    assert cache.read_bytes() == OLD
    assert b"wrt=nnx.Param" in Path("a.py").read_bytes()
