"""Which lengths leave the warmup out: through names, sums, limits and epochs."""

from __future__ import annotations

import pytest

CALL = "s = optax.warmup_cosine_decay_schedule(0.0, 0.1, {}, {})\n"
IN_A_FUNCTION = "    return optax.warmup_cosine_decay_schedule(0.0, 0.1, {}, {})\n"

SILENT = {
    "the whole length": CALL.format("w", "total"),
    "something else": CALL.format("w", "total - cooldown"),
    "the warmup of another schedule": CALL.format("a.warmup", "total - b.warmup"),
    "the warmup, added": CALL.format("w", "total + w"),
    "the warmup, added and taken away": "t = rest + w\n" + CALL.format("w", "t - w"),
    "half of the warmup": CALL.format("w", "total - w // 2"),
    "a name that changes between": (
        "w = one()\nrest = total - w\nw = two()\n" + CALL.format("w", "rest")
    ),
    "a name that is bound in two ways": (
        "rest = total - w\nif x: rest = total\n" + CALL.format("w", "rest")
    ),
    "equal numbers with names of their own": (
        "TOTAL, WARMUP, REST = 900, 100, 100\n" + CALL.format("WARMUP", "TOTAL - REST")
    ),
    "another `int`": (
        "def int(x): return 0\n" + CALL.format("100", "int(900 - 100) + 1")
    ),
    "a warmup of 0": CALL.format("0", "total - 0"),
    "what a join fills behind it": (
        "s = optax.join_schedules([optax.warmup_cosine_decay_schedule("
        "0.0, 0.1, w, total - w), optax.constant_schedule(0.0)], [total - w])\n"
    ),
    "what a join fills behind it, through names and in numbers": (
        "inner = optax.warmup_cosine_decay_schedule(0.0, 0.1, 100, 900 - 100)\n"
        "s = optax.join_schedules([a, inner, b], [50, 850])\n"
    ),
    "a name that is added to again": (
        "n = total - w\nn += w\n" + CALL.format("w", "n")
    ),
    "a name that a condition may add to": (
        "def f(total, w):\n    total -= w\n    if x: total += w\n"
        + IN_A_FUNCTION.format("w", "total")
    ),
    "a name that is another one in a loop": (
        "def f(totals, total, w):\n    total -= w\n    for total in totals:\n    "
        + IN_A_FUNCTION.format("w", "total")
    ),
    "a name that changes within the call": (
        "def f(total, w):\n    total -= w\n    return optax."
        "warmup_cosine_decay_schedule(0.0, (total := total + w), w, total)\n"
    ),
    "a name that another function changes": (
        "def g():\n    global total\n    total += w\n"
        "total = 90\ntotal -= w\ng()\n" + CALL.format("w", "total")
    ),
    "a warmup that changes after it was subtracted": (
        "def f(total, w):\n    total -= w\n    w = 2 * other\n"
        + IN_A_FUNCTION.format("w", "total")
    ),
    "a field that a method changes": (
        "class A:\n    def __init__(self, T, W):\n        self.W = W\n"
        "        self.D = T - W\n    def g(self):\n        self.D += self.W\n"
        "    def f(self):\n    " + IN_A_FUNCTION.format("self.W", "self.D")
    ),
    "a schedule of another library": (
        "import other\ns = other.warmup_cosine_decay_schedule(0.0, 0.1, w, total - w)\n"
    ),
}
TOLD = {
    "by position": CALL.format("w", "total - w"),
    "by name": CALL.format("warmup_steps=w", "decay_steps=total - w"),
    "attributes": CALL.format("c.w", "c.total - c.w"),
    "entries": CALL.format("c['w']", "c['total'] - c['w']"),
    "a name for the difference": "rest = total - w\n" + CALL.format("w", "rest"),
    "a name for the warmup": "w = c.w\n" + CALL.format("w", "c.total - c.w"),
    "more behind it": CALL.format("w", "total - w - 1"),
    "a sum": CALL.format("w", "total - (w + cooldown)"),
    "a limit": CALL.format("w", "max(total - w, 1)"),
    "rounding": CALL.format("w", "int(total - w)"),
    "a limit through a name": "n = max(1, total - w)\n" + CALL.format("w", "n"),
    "epochs": CALL.format("a * n", "(e - a) * n"),
    "epochs, one by one": CALL.format("a * n", "e * n - a * n"),
    "twice": CALL.format("w", "total - 2 * w"),
    "a call that is written twice": CALL.format("c.get('w')", "total - c.get('w')"),
    "numbers": CALL.format("100", "900 - 100"),
    "a number and a name": "W = 100\n" + CALL.format("W", "900 - 100"),
    "a fraction of the total": (
        "w = int(0.1 * total)\n" + CALL.format("w", "total - w")
    ),
    "a parameter": "def f(total, w):\n" + IN_A_FUNCTION.format("w", "total - w"),
    "a join that goes on later": (
        "s = optax.join_schedules([optax.warmup_cosine_decay_schedule("
        "0.0, 0.1, w, total - w), optax.constant_schedule(0.0)], [total])\n"
    ),
    "subtracted in place": (
        "def f(total, w):\n    total -= w\n" + IN_A_FUNCTION.format("w", "total")
    ),
    "a name of another one, subtracted in place": (
        "def f(total, w):\n    n = total\n    n -= w\n" + IN_A_FUNCTION.format("w", "n")
    ),
    "a name that is bound again to less": (
        "def f(total, w):\n    total = total - w\n    if x:\n    "
        + IN_A_FUNCTION.format("w", "total")
    ),
    "a number, subtracted in place": ("n = 900\nn -= 100\n" + CALL.format("100", "n")),
    "a field of the difference": (
        "class A:\n    def __init__(self, T, W):\n        self.T, self.W = T, W\n"
        "        self.D = self.T - self.W\n    def f(self):\n    "
        + IN_A_FUNCTION.format("self.W", "self.D")
    ),
    "a field of the difference, of numbers": (
        "class A:\n    def __init__(self):\n        self.T, self.W = 900, 100\n"
        "        self.D = self.T - self.W\n    def f(self):\n    "
        + IN_A_FUNCTION.format("self.W", "self.D")
    ),
    "in a partial": (
        "from functools import partial\n"
        "f = partial(optax.warmup_cosine_decay_schedule, warmup_steps=w, "
        "decay_steps=total - w)\n"
    ),
    "a cycle": (
        "s = optax.sgdr_schedule([dict(init_value=0.0, peak_value=0.1, warmup_steps=w, "
        "decay_steps=total - w)])\n"
    ),
    "a dict": (
        "kw = dict(warmup_steps=w, decay_steps=total - w)\n"
        "s = optax.warmup_cosine_decay_schedule(0.0, 0.1, **{**kw, 'warmup_steps': w})\n"
    ),
}


def messages(code, fix):
    fixed = fix(f"import optax\n{code}", codes=frozenset({"LRS102"}))
    return [one.message for one in fixed.findings]


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_it_is_silent_about(code, fix):
    assert messages(code, fix) == []


@pytest.mark.parametrize("code", TOLD.values(), ids=TOLD)
def test_it_tells_of(code, fix):
    assert len(messages(code, fix)) == 1


def test_the_rewrite_is_asked_for(fix):
    code = "import optax\n" + CALL.format("w", "(a + b) - w")
    fixed = fix(code, codes=frozenset({"LRS102"}), unsafe=True)
    assert fixed.text == "import optax\n" + CALL.format("w", "a + b")
