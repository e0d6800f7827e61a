"""Calls of the schedules that rules rewrite, with arguments in all spellings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

HEADER = """\
import optax
from jax.example_libraries import optimizers
from lrmigrate import lrsched
"""
NAMES = (
    *("lr", "peak", "first", "last", "alpha", "power", "n", "m", "w", "k", "p", "q"),
    *("epochs", "per_epoch", "batch", "flag", "lengths", "cfg", "args", "read"),
)

RATES = (
    *("0.1", "1e-3", "3e-4", "1", "5.0", "2.5e-2", "0.0", "1.0"),
    *("lr", "lr", "peak", "cfg.lr", "args.peak", "cfg['lr']", "read('lr')"),
    *("lr * batch / 256", "lr / 10", "2 * lr", "-lr", "lr + first", "lr * peak"),
    *("lr if flag else 0.1", "max(lr, 1e-6)", "min(lr, peak)", "float(lr)", "abs(lr)"),
    *("cfg.lr * cfg.scale", "lr * 0.5 ** k", "round(lr, 6)", "lr or 0.1"),
)
LENGTHS = (
    *("100", "1000", "12345", "57", "10_000", "2", "3", "250", "99.5"),
    *("n", "n", "m", "cfg.steps", "args.total", "cfg['steps']", "read('steps')"),
    *("epochs * per_epoch", "n - w", "n // 2", "int(0.9 * n)", "round(n / 3)"),
    *("max(n, 1)", "min(n, 10**6)", "n + 1", "n if flag else 1000", "n * k"),
    *("cfg.epochs * per_epoch // batch", "int(n)", "float(n)", "n - 1", "len(lengths)"),
)
WARMUPS = (
    *("0", "1", "5", "10", "29", "w", "w", "cfg.warmup", "args.warmup", "int(0.1 * n)"),
    *("round(p * n)", "min(w, 100)", "n // 10", "w if flag else 0", "k * per_epoch"),
    *("max(w, 1)", "int(p * n)", "read('warmup')", "w + 1"),
)
FRACTIONS = (
    *("0.3", "0.29", "0.57", "0.1", "0.25", "0.5", "1 / 3", "p", "p", "cfg.pct"),
    *("w / n", "1 - q", "p / 2", "min(p, 0.5)", "p if flag else 0.1", "5 / 100"),
    *("float(p)", "args.warmup / args.total", "0.1 * k"),
)
SMALL = ("0.0", "1e-5", "0.01", "last", "cfg.end", "lr / 100", "0.1 * peak", "alpha")
SHARES = ("0.1", "0.0", "1e-3", "alpha", "cfg.alpha", "last / lr", "alpha / 2")
POWERS = ("1.0", "2.0", "0.5", "power", "cfg.power", "1", "2")
DIVISORS = ("10.0", "25.0", "1e4", "100", "k", "cfg.div", "lr / first")
RATIOS = ("0.5", "0.99", "0.1", "alpha", "cfg.decay", "1 - alpha", "1.5")
TRUTHS = ("True", "False", "flag", "k > 1")
DELAYS = ("0", "10", "1", "k", "w")

Kinds = Mapping[str, tuple[str, ...]]
Made = Callable[[Random], str]

_COSINE = {"init_value": RATES, "decay_steps": LENGTHS}
_WARMUP: Kinds = {
    "init_value": SMALL,
    "peak_value": RATES,
    "warmup_steps": WARMUPS,
    "decay_steps": LENGTHS,
}
_MORE: Kinds = {"end_value": SMALL, "exponent": POWERS}
_CYCLE: Kinds = {"transition_steps": LENGTHS, "peak_value": RATES}
_DIVIDED: Kinds = {"div_factor": DIVISORS, "final_div_factor": DIVISORS}
_EXPONENTIAL: Kinds = {
    "init_value": SMALL,
    "peak_value": RATES,
    "warmup_steps": WARMUPS,
    "transition_steps": LENGTHS,
    "decay_rate": RATIOS,
}


def given(random: Random, required: Kinds, optional: Kinds, first: int) -> str:
    """Return arguments, so many of them by position at most, the others by name."""
    chosen = {name: random.choice(kinds) for name, kinds in required.items()}
    for name, kinds in optional.items():
        if random.random() < 0.4:
            chosen[name] = random.choice(kinds)
    count = random.choice((0, 0, first))
    names = [*chosen]
    texts = [chosen[name] for name in names[:count]]
    rest = names[count:]
    if random.random() < 0.2:
        random.shuffle(rest)
    return ", ".join([*texts, *(f"{name}={chosen[name]}" for name in rest)])


def _of(function: str, required: Kinds, optional: Kinds, first: int) -> Made:
    return lambda random: f"{function}({given(random, required, optional, first)})"


def _restarts(random: Random) -> str:
    name = random.choice(("optax.sgdr_schedule", "lrsched.sgdr_schedule"))
    text = f"{name}({random.choice(('', 'cosine_kwargs='))}"
    if random.random() < 0.3:
        cycle = given(random, _WARMUP, _MORE, 0).replace("peak_value=", "peak_value=i+")
        return text + f"[dict({cycle}) for i in {random.choice(_ROUNDS)}])"
    cycles = [
        f"dict({given(random, _WARMUP, _MORE, 0)})"
        for _ in range(random.choice((1, 2, 2, 3)))
    ]
    return f"{text}[{', '.join(cycles)}]{random.choice(('', '', '', ' * 2'))})"


_ROUNDS = ("range(3)", "(1, 2)", "range(1, k)", "lengths")
SCHEDULES: Mapping[str, Made] = {
    "cosine": _of(
        "optax.cosine_decay_schedule",
        *(_COSINE, {"alpha": SHARES, "exponent": POWERS}, 1),
    ),
    "warmup and cosine": _of(
        "optax.warmup_cosine_decay_schedule", *(_WARMUP, _MORE, 3)
    ),
    "our old cosine": _of(
        "lrsched.cosine_decay_schedule", *(_COSINE, {"alpha": SHARES}, 1)
    ),
    "linear onecycle": _of(
        "optax.linear_onecycle_schedule",
        {**_CYCLE, "pct_start": FRACTIONS},
        {"pct_final": ("0.9", "0.85", "q"), **_DIVIDED},
        3,
    ),
    "cosine onecycle": _of(
        "optax.cosine_onecycle_schedule",
        *({**_CYCLE, "pct_start": FRACTIONS}, _DIVIDED, 3),
    ),
    "our old onecycle": _of(
        "lrsched.cosine_onecycle_schedule",
        *({**_CYCLE, "pct_start": FRACTIONS}, _DIVIDED, 2),
    ),
    "restarts": _restarts,
    "polynomial of JAX": _of(
        "optimizers.polynomial_decay",
        {"step_size": RATES, "decay_steps": LENGTHS, "final_step_size": SMALL},
        {"power": POWERS},
        2,
    ),
    # Written as it is, where something else of the file moves to `lrsched`.
    "warmup and exponential": _of(
        "optax.warmup_exponential_decay_schedule",
        _EXPONENTIAL,
        {"transition_begin": DELAYS, "staircase": TRUTHS, "end_value": SMALL},
        5,
    ),
}


def module_of(calls: list[str]) -> str:
    """Return a module with a function for each call."""
    lines = [HEADER]
    for index, call in enumerate(calls):
        lines += [f"def make_{index}({', '.join(NAMES)}):", f"    return {call}", ""]
    return "\n".join(lines)
