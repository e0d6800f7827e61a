"""Where the project lives: all that names its address takes it from here.

`make docs` writes it where a page, a recipe or ``pyproject.toml`` names it.
"""

from __future__ import annotations

from .model import UNREADABLE

PROJECT = "https://github.com/OWNER/lrmigrate"
"""The repository; ``OWNER`` stands in it until the project has a home."""

_DIGITS = "0123456789"


def rule_page(code: str) -> str | None:
    """The address of a rule's page; None for a rule of another pack."""
    if code.rstrip(_DIGITS) != UNREADABLE.rstrip(_DIGITS):
        return None
    return f"{PROJECT}/blob/main/docs/rules/{code}.md"
