"""git's objects: which files a commit or the index has, and what they hold."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO

from .git import Git, GitError

LARGEST = 2**26
"""How much of an object is read at most."""
_PIECE = 2**20
_FILES = frozenset({"100644", "100755", "100664"})


def listed(git: Git, commit: str) -> Iterator[tuple[str, str]]:
    """Yield the files of a commit, each with its object; no links, no submodules."""
    for line in git.prints("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        about, _, name = line.partition(b"\t")
        path = os.fsdecode(name)
        mode, _, blob = about.decode("ascii").partition(" blob ")
        if blob and mode in _FILES:
            yield path, blob


def not_checked_out(git: Git) -> Iterator[tuple[str, str]]:
    """Yield the files that a sparse checkout leaves out, each with its object."""
    for line in git.prints("ls-files", "-z", "-t", "--stage").split(b"\0"):
        about, _, name = line.partition(b"\t")
        tag, _, rest = about.decode("ascii").partition(" ")
        mode, _, blob = rest.partition(" ")
        if tag == "S" and mode in _FILES:
            yield os.fsdecode(name), blob.partition(" ")[0]


def absent(git: Git, commit: str) -> frozenset[str]:
    """Return the objects of a commit that are not in this clone.

    Whoever asks for what one holds would have git fetch it.
    """
    asked = ("rev-list", "--objects", "--no-walk", "--missing=print", commit)
    lines = git.prints(*asked).split(b"\n")
    return frozenset(os.fsdecode(one[1:]) for one in lines if one.startswith(b"?"))


def contents(git: Git, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield what objects hold.

    Raises:
        GitError: one cannot be read.
    """
    blobs = [*blobs]
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{blob}\n" for blob in blobs).encode())
        asked.seek(0)
        with git.stream("cat-file", "--batch", given=asked) as answers:
            for blob in blobs:
                yield blob, _content(answers, blob)


def _content(answers: IO[bytes], blob: str) -> bytes:
    """Return what an object holds; the start of it, where nobody reads as much."""
    parts = answers.readline().split()
    if len(parts) != 3:
        raise GitError(f"git cannot read the object {blob}; git fsck says why")
    size = int(parts[2])
    data = answers.read(min(size, LARGEST + 1))
    left = size - len(data)
    while left > 0:
        left -= len(answers.read(min(left, _PIECE))) or left
    answers.read(1)
    return data
