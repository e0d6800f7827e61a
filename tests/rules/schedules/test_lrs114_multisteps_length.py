"""Lengths of schedules under `MultiSteps`: what is silent first."""

from __future__ import annotations

import pytest

SILENT = {
    "a length in updates": (
        "n = total_batches // k\ns = optax.linear_schedule(0.1, 0.0, n)\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n"
    ),
    "a length that is divided by the batches of an update": (
        "s = optax.linear_schedule(0.1, 0.0, samples // (size * k))\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n"
    ),
    "a length that is named for updates": (
        "s = optax.linear_schedule(0.1, 0.0, c.num_updates)\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n"
    ),
    "a length that is divided by a product with a name": (
        "whole = c.size * c.k\nn = c.epochs * (samples // whole)\n"
        "s = optax.linear_schedule(0.1, 0.0, n)\n"
        "tx = optax.MultiSteps(optax.sgd(s), c.k)\n"
    ),
    "a length that is divided by the number itself": (
        "K = 4\ns = optax.linear_schedule(0.1, 0.0, batches // 4)\n"
        "tx = optax.MultiSteps(optax.sgd(s), K)\n"
    ),
    "a length that is divided by the whole batch": (
        "k = max(1, batch // micro)\n"
        "s = optax.linear_schedule(0.1, 0.0, n * micro // batch)\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n"
    ),
    "a join that ends with what is constant, in updates": (
        "s = optax.join_schedules([a, optax.constant_schedule(0.1)], [batches // k])\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n"
    ),
    "a join that ends with what is not known": (
        "s = optax.join_schedules([a, b], [100])\n"
        "tx = optax.MultiSteps(optax.sgd(s), 4)\n"
    ),
    "boundaries in updates": (
        "s = optax.piecewise_constant_schedule(0.1, {n // k: 0.5, 2 * n // k: 0.5})\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n"
    ),
    "boundaries of which some are not written out": (
        "s = optax.piecewise_constant_schedule(0.1, {100: 0.5, **more})\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n"
    ),
    "an optimizer that is out of sight": ("tx = optax.MultiSteps(build(), 4)\n"),
}

TOLD = {
    "a chain in `MultiSteps`": (
        "s = optax.cosine_decay_schedule(0.1, 90)\n"
        "tx = optax.MultiSteps(optax.chain(optax.clip(1.0), optax.adam(s)), 4)\n"
    ),
    "an optimizer that is wrapped under its own name": (
        "s = optax.cosine_decay_schedule(0.1, n)\ntx = optax.adam(s)\n"
        "if k > 1:\n    tx = optax.MultiSteps(tx, k)\n"
    ),
    "an optimizer whose numbers are injected": (
        "s = optax.cosine_decay_schedule(0.1, n)\n"
        "tx = optax.MultiSteps(optax.inject_hyperparams(optax.adam)(s), k)\n"
    ),
    "boundaries in batches": (
        "s = optax.piecewise_interpolate_schedule('linear', 0.1, {n: 0.5, 2 * n: 0.5})\n"
        "tx = optax.MultiSteps(optax.sgd(s), k)\n"
    ),
}


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_it_is_silent_about(code, found):
    assert not found("LRS114", code)


@pytest.mark.parametrize("code", TOLD.values(), ids=TOLD)
def test_it_tells_of(code, found):
    assert found("LRS114", code)
