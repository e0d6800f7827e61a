"""The GitHub action and docs/ci.md: parsed, and run as they say."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from addresses import SLUG
from pages import FENCE, ROOT, blocks, read
from repositories import Repository

from lrmigrate.codemod.report.formats import names

SCRIPTS = Path(sys.executable).parent
DOCS = read("docs/ci.md")
RECIPES = blocks("yaml", DOCS)
OLD = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, decay_steps=100)\n"


def load(text):
    # YAML 1.1 takes the key `on` for a truth value.
    return {"on" if key is True else key: value for key, value in text.items()}


ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
PARSED = [load(yaml.safe_load(recipe)) for recipe in RECIPES]
WORKFLOWS = [recipe for recipe in PARSED if "jobs" in recipe]
[GITLAB] = [recipe for recipe in PARSED if "lrmigrate" in recipe]
PRE_COMMIT = [recipe for recipe in PARSED if "repos" in recipe]
USES = [
    step
    for workflow in WORKFLOWS
    for step in workflow["jobs"]["check"]["steps"]
    if step["uses"].startswith(f"{SLUG}@")
]


def bash(script, folder, **environment):
    path = os.pathsep.join([str(SCRIPTS), os.environ["PATH"]])
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "train.py").write_text(OLD)
    return folder


# -- what the files say -------------------------------------------------------------


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("github-actions", (ROOT / "action.yml").read_text(encoding="utf-8")),
        *(
            ("github-workflows" if "\njobs:" in recipe else "gitlab-ci", recipe)
            for recipe in RECIPES
            if "\nrepos:" not in f"\n{recipe}"
        ),
    ],
    ids=lambda value: value if "\n" not in value else "",
)
def test_the_schema_of_its_system_holds(tmp_path, schema, text):
    (tmp_path / "file.yml").write_text(text, encoding="utf-8")
    check = "check-jsonschema --builtin-schema"
    result = bash(f"{check} vendor.{schema} file.yml", tmp_path)
    assert result.returncode == 0, result.stdout


def test_every_block_is_of_a_kind_that_is_tested():
    assert {language for language, _ in FENCE.findall(DOCS)} == {"console", "yaml"}
    assert len(RECIPES) == len([*WORKFLOWS, GITLAB, *PRE_COMMIT])


def test_every_format_is_told():
    table = DOCS.partition("| format |")[2].partition("\n\n")[0]
    told = re.findall(
        r"`([a-z-]+)`[,|]? ", re.sub(r"\|[^|]*\|$", "", table, flags=re.M)
    )
    assert sorted(told) == names()


def test_recipes_give_the_action_inputs_that_it_has():
    for step in USES:
        assert set(step.get("with", {})) <= set(ACTION["inputs"])


def test_no_input_is_ever_shell_code():
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


# -- the action, run ----------------------------------------------------------------


@pytest.fixture(scope="module")
def action(tmp_path_factory):
    """The action's checkout and the runner's folder, after its step that installs."""
    checkout = tmp_path_factory.mktemp("action") / "lrmigrate"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("codemod", "rules", "lrsched"):
        shutil.copytree(ROOT / name, checkout / name, ignore=ignored)
    for name in ("_lrmigrate.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, checkout)
    runner = tmp_path_factory.mktemp("runner")
    variables = {"RUNNER_TEMP": str(runner), "GITHUB_ACTION_PATH": str(checkout)}
    result = step("Install lrmigrate", runner, variables)
    assert result.returncode == 0, result.stderr
    return variables


def step(name, folder, variables, **inputs):
    """Run one step of the action as a runner would, with the inputs' defaults."""
    given = {key: value["default"] for key, value in ACTION["inputs"].items()}
    values = {
        "runner.temp": variables["RUNNER_TEMP"],
        "steps.python.outputs.python-path": sys.executable,
        **{f"inputs.{key}": value for key, value in {**given, **inputs}.items()},
    }
    [chosen] = [one for one in ACTION["runs"]["steps"] if one.get("name") == name]
    assert chosen["shell"] == "bash"
    environment = {
        key: re.sub(r"\$\{\{ (\S+) \}\}", lambda found: values[found[1]], value)
        for key, value in chosen["env"].items()
    }
    return bash(chosen["run"], folder, **variables, **environment)


def check(action, project, **inputs):
    return step("Check", project, action, **inputs)


def test_the_installed_tool_runs_and_not_the_checkout(action, project):
    code = "import lrmigrate.codemod.cli.app as cli; print(cli.__file__)"
    place = f"{action['RUNNER_TEMP']}/lrmigrate"
    printed = bash(f"{sys.executable} -P -c '{code}'", project, PYTHONPATH=place)
    assert printed.stdout.startswith(place)


def test_nothing_of_the_project_is_imported(action, project):
    for name in ("click", "json", "optax", "lrmigrate", "rich"):
        (project / f"{name}.py").write_text("raise SystemExit('imported')\n")
    result = check(action, project, paths="train.py")
    assert (result.returncode, result.stdout.count("::")) == (1, 2), result.stderr


@pytest.mark.parametrize(
    "text", ["$(touch pwned)", "; touch pwned", "`touch pwned`", "a'b\"c", "*"]
)
def test_an_input_is_text(action, project, text):
    (project / "touch").mkdir()
    assert check(action, project, paths=text).returncode == 2
    check(action, project, args=text)
    assert {path.name for path in project.iterdir()} == {"touch", "train.py"}


def test_what_cannot_be_read_fails_the_job(action, project):
    (project / "broken.py").write_text("import optax\nx = (\n")
    result = check(action, project)
    assert result.returncode == 2
    assert "::error file=broken.py,line=2," in result.stdout


def test_a_finding_is_annotated_and_fails_the_job(action, project):
    result = check(action, project)
    assert result.returncode == 1
    assert result.stdout.startswith("::warning file=train.py,line=3,")


def test_nothing_found_passes(action, project):
    (project / "train.py").write_text("import optax\n")
    result = check(action, project)
    assert (result.returncode, result.stdout) == (0, "")


def test_paths_and_options_are_split_at_spaces_and_lines(action, project):
    for name in ("one", "two", "three"):
        (project / name).mkdir()
        (project / name / "train.py").write_text(OLD)
    result = check(
        action, project, paths="one\ntwo\n", args="--select LRS0\n--fail-on never"
    )
    assert result.returncode == 0
    files = re.findall(r"file=(\w+)/train.py", result.stdout)
    assert files == ["one", "two"]


def summary(action, project, **inputs):
    """What the action adds to a job's summary, and how the step ended."""
    file = Path(action["RUNNER_TEMP"]) / "summary.md"
    file.write_text("# Before\n", encoding="utf-8")
    result = step(
        "Curves", project, {**action, "GITHUB_STEP_SUMMARY": str(file)}, **inputs
    )
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# Before\n")
    return result, text


@pytest.fixture
def history(project):
    """A branch that moves a curve of the project, by what another file says."""
    repository = Repository(project)
    train = OLD.replace("import optax", "import optax\nfrom base import N").replace(
        "100", "N"
    )
    repository.commit({"train.py": train, "base.py": "N = 100\n"})
    repository.git("checkout", "-q", "-b", "branch")
    repository.commit({"base.py": "N = 200\n"})
    return repository


def test_without_a_revision_no_curves_are_compared():
    [chosen] = [one for one in ACTION["runs"]["steps"] if one.get("name") == "Curves"]
    assert chosen["if"] == "inputs.curves-against != ''"
    assert ACTION["inputs"]["curves-against"]["default"] == ""


def test_the_summary_tells_what_moved_and_why(action, project, history):
    result, text = summary(action, project, **{"curves-against": "main"})
    assert (result.returncode, result.stdout) == (0, ""), result.stderr
    assert "### Learning rates: 1 moved" in text
    assert "base.py&#58;1, N 100 to 200".replace("base.py", "base&#46;py") in text


def test_a_revision_that_is_not_there_fails_the_job(action, project, history):
    result, text = summary(action, project, **{"curves-against": "nowhere"})
    assert result.returncode == 2
    assert "there is no revision 'nowhere' here" in result.stderr
    assert text == "# Before\n"


@pytest.mark.parametrize("text", ["$(touch pwned)", "; touch pwned", "--output-file=x"])
def test_a_revision_is_text(action, project, history, text):
    result, _ = summary(action, project, **{"curves-against": text})
    assert result.returncode == 2
    assert {path.name for path in project.iterdir()} == {".git", "base.py", "train.py"}


# -- the recipes, run ---------------------------------------------------------------


@pytest.mark.parametrize("use", USES, ids=str)
def test_github_recipes_run(action, project, use):
    result = check(action, project, **use.get("with", {}))
    assert result.returncode == 1
    assert "::warning file=train.py" in result.stdout


def test_the_recipe_for_code_scanning_uploads_what_was_written(action, project):
    [use] = [use for use in USES if "sarif" in str(use)]
    [upload] = [
        step
        for workflow in WORKFLOWS
        for step in workflow["jobs"]["check"]["steps"]
        if "upload-sarif" in step["uses"]
    ]
    check(action, project, **use["with"])
    [log] = json.loads((project / upload["with"]["sarif_file"]).read_text())["runs"]
    assert [result["ruleId"] for result in log["results"]] == ["LRS001"]


def test_the_gitlab_recipe_runs(project):
    install, script = GITLAB["lrmigrate"]["script"]
    assert shlex.split(install)[:2] == ["pip", "install"]
    result = bash(script, project)
    assert result.returncode == 1
    assert " --> train.py:3:" in result.stdout
    reports = GITLAB["lrmigrate"]["artifacts"]["reports"]
    [issue] = json.loads((project / reports["codequality"]).read_text())
    assert issue["check_name"] == "LRS001"
    assert len(ET.parse(project / reports["junit"]).findall(".//failure")) == 1
