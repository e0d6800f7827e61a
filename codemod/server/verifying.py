"""Asks the process that verifies, one order after the other, and starts it anew."""

from __future__ import annotations

import asyncio
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from ..engine.view import Fixed
from ..framing import read, write
from .orders import Order

# Where Python's path leads through a project, that may hold anything called like us.
_THEN = "--"
_START = f"""
import sys
door, *given = sys.argv[1:]
end = given.index({_THEN!r})
sys.path[:] = given[end + 1 :]
from importlib import import_module
import_module(door).main(given[:end])
"""
DIED = "the process that verifies ended; it is started again with the next change"


class Verifying:
    """The process that verifies, as long as it is wanted.

    A thread of its own starts it and waits for it: asyncio never ends when a process is
    given up that is being started, and neither would the server.

    Args:
        door: the module that it runs.
    """

    def __init__(self, door: str) -> None:
        self._door = door
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False
        self._starting = threading.Lock()
        self._thread = ThreadPoolExecutor(1, "verifying")
        self._lock = asyncio.Lock()
        self._said: dict[str, str | None] = {}
        self._changes: dict[str, str | None] = {}
        self._anew = False

    def read_anew(self) -> None:
        """Tell that something changed on disk."""
        self._anew = True

    def tell(self, path: str, text: str | None) -> None:
        """Tell what a file says; None where it holds what is on disk."""
        self._changes[path] = text
        if text is None:
            self._said.pop(path, None)
        else:
            self._said[path] = text

    async def fixed(self, folders: Sequence[str], path: str, text: str) -> Fixed:
        """Return what verifying the rewrites of a file gave."""
        loop = asyncio.get_running_loop()
        async with self._lock:
            if self._process is not None and self._process.poll() is not None:
                self._end()
            if self._process is None:
                self._changes = dict(self._said)
            changes, self._changes = self._changes, {}
            anew, self._anew = self._anew, False
            order = Order(tuple(folders), tuple(changes.items()), anew, path, text)
            try:
                return await loop.run_in_executor(self._thread, self._asked, order)
            except (OSError, EOFError):
                self._end()
                return Fixed(why=DIED)

    def stop(self) -> None:
        """End the process for good; what it was asked is not answered any more."""
        with self._starting:
            self._is_stopped = True
            self._end()

    def _asked(self, order: Order) -> Fixed:
        process = self._started(order.folders)
        assert process.stdin is not None
        assert process.stdout is not None
        write(process.stdin, pickle.dumps(order))
        fixed: Fixed = pickle.loads(read(process.stdout))
        return fixed

    def _started(self, folders: Sequence[str]) -> subprocess.Popen[bytes]:
        with self._starting:
            if self._is_stopped:
                raise EOFError
            if self._process is None:
                self._process = subprocess.Popen(
                    (
                        *(sys.executable, "-I", "-c", _START, self._door),
                        *(*folders, _THEN, *sys.path),
                    ),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
            return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._thread.submit(_close, self._process)
            self._process = None


def _close(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError), process:
        pass
