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


def shadow_among(files: Iterable[str], library: str) -> str:
    """Return the first of some files that is another module of a library's name.

    Args:
        files: resolved paths of modules.
        library: what the library is imported by. Whether a package is that of a pack
            of rules is not known; it is, then.
    """
    mark = _SOURCES.get(library)
    if mark is None:
        return ""
    plain, package = (os.sep + library + end for end in (".py", f"{os.sep}__init__.py"))
    for one in files:
        is_package = one.endswith(package)
        if one.endswith(plain) or (is_package and not _has(one, mark)):
            return one
    return ""


def _has(package: str, inner: str) -> bool:
    return (Path(package).parent / inner).is_file()
