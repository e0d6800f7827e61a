"""Wheels built and installed by the real pip, into environments of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

PACKAGES = ("codemod", "rules", "lrsched")
COMMAND = "_lrmigrate.py"  # the one module at the top


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    result = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def pip(*arguments: str | Path, cwd: Path) -> str:
    quiet = ("--quiet", "--disable-pip-version-check")
    return run(sys.executable, "-m", "pip", *arguments, *quiet, cwd=cwd)


def venv_folder(venv: Path, name: str) -> Path:
    return Path(sysconfig.get_path(name, "venv", {"base": str(venv)}))


def built(source: Path, folder: Path) -> Path:
    """The wheel of a source tree."""
    pip("wheel", "--no-deps", "--wheel-dir", folder, source, cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


def install(venv: Path, *wheels: Path) -> None:
    python = venv_folder(venv, "scripts") / Path(sys.executable).name
    pip(
        *("--python", python, "install", "--no-deps", "--no-index"),
        *wheels,
        cwd=venv,
    )
