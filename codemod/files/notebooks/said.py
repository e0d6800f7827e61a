"""What a notebook says as a whole, for a search of words and of its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecodeError
from typing import Any

from ..decode import SourceError, limited
from .json_places import decoded_json

MAX_BYTES = 2**28
_LANGUAGES = ("python", "ipython")
_HOLDERS = ("cells", "worksheets")
_DATA = re.compile(rb"[A-Za-z0-9+/]{64,}")  # base64


def notebook_text(data: bytes) -> str:
    """Return what the bytes of a notebook say.

    Raises:
        SourceError: it is none.
    """
    try:
        return limited(data, MAX_BYTES).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        message = f"is no notebook, which is UTF-8: {error.reason}"
        raise SourceError(message) from error


def code_of(data: bytes) -> bytes:
    """Return what the cells of code of a notebook say, as far as words are asked for.

    Raises:
        SourceError: it is no notebook.
    """
    try:
        notebook = decoded_json(notebook_text(data).removeprefix("\ufeff"))
    except (JSONDecodeError, RecursionError) as error:
        raise SourceError("is no notebook") from error
    if not isinstance(notebook, dict) or notebook.keys().isdisjoint(_HOLDERS):
        raise SourceError("is no notebook: it has no cells")
    return "\n".join(_said(notebook)).encode("utf-8", "surrogatepass")


def _said(notebook: dict[str, Any]) -> Iterator[str]:
    """Yield the texts of the cells of code, wherever a format has them."""
    if not is_python_notebook(notebook.get("metadata")):
        return
    sheets = _list(notebook.get("worksheets"))
    for holder in (notebook, *sheets):
        for cell in _list(holder.get("cells")) if isinstance(holder, dict) else ():
            if isinstance(cell, dict) and cell.get("cell_type") == "code":
                text = cell.get("source", cell.get("input"))
                yield "".join(one for one in _list(text) if isinstance(one, str))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def without_data(data: bytes) -> bytes:
    """Return a notebook without its images, in which any short word may stand."""
    return _DATA.sub(b"", data)


def is_python_notebook(metadata: Any) -> bool:
    """Whether a notebook is one of Python; one that does not say is."""
    said = metadata if isinstance(metadata, dict) else {}
    for key, name in (("language_info", "name"), ("kernelspec", "language")):
        part = said.get(key)
        if isinstance(part, dict) and isinstance(part.get(name), str):
            return part[name].lower() in _LANGUAGES
    return True
