"""The rules, one module each, and the facts that they share.

A module in this package that defines ``RULE`` is a rule; nothing lists it. So it is in
the packs of other distributions, which come by the same door: `codemod.rule.packs`.

No rule is imported before a file says a word of one: till then `index` tells of all.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..codemod.config.entry_points import is_alone

if TYPE_CHECKING:
    from ..codemod.config.index import Index
    from ..codemod.rule.catalogue import Catalogue
    from ..codemod.rule.packs import Pack
    from ..codemod.rule.rule import Rule

# As `pyproject.toml` says it. What a checkout has installed of that may be older.
OWN = ("LRS", __name__)


@cache
def packs() -> tuple[Pack, ...]:
    """Return the packs of rules: our own, then all that are installed."""
    from .assembled import all_packs

    return all_packs(*OWN)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule of every pack, sorted by code."""
    rules = (rule for pack in packs() for rule in pack.rules)
    return tuple(sorted(rules, key=lambda rule: rule.code))


@cache
def catalogue(root: Path) -> Catalogue:
    """Return all that the engine needs to know, for a project below ``root``."""
    from dataclasses import replace

    from .assembled import catalogue_of

    return replace(catalogue_of(all_rules(), root), packs=packs())


@cache
def index() -> Index:
    """Return what tells of all rules; where they are ours alone, none is imported."""
    if not is_alone(OWN):
        return catalogue(Path()).index
    from .indexed import INDEX

    return INDEX
