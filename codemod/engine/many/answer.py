"""What a process does that works for a worker of a cluster: it answers orders."""

from __future__ import annotations

import pickle
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from ..mapping import WorkError


class Order(NamedTuple):
    """What is to be done, as values that every version can read.

    Attributes:
        paths: what is looked at: nothing is imported from there.
        known: what has to be the same here and there, by its name.
        function: what is called, pickled.
        items: what with, pickled.
    """

    paths: Sequence[str]
    known: Mapping[str, str]
    function: bytes
    items: bytes


class Answering:
    """Answers orders; a function that is wanted again is the same, with its memory."""

    def __init__(self) -> None:
        self._last: tuple[bytes, Callable[[Any], Any]] | None = None

    def answer(self, wanted: Order) -> bytes:
        """Return what came of an order: the outcomes, or why there are none."""
        different = [
            f"has {name} {mine or 'not at all'}, and not {wanted.known.get(name)}"
            for name, mine in known().items()
            if mine != wanted.known.get(name)
        ]
        if different:
            return _told(f"{different[0]}; install the same there")
        try:
            function = self._function(wanted.function)
            items = pickle.loads(wanted.items)
            return pickle.dumps(([function(item) for item in items], ""))
        except WorkError as error:
            return _told(f"does not see the same files: {error}")
        except Exception:
            return _told(f"failed, which is a bug: {traceback.format_exc()}")

    def _function(self, pickled: bytes) -> Callable[[Any], Any]:
        if self._last is None or self._last[0] != pickled:
            self._last = pickled, pickle.loads(pickled)
        return self._last[1]


@cache
def known() -> Mapping[str, str]:
    """Return what the outcomes rest on, beside the files."""
    from ....rules import packs

    rules = (f"{one.prefix} of {one.distribution}" for one in packs())
    return {
        "lrmigrate": f"{_version('lrmigrate')} ({_code()})",
        "Python": ".".join(map(str, sys.version_info[:2])),
        "Optax": _version("optax"),
        "the rules": ", ".join(rules),
    }


def _code() -> str:
    """Return what our code comes to: that of a checkout may be any."""
    ours = Path(__file__).parents[3]
    digest = sha256()
    for package in ("codemod", "rules"):
        for path in sorted((ours / package).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def _told(why: str) -> bytes:
    return pickle.dumps(((), why))


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""
