"""A guard against what never ends. It measures nothing."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

LONG = 600  # seconds, of a machine under load


@contextmanager
def ends(seconds: int = LONG) -> Iterator[None]:
    """Fail where what is done takes as long as what does not end."""

    def stop(*_: object) -> None:
        raise AssertionError(f"it has not ended after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
