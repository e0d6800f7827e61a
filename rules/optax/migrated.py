"""The schedules where migrated calls go, read like those of Optax.

`lrmigrate.lrsched` has the same schedules under consistent names. What is wrong with a
curve is as wrong there, so the lints look at both.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...codemod.rule import Function
from .schedules import FUNCTIONS, LRSCHED
from .signatures import SCHEDULES

MIGRATED_RULE = "LRS005"
"""The rule that lets their calls go back to an Optax that has the same."""


def _migrated(name: str, known: Function) -> Function:
    moved = FUNCTIONS.get(name)
    renamed = moved.renamed if moved is not None else {}
    new = moved.new_name if moved is not None else ""
    return Function(
        path=f"{LRSCHED}.{new or name}",
        parameters=tuple(renamed.get(one, one) for one in known.parameters),
        required=known.required,
        once=tuple(renamed),
    )


# By the paths that they have in Optax.
MIGRATED: Mapping[str, Function] = {
    known.path: _migrated(name, known) for name, known in SCHEDULES.items()
}
# For each, the parameters that are called otherwise and mean the same, old to new.
RENAMED: Mapping[str, Mapping[str, str]] = {
    MIGRATED[known.path].path: {
        old: new for old, new in known.renamed.items() if old == "decay_steps"
    }
    for known in FUNCTIONS.values()
}
# Those that rewritten code calls: the others it leaves where they are.
MOVED = tuple(MIGRATED[known.path] for known in FUNCTIONS.values())


def with_migrated(*paths: str) -> frozenset[str]:
    """Return functions of Optax by their paths, with those that they migrate to."""
    return frozenset({*paths, *(MIGRATED[path].path for path in paths)})


def is_migrated(path: str) -> bool:
    """Whether a path is that of a function where migrated calls go."""
    return path.startswith(f"{LRSCHED}.")
