"""A schedule that is taken from a private module of Optax, or from one that is gone.

## What it does
Finds schedules, `inject_hyperparams`, `reduce_on_plateau`, `scale_by_schedule`, and the
losses and optimizers that other rules speak of, that are imported from `optax._src` or
another module of Optax with a leading underscore, or taken from one:
`optax._src.schedule.linear_schedule`. So are those from modules that were public once,
such as `optax.schedules.inject`. The message has the public path.

It is silent in Optax's own source.

## Why
Optax moves its private modules from release to release. `optax._src.schedule` has been
a shim since 0.1.8, and says that it is to go. What is taken from a module that is gone
raises ImportError or AttributeError: `optax._src.loss` since 0.1.8, the module
`optax.contrib.reduce_on_plateau` since 0.2.2, `optax.schedules.inject` since 0.2.8.
That is an error; all else is information.

## Example
```python
from optax._src.schedule import linear_schedule
```

## Use instead
```python
from optax import linear_schedule
```

## Fix safety
The module names the same function as Optax's public one, so the rewrite changes the
import alone, or the path at the call. Where a private module was imported by itself,
as in `from optax._src import schedule`, nothing names the public one, and it is left.

So are the schedules with inconsistent names: `lrmigrate fix` takes their calls to
`lrsched` where they are given an old name.

## On public code
There is no finding in 68 repositories. 124 in Optax's own source were false: it may
use its own modules. The rule is silent there since.

## References
- The release notes of Optax 0.1.8, 0.2.2 and 0.2.8
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
    SiteKind,
    VerdictKind,
)
from ..optax.gone import GONE_MODULES, PRIVACY
from ..optax.losses import LOSSES
from ..optax.optimizers import INJECT, RMSPROP, SCALE_BY_SCHEDULE
from ..optax.schedules import FUNCTIONS
from ..optax.signatures import SIGNATURES

_FACTS = (
    *(INJECT, RMSPROP, SCALE_BY_SCHEDULE),
    *(known for known, _ in LOSSES.values()),
    *PRIVACY,
)
_KEPT = frozenset(known.path for known in FUNCTIONS.values())


def check(site: Site) -> Iterator[Report]:
    """Report an import from such a module, or an attribute of one."""
    module = site.path.rpartition(".")[0]
    release = GONE_MODULES.get(module, "")
    if not release and "._" not in module:
        return
    imported = site.kind is SiteKind.IMPORT
    taken = imported or isinstance(site.callee, ast.Attribute)
    if not taken or site.is_tried or site.module.is_beside("optax"):
        return
    message = f"`{site.path}` is private, and may move with any release"
    if release:
        raised = "ImportError" if imported else "AttributeError"
        message = f"the module `{module}` is gone since Optax {release}: {raised}"
    message += f"; the function is `{site.function}`"
    severity = Severity.ERROR if release else None
    if site.function in _KEPT:
        yield Report(site.callee, message, severity=severity)
        return
    public = site.function.rpartition(".")[0]
    yield Report(
        site.callee,
        message,
        (RenameFunction(site.name, public),),
        fix_message=f"Take it from `{public}`",
        severity=severity,
        preserves=f"`{module}` names the same function",
    )


RULE = Rule(
    code="LRS302",
    slug="private-import",
    summary="a schedule of a private module of Optax, or of one that is gone",
    severity=Severity.INFO,
    fixable=True,
    functions=frozenset(known.path for known in (*SIGNATURES.values(), *_FACTS)),
    facts=_FACTS,
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "The public modules",
            """
            import optax
            from optax.schedules import linear_schedule

            first = optax.cosine_decay_schedule(0.1, decay_steps=100)  # noqa: LRS001
            second = linear_schedule(0.1, 0.0, 100)
            """,
            findings=0,
        ),
        Example(
            "The function that the module had its name of",
            """
            from optax.contrib import reduce_on_plateau

            plateau = reduce_on_plateau(patience=5)
            """,
            findings=0,
        ),
        Example(
            "Nothing here names the public module",
            """
            from optax._src import schedule

            second = schedule.constant_schedule(0.1)
            """,
        ),
        Example(
            "A schedule that goes to `lrsched` with its old names, or stays",
            """
            from optax._src.schedule import cosine_decay_schedule

            schedule = cosine_decay_schedule(0.1, 100)
            """,
        ),
        Example(
            "An import that has another way to go",
            """
            try:
                from optax.schedules.inject import inject_hyperparams
            except ImportError:
                from optax import inject_hyperparams
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "An import",
            """
            from optax._src.schedule import linear_schedule

            first = linear_schedule(0.1, 0.0, 100)
            """,
            after="""
            from optax import linear_schedule

            first = linear_schedule(0.1, 0.0, 100)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "An attribute",
            """
            import optax

            schedule = optax._src.schedule.constant_schedule(0.1)
            """,
            after="""
            import optax

            schedule = optax.constant_schedule(0.1)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "Modules that are gone",
            """
            from optax.contrib.reduce_on_plateau import reduce_on_plateau
            from optax.schedules.inject import inject_hyperparams
            """,
            after="""
            from optax.contrib import reduce_on_plateau
            from optax import inject_hyperparams
            """,
            findings=2,
            verdict=VerdictKind.PRESERVING,
        ),
    ),
)
