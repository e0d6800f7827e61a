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
from .optax.schedules import DICT_LISTS, FACTS, OLD_KEYWORDS
from .optax.signatures import SIGNATURES, parameters_beside
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
    own = (known for rule in rules for known in rule.facts)
    functions = {known.path: known for known in (*SIGNATURES.values(), *own)}
    names = {known.name for known in functions.values()}
    words = frozenset(word.encode() for word in ("optax", *OLD_KEYWORDS, *names))
    curves = {
        path: known.curve
        for known in functions.values()
        for path in known.paths
        if known.curve is not None
    }
    return Catalogue(
        rules=rules,
        vocabulary=Vocabulary(
            {path: known.path for known in functions.values() for path in known.paths},
            OLD_KEYWORDS,
            words,
            modules=frozenset(PUBLIC_MODULES),
            is_unknown=partial(is_unknown, root=root),
            around=FLOW.paths,
            made_of={path: known.made_of for path, known in functions.items()},
        ),
        parameters={path: known.parameters for path, known in functions.items()},
        required={
            path: known.parameters[: known.required]
            for path, known in functions.items()
        },
        dict_lists=DICT_LISTS,
        facts={**curves, **FACTS},
        targets=partial(choose_target, root=root),
        flow=FLOW,
        beside=partial(parameters_beside, root),
    )
