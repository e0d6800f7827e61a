"""Arguments of Optax's losses that are keyword-only since Optax 0.2.7.

## What it does
Finds a loss such as `optax.huber_loss`, `optax.ctc_loss` or
`optax.sigmoid_focal_loss` that is given by position what it now takes by name alone.

## Why
It raises TypeError since Optax 0.2.7, when the line runs: the first step of the
training, or of the evaluation.

## Example
```python
optax.huber_loss(predictions, targets, 1.0)
```

## Use instead
```python
optax.huber_loss(predictions, targets, delta=1.0)
```

## Fix safety
Every release takes these arguments by name, so the rewrite does the same before and
after. It is written where the place of each argument is known. A project that excludes
the releases from 0.2.7 on is not told.

## References
- The release notes of Optax 0.2.7
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    Example,
    NameArgument,
    Report,
    Rule,
    Severity,
    Site,
    SiteKind,
    VerdictKind,
)
from ..optax.losses import LOSSES
from ..optax.nearest import listed


def check(site: Site) -> Iterator[Report]:
    """Report the arguments that are given by position, and are no longer taken."""
    given = site.arguments
    if site.kind is not SiteKind.CALL or given is None or site.is_tried:
        return
    known, places = LOSSES[site.function]
    names = [
        name
        for name in known.parameters[places:]
        if (argument := given.get(name)) is not None and not argument.keyword
    ]
    if not names or given.clashing or given.surplus:
        return
    message = f"`{site.name}` takes {listed(names, word='and')} by name alone since "
    message += "Optax 0.2.7: TypeError"
    arguments = [given.named[name] for name in names]
    starred = any(isinstance(one, ast.Starred) for one in given.opaque)
    call = arguments[0].holder
    if starred or not isinstance(call, ast.Call) or not site.owns(arguments[0]):
        yield Report(arguments[0].node, message)
        return
    yield Report(
        arguments[0].node,
        message,
        tuple(NameArgument(call, one.index, one.name) for one in arguments),
        fix_message=f"Give {listed(names, word='and')} by name",
        preserves="every release takes them by name",
    )


RULE = Rule(
    code="LRS305",
    slug="keyword-only",
    summary="arguments of a loss that are keyword-only since Optax 0.2.7",
    severity=Severity.ERROR,
    fixable=True,
    functions=frozenset(LOSSES),
    facts=tuple(known for known, _ in LOSSES.values()),
    since=("optax", "0.2.7"),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "By name already",
            """
            import optax


            def loss(a, b):
                return optax.huber_loss(a, b, delta=1.0) + optax.cosine_distance(a, b)
            """,
            findings=0,
        ),
        Example(
            "A function of the same name from elsewhere is not ours",
            """
            from mylib import huber_loss

            value = huber_loss(a, b, 1.0)
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "Each gets its name",
            """
            import optax


            def loss(a, b):
                return optax.sigmoid_focal_loss(a, b, 0.25, 2.0)
            """,
            after="""
            import optax


            def loss(a, b):
                return optax.sigmoid_focal_loss(a, b, alpha=0.25, gamma=2.0)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "From the module of losses",
            """
            from optax.losses import huber_loss


            def loss(a, b):
                return huber_loss(a, b, 1.0)
            """,
            after="""
            from optax.losses import huber_loss


            def loss(a, b):
                return huber_loss(a, b, delta=1.0)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
    ),
)
