"""Which names look like a schedule of Optax, and are in no release of it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ...codemod.config.codes import near
from .confusions import FUNCTIONS_MEANT
from .installed import names_beside
from .signatures import SCHEDULES

PUBLIC_MODULES = ("optax", "optax.schedules")

# A whole word of a name in snake case that speaks of a learning rate over time.
_LIKE = re.compile(
    r"(?:^|_)(?:schedules?|scheduler|decay|anneal(?:ing)?|warm_?up|(?:one)?cycle|"
    r"restarts?|sgdr|plateau|lr)(?:_|$)"
)
_ALIKE = 0.9  # a slip of the pen in a schedule's name, by difflib's measure
_SHORTEST = min(map(len, SCHEDULES)) - 2
_SNAKE = re.compile(r"[a-z][a-z0-9_]*")

# Of any release, 0.0.1 to 0.2.8, beside the schedules themselves.
_OTHERS = frozenset(
    {
        *("additive_weight_decay", "scale_by_schedule", "schedules"),
        *("schedule_free", "schedule_free_adamw", "schedule_free_sgd"),
        "schedule_free_eval_params",
    }
)


def is_like_a_schedule(name: str) -> bool:
    """Whether a name reads like that of a schedule."""
    if name in FUNCTIONS_MEANT:
        return True
    if not _SNAKE.fullmatch(name):
        return False
    if _LIKE.search(name):
        return True
    if len(name) < _SHORTEST or "_" not in name:
        return False
    return bool(near(name, SCHEDULES, _ALIKE))


@lru_cache(maxsize=65536)
def is_unknown(name: str, root: Path) -> bool:
    """Whether a name reads like a schedule's, and is none of Optax.

    No release has it, nor has the Optax below a project's root, which may be newer.
    """
    return (
        is_like_a_schedule(name)
        and name not in SCHEDULES
        and name not in _OTHERS
        and name not in names_beside(root)
    )
