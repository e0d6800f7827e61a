"""A schedule of `lrsched` that Optax has under the same names.

## What it does
Finds the schedules of `lrmigrate.lrsched` that `lrmigrate fix` lets code call, also in
a copy that `lrmigrate vendor` wrote, where the Optax beside the code has them by the
same names and with the same parameters. It says something only where rewritten code
calls Optax: with `target = "optax"`, or with `auto` as soon as Optax takes the
consistent names.

## Why
`lrsched` is for as long as Optax has other names. Once it takes them, the code that was
migrated needs nothing but Optax.

## Example
```python
from lrmigrate import lrsched

schedule = lrsched.warmup_exponential_decay_schedule(
    0.0, 0.1, warmup_steps=10, transition_steps=100, decay_rate=0.5
)
```

## Use instead
```python
import optax

schedule = optax.warmup_exponential_decay_schedule(
    0.0, 0.1, warmup_steps=10, transition_steps=100, decay_rate=0.5
)
```

## Fix safety
The call of `lrsched` is compared with the call of the Optax that is installed beside
lrmigrate, over the whole curve, like every rewrite. Optax takes some arguments that
`lrsched` refuses; where one raises and the other does not, nothing is written.

## References
- google-deepmind/optax#835
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
from ..optax.migrated import MIGRATED_RULE, MOVED


def check(site: Site) -> Iterator[Report]:
    """Report an import of such a function, or where it is taken from its module."""
    path = site.module.returning.get(site.function, "")
    imported = site.kind is SiteKind.IMPORT
    if not path or not (imported or isinstance(site.callee, ast.Attribute)):
        return
    yield Report(
        site.callee,
        f"`{site.function}` is `{path}` in this Optax",
        (RenameFunction(site.name),),
        f"Take it from `{path.rpartition('.')[0]}`",
    )


RULE = Rule(
    code=MIGRATED_RULE,
    slug="schedule-in-optax",
    summary="a schedule of `lrsched` that Optax has under the same names",
    severity=Severity.INFO,
    fixable=True,
    functions=frozenset(known.path for known in MOVED),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "A schedule whose names this Optax does not take stays",
            """
            from lrmigrate import lrsched

            schedule = lrsched.cosine_decay_schedule(0.1, transition_steps=100)
            """,
            findings=0,
        ),
        Example(
            "A name in `__all__` is what others import",
            """
            from lrmigrate.lrsched import warmup_exponential_decay_schedule

            __all__ = ["warmup_exponential_decay_schedule"]
            """,
            only="optax",
        ),
    ),
    accepted=(
        Example(
            "A call goes to Optax, and the import that nothing uses any more goes",
            """
            from lrmigrate import lrsched


            def build(peak, steps):
                return lrsched.warmup_exponential_decay_schedule(
                    0.0, peak, warmup_steps=10, transition_steps=steps, decay_rate=0.5
                )
            """,
            optax="""
            import optax


            def build(peak, steps):
                return optax.warmup_exponential_decay_schedule(
                    0.0, peak, warmup_steps=10, transition_steps=steps, decay_rate=0.5
                )
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
            only="optax",
        ),
        Example(
            "What has to stay is imported as before",
            """
            from lrmigrate.lrsched import (
                cosine_decay_schedule,
                warmup_exponential_decay_schedule as warmup_exponential,
            )

            first = warmup_exponential(0.0, 0.1, 10, 100, 0.5)
            other = cosine_decay_schedule(0.1, transition_steps=100)
            """,
            optax="""
            from lrmigrate.lrsched import (
                cosine_decay_schedule,
            )
            from optax import warmup_exponential_decay_schedule as warmup_exponential

            first = warmup_exponential(0.0, 0.1, 10, 100, 0.5)
            other = cosine_decay_schedule(0.1, transition_steps=100)
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
            only="optax",
        ),
        Example(
            "Optax that is imported already is not imported twice",
            """
            import optax
            from lrmigrate import lrsched

            optimizer = optax.sgd(
                lrsched.warmup_exponential_decay_schedule(0.0, 0.1, 10, 100, 0.5)
            )
            """,
            optax="""
            import optax

            optimizer = optax.sgd(
                optax.warmup_exponential_decay_schedule(0.0, 0.1, 10, 100, 0.5)
            )
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
            only="optax",
        ),
    ),
)
