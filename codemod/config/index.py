"""What a run has to know of the rules before a file says a word of theirs."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from ..files.search.sought import Sought


@dataclass(frozen=True, slots=True)
class Index:
    """All rules as a run knows them that has none of them imported.

    Attributes:
        codes: the slugs of all rules, by their codes.
        sought: what is searched for in a file before it is looked at.
        schedules: the names that mean a schedule wherever they stand.
        broken: what the codes of rules begin with that cannot be used.
        faults: why packs of rules cannot be used, a sentence each.
    """

    codes: Mapping[str, str]
    sought: Sought
    schedules: Set[bytes]
    broken: frozenset[str] = frozenset()
    faults: tuple[str, ...] = ()
