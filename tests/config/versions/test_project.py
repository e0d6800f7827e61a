"""From the files of a project to the versions it runs with: no answer first."""

from __future__ import annotations

from pathlib import Path

import pytest

from lrmigrate.codemod.config.versions.project import ProjectVersions


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    monkeypatch.chdir(tmp_path)
    make({"setup.py": ""})
    return tmp_path


def make(files):
    for path, text in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)


def source(package="flax"):
    versions = ProjectVersions()
    said = versions.stated(Path.cwd(), package)
    return (said.source if said else None), versions.warnings


NOTHING = {
    "no files": {},
    "no flax": {"pyproject.toml": "[project]\ndependencies = ['jax<1']"},
    "no bound": {"pyproject.toml": "[project]\ndependencies = ['flax']"},
    "one version out": {"pyproject.toml": "[project]\ndependencies = ['flax!=0.9.1']"},
    "a repository": {
        "pyproject.toml": "[project]\ndependencies = ['flax @ git+https://host/flax@1']"
    },
    "a longer name": {"requirements.txt": "flax-extra<1\nmy-flax==1\nflaxformer<1\n"},
    "flax itself": {
        "pyproject.toml": "[project]\nname = 'flax'\n",
        "uv.lock": "[[package]]\nname = 'flax'\nversion = '0.10.7'\n",
    },
    "a comment": {"requirements.txt": "# flax<0.11\nflax  # <0.11\n"},
    "a bound for some Pythons only": {
        "requirements.txt": "flax\nflax<0.11; python_version < '3.10'\n"
    },
    "an unbound extra beside a bound one": {
        "pyproject.toml": "[project.optional-dependencies]\na = ['flax<0.11']\nb = ['flax']"
    },
    "a computed list": {"setup.py": "setup(install_requires=read('flax<0.11'))"},
    "a list of no setup": {"setup.py": "other(install_requires=['flax<0.11'])"},
    "poetry, any": {"pyproject.toml": "[tool.poetry.dependencies]\nflax = '*'"},
    "poetry, a folder": {
        "pyproject.toml": "[tool.poetry.dependencies]\nflax = {path = '../flax'}"
    },
    "another folder's": {"docs/requirements.txt": "flax<0.11\n"},
    "a lock of something else": {
        "uv.lock": "[[package]]\nname = 'flaxen'\nversion = '1'"
    },
    "a lock of no version": {"uv.lock": "[[package]]\nname = 'flax'\nversion = 'main'"},
    "an egg": {".venv/lib/python3.12/site-packages/flax-0.10.7.egg-info/x": ""},
    "an environment of another package": {
        ".venv/lib/python3.12/site-packages/flax_extra-0.10.7.dist-info/x": ""
    },
}


@pytest.mark.parametrize("files", NOTHING.values(), ids=NOTHING.keys())
def test_nothing_is_said(files):
    make(files)
    assert source() == (None, [])


BROKEN = {
    "pyproject.toml": ("pyproject.toml", "[project", "pyproject.toml: is not TOML: "),
    "a lock": ("uv.lock", "[[package]", "uv.lock: is not TOML: "),
    "setup.cfg": ("setup.cfg", "a = 1", "setup.cfg: is no configuration file: "),
    "setup.py": ("setup.py", "setup(", "setup.py: cannot be parsed: "),
    "a requirement": (
        "requirements.txt",
        "jax<\nflax<<0.11\n",
        "requirements.txt: 'flax<<0.11' is no requirement: ",
    ),
    "no list": (
        "pyproject.toml",
        "[project]\ndependencies = 'flax<0.11'",
        "pyproject.toml: project.dependencies must be a list of requirements, not 'flax",
    ),
    "poetry": (
        "pyproject.toml",
        "[tool.poetry.dependencies]\nflax = 'main'",
        "pyproject.toml: tool.poetry: flax: 'main' is no version",
    ),
    "poetry, a number": (
        "pyproject.toml",
        "[tool.poetry.dependencies]\nflax = 11",
        "pyproject.toml: tool.poetry: flax: 11 is no version",
    ),
    "an include that is gone": (
        "requirements.txt",
        "-r gone.txt",
        "gone.txt: cannot be read: No such file or directory",
    ),
}


@pytest.mark.parametrize(("file", "text", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_told_once_and_the_others_answer(folder, file, text, words):
    make({file: text, ".venv/lib/python3.12/site-packages/flax-0.10.7.dist-info/x": ""})
    versions = ProjectVersions()
    for package in ("flax", "flax", "optax"):
        said = versions.stated(folder, package)
        assert said is None or said.source == ".venv holds flax==0.10.7"
    [warning] = versions.warnings
    assert warning.startswith(str(folder))
    assert words in warning
    assert "\n" not in warning


@pytest.mark.parametrize("file", ["requirements.txt", "setup.cfg", "poetry.lock"])
def test_bytes_that_are_no_text_are_told(folder, file):
    Path(file).write_bytes(b"flax\xff<1")
    said, [warning] = source()
    assert said is None
    assert warning.startswith(f"{folder / file}: is ")


ANSWERS = {
    "dependencies": (
        {"pyproject.toml": "[project]\ndependencies = ['jax', 'Flax[all] <0.11']"},
        "pyproject.toml requires flax<0.11",
    ),
    "twice": (
        {"pyproject.toml": "[project]\ndependencies = ['flax<0.11', 'flax>=0.8']"},
        "pyproject.toml requires flax<0.11,>=0.8",
    ),
    "by marker": (
        {
            "pyproject.toml": "[project]\ndependencies = [\"flax<0.11; python_version<'3.11'\", \"flax>=0.11; python_version>='3.11'\"]"
        },
        "pyproject.toml requires flax<0.11 or flax>=0.11",
    ),
    "an extra": (
        {"pyproject.toml": "[project.optional-dependencies]\nnnx = ['flax~=0.10.2']"},
        "pyproject.toml requires flax~=0.10.2",
    ),
    "a group": (
        {
            "pyproject.toml": "[dependency-groups]\ntest = [{include-group = 'x'}, 'flax<0.11']\nx = []"
        },
        "pyproject.toml requires flax<0.11",
    ),
    "poetry": (
        {"pyproject.toml": "[tool.poetry.dependencies]\nFlax = '^0.10.2'"},
        "pyproject.toml requires flax<0.11,>=0.10.2",
    ),
    "poetry, a table": (
        {"pyproject.toml": "[tool.poetry.dependencies]\nflax = {version = '~0.10'}"},
        "pyproject.toml requires flax<0.11,>=0.10",
    ),
    "poetry, a group": (
        {"pyproject.toml": "[tool.poetry.group.dev.dependencies]\nflax = '0.10.7'"},
        "pyproject.toml requires flax==0.10.7",
    ),
    "poetry, several": (
        {
            "pyproject.toml": "[[tool.poetry.dependencies.flax]]\nversion='<0.11'\npython='<3.11'\n[[tool.poetry.dependencies.flax]]\nversion='>=0.11'"
        },
        "pyproject.toml requires flax<0.11 or flax>=0.11",
    ),
    "requirements.txt": (
        {
            "requirements.txt": "\ufeff--pre\njax\nflax == 0.10.7 \\\n  --hash=sha256:00\n"
        },
        "requirements.txt requires flax==0.10.7",
    ),
    "an included file": (
        {"requirements.txt": "flax\n-c deps/pins.txt\n", "deps/pins.txt": "flax<0.11"},
        "requirements.txt requires flax<0.11",
    ),
    "files that include each other": (
        {"requirements.txt": "-r a.txt", "a.txt": "-r requirements.txt\nflax<0.11"},
        "requirements.txt requires flax<0.11",
    ),
    "other requirements files": (
        {"requirements-dev.txt": "flax<0.11", "requirements/test.txt": "flax<0.12"},
        "requirements-dev.txt and requirements/test.txt require flax<0.11 or flax<0.12",
    ),
    "setup.cfg": (
        {"setup.cfg": "[options]\ninstall_requires =\n  jax\n  flax<0.11\n"},
        "setup.cfg requires flax<0.11",
    ),
    "setup.cfg, an extra": (
        {"setup.cfg": "[options.extras_require]\nnnx =\n  flax<0.11\n"},
        "setup.cfg requires flax<0.11",
    ),
    "setup.py": (
        {"setup.py": "raise SystemExit\nsetuptools.setup(install_requires=['flax<1'])"},
        "setup.py requires flax<1",
    ),
    "setup.py, a name": (
        {"setup.py": "DEPS = ('flax<0.11',)\nsetup(install_requires=DEPS)"},
        "setup.py requires flax<0.11",
    ),
    "setup.py, an extra": (
        {"setup.py": "setup(extras_require={'nnx': ['flax<0.11']})"},
        "setup.py requires flax<0.11",
    ),
    "uv.lock, by platform": (
        {
            "uv.lock": "[[package]]\nname = 'flax'\nversion = '0.10.7'\n[[package]]\nname = 'flax'\nversion = '0.11.0'"
        },
        "uv.lock locks flax==0.10.7 or flax==0.11.0",
    ),
    "poetry.lock": (
        {"poetry.lock": "[[package]]\nname = 'Flax'\nversion = '0.10.7'"},
        "poetry.lock locks flax==0.10.7",
    ),
    "pdm.lock": (
        {"pdm.lock": "[[package]]\nname = 'flax'\nversion = '0.10.7'"},
        "pdm.lock locks flax==0.10.7",
    ),
    "pylock.toml": (
        {"pylock.toml": "[[packages]]\nname = 'flax'\nversion = '0.10.7'"},
        "pylock.toml locks flax==0.10.7",
    ),
    "an environment": (
        {"venv/lib/python3.13/site-packages/flax-0.10.7.dist-info/METADATA": ""},
        "venv holds flax==0.10.7",
    ),
    "an environment of Windows": (
        {".venv/Lib/site-packages/flax-0.10.7.dist-info/METADATA": ""},
        ".venv holds flax==0.10.7",
    ),
}


@pytest.mark.parametrize(("files", "told"), ANSWERS.values(), ids=ANSWERS.keys())
def test_the_answer_says_who_gave_it(files, told):
    make(files)
    assert source() == (told, [])
    assert source("optax") == (None, [])


ORDER = [
    (
        {
            "pyproject.toml": "[project]\ndependencies = ['flax<2']\n[dependency-groups]\na = ['flax<3']"
        },
        "pyproject.toml requires flax<2",
    ),
    ({"requirements.txt": "flax<3"}, "requirements.txt requires"),
    ({"requirements/a.txt": "flax<4"}, "requirements/a.txt requires"),
    ({"setup.cfg": "[options]\ninstall_requires = flax<5"}, "setup.cfg requires"),
    ({"setup.py": "setup(install_requires=['flax<6'])"}, "setup.py requires"),
    ({"uv.lock": "[[package]]\nname = 'flax'\nversion = '7'"}, "uv.lock locks"),
    ({".venv/lib/python3/site-packages/flax-8.dist-info/x": ""}, ".venv holds"),
    ({"venv/lib/python3/site-packages/flax-9.dist-info/x": ""}, "venv holds"),
]


@pytest.mark.parametrize("first", range(len(ORDER)))
def test_the_first_that_answers_wins(first):
    for files, _ in reversed(ORDER[first:]):
        make(files)
    assert source()[0].startswith(ORDER[first][1])


LOCKED = {"uv.lock": "[[package]]\nname = 'flax'\nversion = '0.10.7'"}
REQUIRES = "[project]\ndependencies = ['flax%s']"
NARROWED = {
    "locked below a bound": ("<0.10", LOCKED, "pyproject.toml requires flax<0.10"),
    "locked and excluded": (">=0.11", LOCKED, "pyproject.toml requires flax>=0.11"),
    "a bound in requirements": (
        ">=0.8",
        {"requirements.txt": "flax<0.11"},
        "pyproject.toml requires flax>=0.8",
    ),
    "versions of which several will do": (
        ">=0.8",
        {"requirements.txt": "flax==0.10.*"},
        "pyproject.toml requires flax>=0.8",
    ),
    "the active environment of another project": (
        ">=0.8",
        {"other/env/lib/python3.12/site-packages/flax-0.10.7.dist-info/x": ""},
        "pyproject.toml requires flax>=0.8",
    ),
    "a lock": (">=0.8", LOCKED, "uv.lock locks flax==0.10.7"),
    "a requirement": (
        ">=0.8",
        {"requirements.txt": "flax == 0.10.7"},
        "requirements.txt requires flax==0.10.7",
    ),
    "an environment": (
        ">=0.8",
        {"venv/lib/python3.12/site-packages/flax-0.10.7.dist-info/x": ""},
        "venv holds flax==0.10.7",
    ),
    "a lock before a requirement": (
        ">=0.8",
        {**LOCKED, "requirements.txt": "flax==0.12.0"},
        "uv.lock locks flax==0.10.7",
    ),
}


@pytest.mark.parametrize(
    ("bound", "files", "told"), NARROWED.values(), ids=NARROWED.keys()
)
def test_a_version_that_is_pinned_narrows_what_is_required(
    folder, monkeypatch, bound, files, told
):
    monkeypatch.setenv("VIRTUAL_ENV", str(folder / "other" / "env"))
    make({"pyproject.toml": REQUIRES % bound, **files})
    assert source() == (told, [])


def test_of_several_locked_versions_those_that_are_allowed_count(folder):
    lock = LOCKED["uv.lock"]
    make({"pyproject.toml": REQUIRES % "<0.11"})
    make({"uv.lock": lock + "\n" + lock.replace("0.10.7", "0.12.0")})
    said = ProjectVersions().stated(folder, "flax")
    assert not said.may_run("0.11")


def test_a_member_of_a_workspace_has_the_lock_around_it(folder):
    make({".git/HEAD": "", **LOCKED, "member/pyproject.toml": REQUIRES % ">=0.8"})
    said = ProjectVersions().stated(folder / "member", "flax")
    assert said.source == "uv.lock locks flax==0.10.7"


def test_the_active_environment_is_the_last_that_is_asked(folder, monkeypatch):
    make({"env/lib/python3.12/site-packages/flax-0.10.7.dist-info/x": ""})
    monkeypatch.setenv("VIRTUAL_ENV", str(folder / "env"))
    told = f"the active environment, {folder / 'env'}, holds flax==0.10.7"
    assert source()[0] == told
    make(ORDER[-1][0])
    assert source()[0] == "venv holds flax==9"


def test_a_project_inside_a_repository_asks_the_one_around_it(folder):
    make({".git/HEAD": "", "uv.lock": ORDER[5][0]["uv.lock"]})
    make({"member/pyproject.toml": "[project]\ndependencies = ['flax']"})
    versions = ProjectVersions()
    root = versions.root("member/src/train.py")
    assert root == folder / "member"
    assert versions.stated(root, "flax").source == "uv.lock locks flax==7"
    make({"member/.git": "gitdir: elsewhere"})
    assert ProjectVersions().stated(root, "flax") is None


def test_a_project_is_read_once(folder, monkeypatch):
    make({"requirements.txt": "flax<0.11"})
    versions = ProjectVersions()
    before = versions.stated(folder, "flax")
    make({"requirements.txt": "flax>=0.11"})
    assert versions.stated(folder, "flax") is before
    assert ProjectVersions().stated(folder, "flax") != before
