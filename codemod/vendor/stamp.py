"""What a copy says of itself: which version wrote it, and what its files were."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..config.toml_file import read_toml
from .ours import plain

STAMP = "vendored.toml"
_HEAD = """\
# Written by `lrmigrate vendor`, which updates this folder, too: change nothing in it.
# `lrmigrate vendor --check` tells whether it is as it was written.
"""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The stamp of a copy.

    Attributes:
        version: the lrmigrate that wrote it.
        digests: SHA-256 of each file, its line ends as line feeds, by its name.
    """

    version: str
    digests: Mapping[str, str]

    def written(self) -> bytes:
        """Return the file that says it."""
        lines = [f'lrmigrate = "{self.version}"', "", "[sha256]"]
        lines += [f'"{name}" = "{one}"' for name, one in sorted(self.digests.items())]
        return (_HEAD + "\n".join(lines) + "\n").encode()


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file, whichever line ends a checkout gave it."""
    return hashlib.sha256(plain(data)).hexdigest()


def read_stamp(folder: Path) -> Stamp | None:
    """Return the stamp in a folder; None where it has none that can be understood.

    Raises:
        TomlError: there is one, and it cannot be read.
    """
    content = read_toml(folder / STAMP) or {}
    version, digests = content.get("lrmigrate"), content.get("sha256")
    if not isinstance(version, str) or not isinstance(digests, dict):
        return None
    told = {
        name: one
        for name, one in digests.items()
        if isinstance(one, str) and name == Path(name).name
    }
    return Stamp(version, told)
