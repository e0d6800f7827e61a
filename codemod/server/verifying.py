"""Asks the process that verifies, one order after the other, and starts it anew."""

from __future__ import annotations

import asyncio
import pickle
import sys
from asyncio.subprocess import Process
from collections.abc import Sequence
from contextlib import suppress

from ..engine.view import Fixed
from .orders import LENGTH, Order, framed

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

    Args:
        door: the module that it runs.
    """

    def __init__(self, door: str) -> None:
        self._door = door
        self._process: Process | None = None
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
        async with self._lock:
            try:
                process = await self._started(folders)
                changes, self._changes = self._changes, {}
                anew, self._anew = self._anew, False
                order = Order(
                    *(tuple(folders), tuple(changes.items())), anew, path, text
                )
                return await _asked(process, order)
            except (OSError, EOFError, asyncio.IncompleteReadError):
                self.stop()
                return Fixed(why=DIED)

    async def _started(self, folders: Sequence[str]) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._changes = dict(self._said)
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-c", _START, self._door),
                *(*folders, _THEN, *sys.path),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
        return self._process

    def stop(self) -> None:
        """End the process; what it was asked is not answered any more."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            self._process = None


async def _asked(process: Process, order: Order) -> Fixed:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(framed(order))
    await process.stdin.drain()
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    fixed: Fixed = pickle.loads(await process.stdout.readexactly(length))
    return fixed
