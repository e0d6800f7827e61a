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
    return catalogue_of(all_rules(), root)


def catalogue_of(rules: tuple[Rule, ...], root: Path) -> Catalogue:
    """Return what the engine needs to know for these rules.

    Raises:
        RuleError: a rule looks at a function that nobody knows.
    """
    own = {known.name: known for rule in rules for known in rule.facts}
    functions = {**SIGNATURES, **own}
    paths = {path: name for name, known in functions.items() for path in known.paths}
    words = frozenset(word.encode() for word in ("optax", *OLD_KEYWORDS, *functions))
    return Catalogue(
        rules=rules,
        vocabulary=Vocabulary(
            paths,
            OLD_KEYWORDS,
            words,
            modules=frozenset(PUBLIC_MODULES),
            is_unknown=partial(is_unknown, root=root),
            around=FLOW.paths,
        ),
        parameters={name: known.parameters for name, known in functions.items()},
        required={
            name: known.parameters[: known.required]
            for name, known in functions.items()
        },
        dict_lists=DICT_LISTS,
        facts={
            **FACTS,
            **{name: known.curve for name, known in own.items() if known.curve},
        },
        targets=partial(choose_target, root=root),
        flow=FLOW,
        beside=partial(parameters_beside, root),
    )
