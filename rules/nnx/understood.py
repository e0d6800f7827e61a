"""The uses of NNX that are known to be harmless, each shown by a program.

Either the updates of an optimizer of Flax 0.10 are given the model, or it becomes
`nnx.ModelAndOptimizer`. Each row of `USES` is one use of an optimizer, of its model or
of a state taken from them, with which of the two it survives: the program of its id
behaves the same before, under the old Flax, and after, under the new one. A use without
a row leaves the optimizer as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Of(StrEnum):
    """What is used."""

    MODEL = "model"
    OPTIMIZER = "optimizer"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Use:
    """A use that is understood.

    Attributes:
        id: the name of the program that shows it.
        of: what is used.
        api: how: ``()`` where it is called, ``.name`` for an attribute or method,
            ``[]`` for a subscript, else the function that it is given to.
        passing: whether it is harmless where the updates are given the model.
        keeping: whether it is where the optimizer keeps its model.
    """

    id: str
    of: Of
    api: str
    passing: bool = True
    keeping: bool = True


_MODEL = (
    ("called", "()"),
    ("train", ".train"),
    ("eval", ".eval"),
    ("set-attributes", ".set_attributes"),
    ("iter-modules", ".iter_modules"),
    ("type", "type"),
    ("isinstance", "isinstance"),
    ("hash", "hash"),
    ("print", "print"),
    ("display", "nnx.display"),
    ("getattr", "getattr"),
    ("hasattr", "hasattr"),
    ("vmap", "jax.vmap"),
    ("partial", "functools.partial"),
    ("value-and-grad", "nnx.value_and_grad"),
    ("grad", "nnx.grad"),
    ("jit", "nnx.jit"),
    ("state", "nnx.state"),
    ("split", "nnx.split"),
    ("graphdef", "nnx.graphdef"),
    ("variables", "nnx.variables"),
    ("pop", "nnx.pop"),
    ("update", "nnx.update"),
    ("clone", "nnx.clone"),
    ("deepcopy", "copy.deepcopy"),
    ("cached-partial", "nnx.cached_partial"),
    ("tabulate", "nnx.tabulate"),
    ("scan", "nnx.scan"),
    ("fori-loop", "nnx.fori_loop"),
    ("while-loop", "nnx.while_loop"),
    ("cond", "nnx.cond"),
    ("remat", "nnx.remat"),
)

_OPTIMIZER = (
    ("update", ".update"),
    ("step", ".step"),
    ("opt-state", ".opt_state"),
    ("tx", ".tx"),
    ("wrt", ".wrt"),
    ("isinstance", "isinstance"),
    ("cached-partial", "nnx.cached_partial"),
    ("clone", "nnx.clone"),
    ("scan", "nnx.scan"),
    ("fori-loop", "nnx.fori_loop"),
    ("cond", "nnx.cond"),
)

# What only an optimizer that keeps its model is still the same for.
_OPTIMIZER_KEEPING = (
    ("model", ".model"),
    ("state", "nnx.state"),
    ("split", "nnx.split"),
    ("nnx-update", "nnx.update"),
    ("deepcopy", "copy.deepcopy"),
    ("hasattr", "hasattr"),
)

# A state, used where it stands: what comes out of these is no part of the model.
_STATE = (
    ("leaves", "jax.tree.leaves"),
    ("leaves-old-name", "jax.tree_util.tree_leaves"),
    ("map", "jax.tree.map"),
    ("map-old-name", "jax.tree_util.tree_map"),
    ("reduce", "jax.tree.reduce"),
    ("len", "len"),
    ("sorted", "sorted"),
    ("keys", ".keys"),
    ("value", ".value"),
    ("shape", ".shape"),
    ("ndim", ".ndim"),
    ("size", ".size"),
    ("dtype", ".dtype"),
    ("sharding", ".sharding"),
    ("constraint", "jax.lax.with_sharding_constraint"),
    ("restore", ".restore"),
    ("global-norm", "optax.global_norm"),
    ("pure-dict", "nnx.to_pure_dict"),
    ("update", "nnx.update"),
    ("clone", "nnx.clone"),
    ("deepcopy", "copy.deepcopy"),
    ("device-get", "jax.device_get"),
    ("device-put", "jax.device_put"),
    ("partition-spec", "nnx.get_partition_spec"),
    ("named-sharding", "nnx.get_named_sharding"),
    ("ravel", "jax.flatten_util.ravel_pytree"),
    ("pickle", "pickle.dumps"),
    ("print", "print"),
    ("display", "nnx.display"),
    ("init", ".init"),
    ("save", ".save"),
    ("filter", ".filter"),
    ("subscript", "[]"),
)


def _rows(of: Of, rows: tuple[tuple[str, str], ...], *, passing: bool) -> list[Use]:
    return [Use(f"{of}-{name}", of, api, passing) for name, api in rows]


USES: dict[tuple[Of, str], Use] = {
    (use.of, use.api): use
    for use in (
        *_rows(Of.MODEL, _MODEL, passing=True),
        *_rows(Of.OPTIMIZER, _OPTIMIZER, passing=True),
        *_rows(Of.OPTIMIZER, _OPTIMIZER_KEEPING, passing=False),
        *_rows(Of.STATE, _STATE, passing=True),
    )
}


def is_understood(of: Of, api: str, *, keeping: bool) -> bool:
    """Whether a use is known to be harmless for what becomes of the optimizer."""
    use = USES.get((of, api))
    return use is not None and (use.keeping if keeping else use.passing)
