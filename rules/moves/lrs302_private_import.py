"""A schedule that is taken from a private module of Optax.

## What it does
Finds schedules that are imported from `optax._src` or another module of Optax with a
leading underscore, or taken from one: `optax._src.schedule.linear_schedule`.

It is silent in Optax's own source.

## Why
Optax moves its private modules from release to release. `optax._src.schedule` has been
a shim since 0.1.8, and says that it is to go; `optax.schedules.inject` went in 0.2.8.

## Example
```python
from optax._src.schedule import linear_schedule
```

## Use instead
```python
from optax import linear_schedule
```

## Fix safety
There is no fix yet: the name is the same in `optax`, and the import changes by hand.

## References
- The release notes of Optax 0.1.8
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import Example, Report, Rule, Severity, Site, SiteKind
from ..optax.signatures import SIGNATURES


def check(site: Site) -> Iterator[Report]:
    """Report an import from a private module, or an attribute of one."""
    if "._" not in site.path or site.is_tried or site.module.is_beside("optax"):
        return
    taken = site.kind is SiteKind.IMPORT or isinstance(site.callee, ast.Attribute)
    if taken:
        message = f"`{site.path}` is private, and may move with any release; it is "
        yield Report(site.callee, f"{message}`{site.function}`")


RULE = Rule(
    code="LRS302",
    slug="private-import",
    summary="a schedule that is taken from a private module of Optax",
    severity=Severity.INFO,
    fixable=False,
    functions=frozenset(known.path for known in SIGNATURES.values()),
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
    ),
    accepted=(
        Example(
            "An import, and an attribute",
            """
            from optax._src import schedule
            from optax._src.schedule import linear_schedule

            first = linear_schedule(0.1, 0.0, 100)
            second = schedule.constant_schedule(0.1)
            """,
            findings=2,
        ),
    ),
)
