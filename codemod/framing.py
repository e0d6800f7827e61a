"""Messages between processes: each with its length before it."""

from __future__ import annotations

import struct
from typing import IO

_LENGTH = struct.Struct(">Q")


def write(stream: IO[bytes], message: bytes) -> None:
    """Write a message, with its length before it."""
    stream.write(_LENGTH.pack(len(message)) + message)
    stream.flush()


def read(stream: IO[bytes]) -> bytes:
    """Read a message.

    Raises:
        EOFError: there is none, or not all of it.
    """
    head = stream.read(_LENGTH.size)
    if len(head) == _LENGTH.size:
        (length,) = _LENGTH.unpack(head)
        message = stream.read(length)
        if len(message) == length:
            return message
    raise EOFError
