"""Boundaries of a join that may be steps, or shares, or anything: what is silent first."""

from __future__ import annotations

import pytest

RAMP = "a = optax.linear_schedule(0.0, 0.1, w)\n"
JOINED = "s = optax.join_schedules([a, b], [w])\n"

SILENT = {
    "a boundary that is the length of the first": (
        RAMP + "b = optax.cosine_decay_schedule(0.1, n)\n" + JOINED
    ),
    "boundaries that a loop fills": (
        "bounds = []\nfor n in ns: bounds.append(n)\n"
        "s = optax.join_schedules([a, b, c], bounds)\n"
    ),
    "a list that grows behind the join": (
        "parts = [a, b]\ns = optax.join_schedules(parts, [5, 9])\nparts.append(c)\n"
    ),
    "a list that a loop fills": (
        "parts = []\nfor one in many: parts.append(one)\n"
        "s = optax.join_schedules(parts, [5, 9])\n"
    ),
    "a ramp and what is as long": (
        "a = optax.linear_schedule(0.0, 0.1, n - m)\n"
        "b = optax.cosine_decay_schedule(0.1, n - m)\n"
        "s = optax.join_schedules([a, b], [n - m])\n"
    ),
    "a list that grows": (
        "parts = [a, b]\nif x: parts.append(c)\n"
        "s = optax.join_schedules(parts, [5, 9])\n"
    ),
    "schedules that are unpacked": ("s = optax.join_schedules([*parts, last], [5])\n"),
    "a sum of lists, one of which is not seen": (
        "s = optax.join_schedules([a, b] + more, [5, 9])\n"
    ),
    "lists in parts that fit": (
        "s = optax.join_schedules((a,) + (*[b], c) + (d,) * 2, [1] + [*(2, 3), 4])\n"
    ),
    "a list that is repeated as often as is not known": (
        "s = optax.join_schedules([a] * n, [5, 9])\n"
    ),
    "a list that is made of itself": (
        "def f():\n    s = s + s\n    return optax.join_schedules(s, [5, 9])\n"
    ),
    "a schedule that may be None": (
        "def f(b=None):\n    return optax.join_schedules([a, b], [5])\n"
    ),
    "one that raises, as is expected": (
        "import pytest\nwith pytest.raises(TypeError):\n"
        "    optax.join_schedules([a, None], 5)(0)\n"
    ),
    "boundaries that are not seen": ("s = optax.join_schedules([a, b], bounds)\n"),
    "a warmup after something else than a ramp": (
        "a = optax.constant_schedule(0.1)\n"
        "b = optax.warmup_cosine_decay_schedule(0.0, 0.1, w, n)\n" + JOINED
    ),
    "a warmup that goes on from where the ramp ended": (
        RAMP + "b = optax.warmup_cosine_decay_schedule(0.1, 0.5, w, n)\n" + JOINED
    ),
    "a plateau behind a ramp": (
        "a = optax.linear_schedule(0.0, 0.1, 50)\n"
        "b = optax.cosine_decay_schedule(0.1, 90)\n"
        "s = optax.join_schedules([a, b], [80])\n"
    ),
    "no ramp at all": (
        "a = optax.linear_schedule(0.0, 0.1, 50)\n"
        "b = optax.cosine_decay_schedule(0.1, 90)\n"
        "s = optax.join_schedules([a, b], [0])\n"
    ),
    "a boundary that is named for where it is": (
        "b = optax.constant_schedule(0.1)\n"
        "s = optax.join_schedules([a, b, c], [w, decay_start])\n"
    ),
}

TOLD = {
    "a value of a schedule in a join": (
        "s = optax.linear_schedule(0.1, 0.0, 9)\nj = optax.join_schedules([s(0), s], [5])\n"
    ),
    "lists that are filled one by one": (
        "def f(c):\n    parts, bounds = [], []\n    parts.append(a)\n"
        "    parts.append(b)\n    parts.append(c)\n    bounds.append(5)\n"
        "    return optax.join_schedules(parts, bounds)\n"
    ),
    "the length of the decay for the end of the ramp": (
        "a = optax.linear_schedule(0.0, 0.1, w)\n"
        "b = optax.cosine_decay_schedule(0.1, n - w)\n"
        "s = optax.join_schedules([a, b], [n - w])\n"
    ),
    "a sum of lists": ("s = optax.join_schedules((a,) + (b,), [5, 9])\n"),
    "a list that is unpacked in another": (
        "first = [a, b]\ns = optax.join_schedules([*first, c], [5])\n"
    ),
    "a schedule that is repeated": ("s = optax.join_schedules([a] * 3, [5])\n"),
    "two lists with names, bound together": (
        "parts, bounds = [a, b], [5, 9]\ns = optax.join_schedules(parts, bounds)\n"
    ),
    "lists with names": (
        "parts = [a, b, c]\nbounds = [5]\ns = optax.join_schedules(parts, bounds)\n"
    ),
    "too many boundaries": ("s = optax.join_schedules([a, b], [5, 9])\n"),
    "boundaries that fall by what is known of them": (
        "s = optax.join_schedules([a, b, c], [w + 9, w + 4])\n"
    ),
}


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_it_is_silent_about(code, found):
    assert not found("LRS106", code)


@pytest.mark.parametrize("code", TOLD.values(), ids=TOLD)
def test_it_tells_of(code, found):
    assert found("LRS106", code)
