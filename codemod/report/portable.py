"""What is told of a run, without the paths of the machine that it was made on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from ..files.real import real_path

Told = TypeVar("Told")

_SOURCE = {"changes", "fix", "before", "after"}
"""Code of the project, which is shown as it is."""


def relative(paths: Iterable[str]) -> Callable[[str], str]:
    """Return what makes the paths in a text relative to a folder of the run.

    Args:
        paths: that the run was over, as they were given.
    """
    given = {real_path(path) for path in paths if Path(path).is_absolute()}
    folders = {Path.cwd(), Path(sys.prefix), *(path.parent for path in given)}
    roots = sorted((f"{one}{os.sep}" for one in folders), key=len, reverse=True)
    names = {root: "" for root in roots if root != os.sep}
    names[f"{Path.home()}{os.sep}"] = f"~{os.sep}"

    def text(said: str) -> str:
        for root, name in names.items():
            said = said.replace(root, name)
        return said

    return text


def portable(told: Told, text: Callable[[str], str]) -> Told:
    """Return a result, or a part of one, with all paths that are told made relative."""
    found: Any = told
    if type(found) is str:
        found = text(found)
    elif isinstance(found, tuple):
        found = tuple(portable(one, text) for one in found)
    elif is_dataclass(found) and not isinstance(found, type):
        names = (one.name for one in fields(found) if one.name not in _SOURCE)
        found = replace(
            found, **{it: portable(getattr(found, it), text) for it in names}
        )
    return cast(Told, found)
