"""`nnx.Optimizer` has to be told which variables it trains.

## What it does
Finds `nnx.Optimizer(model, tx)` without `wrt`, or with `wrt` by position, and classes
derived from `nnx.Optimizer` that were written for it.

## Why
Up to Flax 0.10 an optimizer trained `nnx.Param` unless told otherwise. Since Flax 0.11
`wrt` is required, and only taken by name: everything else raises `TypeError`.

## Example
```python
optimizer = nnx.Optimizer(model, optax.adam(1e-3))
```

## Use instead
```python
optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)
```

## Fix safety
`wrt=nnx.Param` is what the old default was. Where an update of the same optimizer
cannot be given its model (see LRS202), or the optimizer is used in another way that
Flax 0.11 took away, it becomes `nnx.ModelAndOptimizer`, which is the old class under a
new name; Flax documents that one as deprecated.

## References
- google/flax#4842, released in Flax 0.11.0
- https://flax.readthedocs.io/en/latest/api_reference/flax.nnx/training/optimizer.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ...codemod.rule import Example, Instance, Report, Rule, Severity, VerdictKind
from ..nnx.calls import Wrt, lacks_wrt, made, wrt_of
from ..nnx.migration import Migration, migration
from ..nnx.names import MODEL_AND_OPTIMIZER, OPTIMIZER, OPTIMIZERS, SINCE
from ..nnx.subclass import check_subclass
from ..nnx.unseen_makers import unseen_makers

_MISSING = "`nnx.Optimizer` without `wrt` raises TypeError since Flax 0.11"
_LOOSE = "`nnx.Optimizer` gets to an `update(grads)`, which raises since Flax 0.11"
_POSITIONAL = "`wrt` given by position raises TypeError since Flax 0.11"


def check(instance: Instance) -> Iterator[Report]:
    """Report each constructor that Flax 0.11 refuses."""
    for node, reason in unseen_makers(instance):
        yield Report(node, _MISSING, severity=Severity.WARNING, unfixable=reason)
    plan = migration(instance)
    if plan is None:
        return
    for creation in made(instance, *OPTIMIZERS):
        wrt = wrt_of(creation.call)
        if wrt is Wrt.POSITIONAL:
            message = _POSITIONAL
        elif (
            wrt is Wrt.MISSING
            and creation.name == OPTIMIZER
            and "wrt" not in creation.given
        ) or (creation.name == OPTIMIZER and lacks_wrt(creation.call)):
            message = _MISSING
        elif plan.is_loose:
            message = _LOOSE
        else:
            continue
        yield plan.report(creation.call, message, _fix_message(plan, wrt))


def _fix_message(plan: Migration, wrt: Wrt) -> str:
    if plan.keeps:
        return f"Make it `nnx.{MODEL_AND_OPTIMIZER}`, the optimizer of Flax 0.10"
    if wrt is Wrt.MISSING:
        return "Add `wrt=nnx.Param`, the default of Flax 0.10"
    return "Give `wrt` by name"


RULE = Rule(
    code="LRS201",
    slug="optimizer-wrt",
    summary="`nnx.Optimizer` without `wrt`, or with it by position",
    severity=Severity.ERROR,
    fixable=True,
    check_instance=check,
    check_class=check_subclass,
    since=SINCE,
    doc=__doc__ or "",
    refused=(
        Example(
            "A class of the same name from elsewhere is not ours",
            """
            from mylib import nnx

            optimizer = nnx.Optimizer(model, tx)
            """,
            findings=0,
        ),
        Example(
            "An optimizer that is made as Flax 0.11 wants it",
            """
            from flax import nnx

            optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
            """,
            findings=0,
        ),
        Example(
            "Code that asks which Flax it runs with takes care of itself",
            """
            import flax
            from flax import nnx

            if flax.__version__ < "0.11":
                optimizer = nnx.Optimizer(model, tx)
            else:
                optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
            """,
            findings=0,
        ),
        Example(
            "A class that is only perhaps Flax's is reported, and left",
            """
            from flax import nnx

            make = nnx.Optimizer if new else Legacy
            optimizer = make(model, tx)
            """,
        ),
    ),
    accepted=(
        Example(
            "The old default is written out",
            """
            from flax import nnx

            optimizer = nnx.Optimizer(model, tx)
            """,
            after="""
            from flax import nnx

            optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "A class derived from it, as the guides of Flax 0.10 had one",
            """
            from flax import nnx


            class TrainState(nnx.Optimizer):
                def __init__(self, model, tx, metrics):
                    self.metrics = metrics
                    super().__init__(model, tx)

                def update(self, *, grads, **updates):
                    self.metrics.update(**updates)
                    super().update(grads)
            """,
            after="""
            from flax import nnx


            class TrainState(nnx.ModelAndOptimizer):
                def __init__(self, model, tx, metrics):
                    self.metrics = metrics
                    super().__init__(model, tx)

                def update(self, *, grads, **updates):
                    self.metrics.update(**updates)
                    super().update(grads)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "A filter by position gets its name",
            """
            import flax.nnx as nn

            optimizer = nn.Optimizer(model, tx, nn.Param)
            """,
            after="""
            import flax.nnx as nn

            optimizer = nn.Optimizer(model, tx, wrt=nn.Param)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
    ),
)
