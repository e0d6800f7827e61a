"""A TOML file that somebody else wrote: what it says, or why that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..files.read import read_text


class TomlError(Exception):
    """A file that cannot be read as TOML: which, and why, in one line."""


def line_of(file: Path, table: str, key: str) -> int:
    """Return on which line a file begins to say what a key of a table is; 0 if nowhere.

    Args:
        file: it was read.
        table: by its dotted name.
        key: it is in the table.
    """
    parts = (rf"[\"']?{re.escape(part)}[\"']?" for part in (*table.split("."), key))
    *above, last = parts
    inside = r"\s*\[\s*" + r"\s*\.\s*".join(above) + r"\s*"
    own, begun = re.compile(rf"\s*{last}\s*[.=]"), False
    for number, line in enumerate(read_text(file).splitlines(), 1):
        if line.lstrip().startswith("["):
            begun = re.match(rf"{inside}\]", line) is not None
        if re.match(rf"{inside}\.\s*{last}\s*[].]", line) or (
            begun and own.match(line)
        ):
            return number
    return 0


def read_toml(file: Path) -> Mapping[str, Any] | None:
    """Return what a file says, or None if there is none.

    Raises:
        TomlError: it is there, and cannot be read.
    """
    try:
        text = read_text(file)
        import tomllib

        return tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise TomlError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TomlError(f"{file}: is not UTF-8: {error}; save it as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise TomlError(f"{file}: is not TOML: {error}") from error
