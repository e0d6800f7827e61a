"""Whether a run holds more where there are more files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

from feeding.doors import decoded
from feeding.grafts import grafted

FILES = 60
TIMES = 4
RUNS = (("check", "--jobs", "1"), ("curves",))


def growth(paths: Sequence[str], seed: int, place: Path) -> dict[str, float]:
    """How many bytes more a run holds for each byte of more files, by its command."""
    texts = [text for path in paths if (text := _text(path, seed))][:FILES]
    few, many = (
        _written(place / f"times{times}", texts, times) for times in (1, TIMES)
    )
    more = sum(len(text) for text in texts) * (TIMES - 1)
    return {run[0]: (_held(run, many) - _held(run, few)) / more for run in RUNS if more}


def _text(path: str, seed: int) -> bytes:
    text, encoding = decoded(Path(path).read_bytes())
    done = grafted(text, Random(f"{seed} {path}")) if encoding == "utf-8" else None
    return done.text.encode() if done is not None else b""


def _written(folder: Path, texts: Sequence[bytes], times: int) -> Path:
    folder.mkdir()
    for turn in range(times):
        for number, text in enumerate(texts):
            file = folder / f"file_{turn}_{number}.py"
            file.write_bytes(text + f"\n# {turn}\n".encode())
    return folder


def _held(run: Sequence[str], folder: Path) -> int:
    """The most bytes that a run over a folder holds."""
    command = [sys.executable, "-P", "-m", "lrmigrate.codemod.cli", *run]
    process = subprocess.Popen(
        [*command, "--isolated", "--quiet", "."],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0  # it is over, which nobody else has to find out
    return used.ru_maxrss if sys.platform == "darwin" else used.ru_maxrss << 10
