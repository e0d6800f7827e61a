"""Times lrmigrate on a tree next to what else searches, checks or rewrites code.

Written for ``make bench``: TREE is any folder, OUT a Markdown file. What is not here is
named as absent; ``make bench`` installs what is on PyPI (``others.txt``) for itself.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from operator import attrgetter
from pathlib import Path

from measure import LIMIT, Row, in_turns
from shapes import SHAPES, Tree

_SCRIPTS = Path(sys.executable).parent
_OURS = str(_SCRIPTS / "lrmigrate")
_ISOLATED = ("--isolated", "--target", "lrsched")
CHECK = "lrmigrate check"

OTHERS = {
    "ruff check --select F401": (
        *("ruff", "check", "--isolated", "--no-cache", "--select", "F401", "."),
    ),
    "rg -l optax": ("rg", "-l", "optax", "."),
    "ast-grep run": ("ast-grep", "run", "-l", "py", "-p", "optax.$F($$$)", "."),
    "torchfix, one rule": ("torchfix", "--select", "TOR101", "."),
    "fixit lint, one rule": (
        *("fixit", "--rules", "fixit.rules:UseFstring", "lint", "."),
    ),
}
"""What others search, check or parse a tree with; the last two are LibCST's."""
STARTS = {
    "python -c pass": (sys.executable, "-c", "pass"),
    "python -c 'import click'": (sys.executable, "-c", "import click"),
    "lrmigrate check plain.py": (_OURS, "check", "--isolated", "plain.py"),
    "lrmigrate curves plain.py": (_OURS, "curves", "--isolated", "plain.py"),
    "lrmigrate fix --diff plain.py": (_OURS, "fix", "--diff", "--isolated", "plain.py"),
    "lrmigrate check train.py": (_OURS, "check", "--isolated", "train.py"),
}
CALL = """

import optax


def make_schedule(lr, steps):
    return optax.cosine_decay_schedule(init_value=lr, decay_steps=steps)
"""
SIZES = {"files_beside": (100, 1_000, 10_000, 100_000), "files": (500, 1_000, 2_000)}
DEFAULT_SIZES = (1_000, 2_000, 5_000)


def found(name: str) -> str | None:
    """Return where a program is: beside this Python, of the others, or on the path."""
    places = (_SCRIPTS / name, _SCRIPTS.parent / "bench" / "bin" / name)
    beside = next((one for one in places if one.is_file()), None)
    return str(beside) if beside else shutil.which(name)


def contenders(page: Path, verify: bool) -> tuple[dict[str, list[str]], list[str]]:
    """Return the commands of those that are here, and the names of the others."""
    commands = {
        CHECK: [_OURS, "check", *_ISOLATED, "."],
        "lrmigrate curves": [_OURS, "curves", "--isolated", "."],
    }
    if verify:
        commands["lrmigrate fix --diff"] = [_OURS, "fix", "--diff", *_ISOLATED, "."]
        report = [_OURS, "report", "--html", str(page), *_ISOLATED, "."]
        commands["lrmigrate report --html"] = report
    absent = []
    for name, (program, *arguments) in OTHERS.items():
        if (path := found(program)) is None:
            absent.append(name)
        else:
            commands[name] = [path, *arguments]
    return commands, absent


def rows(took: Mapping[str, Row], first: str) -> Iterator[str]:
    """Yield the lines of a table: medians, and medians of each turn's ratios."""
    base, wall, cpu = took[first], attrgetter("wall"), attrgetter("cpu")
    yield f"| command | wall, s | cpu, s | memory, MB | times `{first}`, wall | cpu |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, one in took.items():
        if one.stopped:
            least = one.ratio(base, wall)
            yield f"| `{name}` | over {LIMIT} | | | over {least:.0f} | |"
            continue
        seconds = f"{one.median(wall):.3f} | {one.median(cpu):.3f}"
        ratios = f"{one.ratio(base, wall):.2f} | {one.ratio(base, cpu):.2f}"
        yield f"| `{name}` | {seconds} | {one.memory:.0f} | {ratios} |"
    for name, one in took.items():
        if one.code > 0:
            yield f"\n`{name}` exited with {one.code}."


def make(folder: Path, tree: Tree) -> Path:
    """Write a tree."""
    for path, text in {"pyproject.toml": "", **tree}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def with_calls(tree: Path, folder: Path, every: int) -> Path:
    """Copy the Python files of a tree, and put a schedule into one of so many."""
    for number, path in enumerate(sorted(tree.rglob("*.py"))):
        copy = folder / path.relative_to(tree)
        copy.parent.mkdir(parents=True, exist_ok=True)
        more = CALL.encode() if number % every == 0 else b""
        copy.write_bytes(path.read_bytes() + more)
    return folder


def growth(scratch: Path, largest: int) -> Iterator[str]:
    """Yield the lines of a table: each shape at some sizes."""
    yield "| shape | size | wall, s | cpu, s | memory, MB |"
    yield "|---|---:|---:|---:|---:|"
    for name, shape in SHAPES.items():
        for size in SIZES.get(name, DEFAULT_SIZES):
            if size <= largest:
                folder = make(scratch / name / str(size), shape(size))
                command = [_OURS, "check", *_ISOLATED, "--output-format", "text", "."]
                (one,) = in_turns({CHECK: command}, folder, 1)[CHECK].runs
                seconds = f"{one.wall:.2f} | {one.cpu:.2f} | {one.memory:.0f}"
                yield f"| {name.replace('_', ' ')} | {size:,} | {seconds} |"
                shutil.rmtree(folder)


def machine() -> str:
    """Return what this was measured on."""
    versions = []
    for program in ("ruff", "rg", "ast-grep", "torchfix", "fixit"):
        if (path := found(program)) is not None:
            command = [path, "--version"]
            told = subprocess.run(command, capture_output=True, text=True, check=False)
            number = told.stdout.split("\n")[0].split(" ")[-1].strip("() ")
            versions.append(f"{program} {number}" if number else program)
    here = f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores"
    python = f"Python {platform.python_version()}"
    return f"{here}, {python}; {', '.join(versions)}; {date.today():%Y-%m-%d}"


def report(options: argparse.Namespace) -> Iterator[str]:
    """Yield the lines of all tables, as they are measured."""
    yield f"Measured on {machine()}, medians of {options.runs} runs in turns."
    with tempfile.TemporaryDirectory(prefix="lrmigrate-bench-") as folder:
        scratch = Path(folder)
        commands, absent = contenders(scratch / "report.html", options.verify)
        for tree in options.tree:
            files = sum(1 for _ in tree.rglob("*.py"))
            told = f"{options.name or tree.name}: {files:,} Python files"
            if every := options.schedule_in:
                told += f", one in {every} with a schedule"
                tree = with_calls(tree, scratch / "calls" / tree.name, every)
            yield f"\n### {told}\n"
            yield from rows(in_turns(commands, tree, options.runs), CHECK)
            if absent:
                yield f"\nNot installed: {', '.join(absent)}."
        if options.start:
            yield "\n### Start-up\n"
            make(scratch / "one", {"plain.py": "x = 1\n", **SHAPES["sites"](1)})
            starts = in_turns(STARTS, scratch / "one", max(options.runs, 5))
            yield from rows(starts, "python -c 'import click'")
        if options.growth:
            yield "\n### Growth\n"
            yield from growth(scratch / "growth", options.growth)


def main() -> None:
    site = Path(sysconfig.get_path("purelib"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tree", type=Path, nargs="*", help="folders to time it on")
    parser.add_argument("--name", default="", help="what to call the tree")
    parser.add_argument("--out", type=Path, help="a Markdown file to write, too")
    parser.add_argument("--runs", type=int, default=3, help="timed runs of each")
    parser.add_argument("--growth", type=int, default=0, help="up to which size")
    parser.add_argument(
        "--schedule-in",
        type=int,
        default=0,
        metavar="N",
        help="copy the tree, and put a schedule into one file in N",
    )
    parser.add_argument("--start", action="store_true", help="time starts alone, too")
    parser.add_argument(
        "--no-verify", dest="verify", action="store_false", help="leave out fix, report"
    )
    options = parser.parse_args()
    options.tree = [tree.resolve() for tree in options.tree or [site]]
    lines = []
    for line in report(options):
        print(line, flush=True)
        lines.append(line)
    if options.out:
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
