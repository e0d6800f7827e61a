"""What lines of import statements look like, for a search in texts: all that may be."""

from __future__ import annotations

import re


def importing(word: str) -> str:
    """Return an expression for a line that may import a word; for ``re.MULTILINE``.

    A list of what is imported may go on over lines, of names and commas.
    """
    said = re.escape(word)
    return (
        rf"\b(?:from|import)\b[^\n]*\b{said}\b"
        rf"|^[ \t\f]*\(?[\w \t\f,.]*\b{said}\b[^\n=(#;]*(?:[#;][^\n]*)?$"
    )
