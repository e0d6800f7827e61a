"""What the verifier says of a call under the Optax of this environment."""

from __future__ import annotations

import ast

from schedule_table import respell

from lrmigrate.codemod.model import Invocation
from lrmigrate.codemod.verify.comparison import Comparison
from lrmigrate.codemod.verify.verifier import Verifier
from lrmigrate.rules.optax.schedules import FACTS, FUNCTIONS, LRSCHED

VERIFIER = Verifier(FACTS)

_WARMUP = "init_value=a, peak_value=b, warmup_steps=c"
_CYCLE = "'init_value': a, 'peak_value': b, 'warmup_steps': c"
_ONECYCLE = (
    "f(transition_steps=n, peak_value=a, pct_start=p)",
    "f(transition_steps=n, peak_value=a, warmup_steps=int(p * n))",
)
NAMED = {
    "cosine_decay_schedule": (
        "f(init_value=a, decay_steps=n)",
        "f(init_value=a, transition_steps=n)",
    ),
    "warmup_cosine_decay_schedule": (
        f"f({_WARMUP}, decay_steps=n)",
        f"f({_WARMUP}, transition_steps=n)",
    ),
    "warmup_exponential_decay_schedule": (
        f"f({_WARMUP}, transition_steps=n, decay_rate=r)",
        f"f({_WARMUP}, transition_steps=n, decay_rate=r)",
    ),
    "linear_onecycle_schedule": _ONECYCLE,
    "cosine_onecycle_schedule": _ONECYCLE,
    "sgdr_schedule": (
        f"f([{{{_CYCLE}, 'decay_steps': n}}])",
        f"f([{{{_CYCLE}, 'transition_steps': n}}])",
    ),
}


def written(name: str, told: str, *, wanted: bool) -> tuple[str, str] | None:
    """Both calls of a case; None if it is not wanted, or its values are no literals."""
    if not wanted or name not in FUNCTIONS:
        return None
    call = ast.parse(told, mode="eval").body
    assert isinstance(call, ast.Call)
    try:
        kwargs = {
            keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords
        }
    except ValueError:
        return None
    return _call(kwargs), _call(respell(name, kwargs)[1])


def _call(kwargs: dict[str, object]) -> str:
    return f"f({', '.join(f'{name}={value!r}' for name, value in kwargs.items())})"


def verdict_on(name: str, before: str, after: str) -> dict[str, object]:
    """The verdict on a rewrite, and the counterexample if it has one."""
    renamed = FUNCTIONS[name].new_name or name
    verdict = VERIFIER.verify(
        Comparison(
            Invocation(f"optax.{name}", before),
            Invocation(f"{LRSCHED}.{renamed}", after),
        )
    )
    return {
        "kind": verdict.kind.value,
        "safe": verdict.kind.safe,
        "reason": verdict.reason,
        "counterexample": str(verdict.counterexample or ""),
    }
