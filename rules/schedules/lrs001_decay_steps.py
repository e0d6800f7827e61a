"""The cosine schedules' `decay_steps` becomes `transition_steps`.

## What it does
Finds `decay_steps` given by name to `cosine_decay_schedule` or
`warmup_cosine_decay_schedule`: in a call, in a `functools.partial`, in a dict that
is unpacked into the call, and in the dicts of an `sgdr_schedule`.

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

from ...codemod.model import Severity, VerdictKind
from ...codemod.rule.rule import Example, Report, Rule
from ...codemod.rule.spots import Spot, keyword_spots, traced_spots
from ...codemod.sites.arguments import Arguments
from ...codemod.sites.site import Site, SiteKind
from ..optax.schedules import COSINE_DECAY, SGDR, WARMUP_COSINE_DECAY

OLD, NEW = "decay_steps", "transition_steps"


def check(site: Site) -> Iterator[Report]:
    """Report `decay_steps` wherever it is given by name."""
    if site.function == SGDR.name:
        for trace in site.listed.values():
            for spot in traced_spots(site, trace, OLD):
                yield _report(spot, WARMUP_COSINE_DECAY.name)
        return
    spots = list(keyword_spots(site, OLD))
    for spot in spots:
        yield _report(spot, site.function)
    if not spots and site.kind is SiteKind.CALL and site.arguments is not None:
        yield from _hidden(site, site.arguments)
    if site.kind is SiteKind.REFERENCE and site.escapes:
        yield Report(
            site.node,
            f"`{site.function}` {site.escapes}; what calls it there may say `{OLD}`",
            severity=Severity.INFO,
            unfixable="its calls are out of sight",
        )


def _hidden(site: Site, arguments: Arguments) -> Iterator[Report]:
    """Report a `**` argument where the length, which has no default, must be."""
    if OLD in arguments.named or NEW in arguments.named:
        return
    for node, trace in site.unpacked.items():
        if reason := trace.opaque or trace.reader:
            message = f"the length can only come by name, in `**{site.text(node)}`"
            yield Report(node, message, unfixable=reason)


def _report(spot: Spot, function: str) -> Report:
    return Report(
        spot.node,
        f"`{OLD}` of `{function}` is `{NEW}` in the consistent API",
        () if spot.unfixable else (spot.renamed(NEW),),
        fix_message=f"Rename `{OLD}` to `{NEW}`",
        unfixable=spot.unfixable,
    )


RULE = Rule(
    code="LRS001",
    slug="decay-steps",
    summary="`decay_steps` is given by name to a cosine schedule",
    severity=Severity.WARNING,
    fixable=True,
    functions=frozenset({COSINE_DECAY.name, WARMUP_COSINE_DECAY.name, SGDR.name}),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "A function that goes out of sight is information, for a person to follow",
            "import optax\n\n"
            'SCHEDULES = {"cosine": optax.cosine_decay_schedule}\n'
            "register(SCHEDULES)\n",
        ),
        Example(
            "Arguments that come from outside are reported, not rewritten",
            "import optax\n\n\n"
            "def build(config):\n"
            "    return optax.cosine_decay_schedule(0.1, **config)\n",
        ),
        Example(
            "A `decay_steps` of somebody else's function is not ours",
            "import optax\n"
            "from trainer import make_schedule\n\n"
            "schedule = make_schedule(optax.adam, decay_steps=100)\n",
            findings=0,
        ),
        Example(
            "A parameter that shadows the module is not Optax",
            "import optax\n\n\n"
            "def build(optax):\n"
            "    return optax.cosine_decay_schedule(0.1, decay_steps=100)\n",
            findings=0,
        ),
        Example(
            "The length given by position has no name to change",
            "import optax\n\nschedule = optax.cosine_decay_schedule(0.1, 100)\n",
            findings=0,
        ),
        Example(
            "An import with a fallback keeps its module as it is",
            "try:\n"
            "    from optax import cosine_decay_schedule\n"
            "except ImportError:\n"
            "    from backport import cosine_decay_schedule\n\n"
            "schedule = cosine_decay_schedule(0.1, decay_steps=100)\n",
        ),
    ),
    accepted=(
        Example(
            "A keyword is renamed",
            "import optax\n\n"
            "schedule = optax.cosine_decay_schedule(0.1, decay_steps=100)\n",
            lrsched="from lrmigrate import lrsched\n\n"
            "schedule = lrsched.cosine_decay_schedule(0.1, transition_steps=100)\n",
            optax="import optax\n\n"
            "schedule = optax.cosine_decay_schedule(0.1, transition_steps=100)\n",
            verdict=VerdictKind.EQUIVALENT_EXACT,
        ),
        Example(
            "Arguments with names are compared for sampled values; the layout stays",
            "import optax as ox\n\n\n"
            "def build(config):\n"
            "    return ox.adam(\n"
            "        ox.warmup_cosine_decay_schedule(\n"
            "            init_value=0.0,\n"
            "            peak_value=config.lr,  # after scaling\n"
            "            warmup_steps=config.warmup,\n"
            "            decay_steps = config.epochs * config.steps_per_epoch,\n"
            "        ),\n"
            "    )\n",
            lrsched="import optax as ox\n"
            "from lrmigrate import lrsched\n\n\n"
            "def build(config):\n"
            "    return ox.adam(\n"
            "        lrsched.warmup_cosine_decay_schedule(\n"
            "            init_value=0.0,\n"
            "            peak_value=config.lr,  # after scaling\n"
            "            warmup_steps=config.warmup,\n"
            "            transition_steps = config.epochs * config.steps_per_epoch,\n"
            "        ),\n"
            "    )\n",
            optax="import optax as ox\n\n\n"
            "def build(config):\n"
            "    return ox.adam(\n"
            "        ox.warmup_cosine_decay_schedule(\n"
            "            init_value=0.0,\n"
            "            peak_value=config.lr,  # after scaling\n"
            "            warmup_steps=config.warmup,\n"
            "            transition_steps = config.epochs * config.steps_per_epoch,\n"
            "        ),\n"
            "    )\n",
            verdict=VerdictKind.EQUIVALENT_SAMPLED,
        ),
        Example(
            "A dict that only schedules read is renamed where it is written",
            "import optax\n\n\n"
            "def build(steps):\n"
            '    kwargs = {"init_value": 0.1}\n'
            '    kwargs["decay_steps"] = steps\n'
            "    return optax.cosine_decay_schedule(**kwargs)\n",
            lrsched="from lrmigrate import lrsched\n\n\n"
            "def build(steps):\n"
            '    kwargs = {"init_value": 0.1}\n'
            '    kwargs["transition_steps"] = steps\n'
            "    return lrsched.cosine_decay_schedule(**kwargs)\n",
            optax="import optax\n\n\n"
            "def build(steps):\n"
            '    kwargs = {"init_value": 0.1}\n'
            '    kwargs["transition_steps"] = steps\n'
            "    return optax.cosine_decay_schedule(**kwargs)\n",
            verdict=VerdictKind.EQUIVALENT_SAMPLED,
        ),
        Example(
            "An imported name moves with all of its uses",
            "from optax import adam, cosine_decay_schedule\n\n"
            "first = adam(cosine_decay_schedule(0.1, decay_steps=100))\n"
            "second = adam(cosine_decay_schedule(0.1, 50))\n",
            lrsched="from optax import adam\n"
            "from lrmigrate.lrsched import cosine_decay_schedule\n\n"
            "first = adam(cosine_decay_schedule(0.1, transition_steps=100))\n"
            "second = adam(cosine_decay_schedule(0.1, 50))\n",
            optax="from optax import adam, cosine_decay_schedule\n\n"
            "first = adam(cosine_decay_schedule(0.1, transition_steps=100))\n"
            "second = adam(cosine_decay_schedule(0.1, 50))\n",
            verdict=VerdictKind.EQUIVALENT_EXACT,
        ),
    ),
)
