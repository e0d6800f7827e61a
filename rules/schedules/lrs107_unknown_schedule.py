"""A schedule, or a keyword of one, that no release of Optax has.

## What it does
Finds two things:

- a name of `optax` or `optax.schedules` that reads like a schedule's and is in no
  release, such as `optax.warmup_schedule` or `optax.polynomial_decay`;
- a keyword that a schedule does not take, such as
  `cosine_decay_schedule(transition_step=10)` or `sgdr_schedule(cosine_dicts=...)`, in
  a call, in a `functools.partial`, and in a dict that goes into the call as it is
  written. Those of `lrmigrate.lrsched` are looked at as well.

It is silent where the code asks by itself what there is (`hasattr`, a version, a
`try`), where the Optax beside the code has the name, and in Optax's own source.

## Why
It raises AttributeError, ImportError or TypeError, but only when the line runs: often
after the data is loaded, or in the one configuration that nobody tried. Many of the
names are those of other libraries: `polynomial_decay` is in
`jax.example_libraries.optimizers`, PyTorch's `eta_min` is `alpha` in Optax, and a
fraction. Where the words of PyTorch, Keras, TensorFlow or transformers are known, the
message says what to write. The consistent names of `lrmigrate.lrsched` are in no
released Optax either.

## Example
```python
optax.cosine_decay_schedule(1e-3, transition_step=10_000)
```

## Use instead
```python
optax.cosine_decay_schedule(1e-3, decay_steps=10_000)
```

## Fix safety
There is a rewrite only for a pure respelling: a single real name with the same
letters, apart from case, underscores and order, or with at most two others. The code
raises as it is, so there is no curve to compare with: the verdict is `unverifiable`,
and the rewrite is written only with `--unsafe-fixes`.

## On public code
There is no finding in 68 repositories.

## References
- google-deepmind/optax#835
- https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    UNKNOWN,
    Argument,
    Example,
    RenameFunction,
    Report,
    Rule,
    Severity,
    Site,
    VerdictKind,
    renamed,
)
from ..optax.confusions import FRACTIONS, FUNCTIONS_MEANT, PARAMETERS_MEANT, meant
from ..optax.conversions import FUNCTIONS_TOLD, conversion
from ..optax.migrated import MIGRATED, is_migrated
from ..optax.nearest import listed, nearest, respelled
from ..optax.schedules import FUNCTIONS, LRSCHED
from ..optax.signatures import REDUCE_ON_PLATEAU, SCHEDULES, SIGNATURES

_REPAIRS = "the code raises {} as it is, so there is no curve to compare with"
_KNOWN = {known.path: known for known in (*SIGNATURES.values(), *MIGRATED.values())}
_NONE = "Optax takes any function"  # and has none that is near
_ONCE_TAKEN = (REDUCE_ON_PLATEAU.path, "threshold")  # which is LRS207's to tell


def check(site: Site) -> Iterator[Report]:
    """Report a name that no release has, or each keyword that is not taken."""
    if site.function == UNKNOWN:
        yield _name(site)
        return
    for argument in site.unknown:
        if (site.function, argument.name) != _ONCE_TAKEN:
            yield _keyword(site, argument)


def _name(site: Site) -> Report:
    module, _, name = site.path.rpartition(".")
    imported = isinstance(site.node, ast.alias)
    raised = "ImportError" if imported else "AttributeError"
    message = f"no release of Optax has `{site.path}`: {raised}"
    names = (*SCHEDULES, REDUCE_ON_PLATEAU.path)
    told = FUNCTIONS_TOLD.get(name, "")
    found = nearest(name, names, meant(name, FUNCTIONS_MEANT), "_schedule")
    if told.startswith(_NONE):
        found = ()
    if found:
        message += f"; did you mean {listed(found)}?"
    if told:
        message += f"{'' if found else ';'} {told}"
    real = respelled(name, SCHEDULES)
    if real is None:
        return Report(site.node, message)
    if isinstance(site.node, ast.alias):
        unfixable = "the import and all uses of the name have to change together"
        return Report(site.node, message, unfixable=unfixable)
    return Report(
        site.node,
        message,
        (RenameFunction(real),),
        fix_message=f"Replace it with `{module}.{real}`",
        repairs=_REPAIRS.format(raised),
    )


def _keyword(site: Site, argument: Argument) -> Report:
    function, name = site.name, argument.name
    parameters = _KNOWN[site.function].parameters
    given = site.arguments.named if site.arguments else {}
    left = [one for one in parameters if one not in given]
    old = "" if is_migrated(site.function) else _old_name(function, name)
    if old:
        message = (
            f"no release of Optax takes `{name}` in `{function}`: TypeError; it is "
        )
        message += f"{listed([old], FRACTIONS)} there, and `{name}` in `{LRSCHED}`"
    else:
        message = f"`{function}` takes no `{name}`: TypeError; "
        likely = meant(name, PARAMETERS_MEANT) if len(parameters) > 1 else parameters
        found = nearest(name, left, likely)
        if found:
            message += f"did you mean {listed(found, FRACTIONS)}?"
            if text := conversion(site, name, found[0]):
                message += f" {text}"
        else:
            message += f"it takes {listed(parameters, word='and')}"
    real = respelled(name, left)
    if real is None or old:
        return Report(argument.node, message)
    return Report(
        argument.node,
        message,
        (renamed(argument, real),),
        fix_message=f"Replace `{name}` with `{real}`",
        repairs=_REPAIRS.format("TypeError"),
    )


def _old_name(function: str, name: str) -> str:
    """Return Optax's name for a parameter that has its new name, or nothing."""
    known = FUNCTIONS.get(function)
    new_names = known.renamed if known is not None else {}
    return next((old for old, new in new_names.items() if new == name), "")


RULE = Rule(
    code="LRS107",
    slug="unknown-schedule",
    summary="a schedule, or a keyword of one, that no release of Optax has",
    severity=Severity.ERROR,
    fixable=True,
    functions=frozenset({UNKNOWN, *_KNOWN}),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "What Optax has is not reported, whatever it reads like",
            """
            import optax

            tx = optax.chain(optax.add_decayed_weights(1e-4), optax.scale(-1.0))
            decay = optax.exponential_decay(0.1, 100, 0.5)
            """,
            findings=0,
        ),
        Example(
            "Code that asks whether there is such a name knows what it does",
            """
            import optax

            if hasattr(optax, "warmup_schedule"):
                schedule = optax.warmup_schedule(0.1, 100)
            else:
                schedule = optax.linear_schedule(0.0, 0.1, 100)
            """,
            findings=0,
        ),
        Example(
            "A module of the same name is not Optax",
            """
            from trainer import optax

            schedule = optax.warmup_schedule(0.1)
            """,
            findings=0,
        ),
        Example(
            "Where several names may be meant, a person has to choose",
            """
            import optax

            schedule = optax.warmup_schedule(0.0, 0.1, 100)
            """,
        ),
        Example(
            "`alpha`, a fraction of `init_value`, is no respelling of `end_value`",
            """
            import optax

            schedule = optax.cosine_decay_schedule(0.1, 100, end_value=0.01)
            """,
        ),
    ),
    accepted=(
        Example(
            "A keyword that is a respelling of a single real one",
            """
            import optax

            schedule = optax.linear_schedule(0.1, 0.0, transition_step=100)
            """,
            unsafe="""
            import optax

            schedule = optax.linear_schedule(0.1, 0.0, transition_steps=100)
            """,
            verdict=VerdictKind.UNVERIFIABLE,
        ),
        Example(
            "A name that is a respelling of a single real one",
            """
            import optax

            schedule = optax.join_schedule([warmup, decay], [100])
            """,
            unsafe="""
            import optax

            schedule = optax.join_schedules([warmup, decay], [100])
            """,
            verdict=VerdictKind.UNVERIFIABLE,
        ),
    ),
)
