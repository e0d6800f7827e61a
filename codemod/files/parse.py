"""Python as syntax: a text that is asked about twice in a row is parsed once."""

from __future__ import annotations

import ast
import warnings

_last: dict[str, ast.Module] = {}
"""The text that was parsed last, where its tree was lent and not taken."""


def is_python(text: str) -> bool:
    """Whether a text can be parsed."""
    try:
        parsed(text)
    except SyntaxError:
        return False
    return True


def parsed(text: str) -> ast.Module:
    """Return the tree of a text, to be looked at: who asks next may get the same.

    Raises:
        SyntaxError: it cannot be parsed.
    """
    try:
        tree = taken(text)
    except (RecursionError, MemoryError, ValueError) as error:
        raise SyntaxError(str(error) or "is nested too deeply") from error
    lend(text, tree)
    return tree


def lend(text: str, tree: ast.Module) -> None:
    """Give the tree of a text, as it was parsed, to who asks for it next."""
    _last.clear()
    _last[text] = tree


def taken(text: str) -> ast.Module:
    """Return the tree of a text, for whoever takes it alone.

    Nothing is said of what the text holds.

    Raises:
        SyntaxError: it cannot be parsed.
        RecursionError, MemoryError: it is nested too deeply.
        ValueError: it holds what no program may.
    """
    tree = _last.pop(text, None)
    _last.clear()
    if tree is None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    return tree
