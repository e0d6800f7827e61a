"""Replace a file as a whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path


class WriteError(Exception):
    """The file was not written, and is as it was; the text says why."""


def replace_file(path: Path, data: bytes, *, expected: bytes) -> None:
    """Put ``data`` in the place of a file's content, atomically.

    A link stays a link: what it points to is replaced. Mode bits stay, and the
    owner where that is allowed. Other hard links keep the old content.

    Args:
        path: the file.
        data: its new content.
        expected: the content that it must still have.

    Raises:
        WriteError: it has changed, or cannot be written; it is as it was.
    """
    target = path.resolve()
    temporary: str | None = None
    try:
        if target.read_bytes() != expected:
            raise WriteError("has changed since it was read; run lrmigrate again")
        handle, temporary = tempfile.mkstemp(
            prefix=f".{target.name}.", dir=target.parent
        )
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, temporary)
        with suppress(OSError):
            status = target.stat()
            os.chown(temporary, status.st_uid, status.st_gid)
        Path(temporary).replace(target)
        temporary = None
    except OSError as error:
        reason = error.strerror or str(error)
        raise WriteError(f"cannot be written: {reason}; it is as it was") from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                Path(temporary).unlink()
