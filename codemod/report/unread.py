"""What a report says of files that name a schedule and were not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..model import RunResult
from .outcome import plural


def unread_parts(result: RunResult) -> Iterator[str]:
    """What the counts say of such files, by the reason why they were not read."""
    reasons = sorted({one.why for one in result.unread})
    for why in reasons:
        kinds = Counter(one.kind for one in result.unread if one.why == why)
        verbs = ("names", "was") if kinds.total() == 1 else ("name", "were")
        told = f"{_listed(kinds)} {verbs[0]} a schedule and {verbs[1]} not read"
        told = f"{told}: {why}" if why else told
        yield f"{told} (`--verbose` tells which)" if why == reasons[-1] else told


def _listed(kinds: Counter[str]) -> str:
    """``2 JSON files, 1 TOML file and 1 template``."""
    *first, last = (plural(count, kind) for kind, count in sorted(kinds.items()))
    return f"{', '.join(first)} and {last}" if first else last
