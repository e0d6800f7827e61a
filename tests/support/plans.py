"""Plans for files that stand alone, in no project."""

from __future__ import annotations

from lrmigrate.codemod.engine.plan import Plan
from lrmigrate.codemod.rule.catalogue import Catalogue


def plan_of(
    catalogue: Catalogue, codes: frozenset[str], target: str = "lrsched"
) -> Plan:
    """What a file is looked at with, by these rules of a catalogue."""
    return Plan(catalogue, codes, catalogue.targets(target, codes))
