"""Positive controls: rewrites that are wrong on purpose, none of which may pass.

They are the product of a table of right rewrites and a table of mistakes. A
mistake that leaves every argument as it was is not generated.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import jax
import jax.numpy as jnp
import optax
import pytest

from lrmigrate import lrsched
from lrmigrate.codemod.model import Counterexample, VerdictKind

Arguments = dict[str, str]


@dataclass(frozen=True)
class Rewrite:
    """A call by name: the old arguments, the new ones, and what is wrong."""

    function: str
    before: Arguments
    after: Arguments
    mistake: str = ""

    @property
    def calls(self) -> tuple[str, str]:
        return tuple(
            f"f({', '.join(f'{name}={value}' for name, value in side.items())})"
            for side in (self.before, self.after)
        )

    @property
    def label(self) -> str:
        return self.calls[0].replace("f(", f"{self.function}(", 1)


def cosine(init: str, length: str, **rest: str) -> Rewrite:
    after = {"init_value": init, "transition_steps": length, **rest}
    return Rewrite("cosine_decay_schedule", _old_length(after), after)


def warmup_cosine(
    init: str, peak: str, warmup: str, length: str, **rest: str
) -> Rewrite:
    after = {
        "init_value": init,
        "peak_value": peak,
        "warmup_steps": warmup,
        "transition_steps": length,
        **rest,
    }
    return Rewrite("warmup_cosine_decay_schedule", _old_length(after), after)


def exponential(peak: str, warmup: str, length: str, rate: str, **rest: str) -> Rewrite:
    after = {
        "init_value": "0.0",
        "peak_value": peak,
        "warmup_steps": warmup,
        "transition_steps": length,
        "decay_rate": rate,
        **rest,
    }
    return Rewrite("warmup_exponential_decay_schedule", after, after)


def onecycle(shape: str, length: str, peak: str, pct: str, **rest: str) -> Rewrite:
    common = {"transition_steps": length, "peak_value": peak}
    before = {**common, "pct_start": pct, **rest}
    after = {**common, "warmup_steps": f"int(({pct}) * ({length}))", **rest}
    return Rewrite(f"{shape}_onecycle_schedule", before, after)


def _old_length(after: Arguments) -> Arguments:
    return {
        "decay_steps" if name == "transition_steps" else name: value
        for name, value in after.items()
    }


RIGHT = [
    cosine("1e-3", "1000"),
    cosine("0.1", "100", alpha="0.1"),
    cosine("3e-4", "12345", exponent="0.5"),
    cosine("lr", "total_steps"),
    cosine("cfg.lr", "cfg.train.total_steps", alpha="0.01", exponent="2.0"),
    cosine("lr", "epochs * steps_per_epoch", alpha="alpha"),
    warmup_cosine("0.0", "1e-3", "100", "1000", end_value="1e-5"),
    warmup_cosine("0.01", "0.1", "10", "100", exponent="2.0"),
    warmup_cosine("1e-6", "3e-4", "2000", "100_000", end_value="3e-5"),
    warmup_cosine("init", "lr", "warmup", "total_steps", end_value="end"),
    warmup_cosine("0.0", "cfg.lr", "cfg.warmup", "cfg.total", exponent="2.0"),
    warmup_cosine("1e-6", "lr", "int(0.1 * n)", "n", end_value="0.1 * lr"),
    warmup_cosine("0.0", "lr", "warmup", "epochs * steps_per_epoch - 1"),
    exponential("0.1", "10", "100", "0.5"),
    exponential("lr", "warmup", "total_steps", "0.9", staircase="True"),
    onecycle("linear", "1000", "0.1", "0.25"),
    onecycle("linear", "100", "0.1", "0.29", pct_final="0.9"),
    onecycle("linear", "n", "lr", "0.29", div_factor="10.0"),
    onecycle("linear", "n", "lr", "pct"),
    onecycle("linear", "cfg.n", "0.1", "cfg.warmup / cfg.n", final_div_factor="100.0"),
    onecycle("cosine", "1000", "0.1", "0.57"),
    onecycle("cosine", "250", "1.0", "0.1", div_factor="10.0"),
    onecycle("cosine", "n", "lr", "pct", final_div_factor="1e3"),
    onecycle("cosine", "epochs * steps_per_epoch", "lr", "0.1"),
    onecycle("cosine", "n", "0.1", "w / n"),
]

STEPS = ("warmup_steps", "transition_steps")
RATES = ("init_value", "peak_value", "end_value", "alpha", "decay_rate")
FACTORS = ("exponent", "div_factor", "final_div_factor")
SWAPS = (
    ("init_value", "peak_value"),
    ("warmup_steps", "transition_steps"),
    ("init_value", "transition_steps"),
    ("peak_value", "end_value"),
    ("init_value", "end_value"),
    ("peak_value", "transition_steps"),
    ("alpha", "exponent"),
    ("init_value", "alpha"),
)
MISTAKEN_NAMES = (
    ("alpha", "exponent"),
    ("exponent", "alpha"),
    ("exponent", "end_value"),
    ("end_value", "exponent"),
    ("div_factor", "final_div_factor"),
    ("final_div_factor", "div_factor"),
    ("pct_final", "div_factor"),
)

Mistake = Callable[[Rewrite], Iterator[tuple[str, Arguments]]]


def in_formula(template: str, *names: str) -> Mistake:
    """`template` written for each of the arguments that the call has."""

    def mistakes(right: Rewrite) -> Iterator[tuple[str, Arguments]]:
        values = {
            "T": right.after["transition_steps"],
            "W": right.after.get("warmup_steps", "0"),
            "P": right.before.get("pct_start", "0.3"),
        }
        for name in names:
            if name in right.after:
                formula = template.format(x=right.after[name], **values)
                yield f"{name}={formula}", {**right.after, name: formula}

    return mistakes


def in_pct(template: str) -> Mistake:
    """`template` for the warmup of a onecycle, which was given as a fraction."""

    def mistakes(right: Rewrite) -> Iterator[tuple[str, Arguments]]:
        if "pct_start" in right.before:
            yield from in_formula(template, "warmup_steps")(right)

    return mistakes


def dropped(right: Rewrite) -> Iterator[tuple[str, Arguments]]:
    for gone in right.after:
        kept = {name: value for name, value in right.after.items() if name != gone}
        yield f"{gone} dropped", kept


def swapped(right: Rewrite) -> Iterator[tuple[str, Arguments]]:
    for one, other in SWAPS:
        if {one, other} <= right.after.keys():
            yield (
                f"{one} and {other} swapped",
                {
                    **right.after,
                    one: right.after[other],
                    other: right.after[one],
                },
            )


def renamed_wrongly(right: Rewrite) -> Iterator[tuple[str, Arguments]]:
    for old, new in MISTAKEN_NAMES:
        if old in right.after and new not in right.after:
            after = {
                new if name == old else name: value
                for name, value in right.after.items()
            }
            yield f"{new} for {old}", after


def pct_left(right: Rewrite) -> Iterator[tuple[str, Arguments]]:
    pct = right.before.get("pct_start")
    if pct is None:
        return
    yield "pct_start as warmup_steps", {**right.after, "warmup_steps": pct}
    if right.function.startswith("linear") and "pct_final" not in right.after:
        kept = {**right.after, "pct_final": pct}
        del kept["warmup_steps"]
        yield "pct_final for pct_start", kept


MISTAKES: tuple[Mistake, ...] = (
    in_formula("({x}) + 1", *STEPS),
    in_formula("({x}) - 1", *STEPS),
    in_formula("({x}) // 2", *STEPS),
    in_formula("2 * ({x})", *STEPS),
    in_formula("({x}) // 10 * 10", *STEPS),
    in_formula("({T}) - ({W})", "transition_steps"),
    in_formula("({T}) + ({W})", "transition_steps"),
    in_formula("({T}) - ({W})", "warmup_steps"),
    in_formula("min(({x}), 50)", *STEPS),
    in_formula("max(({x}), 20)", *STEPS),
    in_formula("({x}) * 1.0000001", *RATES, *FACTORS),
    in_formula("-({x})", *RATES),
    in_formula("({x}) / 10", *RATES, *FACTORS),
    in_formula("({x}) + 1e-3", *RATES, *FACTORS),
    in_formula("({x}) - 0.05", "pct_final"),
    in_formula("0.001", *RATES),
    in_formula("int({x})", *RATES),
    in_formula("round({x}, 3)", *RATES),
    in_pct("round(({P}) * ({T}))"),
    in_pct("-int(-({P}) * ({T}) // 1)"),
    in_pct("int(({P}) * ({T}) + 0.5)"),
    in_pct("int(({P}) * (({T}) - 1))"),
    in_pct("int(({P}) * (({T}) + 1))"),
    in_pct("int({P}) * ({T})"),
    in_pct("({T}) // int(1 / (({P}) or 1))"),
    in_pct("int(100 * ({P})) * ({T}) // 100"),
    in_pct("max(1, int(({P}) * ({T})))"),
    in_pct("0"),
    in_pct("int(0.3 * ({T}))"),
    in_pct("int((1 - ({P})) * ({T}))"),
    dropped,
    swapped,
    renamed_wrongly,
    pct_left,
)

CYCLES = [
    "dict(init_value=0.0, peak_value=0.1, warmup_steps=5, {length}=40)",
    "dict(init_value=0.01, peak_value=0.05, warmup_steps=8, {length}=80)",
    "{{'init_value': 0.0, 'peak_value': lr, 'warmup_steps': 10, '{length}': n}}",
]
CYCLE_EDITS = (
    ("=40", "=41"),
    ("=40", "=39"),
    ("=80", "=79"),
    ("=80", "=40"),
    ("=5,", "=4,"),
    ("=5,", "=6,"),
    ("=8,", "=5,"),
    ("=8,", "=0,"),
    ("=0.1,", "=0.05,"),
    ("=0.01,", "=0.0,"),
    ("=0.01,", "=0.011,"),
    ("': n}", "': n + 1}"),
    ("': n}", "': 2 * n}"),
    ("': lr,", "': lr / 2,"),
    ("': lr,", "': 0.1,"),
    ("': 10,", "': 9,"),
    ("': 10,", "': n // 10,"),
    ("'init_value': 0.0", "'init_value': lr"),
    (", warmup_steps=5", ""),
)
COMPREHENSION = (
    "[dict(init_value=0.0, peak_value=lr * 0.5**i, warmup_steps=w, {length}=n * 2**i)"
    " for i in range(3)]"
)
COMPREHENSION_EDITS = (
    ("range(3)", "range(4)"),
    ("range(3)", "range(2)"),
    ("range(3)", "range(1, 4)"),
    ("range(3)", "range(2, -1, -1)"),
    ("range(3)", "(0, 2, 1)"),
    ("0.5**i", "0.5"),
    ("0.5**i", "0.5 / (i + 1)"),
    ("2**i", "2"),
    ("2**i", "(i + 1)"),
    ("n * 2**i", "n"),
    ("n * 2**i", "n * 2**i - w"),
    ("n * 2**i", "n * 2**i + w"),
    ("=w,", "=w * 2**i,"),
    ("=w,", "=n,"),
    ("=w,", "=0,"),
)


def wrong_cycles() -> Iterator[Rewrite]:
    old = [cycle.format(length="decay_steps") for cycle in CYCLES]
    new = [cycle.format(length="transition_steps") for cycle in CYCLES]
    right = ", ".join(new)
    orders = [order for size in (2, 3) for order in itertools.permutations(new, size)]
    wrong = [("cycles reordered or dropped", ", ".join(order)) for order in orders]
    wrong += [
        (f"{edit[1]} for {edit[0]}", right.replace(*edit, 1)) for edit in CYCLE_EDITS
    ]
    for mistake, cycles in wrong:
        if cycles != right:
            yield Rewrite(
                "sgdr_schedule",
                {"cosine_kwargs": f"[{', '.join(old)}]"},
                {"cycles": f"[{cycles}]"},
                mistake,
            )
    loop = COMPREHENSION.format(length="transition_steps")
    for edit in COMPREHENSION_EDITS:
        yield Rewrite(
            "sgdr_schedule",
            {"cosine_kwargs": COMPREHENSION.format(length="decay_steps")},
            {"cycles": loop.replace(*edit)},
            f"{edit[1]} for {edit[0]}",
        )


def namespaces() -> Iterator[dict[str, Any]]:
    """Some values of the names: what Python itself makes of the arguments."""
    for length, lr, warmup, pct in (
        (100, 0.1, 10, 0.3),
        (57, 0.003, 5, 0.57),
        (1234, 1.0, 29, 0.29),
        (3, 0.5, 0, 0.1),
    ):
        end, alpha = lr / 7, pct / 3
        train = SimpleNamespace(total_steps=length)
        cfg = SimpleNamespace(lr=lr, warmup=warmup, total=length, n=length, train=train)
        yield {
            "alpha": alpha,
            "cfg": cfg,
            "end": end,
            "epochs": 3,
            "init": lr / 9,
            "lr": lr,
            "n": length,
            "pct": pct,
            "steps_per_epoch": length // 2,
            "total_steps": length,
            "w": warmup,
            "warmup": warmup,
        }


def same_arguments(right: Arguments, wrong: Arguments) -> bool:
    return right.keys() == wrong.keys() and all(
        eval(right[name], names) == eval(wrong[name], names)
        for names in namespaces()
        for name in right
    )


def families() -> dict[str, list[Rewrite]]:
    """The wrong rewrites, each once, by the call that they are of."""
    found: dict[str, list[Rewrite]] = {}
    for right in RIGHT:
        wrong: dict[tuple[str, str], Rewrite] = {}
        for mistakes in MISTAKES:
            for mistake, after in mistakes(right):
                if not same_arguments(right.after, after):
                    one = replace(right, after=after, mistake=mistake)
                    wrong[one.calls] = one
        found[right.label] = list(wrong.values())
    return found | {"sgdr_schedule": list(wrong_cycles())}


FAMILIES = families()


def wrong_rewrites() -> list[Rewrite]:
    return [one for family in FAMILIES.values() for one in family]


@pytest.mark.parametrize("right", RIGHT, ids=lambda right: right.label)
def test_a_right_rewrite_is_accepted(verify, right):
    verdict = verify(right.function, *right.calls)
    assert verdict.kind.safe, (right, verdict)


def test_there_are_hundreds_of_wrong_rewrites():
    wrong = wrong_rewrites()
    assert len(wrong) >= 900
    assert len({(one.function, *one.calls) for one in wrong}) == len(wrong)
    assert len(FAMILIES) == len(RIGHT) + 1


@pytest.mark.parametrize("wrong", FAMILIES.values(), ids=FAMILIES)
def test_every_seeded_wrong_rewrite_is_refused(verify, wrong):
    verdicts = [verify(one.function, *one.calls) for one in wrong]
    accepted = [
        (one.mistake, one.calls, str(verdict.kind), verdict.reason)
        for one, verdict in zip(wrong, verdicts, strict=True)
        if verdict.kind.safe
    ]
    assert not accepted
    shown = [
        (one, verdict.counterexample)
        for one, verdict in zip(wrong, verdicts, strict=True)
        if verdict.kind is VerdictKind.DIVERGENT
    ]
    assert len(shown) >= 0.95 * len(wrong)
    assert all(counterexample for _, counterexample in shown)
    for one, counterexample in shown[::8]:
        assert_replays(one, counterexample)


def assert_replays(wrong: Rewrite, shown: Counterexample) -> None:
    """The counterexample, run by Python and JAX alone, one step at a time.

    Or as one of many: JAX computes a cosine of many numbers in another way.
    """
    new = wrong.function.replace("sgdr", "cosine_warm_restarts")
    names: dict[str, Any] = {}
    for text, value in shown.binding:
        head, *path = text.split(".")
        if not path:
            names[head] = eval(value)
            continue
        owner = names.setdefault(head, SimpleNamespace())
        for part in path[:-1]:
            if not hasattr(owner, part):
                setattr(owner, part, SimpleNamespace())
            owner = getattr(owner, part)
        setattr(owner, path[-1], eval(value))
    factories = (getattr(optax, wrong.function), getattr(lrsched, new))
    for shape in ((), (64,)):
        before, after = (
            value_at(factory, call, names, shown, shape)
            for factory, call in zip(factories, wrong.calls, strict=True)
        )
        # repr, because 0.0 == -0.0 and nan != nan.
        if repr(before) != repr(after):
            break
    assert repr(before) != repr(after), (wrong, shown)
    for text, value in ((shown.before, before), (shown.after, after)):
        if isinstance(value, float) and "(" not in text:
            assert math.isclose(float(text), value, rel_tol=1e-5, abs_tol=1e-9) or (
                math.isnan(float(text)) and math.isnan(value)
            )


def value_at(
    factory: Callable[..., Any],
    call: str,
    names: dict[str, Any],
    at: Counterexample,
    shape: tuple[int, ...],
) -> float | str:
    with jax.enable_x64(at.precision != "float32"):
        try:
            schedule = eval(call, {**names, "f": factory})
            if at.step is None:
                return "built"
            return float(jnp.ravel(schedule(jnp.full(shape, at.step)))[0])
        except (
            ValueError,
            TypeError,
            ZeroDivisionError,
            IndexError,
            KeyError,
        ) as raised:
            return type(raised).__name__


# Lengths that no int32 counts, or that lie between two steps; numbers that vanish or
# are none; and what only some values of a name tell apart. Positional, so that both
# calls take them: the right one, and wrong ones.
FAR = [
    ("cosine_decay_schedule", right, wrong)
    for right, *wrongs in (
        ("0.1, 10**12", "0.1, 10**13", "0.1, 10**12 + 10**6", "0.1, 2**31 - 1"),
        ("0.1, 2**31 - 1", "0.1, 2**31", "0.1, 2**31 - 2", "0.1, 2**32"),
        ("0.1, 2**31 - 2", "0.1, 2**31 - 1", "0.1, 2**31 - 3"),
        ("0.1, 2**63", "0.1, 2**63 + 2**40", "0.1, 2**64"),
        ("0.1, 10**30", "0.1, 10**31", "0.1, 1e30 * 1.001"),
        ("0.1, 1e300", "0.1, 1e301", "0.1, 1e400", "0.1, 1e-300"),
        ("0.1, 1e400", "0.1, 1e307", "0.1, 1e30", "0.1, 10**9"),
        ("0.1, 0.5", "0.1, 0.4", "0.1, 0.5000001", "0.1, 1"),
        ("0.1, 99.5", "0.1, 99.4", "0.1, 100"),
        ("1e-30, 100", "1.0001e-30, 100", "1e-31, 100", "0.0, 100", "-1e-30, 100"),
        ("1e-320, 100", "1e-30, 100", "1e-3, 100"),
        ("1e30, 100", "1e31, 100", "1e400, 100"),
        ("1e400, 100", "-1e400, 100", "1e300, 100", "1e400 - 1e400, 100"),
        ("0.1, 100, 1e400", "0.1, 100, 0.0", "0.1, 100, 1e300"),
        ("0.1, 100, 0.0, 1e-9", "0.1, 100, 0.0, 1e-8", "0.1, 100, 0.0, 0.0"),
    )
    for wrong in wrongs
]
FAR += [
    ("warmup_cosine_decay_schedule", right, wrong)
    for right, *wrongs in (
        (
            "0.0, 0.1, 10**10, 10**11",
            *("0.0, 0.1, 10**9, 10**11", "0.0, 0.1, 10**10, 10**12"),
        ),
        ("0.0, 0.1, 0.5, 100", "0.0, 0.1, 0.25, 100", "0.0, 0.1, 0, 100"),
    )
    for wrong in wrongs
]
FAR += [
    ("warmup_exponential_decay_schedule", right, wrong)
    for right, *wrongs in (
        (
            "0.0, 0.1, 10, 100, 0.5, 10**12",
            *("0.0, 0.1, 10, 100, 0.5, 10**13", "0.0, 0.1, 10, 99, 0.5, 10**12"),
        ),
        ("0.0, 0.1, 10, 10**12, 0.5", "0.0, 0.1, 10, 10**13, 0.5"),
    )
    for wrong in wrongs
]
FAR += [
    ("cosine_onecycle_schedule", "10**12, 0.1", "10**13, 0.1"),
    ("linear_onecycle_schedule", "10**12, 0.1", "10**12, 0.1, 10**11"),
]


@pytest.mark.parametrize(("function", "right", "wrong"), FAR)
def test_far_out_a_wrong_number_is_refused(verify, function, right, wrong):
    verdict = verify(function, f"f({right})", f"f({wrong})")
    assert verdict.kind is VerdictKind.DIVERGENT, verdict


RARE = [
    pytest.param(function, before, after, id=after)
    for function, before, *afters in (
        (
            *("warmup_cosine_decay_schedule", "0.0, lr, w, decay_steps=e * s - w"),
            "0.0, lr, w, transition_steps=(e * s - w) * (w == 0)",
            "0.0, lr, w, transition_steps=(e * s - w) if e != 7 else 0",
        ),
        (
            *("warmup_cosine_decay_schedule", "0.0, lr, w, decay_steps=n"),
            "0.0, lr, w, transition_steps=n if n > 2 * w else w",
            "0.0, lr, w, transition_steps=max(n, 10**6)",
            "0.0, lr, w, transition_steps=n if w >= 0 else n - w",
            "0.0, lr if lr < 1e30 else 1.0, w, transition_steps=n",
            "0.0, lr, w + 0 * w, transition_steps=n",
            "0.0, lr, w - w + w, transition_steps=n",
            "0.0, lr, w if w == w else 0, transition_steps=n",
        ),
        (
            *("cosine_decay_schedule", "lr, decay_steps=int((1 - d) * n)"),
            "lr, transition_steps=int((d == 0) * n)",
            "lr, transition_steps=int((1 - d) * n) * (d <= 0.5)",
            "lr, transition_steps=int((1 - d) * n) if d != 0.125 else n",
        ),
        (
            *("cosine_decay_schedule", "lr, decay_steps=n"),
            "min(lr, 100), transition_steps=n",
            "max(lr, -100), transition_steps=n",
            "max(lr, 0.0), transition_steps=n",
            "abs(lr), transition_steps=n",
            "lr if lr == lr else 0.0, transition_steps=n",
            "lr if lr != 0.0625 else 0.5, transition_steps=n",
            "lr, transition_steps=n if n < 10**6 else 10**6",
            "lr, transition_steps=min(n, 2**20)",
            "lr, transition_steps=n if n != 777 else 778",
            "lr, transition_steps=n if n <= 5000 else n + 1",
            "lr, transition_steps=n * (n != 4096)",
        ),
        (
            *("cosine_onecycle_schedule", "n, lr, pct_start=p"),
            "n, lr, warmup_steps=p * n",
            "n, lr, warmup_steps=int(p * n) if p < 2 else 0",
            "n, lr, warmup_steps=int(abs(p) * n)",
        ),
        (
            "warmup_exponential_decay_schedule",
            "e, 5.0, 29, transition_steps=99, decay_rate=d, end_value=last",
            "e, 5.0, 29, 99, d if d != 5.0 else 1, end_value=last",
        ),
        (
            "warmup_exponential_decay_schedule",
            "0.01, lr / 10, w, transition_steps=n, decay_rate=0.1, end_value=last",
            "0.01, 0.0 + lr / 10, w, n, 0.1, end_value=last",
        ),
        (  # both are 0 up to where the rate is more than a float
            "warmup_exponential_decay_schedule",
            "last, 0.0, 0, transition_steps=57, decay_rate=1.5",
            "last, 0.0, 0, 57, 2",
        ),
        (
            *("linear_onecycle_schedule", "n * k, 1.0, pct_start=min(p, 0.5)"),
            "n * k, 1.0, warmup_steps=float(int(min(p, 0.5) * (n * k)))",
        ),
    )
    for after in afters
]


@pytest.mark.parametrize(("function", "before", "after"), RARE)
def test_what_few_values_tell_apart_is_refused(verify, function, before, after):
    verdict = verify(function, f"f({before})", f"f({after})")
    assert verdict.kind is VerdictKind.DIVERGENT, verdict


@pytest.mark.parametrize("wrong", ["max(int(0.1 * n), 0.0)", "int(abs(0.1 * n))"])
def test_lengths_below_0_are_tried_with_warmups_further_below(verify, wrong):
    first = "dict(init_value=0.0, peak_value=lr, warmup_steps=first, {}=int(n))"
    second = "dict(init_value=0.0, peak_value=lr, warmup_steps={}, {}=total)"
    old = f"f([{first}, {second}])".format("decay_steps", "int(0.1 * n)", "decay_steps")
    new = f"f([{first}, {second}])".format(
        "transition_steps", wrong, "transition_steps"
    )
    verdict = verify("sgdr_schedule", old, new)
    assert verdict.kind is VerdictKind.DIVERGENT, verdict


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_applies_somewhere(mistake):
    assert any(
        not same_arguments(right.after, after)
        for right in RIGHT
        for _, after in mistake(right)
    )
