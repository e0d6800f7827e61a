"""A name that an Optax release took away.

## What it does
Finds functions that older releases of Optax had, where they are called, referred to or
imported: `additive_weight_decay`, `hvp`, `maybe_update` and others. The message tells
since when, and what is there instead.

## Why
It raises AttributeError or ImportError with every release since then, so the project
cannot be updated, or its old Optax stands in the way of a newer JAX.

## Example
```python
optax.additive_weight_decay(1e-4)
```

## Use instead
```python
optax.add_decayed_weights(1e-4)
```

## Fix safety
There is a rewrite where the new name was the old function for some releases:
`additive_weight_decay`. The others moved to another module or are gone for good.

## References
- The release notes of Optax 0.1.8, 0.2.5 and 0.2.7
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    Example,
    Function,
    RenameFunction,
    Report,
    Rule,
    Severity,
    Site,
    VerdictKind,
)

_OF_SECOND_ORDER = ("loss", "v", "params", "inputs", "targets")
_JACOBIANS = ("function", "params", "dist_builder", "rng", "num_samples")


def _gone(path: str, release: str, *parameters: str) -> Function:
    return Function(
        path=path, parameters=parameters, required=0, gone=release, common=True
    )


_RENAMED = {"optax.additive_weight_decay": "add_decayed_weights"}
# What there is instead.
_INSTEAD = {
    "optax.additive_weight_decay": "it is `add_decayed_weights`",
    "optax.hvp": "it is `optax.second_order.hvp`",
    "optax.hessian_diag": "it is `optax.second_order.hessian_diag`",
    "optax.fisher_diag": "it is `optax.second_order.fisher_diag`",
    "optax.maybe_update": "`conditionally_transform` does the same",
}
_GONE = (
    _gone("optax.additive_weight_decay", "0.1.8", "weight_decay", "mask"),
    _gone("optax.hvp", "0.1.8", *_OF_SECOND_ORDER),
    _gone("optax.hessian_diag", "0.1.8", "loss", "params", "inputs", "targets"),
    _gone(
        *("optax.fisher_diag", "0.1.8"),
        *("negative_log_likelihood", "params", "inputs", "targets"),
    ),
    _gone("optax.control_delta_method", "0.1.8", "function"),
    _gone("optax.control_variates_jacobians", "0.1.8", "function"),
    _gone("optax.moving_avg_baseline", "0.1.8", "function"),
    *(
        _gone(f"optax.{kind}_jacobians", "0.1.8", *_JACOBIANS)
        for kind in ("measure_valued", "pathwise", "score_function")
    ),
    *(
        _gone(f"optax.monte_carlo.{kind}_jacobians", "0.2.7", *_JACOBIANS)
        for kind in ("measure_valued", "pathwise", "score_function")
    ),
    _gone("optax.maybe_update", "0.2.5", "inner", "should_update_fn"),
)
_RELEASES = {known.path: known.gone for known in _GONE}


def check(site: Site) -> Iterator[Report]:
    """Report the function's name."""
    if not site.says_name or site.is_tried:
        return
    imported = isinstance(site.node, ast.alias)
    raised = "ImportError" if imported else "AttributeError"
    message = (
        f"`{site.function}` is gone since Optax {_RELEASES[site.function]}: {raised}"
    )
    instead = _INSTEAD.get(site.function, "Optax has nothing in its place")
    message += f"; {instead}"
    new = _RENAMED.get(site.function)
    if new is None:
        yield Report(site.callee, message)
        return
    yield Report(
        site.callee,
        message,
        (RenameFunction(new),),
        fix_message=f"Rename it to `{new}`",
        preserves="the old name was the new function from Optax 0.0.3 to 0.1.7",
    )


RULE = Rule(
    code="LRS303",
    slug="gone-name",
    summary="a name that an Optax release took away",
    severity=Severity.ERROR,
    fixable=True,
    functions=frozenset(_RELEASES),
    facts=_GONE,
    since=("optax", "0.1.8"),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "What Optax has is not reported",
            """
            import optax

            tx = optax.add_decayed_weights(1e-4)
            """,
            findings=0,
        ),
        Example(
            "Code that has something in its place",
            """
            try:
                from optax import additive_weight_decay
            except ImportError:
                from optax import add_decayed_weights as additive_weight_decay
            """,
            findings=0,
        ),
        Example(
            "What moved to another module is told",
            """
            import optax

            value = optax.hvp(loss, vector, params, inputs, targets)
            """,
        ),
    ),
    accepted=(
        Example(
            "The weight decay has another name",
            """
            import optax

            tx = optax.chain(optax.scale_by_adam(), optax.additive_weight_decay(1e-4))
            """,
            after="""
            import optax

            tx = optax.chain(optax.scale_by_adam(), optax.add_decayed_weights(1e-4))
            """,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "With its import",
            """
            from optax import additive_weight_decay

            decay = additive_weight_decay(1e-4)
            """,
            after="""
            from optax import add_decayed_weights

            decay = add_decayed_weights(1e-4)
            """,
            verdict=VerdictKind.PRESERVING,
            findings=2,
        ),
    ),
)
