"""Text from user code as HTML: always escaped, never markup."""

from __future__ import annotations

import re
from html import escape

from ..styled import printable

_CODE = re.compile(r"`([^`]+)`")


def plain(text: str) -> str:
    """One line of text, fit for an element or a quoted attribute."""
    return escape(printable(text))


def source_line(text: str) -> str:
    """A line of source: tabs stay, what is invisible is shown."""
    return escape(printable(text, keep="\t"))


def prose(text: str) -> str:
    """A message: what stands in backticks is code."""
    return _CODE.sub(r"<code>\1</code>", plain(text))
