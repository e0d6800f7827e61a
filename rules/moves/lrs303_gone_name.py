"""A name that an Optax release took away.

## What it does
Finds functions that older releases of Optax had, where they are called, referred to or
imported: `additive_weight_decay`, `hvp`, `maybe_update`, `monte_carlo`, what was in
`optax.experimental`, and others. The message tells since when, and what is there
instead. So it does for `jax.experimental.optix`, and, as a warning, for what says that
it is to go: `optax.dpsgd` and `optax.second_order`.

It is silent in Optax's own source.

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
There is a rewrite where what is there instead takes the same arguments. `optax.hvp`,
`hessian_diag` and `fisher_diag` become those of `optax.second_order`, which is there
from Optax 0.1.8 on, and is to go in 0.2.9: that is told then. `optax.dpsgd` and
`differentially_private_aggregate` are those of `optax.contrib`.

## On public code
There is no finding in 68 repositories.

## References
- The release notes of Optax 0.1.8, 0.2.3, 0.2.5 and 0.2.7
- The release notes of JAX 0.2.7
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    Example,
    RenameFunction,
    Report,
    Rule,
    Severity,
    Site,
    VerdictKind,
)
from ..optax.gone import (
    GONE,
    INSTEAD,
    OPTIX,
    PRIVACY,
    SECOND_ORDER,
    TOLD,
    Instead,
)

_FACTS = (*GONE, *SECOND_ORDER, *PRIVACY)
_SINCE = {known.path: known.gone for known in GONE}
_TO_GO = frozenset(known.path for known in SECOND_ORDER)
_DEPRECATED = frozenset(f"optax.{known.name}" for known in PRIVACY)


def check(site: Site) -> Iterator[Report]:
    """Report the function's name, where it is gone, or is to go."""
    if not site.says_name or site.is_tried or site.module.is_beside("optax"):
        return
    imported = isinstance(site.node, ast.alias)
    if site.path == OPTIX.path and not imported:
        return
    if site.path in _DEPRECATED:
        yield _moved(site, Instead(site.function, "the old name is the new function"))
    elif site.function in _TO_GO:
        message = (
            f"`{site.function}` is deprecated since Optax 0.2.7, and goes in 0.2.9"
        )
        yield Report(site.callee, message, severity=Severity.WARNING)
    elif site.function in _SINCE:
        yield _gone(site, "ImportError" if imported else "AttributeError")


def _moved(site: Site, instead: Instead) -> Report:
    message = f"`{site.path}` is deprecated since Optax 0.2.3, and to go; it is "
    message += f"`{instead.path}`"
    return _rewritten(site, message, instead, Severity.WARNING)


def _gone(site: Site, raised: str) -> Report:
    library = "JAX" if site.function == OPTIX.path else "Optax"
    message = f"`{site.function}` is gone since {library} {_SINCE[site.function]}: "
    message += f"{raised}; "
    instead = INSTEAD.get(site.function)
    if instead is None:
        told = TOLD.get(site.function, "Optax has nothing in its place")
        return Report(site.callee, message + told)
    return _rewritten(site, f"{message}it is `{instead.path}`", instead)


def _rewritten(
    site: Site, message: str, instead: Instead, severity: Severity | None = None
) -> Report:
    module, _, name = instead.path.rpartition(".")
    return Report(
        site.callee,
        message,
        (RenameFunction(name, module),),
        fix_message=f"Let it be `{instead.path}`",
        severity=severity,
        preserves=instead.preserves,
    )


RULE = Rule(
    code="LRS303",
    slug="gone-name",
    summary="a name that an Optax release took away",
    severity=Severity.ERROR,
    fixable=True,
    functions=frozenset(known.path for known in _FACTS),
    facts=_FACTS,
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
            "Nothing is there in its place",
            """
            import optax

            gradients = optax.monte_carlo.pathwise_jacobians(f, params, dist, rng, 10)
            """,
        ),
        Example(
            "What is to go is told",
            """
            import optax

            value = optax.second_order.hvp(loss, vector, params, inputs, targets)
            """,
        ),
        Example(
            "A module of JAX that became Optax",
            """
            from jax.experimental import optix

            tx = optix.adam(1e-3)
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
            "What moved to another module, with its arguments",
            """
            import optax

            value = optax.fisher_diag(likelihood, params, inputs, targets)
            """,
            after="""
            import optax

            value = optax.second_order.fisher_diag(likelihood, params, inputs, targets)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "What is deprecated",
            """
            from optax import dpsgd

            tx = dpsgd(1e-3, l2_norm_clip=1.0, noise_multiplier=1.1, seed=0)
            """,
            after="""
            from optax.contrib import dpsgd

            tx = dpsgd(1e-3, l2_norm_clip=1.0, noise_multiplier=1.1, seed=0)
            """,
            verdict=VerdictKind.PRESERVING,
            findings=2,
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
