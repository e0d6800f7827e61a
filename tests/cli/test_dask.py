"""`check --dask`: the same report from a cluster, whatever becomes of its workers."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from click.testing import CliRunner
from clusters import LocalCluster, wait_for
from paths import FIXTURES

from lrmigrate.codemod.cli.app import cli

COMMAND = str(Path(sysconfig.get_path("scripts"), "lrmigrate"))
FORMS = ("text", "json", "sarif")
CALL = "optax.cosine_decay_schedule(0.{}, decay_steps=100)"
PLAIN = "def double(x):\n    return 2 * x\n"
BLOCKED = """import sys


class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "lrmigrate":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, Blocked())
"""


def start(*arguments, where, **how):
    return subprocess.Popen(
        [COMMAND, *arguments],
        cwd=where,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **how,
    )


def ended(process):
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def reports(tree: Path, name: str, *options: str):
    """What a check says, and each of its reports, as bytes."""
    files = {form: tree.parent / f"{name}.{form}" for form in FORMS}
    outputs = [f"--output-format={form}:{file}" for form, file in files.items()]
    told = ended(start("check", *options, *outputs, where=tree))
    return told, {form: file.read_bytes() for form, file in files.items()}


def error(told) -> str:
    """The one line that a run says that could not be done."""
    code, out, err = told
    [line] = err.splitlines()
    assert (code, out) == (2, "")
    return line.removeprefix("lrmigrate: error: ")


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """Three hundred files, of which every sixth makes schedules, and the fixtures."""
    folder = tmp_path_factory.mktemp("shared") / "tree"
    for number in range(300):
        file = folder / f"pkg_{number % 10}" / f"module_{number}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        schedule = f"import optax\n\nlr = {CALL.format(number)}\n"
        file.write_text(PLAIN if number % 6 else schedule)
    (folder / "broken.py").write_text(f"{schedule}\ndef (:\n")
    (folder / "pkg_1/pyproject.toml").write_text("[tool.lrmigrate]\nignore=['LRS0']\n")
    for name in ("readme", "behaviour"):
        if (FIXTURES / name).is_dir():
            shutil.copytree(FIXTURES / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def local(tree):
    return reports(tree, "local")


@pytest.fixture(scope="module", params=[1, 2], ids=["one worker", "two workers"])
def cluster(request, tmp_path_factory):
    with LocalCluster(tmp_path_factory.mktemp("cluster") / "it") as started:
        started.add(request.param)
        yield started


# -- refused ----------------------------------------------------------------------


def test_without_the_extra_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = CliRunner().invoke(cli, ["check", "--dask", "tcp://127.0.0.1:8786"])
    assert result.exit_code == 2
    assert result.stderr == (
        'lrmigrate: error: --dask needs dask.distributed: pip install "lrmigrate[dask]"\n'
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "-"], "standard input (-) is looked at here"),
        (["fix", "."], "fix verifies and writes on this machine"),
    ],
    ids=["standard input", "fix"],
)
def test_what_only_this_machine_does_is_refused(
    tmp_path, monkeypatch, arguments, words
):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, [*arguments, "--dask", "tcp://127.0.0.1:8786"])
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert words in line


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:1", "nowhere.json", "carrier://pigeon"]
)
def test_a_scheduler_that_does_not_answer_is_one_line(tmp_path, address):
    line = error(ended(start("check", "--dask", address, where=tmp_path)))
    assert line.startswith(f"--dask {address}: no scheduler answers there (")
    assert line.endswith("`dask scheduler` starts one, and tells its address")


def test_a_scheduler_without_a_worker_is_one_line(tmp_path):
    with LocalCluster(tmp_path / "cluster") as cluster:
        check = start("check", "--dask", cluster.address, where=tmp_path)
        line = error(ended(check))
    assert line == (
        f"--dask {cluster.address}: its scheduler has no worker; "
        f"`dask worker --scheduler-file {cluster.address}` starts one"
    )


WORKERS = {
    "none": (
        {"sitecustomize.py": BLOCKED},
        "a worker has no lrmigrate, or another one: No module named 'lrmigrate",
        "; install the same on all machines",
    ),
    "another version": (
        {"lrmigrate-9.9.9.dist-info/METADATA": "Name: lrmigrate\nVersion: 9.9.9\n"},
        "has lrmigrate 9.9.9 (",
        "; install the same there",
    ),
    "other rules": (
        {
            "acme-1.0.dist-info/METADATA": "Name: acme\nVersion: 1.0\n",
            "acme-1.0.dist-info/entry_points.txt": "[lrmigrate.rules]\nACME = acme\n",
        },
        "has the rules LRS of lrmigrate.rules, ACME of acme 1.0, and not LRS of",
        "; install the same there",
    ),
}


@pytest.mark.parametrize("which", WORKERS)
def test_a_worker_with_another_lrmigrate_is_named(tmp_path, tree, which):
    files, words, end = WORKERS[which]
    for name, text in files.items():
        file = tmp_path / "installed" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    with LocalCluster(tmp_path / "cluster") as cluster:
        cluster.add(PYTHONPATH=str(tmp_path / "installed"))
        line = error(ended(start("check", "--dask", cluster.address, where=tree)))
        assert cluster.workers[0].poll() is None, "it can do its other work"
    assert words in line
    assert line.endswith(end)


# -- the same, byte for byte ------------------------------------------------------


def test_every_report_is_that_of_a_local_run(tree, local, cluster):
    name = f"workers-{len(cluster.workers)}"
    assert reports(tree, name, "--dask", cluster.address) == local
    (code, _, err), found = local
    assert code == 2
    assert "broken.py" in err
    assert found["text"].count(b"LRS001") > 40


def test_many_repositories_are_told_as_by_a_local_run(tree, cluster):
    names = sorted(path.name for path in tree.iterdir() if path.is_dir())
    (tree.parent / "list.txt").write_text("\n".join([*names, "gone", "broken.py"]))
    many = ("--repositories", str(tree.parent / "list.txt"))
    (code, out, err), found = reports(tree, "many", *many)
    there = reports(tree, "there", *many, "--dask", cluster.address)
    assert there == ((code, out, err), found)
    assert "gone: no such folder\n" in err
    assert "broken.py: is no folder\n" in err


# -- workers that go, and people who do -------------------------------------------


def children(process) -> list[str]:
    tasks = Path(f"/proc/{process.pid}/task").glob("*/children")
    return [one for task in tasks for one in task.read_text().split()]


def processes(cluster) -> set[str]:
    return {one for worker in cluster.workers for one in children(worker)}


@pytest.mark.parametrize("whole", [True, False], ids=["a worker", "its process"])
def test_what_is_killed_loses_nothing(tmp_path, tree, local, whole):
    (tmp_path / "sitecustomize.py").write_text(BLOCKED)  # the scheduler needs no more
    with LocalCluster(tmp_path / "cluster", PYTHONPATH=str(tmp_path)) as cluster:
        cluster.add(2)
        first, _ = cluster.workers
        files = {form: tmp_path / f"killed.{form}" for form in FORMS}
        outputs = [f"--output-format={form}:{file}" for form, file in files.items()]
        run = start("check", "--dask", cluster.address, *outputs, where=tree)
        wait_for(lambda: children(first))
        os.kill(first.pid if whole else int(children(first)[0]), signal.SIGKILL)
        assert ended(run) == local[0]
        assert {form: file.read_bytes() for form, file in files.items()} == local[1]


def test_a_scheduler_that_goes_is_one_line(tmp_path, tree):
    with LocalCluster(tmp_path / "cluster") as cluster:
        cluster.add()
        run = start("check", "--dask", cluster.address, where=tree)
        wait_for(lambda: children(cluster.workers[0]))
        cluster.scheduler.kill()
        line = error(ended(run))
    assert line.startswith("the scheduler went away, or took the work back (")
    assert line.endswith("; run it again")


def test_who_interrupts_a_run_takes_its_work_back(tree, cluster):
    before = cluster.said().count("requests to cancel")
    idle = processes(cluster)  # of the runs before
    run = start("check", "--dask", cluster.address, where=tree)
    wait_for(lambda: processes(cluster) - idle)
    run.send_signal(signal.SIGINT)
    assert ended(run)[:2] == (130, "")
    wait_for(lambda: cluster.said().count("requests to cancel") > before)
