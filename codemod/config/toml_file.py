"""A TOML file that somebody else wrote: what it says, or why that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..files.read import read_text


class TomlError(Exception):
    """A file that cannot be read as TOML: which, and why, in one line."""


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
        raise TomlError(f"{file}: is not UTF-8: {error}") from error
    except (ValueError, RecursionError) as error:
        raise TomlError(f"{file}: is not TOML: {error}") from error
