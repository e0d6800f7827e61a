"""`sgdr_schedule` becomes `cosine_warm_restarts_schedule`.

## What it does
Finds `sgdr_schedule` where it is called, referred to or imported, and its parameter
`cosine_kwargs`, of Optax and of `lrmigrate.lrsched`.

## Why
SGDR is the name of a paper. What the schedule does is restart a cosine decay, each
time with its own warmup; the new name says so, as `CosineAnnealingWarmRestarts` does
in PyTorch. `cosine_kwargs` is a list of cycles, one dict each.

## Example
```python
optax.sgdr_schedule(cosine_kwargs=cycles)
```

## Use instead
```python
lrsched.cosine_warm_restarts_schedule(cycles=cycles)
```

## Fix safety
The arguments stay what they are, and the cycles are compared as they are written. Their
`decay_steps` becomes `transition_steps` (LRS001), so every dict has to be in sight: one
that comes as a parameter, from a file or from another module would keep its old key,
and the call is left. A reference that goes out of sight may be called with
`cosine_kwargs=` elsewhere; such a rewrite is written only with `--unsafe-fixes`.

## References
- google-deepmind/optax#835
- Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts,
  https://arxiv.org/abs/1608.03983
"""

from __future__ import annotations

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
    keyword_spots,
)
from ..optax.schedules import LRSCHED, SGDR

OLD, NEW = SGDR.name, SGDR.new_name
OLD_ARGUMENT, NEW_ARGUMENT = "cosine_kwargs", "cycles"
_IN_LRSCHED = Function(path=f"{LRSCHED}.{OLD}", parameters=(OLD_ARGUMENT,), required=1)


def check(site: Site) -> Iterator[Report]:
    """Report the function's name, and its argument's."""
    spots = list(keyword_spots(site, OLD_ARGUMENT))
    renamed = tuple(spot.renamed(NEW_ARGUMENT) for spot in spots if not spot.unfixable)
    if site.says_name:
        message = f"`{OLD}` is `{NEW}` in the consistent API"
        fix = f"Rename `{OLD}` to `{NEW}`"
        yield Report(site.callee, message, (*renamed, RenameFunction(NEW)), fix)
    elif renamed:
        message = f"`{OLD_ARGUMENT}` of `{OLD}` is `{NEW_ARGUMENT}`"
        fix = f"Rename `{OLD_ARGUMENT}` to `{NEW_ARGUMENT}`"
        intents = (*renamed, RenameFunction(NEW))
        yield Report(spots[0].node, message, intents, fix)


RULE = Rule(
    code="LRS003",
    slug="sgdr-schedule",
    summary="`sgdr_schedule` does not say what it does",
    severity=Severity.WARNING,
    fixable=True,
    functions=frozenset({SGDR.path, _IN_LRSCHED.path}),
    facts=(_IN_LRSCHED,),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "A function of the same name from elsewhere is not ours",
            """
            from mylib import sgdr_schedule

            schedule = sgdr_schedule([])
            """,
            findings=0,
        ),
        Example(
            "Cycles whose keys are out of sight would keep their old ones, and warn",
            """
            import optax


            def build(cycles):
                return optax.sgdr_schedule(cosine_kwargs=cycles)
            """,
        ),
        Example(
            "A reference that goes out of sight may be called by its old argument",
            """
            import optax

            SCHEDULES = {"sgdr": optax.sgdr_schedule}
            """,
            verdict=VerdictKind.UNVERIFIABLE,
        ),
        Example(
            "A name in `__all__` is what others import",
            """
            from optax import sgdr_schedule

            __all__ = ["sgdr_schedule", "build"]


            def build(cycles):
                return sgdr_schedule(cycles)
            """,
            findings=2,
        ),
    ),
    accepted=(
        Example(
            "A call is renamed, with its argument and the keys of its dicts",
            """
            import optax


            def build(lengths):
                cycles = [
                    dict(init_value=0.0, peak_value=0.1, warmup_steps=5,
                         decay_steps=n)
                    for n in lengths
                ]
                return optax.sgdr_schedule(cosine_kwargs=cycles)
            """,
            lrsched="""
            from lrmigrate import lrsched


            def build(lengths):
                cycles = [
                    dict(init_value=0.0, peak_value=0.1, warmup_steps=5,
                         transition_steps=n)
                    for n in lengths
                ]
                return lrsched.cosine_warm_restarts_schedule(cycles=cycles)
            """,
            optax="""
            import optax


            def build(lengths):
                cycles = [
                    dict(init_value=0.0, peak_value=0.1, warmup_steps=5,
                         transition_steps=n)
                    for n in lengths
                ]
                return optax.cosine_warm_restarts_schedule(cycles=cycles)
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
        ),
        Example(
            "An import under another name keeps that name",
            """
            from optax import sgdr_schedule as restarts

            schedule = restarts(
                [dict(init_value=0.0, peak_value=0.1,
                      warmup_steps=5, decay_steps=50)]
            )
            """,
            lrsched="""
            from lrmigrate.lrsched import cosine_warm_restarts_schedule as restarts

            schedule = restarts(
                [dict(init_value=0.0, peak_value=0.1,
                      warmup_steps=5, transition_steps=50)]
            )
            """,
            optax="""
            from optax import cosine_warm_restarts_schedule as restarts

            schedule = restarts(
                [dict(init_value=0.0, peak_value=0.1,
                      warmup_steps=5, transition_steps=50)]
            )
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
        ),
        Example(
            "Cycles that are written out are compared as they stand",
            """
            import optax

            schedule = optax.sgdr_schedule(
                [dict(init_value=0.0, peak_value=0.1,
                      warmup_steps=5, decay_steps=50)] * 2
            )
            """,
            lrsched="""
            from lrmigrate import lrsched

            schedule = lrsched.cosine_warm_restarts_schedule(
                [dict(init_value=0.0, peak_value=0.1,
                      warmup_steps=5, transition_steps=50)] * 2
            )
            """,
            optax="""
            import optax

            schedule = optax.cosine_warm_restarts_schedule(
                [dict(init_value=0.0, peak_value=0.1,
                      warmup_steps=5, transition_steps=50)] * 2
            )
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
        ),
    ),
)
