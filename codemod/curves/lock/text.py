"""A lock as the text of its file: sorted, the same for the same curves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..record import Basis
from ..show.words import told
from .record import Bits, Lock, Locked
from .singles import shortest

VERSION = 1
_HEAD = """\
# The learning rates of this project, as `lrmigrate curves --lock` found them.
# `lrmigrate curves --check` tells what moved since. After a change that is meant,
# write it anew with `lrmigrate curves --lock`, and review it like code.
"""
UNTOLD = "# Not locked: "
_ESCAPES = {'"': '\\"', "\\": "\\\\"}


def lock_text(lock: Lock) -> str:
    """Return what a lock's file holds."""
    parts = [
        _HEAD + (f"{UNTOLD}{lock.untold}.\n" if lock.untold else ""),
        f"version = {VERSION}\noptax = {quoted(lock.versions.optax)}\n"
        f"jax = {quoted(lock.versions.jax)}\n",
    ]
    for one in sorted(lock.curves, key=lambda one: one.key):
        lines = "\n".join(f"{key} = {value}" for key, value in _pairs(one))
        parts.append(f"[[curve]]\n{lines}\n")
    return "\n".join(parts)


def _pairs(locked: Locked) -> Iterator[tuple[str, str]]:
    rate = locked.rate
    yield "file", quoted(rate.path)
    yield "in", quoted(rate.scope)
    yield "order", str(rate.order)
    yield "target", quoted(rate.target)
    yield "call", quoted(str(rate.recipe))
    if rate.recipe is not None and rate.function != rate.recipe.function:
        yield "given_to", quoted(rate.function)
    if rate.basis is Basis.CHOICE:
        yield "choice", quoted(rate.why)
    if rate.story is not None:
        yield "story", quoted(told(rate.story))
    yield from _bits(locked.bits)


def _bits(bits: Bits) -> Iterator[tuple[str, str]]:
    yield "steps", quoted(str(bits.steps))
    if bits.raises:
        yield "raises", quoted(bits.raises)
    else:
        yield "values", _table(bits.values)
        yield "mean", repr(bits.mean)
    if bits.numbers_raise and bits.numbers_raise != bits.raises:
        yield "numbers_raise", quoted(bits.numbers_raise)
    elif others := {
        step: value
        for step, value in bits.numbers.items()
        if step not in bits.values or shortest(value) != shortest(bits.values[step])
    }:
        yield "numbers", _table(others)
    yield "sha256", quoted(bits.digest)


def _table(values: Mapping[int, float]) -> str:
    pairs = (f"{step} = {shortest(value)}" for step, value in values.items())
    return f"{{ {', '.join(pairs)} }}"


def quoted(text: str) -> str:
    """Return a text as TOML has it, all that is not printable escaped."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
