"""The rules and their facts put together: what takes all of them to be imported."""

from __future__ import annotations

from functools import partial
from importlib.metadata import EntryPoint
from pathlib import Path

from ..codemod.config.entry_points import GROUP
from ..codemod.names.vocabulary import Vocabulary
from ..codemod.rule.catalogue import Catalogue
from ..codemod.rule.function import Function
from ..codemod.rule.packs import Pack, load_all
from ..codemod.rule.rule import Rule, RuleError
from .nnx.names import FLOW
from .optax.examples import LIKE_EXAMPLES
from .optax.migrated import MIGRATED
from .optax.recipes import OPTAX_RECIPES
from .optax.schedules import DICT_LISTS, FACTS, OLD_KEYWORDS
from .optax.signatures import SIGNATURES, parameters_beside
from .optax.targets import choose_target
from .optax.unknown_names import PUBLIC_MODULES, is_unknown


def all_packs(prefix: str, module: str) -> tuple[Pack, ...]:
    """Return our own pack, which is a module, and all that are installed."""
    own = EntryPoint(prefix, module, GROUP)
    return load_all(own, lambda rules: catalogue_of(rules, Path()))


def catalogue_of(rules: tuple[Rule, ...], root: Path) -> Catalogue:
    """Return what the engine needs to know for these rules.

    Raises:
        RuleError: a rule looks at a function that nobody knows, or says of one what
            contradicts others.
    """
    functions = _functions(rules)
    names = {known.name for known in functions.values() if not known.common}
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
        once={path: known.once for path, known in functions.items()},
        dict_lists=DICT_LISTS,
        facts={**curves, **FACTS, **LIKE_EXAMPLES},
        targets=partial(choose_target, root=root),
        flow=FLOW,
        beside=partial(parameters_beside, root),
        recipes=OPTAX_RECIPES,
    )


def _functions(rules: tuple[Rule, ...]) -> dict[str, Function]:
    """Return what is known of each function, by the path that people know.

    Raises:
        RuleError: a rule says something else of one than others do.
    """
    functions = {
        known.path: known for known in (*SIGNATURES.values(), *MIGRATED.values())
    }
    owners = {path: known for known in functions.values() for path in known.paths}
    for rule in rules:
        for known in rule.facts:
            for path in known.paths:
                if owners.setdefault(path, known) != known:
                    what = f"says of `{path}` something else than is known of it"
                    raise RuleError(rule, what)
            functions[known.path] = known
    return functions
