"""The comments in a piece of code, so that none of them is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import StringIO
from tokenize import COMMENT, TokenError, generate_tokens


def comments(code: str) -> Iterator[str]:
    """Yield the comments of an expression or a statement, in order."""
    if "#" not in code:
        return
    # As io does it: a lone \\r is a line end to Python, but not to tokenize.
    lines = StringIO(f"({code}\n)", newline=None)
    try:
        for token in generate_tokens(lines.readline):
            if token.type == COMMENT:
                yield token.string
    except (TokenError, SyntaxError):
        return


def lost_comment(before: str, after: str) -> str:
    """Return the first comment that is not in the code any more, or nothing."""
    lost = Counter(comments(before)) - Counter(comments(after))
    return next(iter(lost), "")
