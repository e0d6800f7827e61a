"""Findings that are rewritten together: where a report writes their edits.

Each finding has all edits of its rewrite, so that it can be applied alone. Where many
share one, as all calls of an imported name do, its edits stand with the first of them,
and the others say which that is: a report grows no faster than what was found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..model import Finding
from .entries import Entry

MANY = 16
"""Of so many findings, each has all edits that it shares with the others."""


class Shared:
    """Tells where the edits of findings stand.

    Args:
        listed: all entries of a report, in its order.
    """

    def __init__(self, listed: Iterable[Entry]) -> None:
        rewritten = [one for one in listed if isinstance(one, Finding) and one.fix]
        count = Counter(map(_edits, rewritten))
        self._first: dict[tuple[str, int], Finding] = {}
        for finding in rewritten:
            if count[_edits(finding)] > MANY:
                self._first.setdefault(_edits(finding), finding)

    def first(self, finding: Finding) -> Finding | None:
        """Return the other finding with which the edits of one stand, if one is."""
        found = self._first.get(_edits(finding))
        return None if found is finding else found


def _edits(finding: Finding) -> tuple[str, int]:
    """What the findings of one rewrite have in common: the very same edits."""
    return finding.path, id(finding.fix.edits) if finding.fix else 0
