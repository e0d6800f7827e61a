"""Writes the project's address wherever a page, a recipe or a setting names it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from paths import ROOT

from lrmigrate.codemod.address import PROJECT

SLUG = PROJECT.removeprefix("https://github.com/")
WRITTEN = (".md", ".toml", ".yaml", ".yml")
"""How files end that name it; code takes it from `codemod/address.py`."""

_HOST = r"https://(?:github|gitlab)\.com/"
_NAME = r"[\w.-]+/lrmigrate(?![\w-])"
ADDRESS = re.compile(rf"{_HOST}{_NAME}")
ACTION = re.compile(rf"(?<=uses: ){_NAME}(?=@)")


def tracked() -> Iterator[Path]:
    """Yield the files of the project that may name it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and not path.is_symlink():
            yield path


def addressed(text: str) -> str:
    """The text of a file, with the address of today."""
    return ACTION.sub(SLUG, ADDRESS.sub(PROJECT, text))


def main() -> None:
    """Write it everywhere."""
    for path in tracked():
        if path.suffix in WRITTEN:
            text = path.read_bytes().decode()
            if addressed(text) != text:
                path.write_bytes(addressed(text).encode())


if __name__ == "__main__":
    main()
