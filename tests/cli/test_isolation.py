"""Nothing is imported, so executed, from what is being migrated."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from importlib.util import spec_from_file_location
from pathlib import Path

import pytest

from lrmigrate.codemod.cli import isolation

NAMES = (
    *("absl", "click", "flax", "jax", "jaxlib", "libcst", "markdown_it", "ml_dtypes"),
    *("numpy", "opt_einsum", "optax", "packaging", "pathspec", "rich", "scipy"),
    *("typing_extensions", "yaml"),
)
MARK = (
    "from pathlib import Path\n"
    "Path(__file__).resolve().parent.joinpath('executed ' + __name__).touch()\n"
)
OLD = "import optax\nlr = optax.cosine_decay_schedule(0.1, decay_steps=100)\n"
INSIDE_OPTAX = Path("optax/_src/base.py")
TABLE = "[tool.lrmigrate]\n"
COMMAND = (str(Path(sysconfig.get_path("scripts"), "lrmigrate")),)
MODULE = (sys.executable, "-m", "lrmigrate.codemod.cli")
IN_A_STRING = (
    *(sys.executable, "-c"),
    "from lrmigrate.codemod.cli.app import main; main()",
)


class Installed:
    """A finder of an installation that leads to whatever is asked for."""

    def __init__(self, folder):
        self.folder = folder

    def find_spec(self, name, path=None, target=None):
        return spec_from_file_location(name, self.folder / f"{name}.py")


def test_what_is_isolated_later_is_left_out_as_well(tmp_path, monkeypatch):
    """Repositories are known when their list was read."""
    (tmp_path / "first").mkdir()
    (tmp_path / "later").mkdir()
    monkeypatch.setattr(sys, "path", sys.path[:])
    monkeypatch.setattr(sys, "meta_path", [Installed(tmp_path / "later")])
    isolation.isolate([str(tmp_path / "first")])
    assert sys.meta_path[0].find_spec("acme_module") is not None
    isolation.isolate([str(tmp_path / "later")])
    assert sys.meta_path[0].find_spec("acme_module") is None


@pytest.fixture
def tree(tmp_path):
    """Two projects, both with a module of every name, and a folder beside them."""
    for project in ("a", "b"):
        folder = tmp_path / project
        (folder / "src").mkdir(parents=True)
        (folder / "pyproject.toml").write_text(TABLE)
        (folder / "train.py").write_text(OLD)
        (folder / "src/model.py").write_text(OLD)
        (folder / "src/pyproject.toml").write_text(TABLE)
        for name in NAMES:
            (folder / name).mkdir()
            (folder / name / "__init__.py").write_text(MARK)
            if name != "optax":
                (folder / "src" / f"{name}.py").write_text(MARK)
        # What else is called so is no Optax, and its calls are not compared.
        for inner in (INSIDE_OPTAX, "src" / INSIDE_OPTAX):
            (folder / inner).parent.mkdir(parents=True)
            (folder / inner).write_text(MARK)
            (folder / inner).parent.with_name("__init__.py").write_text(MARK)
    (tmp_path / "elsewhere").mkdir()
    return tmp_path


def start(command, tree, where, path):
    environment = {**os.environ, "PYTHONPATH": path}
    ran = subprocess.run(
        command,
        cwd=tree / where,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    executed = [str(one.relative_to(tree)) for one in tree.rglob("executed *")]
    assert not executed, executed
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran


@pytest.mark.parametrize(
    ("begin", "where", "path", "arguments"),
    [
        pytest.param(COMMAND, "a", ".", "check .", id="check, at start-up"),
        pytest.param(COMMAND, "a", ".", "fix --diff .", id="a dot in PYTHONPATH"),
        pytest.param(COMMAND, "a", "", "fix --diff --isolated .", id="isolated"),
        pytest.param(
            COMMAND, "a", ".", "fix --diff --isolated .", id="isolated, with a dot"
        ),
        pytest.param(
            COMMAND,
            *("a", "src", "fix --diff --config src/pyproject.toml ."),
            id="a configuration elsewhere",
        ),
        pytest.param(
            COMMAND,
            *("elsewhere", "../a", "fix --diff --config=../a/pyproject.toml ../b"),
            id="the project of a configuration",
        ),
        pytest.param(
            COMMAND, "elsewhere", "../a", "fix --diff ../a ../b", id="two projects"
        ),
        pytest.param(
            COMMAND, "a/src", "..", "fix --diff model.py", id="a folder of the project"
        ),
        pytest.param(
            *(COMMAND, "elsewhere", "../a/src:..", "fix --diff ../a/src/model.py"),
            id="a pyproject.toml in a subfolder",
        ),
        pytest.param(
            COMMAND, "elsewhere", "../a", "fix --diff ../a/src", id="a root around it"
        ),
        pytest.param(MODULE, "a", "", "fix --diff .", id="-m in the folder"),
        pytest.param(MODULE, "a", "", "check -v .", id="-m in the folder, drawing"),
        pytest.param(IN_A_STRING, "a", "", "fix --diff .", id="-c in the folder"),
        pytest.param(
            COMMAND, "a", ".", "report --html ../page.html .", id="the page's curves"
        ),
    ],
)
def test_no_project_is_executed(tree, begin, where, path, arguments):
    ran = start([*begin, *arguments.split()], tree, where, path)
    assert "LRS001" in ran.stdout + ran.stderr or "page.html" in arguments
    assert ran.returncode == 1, ran.stderr
    if "--diff" in arguments:
        assert (
            "+lr = lrsched.cosine_decay_schedule(0.1, transition_steps=1" in ran.stdout
        )


@pytest.mark.parametrize("file", ["lrmigrate/__init__.py", "lrmigrate.py"])
def test_a_project_of_the_same_name_is_not_taken_for_this_one(tree, file):
    (tree / "a/lrmigrate").mkdir()
    (tree / "a" / file).write_text(MARK)
    ran = start([*COMMAND, "fix", "--diff", "train.py"], tree, "a", ".")
    assert f"left: `lrmigrate` may be {file} here" in ran.stderr


def test_processes_of_a_run_import_nothing_either(tree):
    for number in range(40):
        (tree / f"a/t{number}.py").write_text(OLD)
    ran = start([*COMMAND, "check", "-j", "2", "."], tree, "a", ".")
    assert "42 findings" in ran.stdout


def test_flake8_s_plugin_imports_nothing_of_the_project(tree):
    for name in ("yaml", "packaging", "typing_extensions"):
        (tree / "a" / name / "__init__.py").unlink()
        (tree / "a" / name).rmdir()
    command = [sys.executable, "-m", "flake8", "--select", "LRS", "train.py"]
    ran = start(command, tree, "a", "")
    assert "LRS001" in ran.stdout


def test_a_project_that_is_installed_from_its_folder_is_not_imported(tree):
    finder = f"""
import sys
from importlib.util import spec_from_file_location
class Editable:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "optax":
            return spec_from_file_location(name, {str(tree / "a/optax/__init__.py")!r})
sys.meta_path.insert(0, Editable)
sys.argv[1:] = ["fix", "--diff", "train.py"]
from lrmigrate.codemod.cli.app import main
main()
"""
    ran = start([sys.executable, "-P", "-c", finder], tree, "a", "")
    assert "transition_steps=100" in ran.stdout


def test_a_library_elsewhere_on_the_path_stays(tmp_path, monkeypatch):
    folders = [tmp_path / name for name in ("deps", "project", "project/lib")]
    for folder in folders:
        folder.mkdir()
    monkeypatch.chdir(tmp_path / "project")
    before = [*sys.path]
    monkeypatch.setattr(sys, "path", ["", ".", *map(str, folders), *before])
    with isolation.isolated([]):
        assert sys.path == [str(folders[0]), *before]
    assert sys.path == ["", ".", *map(str, folders), *before]


def test_an_environment_in_the_project_stays(tmp_path, monkeypatch):
    installed = tmp_path / ".venv/lib/python3.11/site-packages"
    other = tmp_path / "old/lib/python3.11/site-packages"
    for folder in (installed, other):
        folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    monkeypatch.setattr(sys, "path", [str(installed), str(other)])
    with isolation.isolated([]):
        assert sys.path == [str(installed)]
