"""Runs many small programs, each in a fork of one process that has imported much.

The tool is run on several programs in one fork, one after the other: what JAX compiles
to compare curves is most of its time, and the same for all.

``python worker.py ORDER.json``: the Python that runs this decides which libraries
there are. No fork is made after JAX started a backend, since nothing here starts one.
What the order says, and what is written back, is in `runner.py`.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import json
import os
import pkgutil
import resource
import runpy
import signal
import sys
import time
import traceback
import types
import warnings
from pathlib import Path

LARGEST_OUTPUT = 10 << 20
POLL = 0.005


def preload(order: dict) -> None:
    """Imports what programs use, and the tool, each whole."""
    # Old environments have not installed what migrated programs import.
    if importlib.util.find_spec("lrmigrate") is None:
        package = types.ModuleType("lrmigrate")
        package.__path__ = [order["root"]]
        sys.modules["lrmigrate"] = package
    for name in order["preload"]:
        module = importlib.import_module(name)
        if name.startswith("lrmigrate."):
            for found in pkgutil.walk_packages(module.__path__, f"{name}."):
                if not found.name.endswith(("flake8", "__main__")):
                    importlib.import_module(found.name)


def limit(order: dict, jobs: int) -> None:
    seconds = order["cpu_seconds"] * jobs
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_OUTPUT, LARGEST_OUTPUT))


def place(error: BaseException, folder: str) -> str:
    """``main.py:7``, where the program itself was when it raised."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(folder)]
    if not own:
        return ""
    return f"{Path(own[-1].filename).relative_to(folder)}:{own[-1].lineno}"


def run_program(folder: str, script: str) -> dict:
    """Runs a script as Python would; what it raised, and each warning."""
    told: list[dict] = []

    def tell(message, category, filename, lineno, file=None, line=None):
        told.append({"category": category.__name__, "message": str(message)})

    sys.path[0] = folder
    sys.argv = [script]
    warnings.simplefilter("always")
    warnings.showwarning = tell
    error = None
    try:
        runpy.run_path(str(Path(folder) / script), run_name="__main__")
    except SystemExit as ended:
        if ended.code not in (None, 0):
            error = {"type": "SystemExit", "message": str(ended.code), "place": ""}
    except BaseException as raised:
        error = {
            "type": type(raised).__name__,
            "message": str(raised),
            "place": place(raised, folder),
        }
    forget(folder)
    return {"error": error, "warnings": told}


def forget(folder: str) -> None:
    """Takes a program's own modules away, before the next of this process."""
    for name, module in [*sys.modules.items()]:
        if str(getattr(module, "__file__", None)).startswith(folder):
            del sys.modules[name]


def run_tool(arguments: list[str]) -> dict:
    """Runs the command line, with these arguments."""
    from lrmigrate.codemod.cli.app import main

    sys.argv = ["lrmigrate", *arguments]
    code: object = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    return {"code": code}


def one(job: dict, stem: Path) -> None:
    """Does one job in this process, with its output and its report in files."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        descriptor = os.open(f"{stem}.{name}", os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.chdir(job["folder"])
    started = time.process_time()
    if "arguments" in job:
        report = run_tool(job["arguments"])
    else:
        report = run_program(job["folder"], job["script"])
    sys.stdout.flush()
    sys.stderr.flush()
    report["cpu_seconds"] = round(time.process_time() - started, 3)
    Path(f"{stem}.report").write_text(json.dumps(report), encoding="utf-8")


def child(jobs: dict[int, dict], order: dict, scratch: Path) -> None:
    """The whole life of a fork."""
    os.setsid()
    limit(order, len(jobs))
    try:
        for index, job in jobs.items():
            one(job, scratch / str(index))
    except BaseException:
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(0)


def read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def result(job: dict, stem: Path, ended: str) -> dict:
    """What is told of a job that has ended, whose files are taken away."""
    report = read(f"{stem}.report")
    told = {
        # Where it ran is nothing that a program does.
        "stdout": read(f"{stem}.stdout").replace(job["folder"], ""),
        "stderr": read(f"{stem}.stderr"),
        "ended": "" if report else ended or "without a report",
        "cpu_seconds": 0.0,
        **(json.loads(report) if report else {}),
    }
    for name in ("report", "stdout", "stderr"):
        Path(f"{stem}.{name}").unlink(missing_ok=True)
    return told


def how_ended(status: int, late: bool) -> str:
    if late:
        return "out of time"
    code = os.waitstatus_to_exitcode(status)
    return f"by signal {-code}" if code < 0 else ""


def portions(order: dict) -> list[list[int]]:
    """What is done in one fork each: a program, or the tool on several programs."""
    jobs = order["jobs"]
    size = order["portion"]
    return [
        [*range(start, min(start + size, len(jobs)))]
        for start in range(0, len(jobs), size)
    ]


def run_all(order: dict, scratch: Path) -> list[dict]:
    """Does all jobs, in so many forks at a time; their results, in their order."""
    results: dict[int, dict] = {}
    running: dict[int, tuple[list[int], float]] = {}
    late: set[int] = set()
    waiting = portions(order)[::-1]
    while waiting or running:
        while waiting and len(running) < order["processes"]:
            portion = waiting.pop()
            process = os.fork()
            if process == 0:
                jobs = {index: order["jobs"][index] for index in portion}
                child(jobs, order, scratch)
            deadline = time.monotonic() + order["seconds"] * len(portion)
            running[process] = (portion, deadline)
        process, status, _ = os.wait4(-1, os.WNOHANG)
        if process:
            portion, _ = running.pop(process)
            for index in portion:
                ended = how_ended(status, process in late)
                told = result(order["jobs"][index], scratch / str(index), ended)
                if told["ended"] and len(portion) > 1:
                    waiting.append([index])  # Another one may have ended the fork.
                else:
                    results[index] = told
            continue
        for process, (_, deadline) in running.items():
            if time.monotonic() > deadline and process not in late:
                late.add(process)
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process, signal.SIGKILL)
        time.sleep(POLL)
    return [results[index] for index in range(len(order["jobs"]))]


def main() -> None:
    path = Path(sys.argv[1])
    order = json.loads(path.read_text(encoding="utf-8"))
    sys.path[1:1] = order["path"]
    preload(order)
    results = run_all(order, path.parent)
    path.with_suffix(".results").write_text(json.dumps(results), encoding="utf-8")


if __name__ == "__main__":
    main()
