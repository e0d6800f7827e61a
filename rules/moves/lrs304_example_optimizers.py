"""Schedules of `jax.example_libraries.optimizers`, which Optax has as well.

## What it does
Finds calls of `exponential_decay`, `polynomial_decay`, `inverse_time_decay` and
`piecewise_constant` of `jax.example_libraries.optimizers`, and of
`jax.experimental.optimizers`, which JAX no longer has. It is information for the first,
an error for the second; the message has the call of Optax with the same curve. It is
silent in JAX's own source.

## Why
JAX says of these modules that they are examples, and moved them once already. Their
words are others: `step_size` is `init_value`, `decay_steps` is `transition_steps`, and
a value of `piecewise_constant` holds up to and including its boundary.

## Example
```python
optimizers.exponential_decay(1e-3, decay_steps=100, decay_rate=0.9)
```

## Use instead
```python
optax.exponential_decay(init_value=1e-3, transition_steps=100, decay_rate=0.9)
```

## Fix safety
`polynomial_decay` of `jax.example_libraries` goes to `lrsched.polynomial_schedule`,
whose curve is compared as that of Optax's calls is, and is the same to the bit; the
optimizers there take any function of the step. With a length of 0 JAX's is no number,
so that a length that is not known keeps the call as it is, and so does an import of the
function by its name. It is for the target `lrsched` alone.

The others are told, and not rewritten: their last bits differ. JAX's
`exponential_decay` is computed by Python at a step that is a Python number, and Optax's
in float32: over the first 3,000 steps of `exponential_decay(1e-3, 100, 0.9)` 2,722
values differ, by 13 units in the last place at most. With the step that a jitted
function counts they are the same. `piecewise_constant([30, 60], [0.1, 0.01, 0.001])`
and the quotients that Optax multiplies by differ by one such unit at 30 steps.
`jax.experimental.optimizers` is gone, so that there is nothing to compare with.

## On public code
There is no finding in 68 repositories. Six in JAX's own tests of the module were
false: the rule is silent there since.

## References
- https://docs.jax.dev/en/latest/jax.example_libraries.optimizers.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    AddArgument,
    Example,
    Function,
    NameArgument,
    RenameArgument,
    RenameFunction,
    Report,
    Rule,
    Severity,
    Site,
    SiteKind,
    shown,
)
from ..optax.examples import EXAMPLES, MODULE, POLYNOMIAL

_OLD, _NEW = "jax.experimental.optimizers", MODULE
_TAKES = {
    "exponential_decay": ("step_size", "decay_steps", "decay_rate"),
    "polynomial_decay": ("step_size", "decay_steps", "final_step_size", "power"),
    "inverse_time_decay": ("step_size", "decay_steps", "decay_rate", "staircase"),
    "piecewise_constant": ("boundaries", "values"),
}
_REQUIRED = {"piecewise_constant": 2}
_FACTS = (
    *EXAMPLES.values(),
    *(
        Function(
            path=f"{module}.{name}",
            parameters=parameters,
            required=_REQUIRED.get(name, 3),
            gone="0.3.16" if module == _OLD else "",
        )
        for module in (_OLD, _NEW)
        for name, parameters in _TAKES.items()
        if f"{module}.{name}" not in EXAMPLES
    ),
)
_NAMES = POLYNOMIAL.renamed
_Intent = NameArgument | RenameArgument | AddArgument | RenameFunction
# What has the same curve.
_CALLS = {
    "exponential_decay": "exponential_decay",
    "polynomial_decay": "polynomial_schedule",
}
_TOLD = {
    "inverse_time_decay": (
        "Optax has none, and takes any function of the step: `lambda step: step_size / "
        "(1 + decay_rate * step / decay_steps)`"
    ),
    "piecewise_constant": (
        "`optax.piecewise_constant_schedule` takes for each boundary, one step later, "
        "the quotient of its value and the one before"
    ),
}


def check(site: Site) -> Iterator[Report]:
    """Report a call, with the one that has the same curve."""
    if site.kind is not SiteKind.CALL or site.module.is_beside("jax"):
        return
    module = site.function.rpartition(".")[0]
    message = f"`{site.name}` is of `{module}`, "
    if module == _OLD:
        message += "gone since JAX 0.3.16: ImportError; "
    else:
        message += "which JAX keeps as an example; "
    severity = Severity.ERROR if module == _OLD else Severity.INFO
    intents = _intents(site) if site.function == POLYNOMIAL.path else ()
    yield Report(
        site.callee,
        message + _instead(site),
        intents,
        fix_message="Call `lrsched` with its names" if intents else "",
        severity=severity,
    )


def _intents(site: Site) -> tuple[_Intent, ...]:
    """Return what gives each argument its new name, where all stand in the call."""
    given, call = site.arguments, site.node
    if given is None or given.opaque or not isinstance(call, ast.Call):
        return ()
    if any(argument.holder is not call for argument in given.named.values()):
        return ()
    intents: list[_Intent] = [RenameFunction(POLYNOMIAL.new_name, "optax")]
    for name, argument in given.named.items():
        new = _NAMES.get(name, name)
        if not argument.keyword:
            intents.append(NameArgument(call, argument.index, new))
        elif new != name:
            intents.append(RenameArgument(call, name, new))
    if "power" not in given.named:
        intents.append(AddArgument(call, "power", "1.0"))
    return tuple(intents)


def _instead(site: Site) -> str:
    """Return what to write for the same curve."""
    given = site.arguments
    if site.name in _TOLD or given is None:
        return _TOLD[site.name]
    texts = [
        f"{_NAMES.get(name, name)}={shown(argument.value)}"
        for name, argument in given.named.items()
    ]
    if site.name == "polynomial_decay" and "power" not in given.named:
        texts.append("power=1.0")
    dots = ["..."] if given.opaque else []
    call = f"optax.{_CALLS[site.name]}({', '.join([*texts, *dots])})"
    return f"`{call}` is the same curve"


RULE = Rule(
    code="LRS304",
    slug="example-optimizers",
    summary="a schedule of `jax.example_libraries.optimizers`, which Optax has as well",
    severity=Severity.INFO,
    fixable=True,
    functions=frozenset(known.path for known in _FACTS),
    facts=_FACTS,
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "A schedule of Optax",
            """
            import optax

            schedule = optax.exponential_decay(1e-3, 100, 0.9)
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "The same curve, to the bit",
            """
            from jax.example_libraries import optimizers

            rate = optimizers.polynomial_decay(
                1.0, 9, 0.1, 2
            )
            init, update, get = optimizers.sgd(rate)
            """,
            lrsched="""
            from jax.example_libraries import optimizers
            from lrmigrate import lrsched

            rate = lrsched.polynomial_schedule(
                init_value=1.0, transition_steps=9, end_value=0.1, power=2
            )
            init, update, get = optimizers.sgd(rate)
            """,
        ),
        Example(
            "Information: the same curve, but for the last bits",
            """
            from jax.example_libraries import optimizers

            rate = optimizers.exponential_decay(1e-3, decay_steps=100, decay_rate=0.9)
            """,
        ),
        Example(
            "An error: the module is gone",
            """
            from jax.experimental import optimizers

            rate = optimizers.polynomial_decay(1e-3, 100, 1e-5)
            """,
        ),
    ),
)
