"""The Pythons with one release of Flax each, and how to run programs under them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from packaging.version import Version
from paths import FIXTURES, ROOT

PROGRAMS = FIXTURES / "nnx"
PINS = ROOT / "tests" / "environments"
RUN = Path(__file__).with_name("run.py")

# Every release from 0.10.1 on that is a file of tests/environments, oldest first.
EVERY = sorted(
    (path.stem.removeprefix("flax-") for path in PINS.glob("flax-*.txt")), key=Version
)

# The oldest and the newest of the optimizer that knows its model, and of the one that
# does not; one between them.
FLAX = ("0.10.1", "0.10.7", "0.11.0", "0.12.0", "0.12.8")

# Those that the suite runs: the two that differ in nothing but Flax, and the newest.
SUITE = ("0.10.7", "0.11.0", "0.12.8")

CURRENT = "current"


def python(flax: str) -> Path:
    """The interpreter with that release of Flax; `CURRENT` is the one in use."""
    if flax == CURRENT:
        return Path(sys.executable)
    folder = ROOT / ".venv" / f"flax-{flax}"
    if not (folder / ".ready").exists():
        raise FileNotFoundError(
            f"Flax {flax} is not installed in {folder}; run `make test`, which does it."
        )
    return folder / "bin" / "python"


def programs(*kinds: str) -> list[Path]:
    """The files of all programs, ``before`` or ``after`` their migration."""
    return [path for kind in kinds for path in sorted(PROGRAMS.glob(f"*/{kind}.py"))]


def ran(interpreter: Path, *arguments: Path) -> subprocess.CompletedProcess[str]:
    """Runs a script to its end; it shares what JAX has compiled with those before it.

    So no two may run at once: JAX reads what another process is about to write.
    """
    return subprocess.run(
        [interpreter, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "JAX_PLATFORMS": "cpu"},
        check=False,
    )


def run(jobs: Mapping[str, Sequence[Path]]) -> dict[str, dict]:
    """Runs each Flax's programs, one Python after the other.

    What is the same in programs is compiled once for all Flax that share a JAX.

    Returns:
        What `run.py` printed, by Flax.

    Raises:
        FileNotFoundError: If a Flax is not installed.
        RuntimeError: If a run ended without a report.
    """
    interpreters = {flax: python(flax) for flax in jobs}
    reports = {}
    for flax, paths in jobs.items():
        done = ran(interpreters[flax], RUN, *paths)
        if done.returncode:
            raise RuntimeError(f"Under Flax {flax}:\n{done.stderr}")
        reports[flax] = json.loads(done.stdout)
    return reports
