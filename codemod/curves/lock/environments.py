"""Python environments with a release of Optax: the user's own, or made once.

What is made is kept in the user's cache. It is made under another name and renamed, so
that it is whole or not there, also where two runs make the same one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from .record import LockError

BOUND = 900.0
"""Seconds that installing may take."""

_LONGEST = 400
_RELEASE = re.compile(r"\d+(\.\d+)+((a|b|rc|\.dev|\.post)\d+)?")


def python_of(named: str, on_making: Callable[[str], None]) -> str:
    """Return the interpreter of what a user names.

    Args:
        named: a release of Optax, the folder of an environment, or an interpreter.
        on_making: is told what is installed, as that takes a while.

    Raises:
        LockError: there is no such environment, or it cannot be made.
    """
    if _RELEASE.fullmatch(named):
        return str(_program(_made(named, on_making)))
    path = Path(named)
    if path.is_dir():
        if not _program(path).exists():
            raise LockError(f"{named}: is no environment: it has no {_program(path)}")
        return str(_program(path).absolute())
    if path.exists():
        return str(path.absolute())
    raise LockError(
        f"{named}: is neither a release of Optax, like 0.2.6, nor an environment"
    )


def own_python() -> str | None:
    """Return the interpreter that runs this, where it has JAX and Optax."""
    return sys.executable if find_spec("jax") and find_spec("optax") else None


def _program(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _made(release: str, on_making: Callable[[str], None]) -> Path:
    """Return the folder of an environment with a release of Optax, made if need be."""
    try:
        jax = version("jax")
    except PackageNotFoundError:
        jax = ""
    python = ".".join(map(str, sys.version_info[:2]))
    folder = _cache() / f"optax-{release}-jax-{jax or 'newest'}-python-{python}"
    if _program(folder).exists():
        return folder
    on_making(
        f"making an environment with Optax {release} and "
        f"{f'JAX {jax}' if jax else 'the newest JAX'}, once, in {folder.parent}"
    )
    wanted = [f"optax=={release}", f"jax=={jax}" if jax else "jax"]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
    except OSError as error:
        reason = error.strerror or error
        raise LockError(f"{folder.parent}: cannot be written: {reason}") from error
    try:
        _install(draft, wanted)
        if not _program(folder).exists():  # its Python is no longer there
            shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # another run was faster, and made the same
            draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    folder = Path(home) if home else Path.home() / ".cache"
    return folder / "lrmigrate"


def _install(folder: Path, wanted: Sequence[str]) -> None:
    uv = shutil.which("uv")
    own_pip = not uv and not find_spec("pip")
    try:
        venv.create(folder, symlinks=os.name != "nt", with_pip=own_pip)
    except (OSError, subprocess.CalledProcessError) as error:
        raise LockError(f"no environment can be made: {error}") from error
    program = str(_program(folder))
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", program]
    else:
        command = [
            *(program if own_pip else sys.executable, "-I", "-m", "pip"),
            *("--python", program, "install", "--quiet", "--no-input"),
            "--disable-pip-version-check",
        ]
    command += ["--only-binary", ":all:", *wanted]
    # pip starts itself again, by whatever PYTHONPATH says.
    plain = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    try:
        done = subprocess.run(
            command,
            env=plain,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=BOUND,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LockError(f"{' and '.join(wanted)}: not installed: {error}") from error
    if done.returncode:
        said = _cause(done.stdout.decode("utf-8", "replace"))
        raise LockError(f"{' and '.join(wanted)} cannot be installed: {said}")


def _cause(output: str) -> str:
    """Return what an installer says of its failure, on one line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    starts = [i for i, line in enumerate(lines) if line.lower().startswith("error:")]
    said = " ".join(lines[starts[-1] if starts else -1 :]) or "it does not say why"
    return re.sub(r"(?i)^error:\s*", "", said)[:_LONGEST]
