"""The onecycle schedules' `pct_start`, a fraction, becomes `warmup_steps`, in steps.

## What it does
Finds `pct_start`, by name or by position, in `linear_onecycle_schedule` and
`cosine_onecycle_schedule`, of Optax and of `lrmigrate.lrsched`.

## Why
Every other schedule with a warmup takes its length in steps. `pct_start` is a
fraction of `transition_steps` despite its name (30 for 30 % is accepted, and wrong),
and people who know their warmup in steps divide by the total only for Optax to
multiply by it again, which can lose a step.

## Example
```python
optax.cosine_onecycle_schedule(transition_steps=1000, peak_value=0.1, pct_start=0.3)
```

## Use instead
```python
lrsched.cosine_onecycle_schedule(
    transition_steps=1000, peak_value=0.1, warmup_steps=300
)
```

## Fix safety
`warmup_steps=int(pct_start * transition_steps)` is what Optax computes, truncation
included: `int(0.29 * 100)` is 28. Constants are folded, names are not. A ratio keeps
its formula, since `int(a / b * b)` can come out as `a - 1`; whoever means `a` writes
`a`. The length is evaluated a second time, so one with side effects, one that goes
through an iterator, and one that a property computes are rewritten only with
`--unsafe-fixes`. In a dict both have to be written, and nothing may change them before
the call; a fraction beside the dict reads the length from it.

## References
- google-deepmind/optax#835
- Smith et al., Super-Convergence: Very Fast Training of Neural Networks Using Large
  Learning Rates, https://arxiv.org/abs/1708.07120
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    Argument,
    Example,
    NameArgument,
    ReplaceArgument,
    ReplaceExpression,
    Report,
    Rule,
    Severity,
    Site,
    VerdictKind,
    hidden_keyword,
    keyword_elsewhere,
    keyword_spots,
)
from ..optax.migrated import is_migrated, with_migrated
from ..optax.onecycle_warmup import (
    FRACTION,
    LENGTH,
    is_ratio,
    not_written,
    steps_written,
)
from ..optax.schedules import COSINE_ONECYCLE, LINEAR_ONECYCLE

NEW = "warmup_steps"


def check(site: Site) -> Iterator[Report]:
    """Report `pct_start` wherever it is given."""
    fraction = site.arguments.get(FRACTION) if site.arguments is not None else None
    if not is_migrated(site.function):
        yield from keyword_elsewhere(site, FRACTION)
        if fraction is None:
            yield from hidden_keyword(
                site, FRACTION, NEW, "a warmup as a fraction can come"
            )
    if fraction is None or site.arguments is None:
        return
    length = site.arguments.get(LENGTH)
    message = f"`{FRACTION}` of `{site.name}` is `{NEW}` in the consistent API"
    spots = list(keyword_spots(site, FRACTION))
    if not spots and (fraction.keyword or not site.owns(fraction)):
        return
    reason = not_written(site, fraction, length)
    if spots and not reason:
        reason = spots[0].unfixable or (
            f"`{FRACTION}` is set or read in {len(spots)} places"
            if len(spots) > 1
            else ""
        )
    if reason or length is None:
        yield Report(fraction.node, message, unfixable=reason)
        return
    steps = steps_written(site, fraction, length)
    if is_ratio(fraction.value, length.value):
        message += f"; `{steps}` can come out one step short of the warmup meant"
    else:
        message += f": `{NEW}={steps}`"
    replaced = ReplaceArgument(fraction.holder, fraction.index, NEW, steps)
    by_itself = isinstance(fraction.holder, ast.Subscript)
    yield Report(
        fraction.node,
        message,
        (spots[0].renamed(NEW), ReplaceExpression(fraction.value, steps))
        if by_itself
        else (*_names_after(site, fraction), replaced),
        fix_message=f"Replace `{FRACTION}` by `{NEW}={steps}`",
    )


def _names_after(site: Site, fraction: Argument) -> Iterator[NameArgument]:
    """Yield names for the positional arguments behind it, which then need them."""
    assert site.arguments is not None
    for argument in site.arguments.named.values():
        after = argument.holder is fraction.holder and argument.index > fraction.index
        if after and not argument.keyword and isinstance(argument.holder, ast.Call):
            yield NameArgument(argument.holder, argument.index, argument.name)


RULE = Rule(
    code="LRS002",
    slug="pct-start",
    summary="the warmup of a onecycle schedule is given as a fraction, `pct_start`",
    severity=Severity.WARNING,
    fixable=True,
    functions=with_migrated(LINEAR_ONECYCLE.path, COSINE_ONECYCLE.path),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "Arguments that come from outside are reported, not rewritten",
            """
            import optax


            def build(config):
                return optax.cosine_onecycle_schedule(**config["args"])
            """,
        ),
        Example(
            "A length that changes after it is written is not known",
            """
            import optax

            kwargs = dict(transition_steps=100, peak_value=0.1, pct_start=0.3)
            kwargs["transition_steps"] *= 2
            schedule = optax.cosine_onecycle_schedule(**kwargs)
            """,
        ),
        Example(
            "A function that goes out of sight is information, for a person to follow",
            """
            import optax

            SCHEDULES = {"onecycle": optax.linear_onecycle_schedule}
            register(SCHEDULES)
            """,
        ),
        Example(
            "The default warmup is the same in both APIs",
            """
            import optax

            schedule = optax.cosine_onecycle_schedule(1000, 0.1)
            """,
            findings=0,
        ),
        Example(
            "A partial without the length does not know how long the warmup is",
            """
            from functools import partial

            import optax

            make = partial(optax.cosine_onecycle_schedule, pct_start=0.3)
            """,
        ),
        Example(
            "A length with side effects is not evaluated twice",
            """
            import optax


            def build(steps):
                return optax.cosine_onecycle_schedule(
                    next(steps), 0.1, pct_start=0.3
                )
            """,
            verdict=VerdictKind.UNVERIFIABLE,
        ),
    ),
    accepted=(
        Example(
            "Constants are folded as Optax truncates them: 28 steps, not 29",
            """
            import optax

            schedule = optax.linear_onecycle_schedule(
                transition_steps=100, peak_value=0.1, pct_start=0.29
            )
            """,
            lrsched="""
            from lrmigrate import lrsched

            schedule = lrsched.linear_onecycle_schedule(
                transition_steps=100, peak_value=0.1, warmup_steps=28
            )
            """,
            optax="""
            import optax

            schedule = optax.linear_onecycle_schedule(
                transition_steps=100, peak_value=0.1, warmup_steps=28
            )
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
        ),
        Example(
            "A ratio keeps its formula",
            """
            import optax


            def build(args):
                return optax.cosine_onecycle_schedule(
                    transition_steps=args.steps,
                    peak_value=args.lr,
                    pct_start=args.warmup / args.steps,
                )
            """,
            lrsched="""
            from lrmigrate import lrsched


            def build(args):
                return lrsched.cosine_onecycle_schedule(
                    transition_steps=args.steps,
                    peak_value=args.lr,
                    warmup_steps=int((args.warmup / args.steps) * args.steps),
                )
            """,
            optax="""
            import optax


            def build(args):
                return optax.cosine_onecycle_schedule(
                    transition_steps=args.steps,
                    peak_value=args.lr,
                    warmup_steps=int((args.warmup / args.steps) * args.steps),
                )
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
        ),
        Example(
            "By position, it and what follows get names",
            """
            import optax

            schedule = optax.linear_onecycle_schedule(
                1000, 0.1, 0.25, 0.8
            )
            """,
            lrsched="""
            from lrmigrate import lrsched

            schedule = lrsched.linear_onecycle_schedule(
                1000, 0.1, warmup_steps=250, pct_final=0.8
            )
            """,
            optax="""
            import optax

            schedule = optax.linear_onecycle_schedule(
                1000, 0.1, warmup_steps=250, pct_final=0.8
            )
            """,
            verdict=VerdictKind.EQUIVALENT_IDENTICAL,
        ),
    ),
)
