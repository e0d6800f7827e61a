"""Which files of a tree can see its modules, and what each of them says.

What git ignores or a configuration excludes runs all the same, and so do notebooks and
scripts without a suffix. Stubs and configurations are read as text, and so is a
notebook that cannot be read as one.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from ...files.kinds import module_of
from ...files.notebooks.said import code_of
from ...files.search.listing import Listing
from ...files.source import MAX_BYTES, Source, SourceError

NOTEBOOK = ".ipynb"
_PYTHON = frozenset({".py", ".pyw"})
_CODE = frozenset({NOTEBOOK, ".pyi"})  # searched as text
_PLAIN = frozenset({".sh", ".txt"})  # so too, where it may hold code
_SETTINGS = frozenset({".cfg", ".ini", ".json", ".toml", ".yaml", ".yml"})
_TEXTS = _CODE | _PLAIN | _SETTINGS
_DOTTED = re.compile(rb"[A-Za-z_]\w*(?:[.:][A-Za-z_]\w*)+")
_LARGEST = 2**18  # of settings, and of scripts without a suffix; more is data


class Said(NamedTuple):
    """What a file says, as far as that is code or may tell of it.

    Attributes:
        data: its bytes; of a notebook, what its cells of code say.
        is_text: whether it is none that Python runs.
    """

    data: bytes
    is_text: bool


def readable(listing: Listing) -> Iterator[str]:
    """Yield the real paths of the files of a tree that may see its modules, sorted."""
    found = sorted(map(listing.real, filter(_may_hold_code, listing.paths)))
    for real, _ in groupby(found):
        yield real


def said(path: str, listing: Listing) -> Said | None:
    """Return what a file says; None where it may neither be Python nor tell of it."""
    with suppress(OSError):
        data = _read(path, listing)
        if data is not None:
            return _told(path, data)
    return None


def source_of(path: str, listing: Listing, held: Said) -> Source:
    """Return a file as what can be parsed.

    Raises:
        SourceError: it cannot be decoded.
        OSError: it cannot be read any more.
    """
    if suffix_of(path) == NOTEBOOK and not held.is_text:
        read = module_of(listing.held.read(path), path)
        return replace(read, data=b"")  # which has images, and is not written
    return Source.from_bytes(held.data, path)


def _told(path: str, data: bytes) -> Said:
    suffix = suffix_of(path)
    if suffix == NOTEBOOK:
        with suppress(SourceError):
            return Said(code_of(data), False)
    return Said(data, suffix in _TEXTS)


def _may_hold_code(path: str) -> bool:
    name = os.path.basename(path)  # noqa: PTH119
    suffix = suffix_of(name)
    return suffix in _PYTHON or suffix in _TEXTS or (not suffix and name[0] != ".")


def suffix_of(path: str) -> str:
    """Return how the name of a file ends: of all files of a tree, so without `Path`."""
    return os.path.splitext(path)[1]  # noqa: PTH122


def _read(path: str, listing: Listing) -> bytes | None:
    """Return what a file holds, if that may be Python or tell of it."""
    suffix = suffix_of(path)
    if suffix in _PYTHON:
        try:
            return listing.code(path, MAX_BYTES)
        except OSError as error:
            if error.errno != errno.EFBIG:
                raise
            return b""
    try:
        data = listing.held.read(path, MAX_BYTES if suffix in _CODE else _LARGEST)
    except OSError:
        return None
    if suffix in _SETTINGS:
        return b"\n".join({*_DOTTED.findall(data)})  # as `lib.make` and `lib:make`
    if suffix in _CODE or re.match(rb"#!.*python", data):
        return data
    return data if b"import" in data and b"\0" not in data else None
