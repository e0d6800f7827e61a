"""A tree that was written to harm: nothing of it is executed, followed out or shown raw."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path
from xml.etree import ElementTree

import hostile
import pytest
from ending import LONG, ends

COMMAND = str(Path(sysconfig.get_path("scripts"), "lrmigrate"))
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FORMATS = ("full", "github", "gitlab", "json", "json-lines", "junit", "sarif", "text")


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    place = tmp_path_factory.mktemp("hostile")
    (place / "top").mkdir()
    hostile.write(place / "top")
    return place


@pytest.fixture
def top(pristine, tmp_path, monkeypatch):
    """The tree anew, for a command that may write; the links lead where they led."""
    monkeypatch.delenv("CI", raising=False)
    shutil.copytree(pristine / "victim", tmp_path / "victim")
    (tmp_path / "top").mkdir()
    subprocess.run(["cp", "-a", f"{pristine}/top/.", tmp_path / "top"], check=True)
    return tmp_path / "top"


@pytest.fixture
def unshadowed(top):
    """The same without what may be found in a library's place: calls are its, then."""
    for library in ("flax", "lrmigrate", "optax"):
        (top / f"{library}.py").unlink()
    return top


def held(place):
    """What all files hold, and where all links lead."""
    found = {}
    for folder, folders, names in os.walk(place):
        for name in [*folders, *names]:
            path = Path(folder, name)
            if path.is_symlink():
                found[path] = path.readlink()
            elif path.is_file():
                found[path] = path.read_bytes()
            else:
                found[path] = None
    return found


def lrmigrate(top, *arguments, stdin=None, **environment):
    with ends():
        ran = subprocess.run(
            [COMMAND, *arguments],
            cwd=top,
            env={**os.environ, **environment},
            input=stdin,
            stdin=None if stdin else subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=LONG,
        )
    assert ran.returncode in (0, 1, 2), ran.stderr[-2000:]
    for said in (b"Traceback", b"is a bug"):
        assert said not in ran.stderr, ran.stderr[-2000:]
    return ran


def unharmed(top, before, written=()):
    after = held(top.parent)
    new = {str(path.relative_to(top)) for path in after.keys() - before.keys()}
    changed = {path for path in before if after.get(path) != before[path]}
    assert not any(hostile.MARK in name for name in new)
    assert new == {*written}
    return changed


def is_text(data):
    """Whether a terminal takes all of it for text, and each line for one of ours."""
    text = data.decode("utf-8")
    found = RAW.search(text)
    assert found is None, text[max(0, found.start() - 80) : found.end() + 20]
    return text


# -- what is told ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def told(pristine, tmp_path_factory):
    """The report of each format, of one check of the tree."""
    top = pristine / "top"
    before = held(pristine)
    files = {form: tmp_path_factory.mktemp("told") / form for form in FORMATS}
    outputs = [f"--output-format={form}:{file}" for form, file in files.items()]
    ran = lrmigrate(top, "check", *outputs, PYTHONIOENCODING="utf-8")
    assert ran.stdout == b""
    assert not re.search(r"^::", is_text(ran.stderr), re.MULTILINE)
    assert unharmed(top, before) == set()
    return {form: file.read_bytes() for form, file in files.items()}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_of_check_is_text(told, form):
    text = is_text(told[form])
    assert text.count("transition_steps") > 100 or form == "sarif"
    if form == "github":
        lines = text.splitlines()
        commands = [line for line in lines if line.lstrip().startswith("::")]
        assert commands
        for line in commands:
            assert re.match(r"::(error|warning|notice) ", line)
            assert ",title=lrmigrate (LRS" in line
    elif form == "junit":
        ElementTree.fromstring(text)
    elif form == "json-lines":
        assert all(map(json.loads, text.splitlines()))
    elif form in ("json", "gitlab", "sarif"):
        json.loads(text)
    else:
        assert not re.search(r"^::", text, re.MULTILINE)


@pytest.mark.parametrize(
    "command",
    [
        ("check", "--statistics"),
        ("check", "-v"),
        ("check", "-j", "2", "-q"),
        ("curves",),
        ("curves", "--format", "json"),
        ("baseline", "--exclude", "*"),
    ],
    ids=" ".join,
)
def test_what_else_is_told_is_text(top, command):
    before = held(top.parent)
    ran = lrmigrate(top, *command, PYTHONIOENCODING="utf-8")
    text = is_text(ran.stdout) + is_text(ran.stderr)
    assert not re.search(r"^::", text, re.MULTILINE)
    written = [".lrmigrate-baseline.json"] if command[0] == "baseline" else []
    assert unharmed(top, before, written) == set()


@pytest.mark.parametrize(
    "command",
    [("report", "--html"), ("curves", "--format", "html", "--output-file")],
    ids=" ".join,
)
def test_a_page_holds_it_as_text(top, command):
    if command[0] == "report":
        pytest.importorskip("jax")
    before = held(top.parent)
    lrmigrate(top, *command, "page.html", ".")
    page = is_text((top / "page.html").read_bytes())
    assert "alert(1)" in page
    assert not re.search(r"<img|<script>alert|</script><script>alert", page)
    assert "\n::error" not in page
    assert unharmed(top, before, ["page.html"]) == set()


def test_a_picture_holds_it_as_text(unshadowed):
    name = "texts/x1.py:4"
    Path(unshadowed, "texts/x1.py").write_text(
        "import optax\nclass A:\n    pass\n"
        "s = optax.cosine_decay_schedule(0.1, 9, exponent=1.5)  # <script>\n"
    )
    ran = lrmigrate(unshadowed, "curves", "--format", "svg", name)
    ElementTree.fromstring(is_text(ran.stdout))


# -- what is written ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "written"),
    [
        (("fix",), []),
        (("fix", "--docs", "--unsafe-fixes", "-q"), []),
        (("check", "--add-noqa", "-q"), []),
        (("fix", "--diff"), []),
    ],
    ids=lambda value: " ".join(value),
)
def test_nothing_is_executed_and_nothing_written_outside(unshadowed, command, written):
    top = unshadowed
    if command[0] == "fix":
        pytest.importorskip("jax")
    before = held(top.parent)
    ran = lrmigrate(top, *command, PYTHONIOENCODING="utf-8")
    is_text(ran.stderr)
    if "--diff" not in command:
        is_text(ran.stdout)
    changed = unharmed(top, before, written)
    assert all(top in path.parents for path in changed)
    assert bool(changed) == ("--diff" not in command)
    named = {path.name for path in changed}
    assert named.isdisjoint({"out.py", "passwd.py", "pipe.py", "pyproject.toml"})


def test_modules_of_ours_by_name_are_not_imported(top):
    for name in ("json", "re"):
        (top / f"{name}.py").unlink()  # Python itself would import them
    before = held(top.parent)
    lrmigrate(top, "check", "-q", "optax.py", "traps", PYTHONPATH=".:traps")
    assert unharmed(top, before) == set()


def test_flake8_executes_nothing_either(top):
    for name in ("json", "re", "packaging", "setup", "conftest"):
        (top / f"{name}.py").unlink()  # flake8 itself would import them
    (top / "traps/t36.py").unlink()  # pyflakes fails at its depth
    before = held(top.parent)
    command = ["-m", "flake8", "--select", "LRS", "traps", "texts"]
    python = Path(COMMAND).with_name("python")
    ran = subprocess.run(
        [python, "-P", *command],
        cwd=top,
        capture_output=True,
        check=False,
        timeout=LONG,
    )
    assert ran.stdout.count(b"LRS001") > 20
    assert unharmed(top, before) == set()


# -- one place at a time --------------------------------------------------------------


@pytest.mark.parametrize("size", [100 * 2**20])
def test_a_line_of_a_hundred_megabytes_is_told(tmp_path, size):
    line = b"import optax; x = '" + b"cosine_decay_schedule " * (size // 22) + b"'\n"
    (tmp_path / "long.py").write_bytes(line)
    (tmp_path / "a.py").write_text(hostile.OLD)
    ran = lrmigrate(tmp_path, "check", "--isolated")
    assert b"long.py: LRS900 is too large: the limit is 4 MiB" in ran.stderr
    assert b"a.py:2:" in ran.stdout


KEYS = {
    "baseline": '"../victim/a.py"',
    "baseline ": '"../victim/new.json"',
    "baseline  ": '"links/folder/new.json"',
    "exclude": f'["{"*a" * 60}b", "\\u001b[31m", "::error::x"]',
    "select": '["\\u001b[31m\\n::error::x"]',
    "ignore": '["[bold]", "<script>"]',
    "target": '"\\u001b[31m"',
    "fail-on": '"\\u202e::error::"',
    "flax-version": '"\\u001b]0;x\\u0007"',
    "optax-version": '">=0.1\\n::error::"',
    '"\\u001b[31m\\n::error::key"': "1",
    "per-file-ignores": '{"\\u001b[31m" = ["\\u001b[32m"]}',
    "docs": '"\\u009b2J"',
}


@pytest.mark.parametrize("key", KEYS)
def test_a_configuration_is_told_as_text_and_leads_nowhere(tmp_path, key):
    top = tmp_path / "top"
    for folder in (top / "links", tmp_path / "victim"):
        folder.mkdir(parents=True)
    (tmp_path / "victim/a.py").write_text(hostile.OLD)
    (top / "links/folder").symlink_to(tmp_path / "victim")
    (top / "a.py").write_text(hostile.OLD)
    (top / "pyproject.toml").write_text(f"[tool.lrmigrate]\n{key} = {KEYS[key]}\n")
    before = held(tmp_path)
    for command in ("check", "baseline"):
        ran = lrmigrate(top, command, PYTHONIOENCODING="utf-8")
        text = is_text(ran.stdout) + is_text(ran.stderr)
        assert not re.search(r"^::", text, re.MULTILINE)
    own = [] if ran.returncode == 2 else [".lrmigrate-baseline.json"]
    assert unharmed(top, before, own) == set()
    assert ran.returncode == 2 or key == "exclude"


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("r.json", "../victim/notes"),
        ("r.json", "../victim/new"),
        ("r.json", ".git/config"),
        ("links/r.json", "../../victim/notes"),
        ("lrmigrate.lock", "../victim/notes"),
        ("lrmigrate.lock", "../victim/new"),
        ("lrmigrate.lock", "empty.py"),
        (".lrmigrate-baseline.json", "../victim/notes"),
        (".lrmigrate-baseline.json", "../victim/new"),
        (".lrmigrate-baseline.json", "empty.py"),
    ],
)
def test_no_link_leads_what_is_written_elsewhere(tmp_path, link, target):
    if "lock" in link:
        pytest.importorskip("jax")
    top = tmp_path / "top"
    for folder in (top / "links", top / ".git", tmp_path / "victim"):
        folder.mkdir(parents=True)
    (top / ".git/config").write_text("")
    (tmp_path / "victim/notes").write_text("")
    (top / "a.py").write_text(
        "import optax\nx = optax.warmup_exponential_decay_schedule\n"
    )
    (top / "empty.py").write_text("")
    (top / link).symlink_to(target)
    before = held(tmp_path)
    command = {
        "r.json": ("check", "--output-format", f"json:{link}", "."),
        "lrmigrate.lock": ("curves", "--lock", "."),
    }.get(Path(link).name, ("baseline", "."))
    ran = lrmigrate(top, *command)
    assert ran.returncode == 2, ran.stdout
    assert unharmed(top, before) == set()


def test_a_report_may_be_a_link_in_the_tree(tmp_path):
    (tmp_path / "a.py").write_text(hostile.OLD)
    (tmp_path / "out").mkdir()
    (tmp_path / "r.json").symlink_to("out/r.json")
    ran = lrmigrate(tmp_path, "check", "--output-format", "json:r.json", ".")
    assert ran.returncode == 1
    assert json.loads((tmp_path / "out/r.json").read_text())
