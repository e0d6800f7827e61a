"""The cosine schedules' `decay_steps` becomes `transition_steps`.

## What it does
Finds `decay_steps` given by name to `cosine_decay_schedule` or
`warmup_cosine_decay_schedule`: in a call, in a `functools.partial`, in a dict that
is unpacked into the call, and in the dicts of an `sgdr_schedule`. Calls of
`lrmigrate.lrsched` by the old name are found as well.

## Why
Every other schedule calls its length `transition_steps`. Two names for one thing
make people look up what they already know, and make a change from one schedule to
another a `TypeError`, or a silent one where the length was given by position.

## Example
```python
optax.cosine_decay_schedule(init_value=1e-3, decay_steps=10_000)
```

## Use instead
```python
lrsched.cosine_decay_schedule(init_value=1e-3, transition_steps=10_000)
```

## Fix safety
A plain rename: every argument is evaluated once, in the same order, as before. The
curve is still compared, step by step, before the rewrite is written. A partial that
goes out of sight may be called with `decay_steps=` elsewhere; such a rewrite is
written only with `--unsafe-fixes`.

## References
- google-deepmind/optax#835
"""

from __future__ import annotations

from collections.abc import Iterator

from ...codemod.rule import (
    Example,
    Report,
    Rule,
    Severity,
    Site,
    Spot,
    VerdictKind,
    hidden_keyword,
    keyword_elsewhere,
    keyword_spots,
    traced_spots,
)
from ..optax.migrated import is_migrated, with_migrated
from ..optax.schedules import COSINE_DECAY, SGDR, WARMUP_COSINE_DECAY

OLD, NEW = "decay_steps", "transition_steps"


def check(site: Site) -> Iterator[Report]:
    """Report `decay_steps` wherever it is given by name."""
    if site.function == SGDR.path:
        for trace in site.listed.values():
            for spot in traced_spots(site, trace, OLD):
                yield _report(spot, WARMUP_COSINE_DECAY.name)
        return
    spots = list(keyword_spots(site, OLD))
    for spot in spots:
        yield _report(spot, site.name)
    if is_migrated(site.function):
        return
    if not spots:
        yield from hidden_keyword(site, OLD, NEW, "the length can only come")
    yield from keyword_elsewhere(site, OLD)


def _report(spot: Spot, function: str) -> Report:
    message = f"`{OLD}` of `{function}` is `{NEW}` in the consistent API"
    if spot.unfixable:
        return Report(spot.node, message, unfixable=spot.unfixable)
    fix = f"Rename `{OLD}` to `{NEW}`"
    return Report(spot.node, message, (spot.renamed(NEW),), fix)


RULE = Rule(
    code="LRS001",
    slug="decay-steps",
    summary="`decay_steps` is given by name to a cosine schedule",
    severity=Severity.WARNING,
    fixable=True,
    functions=frozenset(
        {SGDR.path, *with_migrated(COSINE_DECAY.path, WARMUP_COSINE_DECAY.path)}
    ),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "A function that goes out of sight is information, for a person to follow",
            """
            import optax

            SCHEDULES = {"cosine": optax.cosine_decay_schedule}
            register(SCHEDULES)
            """,
        ),
        Example(
            "Arguments that come from outside are reported, not rewritten",
            """
            import optax


            def build(config):
                return optax.cosine_decay_schedule(0.1, **config)
            """,
        ),
        Example(
            "A `decay_steps` of somebody else's function is not ours",
            """
            import optax
            from trainer import make_schedule

            schedule = make_schedule(optax.adam, decay_steps=100)
            """,
            findings=0,
        ),
        Example(
            "A parameter that shadows the module is not Optax",
            """
            import optax


            def build(optax):
                return optax.cosine_decay_schedule(0.1, decay_steps=100)
            """,
            findings=0,
        ),
        Example(
            "The length given by position has no name to change",
            """
            import optax

            schedule = optax.cosine_decay_schedule(0.1, 100)
            """,
            findings=0,
        ),
        Example(
            "An import with a fallback keeps its module as it is",
            """
            try:
                from optax import cosine_decay_schedule
            except ImportError:
                from backport import cosine_decay_schedule

            schedule = cosine_decay_schedule(0.1, decay_steps=100)
            """,
        ),
    ),
    accepted=(
        Example(
            "A keyword is renamed",
            """
            import optax

            schedule = optax.cosine_decay_schedule(0.1, decay_steps=100)
            """,
            lrsched="""
            from lrmigrate import lrsched

            schedule = lrsched.cosine_decay_schedule(0.1, transition_steps=100)
            """,
            optax="""
            import optax

            schedule = optax.cosine_decay_schedule(0.1, transition_steps=100)
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
        ),
        Example(
            "Arguments may be names, which stand for many values; the layout stays",
            """
            import optax as ox


            def build(config):
                return ox.adam(
                    ox.warmup_cosine_decay_schedule(
                        init_value=0.0,
                        peak_value=config.lr,  # after scaling
                        warmup_steps=config.warmup,
                        decay_steps = config.epochs * config.steps_per_epoch,
                    ),
                )
            """,
            lrsched="""
            import optax as ox
            from lrmigrate import lrsched


            def build(config):
                return ox.adam(
                    lrsched.warmup_cosine_decay_schedule(
                        init_value=0.0,
                        peak_value=config.lr,  # after scaling
                        warmup_steps=config.warmup,
                        transition_steps = config.epochs * config.steps_per_epoch,
                    ),
                )
            """,
            optax="""
            import optax as ox


            def build(config):
                return ox.adam(
                    ox.warmup_cosine_decay_schedule(
                        init_value=0.0,
                        peak_value=config.lr,  # after scaling
                        warmup_steps=config.warmup,
                        transition_steps = config.epochs * config.steps_per_epoch,
                    ),
                )
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
        ),
        Example(
            "A dict that only schedules read is renamed where it is written",
            """
            import optax


            def build(steps):
                kwargs = {"init_value": 0.1}
                kwargs["decay_steps"] = steps
                return optax.cosine_decay_schedule(**kwargs)
            """,
            lrsched="""
            from lrmigrate import lrsched


            def build(steps):
                kwargs = {"init_value": 0.1}
                kwargs["transition_steps"] = steps
                return lrsched.cosine_decay_schedule(**kwargs)
            """,
            optax="""
            import optax


            def build(steps):
                kwargs = {"init_value": 0.1}
                kwargs["transition_steps"] = steps
                return optax.cosine_decay_schedule(**kwargs)
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
        ),
        Example(
            "An imported name moves with all of its uses",
            """
            from optax import adam, cosine_decay_schedule

            first = adam(cosine_decay_schedule(0.1, decay_steps=100))
            second = adam(cosine_decay_schedule(0.1, 50))
            """,
            lrsched="""
            from optax import adam
            from lrmigrate.lrsched import cosine_decay_schedule

            first = adam(cosine_decay_schedule(0.1, transition_steps=100))
            second = adam(cosine_decay_schedule(0.1, 50))
            """,
            optax="""
            from optax import adam, cosine_decay_schedule

            first = adam(cosine_decay_schedule(0.1, transition_steps=100))
            second = adam(cosine_decay_schedule(0.1, 50))
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
        ),
    ),
)
