"""What a lock file holds of a project's learning rates: plain and frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..record import LearningRate
from .steps import Steps

FILE = "lrmigrate.lock"


class LockError(Exception):
    """A lock that cannot be read or written: which, where, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Versions:
    """With which releases curves were computed."""

    optax: str
    jax: str

    def __str__(self) -> str:
        return f"Optax {self.optax} with JAX {self.jax}"


@dataclass(frozen=True, slots=True)
class Bits:
    """A curve as the library computes it, in float32.

    Attributes:
        steps: where it was computed.
        values: its values at a few of these steps that tell its form.
        numbers: the same where it is asked with Python's numbers, not with JAX's.
        mean: the mean of all its finite values.
        digest: the SHA-256 of the bits of all values.
        raises: what the library raises; the values are empty then.
        numbers_raise: the same where it is asked with Python's numbers.
    """

    steps: Steps
    values: Mapping[int, float]
    numbers: Mapping[int, float]
    mean: float = 0.0
    digest: str = ""
    raises: str = ""
    numbers_raise: str = ""

    @property
    def telling(self) -> Sequence[int]:
        """The steps whose values are kept."""
        return [*(self.values or self.numbers)]


@dataclass(frozen=True, slots=True)
class Locked:
    """One curve of a lock.

    Attributes:
        rate: which it is, and what it is made of; its file is relative to the
            lock's folder.
        bits: its values when it was locked.
    """

    rate: LearningRate
    bits: Bits

    @property
    def key(self) -> tuple[str, str, int]:
        """What it is known by, in the order of the file."""
        return self.rate.path, self.rate.scope, self.rate.order


@dataclass(frozen=True, slots=True)
class Lock:
    """The curves of a lock.

    Attributes:
        versions: with which releases they were computed.
        curves: they.
        untold: how many learning rates are not locked, in words, by the reason.
    """

    versions: Versions
    curves: tuple[Locked, ...]
    untold: str = ""
