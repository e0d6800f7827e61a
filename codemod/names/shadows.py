"""Which module of the tree an import may find in the place of a library."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

# What tells that a package is the library itself, as in a checkout of it.
_SOURCES = {
    "flax": "core/scope.py",
    "jax": "_src/core.py",
    "lrmigrate": "lrsched/__init__.py",
    "optax": "_src/base.py",
}
LIBRARIES = frozenset(_SOURCES)
"""What they are imported by."""


def shadow_among(files: Iterable[str], library: str) -> str:
    """Return the first of some files that is another module of a library's name.

    Args:
        files: resolved paths of modules.
        library: what the library is imported by.
    """
    plain, package = (os.sep + library + end for end in (".py", f"{os.sep}__init__.py"))
    for one in files:
        if one.endswith(plain) or (one.endswith(package) and not _is_it(one, library)):
            return one
    return ""


def _is_it(file: str, library: str) -> bool:
    mark = _SOURCES.get(library)
    return mark is not None and (Path(file).parent / mark).is_file()
