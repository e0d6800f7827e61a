"""What a copy holds: the schedules as they are here, and how to import them there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..files.read import read_file

OURS = Path(__file__).parents[2] / "lrsched"
_KINDS = frozenset({".py", ".typed", ""})
_IMPORT = b"from lrmigrate import lrsched"


def files_for(module: str) -> Mapping[str, bytes]:
    """Return the files of a copy that is imported as ``module``, by their names.

    The examples in its docstrings import it from there, all else is as it is here.
    """
    package, _, name = module.rpartition(".")
    suffix = "" if name == "lrsched" else " as lrsched"
    imported = f"from {package} import {name}" if package else f"import {name}"
    written = f"{imported}{suffix}".encode()
    return {
        file.name: plain(read_file(file)).replace(_IMPORT, written)
        for file in sorted(OURS.iterdir())
        if file.is_file() and file.suffix in _KINDS
    }


def plain(data: bytes) -> bytes:
    """Return what a file says whichever line ends a checkout gives it."""
    return data.replace(b"\r\n", b"\n")
