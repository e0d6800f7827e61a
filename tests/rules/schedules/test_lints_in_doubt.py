"""What the lints about lengths, ends and scales are silent about, and what not."""

from __future__ import annotations

import pytest

SILENT = {
    "a cooldown as long as the warmup": (
        "LRS102",
        "parts = [optax.linear_schedule(0.0, 1.0, 100), "
        "optax.cosine_decay_schedule(1.0, 1000 - 100 - 100), "
        "optax.linear_schedule(0.0, 0.1, 100)]\n"
        "s = optax.join_schedules(parts, [100, 900])\n",
    ),
    "what is between two boundaries": (
        "LRS102",
        "s = optax.join_schedules([a, optax.linear_schedule(1.0, 0.0, end - w - w), b], "
        "[w, end - w])\n",
    ),
    "a length that counts from 0": (
        "LRS102",
        "s = optax.warmup_cosine_decay_schedule(0.0, 0.1, 1, steps - 1)\n",
    ),
    "a warmup of 0": (
        "LRS102",
        "W, T = 0, 90\ns = optax.warmup_cosine_decay_schedule(0.0, 0.1, W, T - W)\n",
    ),
    "a value that is held between two others": (
        "LRS109",
        "a = optax.linear_schedule(0.0, 0.1, 9)\nb = optax.linear_schedule(0.1, 0.1, 9)\n"
        "s = optax.join_schedules([a, b], [9])\n",
    ),
    "a fraction of infinity": (
        "LRS103",
        "s = optax.cosine_onecycle_schedule(float('inf'), 0.1)\n"
        "t = optax.linear_onecycle_schedule(10**400, 0.1, float('nan'))\n",
    ),
    "a fraction below 1 of a value that is not known": (
        "LRS109",
        "s = optax.cosine_decay_schedule(lr, n, alpha=0.1)\n"
        "t = optax.exponential_decay(lr, n, 0.9)\n"
        "u = optax.exponential_decay(lr, n, 1.0, end_value=low)\n",
    ),
    "a decay to the whole within a join": (
        "LRS109",
        "a = optax.linear_schedule(0.0, lr, 9)\n"
        "b = optax.cosine_decay_schedule(lr, n, alpha=1.0)\n"
        "s = optax.join_schedules([a, b], [9])\n",
    ),
    "an end that no float holds": (
        "LRS105",
        "s = optax.exponential_decay(0.1, 9, 0.9, end_value=10**400)\n",
    ),
    "a decay to another end": (
        "LRS105",
        "s = optax.exponential_decay(lr, n, 0.9, end_value=low)\n"
        "t = optax.exponential_decay(lr, n, rate, end_value=lr)\n"
        "u = optax.warmup_exponential_decay_schedule(lr, top, 9, n, 0.9, end_value=lr)\n",
    ),
    "a value that is no number": (
        "LRS109",
        "s = optax.linear_schedule(None, 0.0, 9)\nt = optax.constant_schedule('0.1')\n"
        "u = optax.linear_schedule('a', 0.0, 9)\n",
    ),
    "a join of what is no number": (
        "LRS109",
        "a = optax.constant_schedule(None)\ns = optax.join_schedules([a, a], [9])\n",
    ),
    "a constant that is called so": ("LRS109", "s = optax.constant_schedule(0.1)\n"),
    "a curve that rises and falls to where it was": (
        "LRS109",
        "s = optax.warmup_exponential_decay_schedule(lr, 0.5, 9, 9, 0.5, end_value=lr)\n",
    ),
    "a warmup from the peak": (
        "LRS105",
        "s = optax.warmup_cosine_decay_schedule(0.1, 0.1, 9, 90)\n",
    ),
    "a peak without a warmup": (
        "LRS105",
        "s = optax.warmup_cosine_decay_schedule(0.0, 0.1, 0, 90)\n",
    ),
    "a small fraction of a small value": (
        "LRS105",
        "s = optax.cosine_decay_schedule(3e-4, 90, alpha=1e-3)\n",
    ),
    "a fraction that is named like one": (
        "LRS105",
        "s = optax.cosine_decay_schedule(0.1, 90, alpha=min_lr_ratio)\n",
    ),
    "a quotient": (
        "LRS105",
        "s = optax.cosine_decay_schedule(lr, 90, alpha=min_lr / lr)\n",
    ),
    "a temperature": ("LRS104", "s = optax.linear_schedule(20.0, 1.0, 5000)\n"),
    "scales that rise": (
        "LRS108",
        "s = optax.piecewise_constant_schedule(0.1, {5: 1e-4, 9: 1e-3})\n",
    ),
    "a boundary at the first step": (
        "LRS108",
        "s = optax.piecewise_constant_schedule(0.1, {1: 0.5})\n"
        "t = optax.piecewise_constant_schedule(0.1, {0: 0.5, 1: 0.5})\n"
        "u = optax.piecewise_constant_schedule(0.1, {0.5: 0.5, 90: 0.5})\n",
    ),
    "shares of a schedule that is asked by them": (
        "LRS108",
        "s = optax.piecewise_constant_schedule(0.1, {0.3: 0.5, 0.8: 0.5})\n"
        "rate = s(step / total)\n"
        "t = optax.piecewise_constant_schedule(0.1, {0.3: 0.5, 0.8: 0.5})\n"
        "rate = t(progress)\n",
    ),
    "shares that are multiplied": (
        "LRS108",
        "s = optax.piecewise_constant_schedule(0.1, {0.3 * n: 0.5, 0.8 * n: 0.5})\n",
    ),
    "one scale": ("LRS108", "s = optax.piecewise_constant_schedule(0.1, {5: 1e-4})\n"),
}

TOLD = {
    "shares of a schedule that is asked by steps": (
        "LRS108",
        "s = optax.piecewise_constant_schedule(0.1, {0.3: 0.5, 0.8: 0.5})\n"
        "rate = s(step)\n",
    ),
    "a warmup that is subtracted twice before it is multiplied": (
        "LRS102",
        "left = max(epochs - w, 1)\nb = optax.cosine_decay_schedule(0.1, (left - w) * n)\n"
        "s = optax.join_schedules([a, b], [w * n])\n",
    ),
    "a warmup that the third part subtracts twice": (
        "LRS102",
        "c = optax.cosine_decay_schedule(0.1, total - w - hold - w)\n"
        "s = optax.join_schedules([a, b, c], [w, w + hold])\n",
    ),
    "the rest of a fraction": (
        "LRS102",
        "s = optax.warmup_cosine_decay_schedule("
        "0.0, 0.1, int(total * part), int(total * (1 - part)))\n",
    ),
    "a share without a length": (
        "LRS109",
        "s = optax.warmup_constant_schedule(0.0, 0.1, 0.1)\n",
    ),
    "one value that is not finite": (
        "LRS109",
        "s = optax.linear_schedule(float('inf'), float('inf'), 9)\n"
        "t = optax.piecewise_constant_schedule(1e400, {5: 1.0})\n",
    ),
    "a line from a rate to itself": (
        "LRS109",
        "s = optax.linear_schedule(lr, lr, n)\n",
    ),
    "a fraction of 1 of a value that is not known": (
        "LRS109",
        "s = optax.cosine_decay_schedule(lr, n, alpha=1.0)\n",
    ),
    "a rate of 1 of a value that is not known": (
        "LRS109",
        "s = optax.exponential_decay(lr, n, 1.0)\n",
    ),
    "a bound that is the beginning": (
        "LRS105",
        "s = optax.exponential_decay(lr, n, 0.9, end_value=lr)\n",
    ),
    "a bound that is the peak": (
        "LRS105",
        "s = optax.warmup_exponential_decay_schedule(0.0, lr, 9, n, 0.9, end_value=lr)\n",
    ),
    "an absolute end": (
        "LRS105",
        "s = optax.cosine_decay_schedule(c.lr, c.steps, c.min_lr)\n",
    ),
}


@pytest.mark.parametrize(("rule", "code"), SILENT.values(), ids=SILENT)
def test_it_is_silent_about(rule, code, found):
    assert not found(rule, code)


@pytest.mark.parametrize(("rule", "code"), TOLD.values(), ids=TOLD)
def test_it_tells_of(rule, code, found):
    assert found(rule, code)
