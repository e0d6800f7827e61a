"""The rules, one module each, and the facts that they share.

A module in this package that defines ``RULE`` is a rule; nothing lists it.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache, partial
from pathlib import Path

from ..codemod.catalogue import Catalogue
from ..codemod.meaning import Vocabulary
from ..codemod.rule import Rule
from .nnx import FLOW
from .optax_source import parameters_beside
from .schedules import DICT_LISTS, FACTS, OLD_KEYWORDS
from .signatures import SIGNATURES
from .targets import choose_target
from .vocabulary import PUBLIC_MODULES, is_unknown


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, sorted by code."""
    rules: list[Rule] = []
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f".{module_info.name}", __name__)
        rule = getattr(module, "RULE", None)
        if isinstance(rule, Rule):
            rules.append(rule)
    return tuple(sorted(rules, key=lambda rule: rule.code))


@cache
def catalogue(root: Path) -> Catalogue:
    """Return all that the engine needs to know, for a project below ``root``."""
    paths = {path: name for name, known in SIGNATURES.items() for path in known.paths}
    words = frozenset(word.encode() for word in ("optax", *OLD_KEYWORDS, *SIGNATURES))
    return Catalogue(
        rules=all_rules(),
        vocabulary=Vocabulary(
            paths,
            OLD_KEYWORDS,
            words,
            modules=frozenset(PUBLIC_MODULES),
            is_unknown=partial(is_unknown, root=root),
        ),
        parameters={name: known.parameters for name, known in SIGNATURES.items()},
        required={
            name: known.parameters[: known.required]
            for name, known in SIGNATURES.items()
        },
        dict_lists=DICT_LISTS,
        facts=FACTS,
        targets=partial(choose_target, root=root),
        flow=FLOW,
        beside=partial(parameters_beside, root),
    )
