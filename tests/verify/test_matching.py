"""When two programs of JAX's are one, and what two are not."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lrmigrate.codemod.verify.curve import FLOAT32, FLOAT64, computing
from lrmigrate.codemod.verify.programs import Steps, programs
from lrmigrate.codemod.verify.symbols import Ledger

TABLE = np.arange(70.0)
LAST = np.append(TABLE[:-1], 70.0)


def same(old, new, steps=Steps.TRACED, precision=FLOAT64):
    """Whether two schedules, each made of a symbol, are one program."""
    ledger = Ledger(0, (), lambda _: True)
    number = ledger.symbol(("name", "lr"), whole=False)
    with computing(precision):
        makes = [lambda one=one: lambda step: one(step, number) for one in (old, new)]
        return programs(makes, steps, precision, ledger).one


def chosen(step, high, low):
    return jax.lax.cond(step > 3, lambda: high, lambda: low)


DIFFERENT = {
    "one operation more": (lambda s, _: s + 1, lambda s, _: s + 1 + 1),
    "nothing against an operation twice": (lambda s, _: s, lambda s, _: s + 1 + 1),
    "a constant against what is computed twice": (
        lambda *_: 2.0,
        lambda s, _: (s + 1, s + 1)[1],
    ),
    "another operation": (lambda s, _: s + 1, lambda s, _: s - 1),
    "operands in another order": (lambda s, lr: lr - s, lambda s, lr: s - lr),
    "operations in another order": (
        lambda s, _: jnp.cos(s) + jnp.sin(s),
        lambda s, _: jnp.sin(s) + jnp.cos(s),
    ),
    "another number": (lambda s, _: s * 0.5, lambda s, _: s * 0.25),
    "a number that differs in its last bit": (
        lambda s, _: s * 0.5,
        lambda s, _: s * np.nextafter(0.5, 1),
    ),
    "0.0 and -0.0": (lambda s, _: s * 0.0, lambda s, _: s * -0.0),
    "an int and a float": (lambda s, _: s * 2, lambda s, _: s * 2.0),
    "a number of NumPy's, which has its own type": (
        lambda s, _: s * 0.5,
        lambda s, _: s * np.float32(0.5),
    ),
    "a symbol and a number": (lambda s, lr: s * lr, lambda s, _: s * 0.5),
    "a symbol and what is computed of it": (
        lambda s, lr: s * lr,
        lambda s, lr: s * (lr * 1),
    ),
    "another parameter": (lambda s, _: s**2, lambda s, _: s**3),
    "another branch": (
        lambda s, _: chosen(s, 1.0, 2.0),
        lambda s, _: chosen(s, 1.0, 3.0),
    ),
    "a table that differs in its last number": (
        lambda s, _: jnp.asarray(TABLE)[s.astype(int)] if hasattr(s, "astype") else 0.0,
        lambda s, _: jnp.asarray(LAST)[s.astype(int)] if hasattr(s, "astype") else 0.0,
    ),
    "a value of another type": (lambda s, _: s, lambda s, _: np.float32(0.5)),
    "one that raises for some steps": (
        lambda s, _: s * 1.0,
        lambda s, _: s * 1.0 if s.dtype == "int32" else (),
    ),
}


@pytest.mark.parametrize("precision", [FLOAT32, FLOAT64], ids=lambda one: one.name)
@pytest.mark.parametrize(("old", "new"), DIFFERENT.values(), ids=DIFFERENT)
def test_programs_that_differ_are_not_one(old, new, precision):
    assert not same(old, new, precision=precision)
    assert not same(new, old, precision=precision)


ALIKE = {
    "nothing": (lambda s, _: s, lambda s, _: s),
    "a constant": (lambda *_: 2.0, lambda *_: 2.0),
    "the same operations": (
        lambda s, lr: lr * jnp.cos(s / 10),
        lambda step, rate: rate * jnp.cos(step / 10),
    ),
    "branches that JAX traces again": (
        lambda s, lr: chosen(s, lr, 2.0),
        lambda s, lr: chosen(s, lr, 2.0),
    ),
    "tables that are two objects": (
        lambda s, _: jnp.sum(jnp.asarray(TABLE) * s),
        lambda s, _: jnp.sum(jnp.asarray(TABLE.copy()) * s),
    ),
    "a table that both share": (
        lambda s, _: jnp.sum(jnp.asarray(TABLE) * s),
        lambda s, _: jnp.sum(jnp.asarray(TABLE) * s),
    ),
    "both raise": (lambda s, _: s.missing, lambda s, _: s.missing),
}


@pytest.mark.parametrize("steps", Steps, ids=lambda one: one.name)
@pytest.mark.parametrize(("old", "new"), ALIKE.values(), ids=ALIKE)
def test_programs_of_the_same_operations_are_one(old, new, steps):
    assert same(old, new, steps)
