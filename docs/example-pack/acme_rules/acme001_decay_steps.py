"""The `decay_steps` of `my_cosine` becomes `transition_steps`.

## What it does
Finds `decay_steps`, the old name of `transition_steps`, given to `acme.optim.my_cosine`.

## Why
Since acme 2.0 the length of every schedule is called `transition_steps`. acme 3.0 will
not take the old name.

## Example
```python
my_cosine(3e-4, decay_steps=1000)
```

## Use instead
```python
my_cosine(3e-4, transition_steps=1000)
```

## Fix safety
Both calls are run under the installed acme, and their curves compared.

## References
The upgrade guide of acme 2.0
"""

from __future__ import annotations

from collections.abc import Iterator

from lrmigrate.codemod.rule import (
    Example,
    Report,
    Rule,
    Severity,
    Site,
    VerdictKind,
    hidden_keyword,
    keyword_spots,
)

from .functions import MY_COSINE

OLD, NEW = "decay_steps", "transition_steps"


def check(site: Site) -> Iterator[Report]:
    """Report the old name wherever it is given."""
    spots = list(keyword_spots(site, OLD))
    for spot in spots:
        message = f"`{OLD}` of `{site.name}` is `{NEW}` since acme 2.0"
        if spot.unfixable:
            yield Report(spot.node, message, unfixable=spot.unfixable)
        else:
            fix = f"Rename it to `{NEW}`"
            yield Report(spot.node, message, (spot.renamed(NEW),), fix)
    if not spots:
        yield from hidden_keyword(site, OLD, NEW, "the length can only come")


RULE = Rule(
    code="ACME001",
    slug="acme-decay-steps",
    summary="`decay_steps` is given to `my_cosine`",
    severity=Severity.WARNING,
    fixable=True,
    functions=frozenset({MY_COSINE.path}),
    facts=(MY_COSINE,),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "A function of the same name from elsewhere is not ACME's",
            """
            from other.optim import my_cosine

            schedule = my_cosine(3e-4, decay_steps=1000)
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "A call",
            """
            from acme.optim import my_cosine

            schedule = my_cosine(3e-4, decay_steps=1000)
            """,
            after="""
            from acme.optim import my_cosine

            schedule = my_cosine(3e-4, transition_steps=1000)
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
        ),
    ),
)
