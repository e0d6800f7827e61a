"""Optax's transformations as data: what an update has to give, and what holds others.

A test compares the names, and what each table says of them, with the installed Optax.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PLATEAU = "reduce_on_plateau"
LBFGS = "lbfgs"
ZOOM = "scale_by_zoom_linesearch"
LINESEARCHES = (ZOOM, "scale_by_backtracking_linesearch")
CHAIN = "chain"
NAMED_CHAIN = "named_chain"

# Keywords that an update raises TypeError without.
NEEDED: Mapping[str, tuple[str, ...]] = {
    PLATEAU: ("value",),
    **dict.fromkeys(LINESEARCHES, ("value", "grad", "value_fn")),
}


@dataclass(frozen=True, slots=True)
class Inner:
    """The parameter by which a transformation is given those that it holds.

    Attributes:
        name: the parameter's.
        index: its place.
        values: whether it is a dict of them.
    """

    name: str
    index: int = 0
    values: bool = False


# Each hands the keywords of an update on to what it holds.
HOLDERS: Mapping[str, Inner] = {
    "MultiSteps": Inner("opt"),
    "apply_if_finite": Inner("inner"),
    "conditionally_mask": Inner("inner"),
    "conditionally_transform": Inner("inner"),
    "flatten": Inner("inner"),
    "masked": Inner("inner"),
    "mechanize": Inner("base_optimizer"),
    "multi_transform": Inner("transforms", values=True),
    "partition": Inner("transforms", values=True),
    "schedule_free": Inner("base_optimizer"),
    "selective_transform": Inner("optimizer"),
    "with_extra_args_support": Inner("tx"),
    LBFGS: Inner("linesearch", 3),
}

TRANSFORMATIONS = frozenset({CHAIN, NAMED_CHAIN, *NEEDED, *HOLDERS})

_MODULES = {
    PLATEAU: (
        "optax.contrib",
        "optax.contrib._reduce_on_plateau",
        "optax.contrib.reduce_on_plateau",
    ),
    "mechanize": ("optax.contrib",),
    "schedule_free": ("optax.contrib",),
    "selective_transform": ("optax.transforms",),
    "lbfgs": ("optax",),
    "multi_transform": ("optax",),
    "with_extra_args_support": ("optax",),
    **dict.fromkeys(LINESEARCHES, ("optax",)),
}
PATHS = {
    f"{module}.{name}": name
    for name in sorted(TRANSFORMATIONS)
    for module in _MODULES.get(name, ("optax", "optax.transforms"))
}
