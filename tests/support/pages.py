"""The pages of the documentation: their blocks, and a shell that runs their commands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from paths import ROOT

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
END = "-- end of output --"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(language: str, page: str) -> list[str]:
    return [text for name, text in FENCE.findall(page) if name == language]


def commands(block: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with what it is shown to print."""
    assert block.startswith("$ ")
    steps = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [
        (command, shown) for command, _, shown in (s.partition("\n") for s in steps)
    ]


def assert_prints_what_is_shown(block: str, folder: Path) -> None:
    """Run the commands of a console block, and compare what each prints."""
    steps = commands(block)
    # One shell for the block; `$?` outlives the line that marks an output's end.
    script = "".join(
        f"{command}\n{{ s=$?; echo '{END}'; (exit $s); }}\n" for command, _ in steps
    )
    *outputs, rest = shell(script, folder).split(f"{END}\n")
    assert outputs == [shown for _, shown in steps]
    assert not rest


def shell(script: str, folder: Path) -> str:
    """What a terminal shows of a script: both streams, in their order."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    result = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
            "PATH": path,
            "PYTHONUNBUFFERED": "1",
            "JAX_PLATFORMS": "cpu",
            "NO_COLOR": "1",
            "PYTEST_ADDOPTS": "-p no:asyncio",  # it is ours, not the reader's
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    # Python names the file of a warning in full.
    return result.stdout.replace(f"{folder.resolve()}{os.sep}", "")


def install_commands() -> set[str]:
    """What installs the project from a checkout, with each of its extras."""
    extras = tomllib.loads(read("pyproject.toml"))["project"]["optional-dependencies"]
    return {"pip install .", *(f"pip install '.[{extra}]'" for extra in extras)}
