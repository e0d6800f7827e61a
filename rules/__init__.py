"""The rules, one module each, and the facts that they share.

A module in this package that defines ``RULE`` is a rule; nothing lists it.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache, partial
from pathlib import Path

from ..codemod.names.meaning import Vocabulary
from ..codemod.rule.catalogue import Catalogue
from ..codemod.rule.rule import Rule
from .nnx.names import FLOW
from .optax.installed import parameters_beside
from .optax.schedules import DICT_LISTS, FACTS, OLD_KEYWORDS
from .optax.signatures import SIGNATURES
from .optax.targets import choose_target
from .optax.unknown_names import PUBLIC_MODULES, is_unknown


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, sorted by code."""
    rules: list[Rule] = []
    for module_info in pkgutil.walk_packages(__path__, f"{__name__}."):
        module = importlib.import_module(module_info.name)
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
            around=FLOW.paths,
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
