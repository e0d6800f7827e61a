"""Scales of a piecewise schedule that read like values.

## What it does
Finds, in `piecewise_constant_schedule` and `piecewise_interpolate_schedule` with known
arguments:

- scales that fall from boundary to boundary and come to a thousandth or less, as the
  values of a learning rate do: a warning;
- a negative scale, and an `interpolate_type` that is none (`'cos'` is `'cosine'`),
  which raise ValueError;
- boundaries that are all within the first step, as shares of a length are, where the
  schedule is not called with a share in sight;
- boundaries that are less than one step apart: since Optax 0.2.7 what is between them
  is interpolated wrongly.

## Why
A scale multiplies what was before it, and all of them add up. Keras and TensorFlow take
values in the same place: `{30_000: 0.01, 60_000: 0.001}` after 0.1 is 0.1, then 1e-3,
then 1e-6 here.

## Example
```python
optax.piecewise_constant_schedule(0.1, {30_000: 0.01, 60_000: 0.001})
```

## Use instead
```python
optax.piecewise_constant_schedule(0.1, {30_000: 0.1, 60_000: 0.1})
```

## Fix safety
There is no fix: scales may be meant.

## On public code
Two findings in 68 repositories, and both are bugs:

- true: pyro-ppl/numpyro, `test/infer/test_autoguide.py:741` and 956. `{15_000: 1e-4,
  30_000: 1e-5}` after 1e-3 gives 0.001, then 1e-07, then 1e-12, where values were
  meant: from step 15,000 on next to nothing is trained.

## References
- google-deepmind/optax#1255
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise
from operator import mul

from ...codemod.rule import (
    Argument,
    Curve,
    CurveError,
    Example,
    Report,
    Rule,
    Severity,
    Site,
    SiteModule,
    is_number,
    judged,
    known_value,
    shown,
)
from ..optax.calls import curve_of, given, is_certain, number, place, told
from ..optax.chains import uses
from ..optax.migrated import with_migrated
from ..optax.signatures import SCHEDULES

_INTERPOLATE = SCHEDULES["piecewise_interpolate_schedule"]
_CONSTANT = SCHEDULES["piecewise_constant_schedule"]
_SCALES = "boundaries_and_scales"
_SHARE = re.compile("frac|progress|ratio|share", re.I)
_LEAST = 1e-3  # of a scale that a few falls by a factor come to


@judged
def check(site: Site) -> Iterator[Report]:
    """Report scales that are none, or that raise."""
    if not is_certain(site) or site.is_tried:
        return
    pieces = given(site, _SCALES)
    outcome = curve_of(site)
    if isinstance(outcome, CurveError):
        kind = given(site, "interpolate_type")
        at = kind if kind is not None and "interpolate_type" in outcome.text else pieces
        node: ast.AST = place(site, at) if at is not None else site.node
        yield Report(node, f"this raises {outcome}", severity=Severity.ERROR)
        return
    scales = _known(site, pieces) if pieces is not None else None
    if pieces is None or not scales:
        return
    message = _shares(site, scales) or _like_values(site, scales)
    if message := message or _too_close(site, scales):
        yield Report(place(site, pieces), message)


def _known(site: Site, pieces: Argument) -> Mapping[float, float] | None:
    known = known_value(site, pieces.value)
    found = known.value if known is not None else None
    if not isinstance(found, dict):
        return None
    if not all(map(is_number, (*found, *found.values()))):
        return None
    return dict(sorted(found.items()))


def _shares(site: Site, scales: Mapping[float, float]) -> str:
    """Say that all boundaries are behind at step 1, as shares of a length are."""
    curve = curve_of(site)
    if not all(0 < one <= 1 for one in scales) or all(one == 1 for one in scales):
        return ""
    if _is_asked_by_share(site):
        return ""
    message = f"boundaries are steps, and {' and '.join(map(told, scales))} are within "
    message += "the first one, as shares of a length would be: from step 1 on "
    value = f"it is {told(curve.at(1))}" if isinstance(curve, Curve) else "all is over"
    return f"{message}{value}; multiply them by the length"


def _is_asked_by_share(site: Site) -> bool:
    """Whether the schedule is called with a share of the length, as it seems."""
    module = site.module
    found = [*uses(module, site.node)] if isinstance(site.node, ast.Call) else []
    calls = [(use, module.scopes.parents[use]) for use in found]
    return any(
        _is_share(module, step)
        for use, call in calls
        if isinstance(call, ast.Call) and call.func is use
        for step in call.args
    )


def _is_share(module: SiteModule, step: ast.expr) -> bool:
    parts = [*ast.walk(step), *ast.walk(module.origin(step))]
    divided = any(isinstance(one, ast.Div) for one in parts)
    return divided or _SHARE.search(shown(step)) is not None


def _like_values(site: Site, scales: Mapping[float, float]) -> str:
    first, factors = number(site, "init_value"), list(scales.values())
    products = list(accumulate(factors, mul))
    falls = all(one > other for one, other in pairwise(factors))
    if first is None or len(factors) < 2 or not falls:
        return ""
    if not 0 < products[-1] <= _LEAST or factors[0] >= min(first, 0.5):
        return ""
    reached = ", then ".join(told(first * one) for one in (1, *products))
    return (
        f"scales multiply what was before them, and these read like values: {reached}; "
        f"for {', then '.join(map(told, (first, *factors)))} they are "
        f"{_meant(first, factors)}"
    )


def _meant(first: float, factors: list[float]) -> str:
    return ", ".join(told(other / one) for one, other in pairwise((first, *factors)))


def _too_close(site: Site, scales: Mapping[float, float]) -> str:
    if site.name != _INTERPOLATE.name:
        return ""
    for one, other in pairwise((0, *scales)):
        if 0 < other - one < 1:
            return (
                f"the boundaries {told(one)} and {told(other)} are less than one step "
                "apart: since Optax 0.2.7 what is between them is interpolated wrongly"
            )
    return ""


RULE = Rule(
    code="LRS108",
    slug="piecewise-scales",
    summary="scales of a piecewise schedule that read like values",
    severity=Severity.WARNING,
    fixable=False,
    functions=with_migrated(_CONSTANT.path, _INTERPOLATE.path),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "A tenth each time",
            """
            import optax

            schedule = optax.piecewise_constant_schedule(0.1, {100: 0.1, 200: 0.1})
            """,
            findings=0,
        ),
        Example(
            "Scales that fall a little",
            """
            import optax

            schedule = optax.piecewise_constant_schedule(1.0, {100: 0.5, 200: 0.2})
            """,
            findings=0,
        ),
        Example(
            "Scales that are not known",
            """
            import optax


            def build(scales):
                return optax.piecewise_constant_schedule(0.1, scales)
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "0.1, then 0.001, then 1e-06",
            """
            import optax

            schedule = optax.piecewise_constant_schedule(
                0.1, {30_000: 0.01, 60_000: 0.001}
            )
            """,
        ),
        Example(
            "`'cos'` is no type",
            """
            import optax

            schedule = optax.piecewise_interpolate_schedule("cos", 0.1, {100: 0.1})
            """,
        ),
        Example(
            "A negative scale",
            """
            import optax

            schedule = optax.piecewise_constant_schedule(0.1, {100: -0.1})
            """,
        ),
        Example(
            "Boundaries in epochs",
            """
            import optax

            schedule = optax.piecewise_interpolate_schedule(
                "linear", 1.0, {0.5: 0.5, 1.0: 0.5}
            )
            """,
        ),
    ),
)
