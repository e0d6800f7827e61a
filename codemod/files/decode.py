"""The bytes of a Python file as text, decoded as Python does (PEP 263)."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from tokenize import detect_encoding

from ..model import Position

_SHEBANG = 256
MAX_BYTES = 4 * 2**20
_CURE = "save the file as UTF-8, or name its encoding in the first line"
_WIDE = re.compile(rb"\xff\xfe|\xfe\xff|\0\0\xfe\xff")
_NUL = re.compile(rb".?\0", re.DOTALL)
_PACKED = re.compile(rb"\x1f\x8b|BZh\d1AY&SY|\xfd7zXZ\0|\x28\xb5\x2f\xfd")
_NOT_ASCII = b"?" + bytes(range(1, 128)) + b"?" * 128  # nor a NUL byte
_COOKIE = re.compile(rb"coding[:=][ \t]*([-\w.]+)")


class SourceError(Exception):
    """A file that cannot be read, parsed or encoded: why, and where if known."""

    def __init__(self, message: str, position: Position | None = None) -> None:
        super().__init__(message, position)
        self.message = message
        self.position = position

    def __str__(self) -> str:
        return self.message


def limited(data: bytes, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file.

    Raises:
        SourceError: there are more of them than the limit.
    """
    if len(data) > limit:
        raise too_large(limit)
    return data


def too_large(limit: int) -> SourceError:
    """The error of a file that holds more bytes than are looked at."""
    return SourceError(f"is too large: the limit is {limit >> 20} MiB")


def packed(data: bytes) -> str:
    """Return why the words of a file are not to be seen in its bytes, or nothing."""
    if _WIDE.match(data):
        return f"is UTF-16 or UTF-32; {_CURE}"
    if _NUL.match(data):
        return f"begins with a NUL byte, as UTF-16 does; {_CURE}"
    if _PACKED.match(data):
        return "is compressed: unpack it, and name the file in it"
    if data.startswith(b"PK\x03\x04") or b"\nPK\x03\x04" in data[:_SHEBANG]:
        return "is a zip archive: unpack it, and name the files in it"
    return ""


def decode(data: bytes) -> tuple[str, str, bool]:
    """Return the text, its encoding, and whether a byte order mark is before it.

    Raises:
        SourceError: it cannot be decoded.
    """
    bom = data.startswith(BOM_UTF8)
    body = data[len(BOM_UTF8) :] if bom else data
    # The cookie is ASCII. The rest of its two lines may be in any encoding, and
    # detect_encoding() would take them for UTF-8 and complain.
    head = iter(body.translate(_NOT_ASCII).splitlines(keepends=True))
    try:
        encoding, _ = detect_encoding(lambda: next(head))
    except SyntaxError as error:
        raise SourceError(f"{error.msg}; {_CURE}", Position(1, 1)) from error
    except (LookupError, ValueError) as error:  # Python 3.14 decodes these lines by it
        named = _COOKIE.search(body.translate(_NOT_ASCII))
        encoding = named[1].decode() if named else "utf-8"
        raise SourceError(f"is not {encoding}: {error}; {_CURE}") from error
    if bom and encoding != "utf-8":
        raise SourceError(
            f"has a byte order mark, so its cookie must be utf-8, not {encoding}",
            Position(1, 1),
        )
    try:
        return body.decode(encoding), encoding, bom
    except UnicodeDecodeError as error:
        lines = (body[: error.start] + b"?").splitlines()
        raise SourceError(
            f"is not {encoding}: byte 0x{body[error.start]:02x}; {_CURE}",
            Position(len(lines), len(lines[-1].decode("utf-8", "replace"))),
        ) from error
    except (LookupError, ValueError) as error:
        raise SourceError(f"is not {encoding}: {error}; {_CURE}") from error
