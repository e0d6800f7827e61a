"""Patterns of files whose stars do not try each other's places again and again.

``*a*a*a*b`` as a regular expression takes longer than anybody lives. But what stands
between two stars may go where it first fits: the second star takes whatever is left.
The same holds for folders between two ``**``.
"""

from __future__ import annotations

import re

_SET = r"\[(?:\\.|[^\\\]])+\]"
_OWN_SET = re.compile(rf"(\\.)|(?!\[\^/\]){_SET}")
_CHARACTER = rf"\\.|(?:\(\?!/\))?{_SET}"
_STAR = r"\[\^/\]\*"
_FOLDERS = r"\(\?:/\.\+\)\?/"
_FIRST_FOLDERS = r"\^\(\?:\.\+/\)\?"
_BETWEEN = rf"((?:{_CHARACTER}|[^()\\\[])+?)(?={_FOLDERS})"
_COMMITMENTS = (
    (re.compile(_FIRST_FOLDERS + _BETWEEN), r"^(?>(?:.+?/)??\1(?=/))"),
    (re.compile(_FOLDERS + _BETWEEN), r"(?>(?:/.+?)??/\1(?=/))"),
    (
        re.compile(rf"{_STAR}((?:{_CHARACTER}|[^/()\\\[])*?)(?={_STAR})"),
        r"(?>[^/]*?\1)",
    ),
)


def committed(expression: str) -> str:
    """Return what matches the same paths as pathspec's expression, in little time.

    As in git, a set of characters matches no ``/``, whatever it says.
    """
    expression = _OWN_SET.sub(
        lambda found: found[0] if found[1] else f"(?!/){found[0]}", expression
    )
    for pattern, replacement in _COMMITMENTS:
        expression = pattern.sub(replacement, expression)
    return expression
