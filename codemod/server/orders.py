"""What is asked of the process that verifies, and what it answers.

JAX takes seconds to import and has threads: it is imported once, in a process that was
started for it, and never in the one that answers the editor.
"""

from __future__ import annotations

import pickle
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from ..engine.session import Session
from ..engine.view import Fixed
from ..framing import read, write


@dataclass(frozen=True, slots=True)
class Order:
    """A file whose rewrites are to be verified.

    Attributes:
        folders: those that are worked in.
        changes: what files say since the last order; None for what is on disk.
        anew: whether something changed on disk.
        path: the file.
        text: what it says.
    """

    folders: tuple[str, ...]
    changes: tuple[tuple[str, str | None], ...]
    anew: bool
    path: str
    text: str


class Verifier:
    """Verifies what it is asked to, with all that it knows from before."""

    def __init__(self) -> None:
        self._session = Session()

    def answer(self, order: Order) -> Fixed:
        """Return what came of an order; a bug of ours is told."""
        try:
            self._session.work_in(order.folders)
            if order.anew:
                self._session.read_anew()
            for path, text in order.changes:
                if text is None:
                    self._session.forget(path)
                else:
                    self._session.change(path, text)
            return self._session.fix(order.path, order.text)
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            return Fixed(why=f"{what}. This is a bug, please report it")


def answer_all(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Answer orders until no more come."""
    verifier = Verifier()
    with suppress(EOFError):
        while True:
            order: Order = pickle.loads(read(orders))
            write(answers, pickle.dumps(verifier.answer(order)))
