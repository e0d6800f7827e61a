"""JSON that every reader takes, whatever bytes the names of files are."""

from __future__ import annotations

import json
import re

_PAIR = r"\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}"
_ESCAPED = re.compile(rf"\\\\|{_PAIR}|(?P<half>\\ud[89a-f][0-9a-f]{{2}})")


def dumps(value: object, indent: int | None = None) -> str:
    """Return a value as JSON in ASCII, with U+FFFD for what is no character."""
    text = json.dumps(value, indent=indent)
    return _ESCAPED.sub(lambda found: r"\ufffd" if found["half"] else found[0], text)
