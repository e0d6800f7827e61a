"""What is known of a value, by what a lint says of a length of 0."""

from __future__ import annotations

import re

import pytest
from ending import ends

from lrmigrate.codemod.model import Severity

CALL = "s = optax.linear_schedule(0.1, 0.0, {})\n"

KNOWN = {
    "a number": CALL.format("0"),
    "arithmetic": CALL.format("5 * 2 - 10"),
    "a name": "N = 0\n" + CALL.format("N"),
    "names behind names": "A = 5\nB = A - 5\n" + CALL.format("B"),
    "a part of a tuple": "A, N = 5, 0\n" + CALL.format("N"),
    "a builtin": "N = int(0.3)\n" + CALL.format("N"),
    "an annotated name": "N: int = 0\n" + CALL.format("N"),
    "a constant of a class": "class C:\n    n = 0\n" + CALL.format("C.n"),
    "a local name": "def f():\n    n = 0\n    " + CALL.format("n"),
    "a name around a function": "n = 0\ndef f():\n    " + CALL.format("n"),
    "the length of a list that only this reads": "x = []\n" + CALL.format("len(x)"),
}
# Known by a default, which is told, and is information.
SUPPOSED = {
    "a parameter": "def f(n=0):\n    " + CALL.format("n"),
    "an attribute that is set": "class C:\n    n = 0\nC.n = 9\n" + CALL.format("C.n"),
    "a field": "class C:\n    n: int = 0\ndef f(c: C):\n    " + CALL.format("c.n"),
    "a flag": (
        "import argparse\np = argparse.ArgumentParser()\n"
        "p.add_argument('--n', type=int, default=0)\na = p.parse_args()\n"
        + CALL.format("a.n")
    ),
    "a name for a field": (
        "class C:\n    n: int = 0\ndef f(c: C):\n    n = c.n\n    " + CALL.format("n")
    ),
}
UNKNOWN = {
    "a name from nowhere": CALL.format("n"),
    "two bindings": "n = 0\nif x: n = 9\n" + CALL.format("n"),
    "a number that grows": "n = 0\nn += 9\n" + CALL.format("n"),
    "a loop": "for n in (0, 9):\n    " + CALL.format("n"),
    "a global of a function": "n = 0\ndef f():\n    global n\n    n = 9\n"
    + CALL.format("n"),
    "another `int`": "def int(x): return 9\n" + CALL.format("int(0.3)"),
    "a call": "n = read()\n" + CALL.format("n"),
    "a list that something fills": "x = []\nx.append(9)\n" + CALL.format("len(x)"),
    "a generator that is used up": (
        "x = (n for n in (0, 0))\ny = list(x)\n" + CALL.format("sum(x)")
    ),
    "a name that stands for itself": "n = n\n" + CALL.format("n"),
    "too large a number": CALL.format("10 ** 10 ** 10 * 0"),
    "a condition that is not known": CALL.format("0 if x else 9"),
}


def doubling(operation: str) -> str:
    """Sixty names, each made twice of the one before."""
    lines = ["x0 = 3\n" if operation == "-" else "x0 = n // 3\n"]
    lines += [f"x{at + 1} = x{at} {operation} x{at}\n" for at in range(60)]
    return "".join(lines)


@pytest.mark.parametrize("operation", ["-", "+", "*", "//"])
def test_names_that_double_are_read_to_the_end(operation, fix):
    code = f"import optax\n{doubling(operation)}"
    code += "s = optax.warmup_cosine_decay_schedule(0.0, 0.1, x60, t - x60)\n"
    with ends():
        fix(code, codes=frozenset({"LRS101", "LRS102", "LRS104", "LRS105"}))


def is_told(code, fix):
    fixed = fix(f"import optax\n{code}", codes=frozenset({"LRS109"}))
    return bool(fixed.findings)


@pytest.mark.parametrize("code", UNKNOWN.values(), ids=UNKNOWN)
def test_it_is_not_known(code, fix):
    assert not is_told(code, fix)


@pytest.mark.parametrize("code", KNOWN.values(), ids=KNOWN)
def test_it_is_known(code, fix):
    assert is_told(code, fix)


@pytest.mark.parametrize("code", SUPPOSED.values(), ids=SUPPOSED)
def test_it_is_supposed(code, fix):
    fixed = fix(f"import optax\n{code}", codes=frozenset({"LRS109"}))
    (found,) = fixed.findings
    assert found.severity is Severity.INFO
    assert re.search(r" \(by `\w+(?:\.n)?` on line \d+ of [\w.<>]+\)$", found.message)


def test_what_is_certain_gets_its_numbers_from_defaults_and_stays_as_grave(fix):
    code = """
import optax
from dataclasses import dataclass

@dataclass
class C:
    warmup: int = 70

def f(c: C):
    return optax.warmup_cosine_decay_schedule(0.0, 0.1, c.warmup, c.warmup)
"""
    (found,) = fix(code, codes=frozenset({"LRS101"})).findings
    assert found.severity is Severity.ERROR
    assert "leaves 0 steps" in found.message


def test_the_places_of_the_values_that_were_asked_for_are_told_alone(fix):
    code = """
import optax
from dataclasses import dataclass

@dataclass
class C:
    lr: float = 0.1
    warmup: int = 70
    steps: int = 50

def f(c: C):
    return optax.warmup_cosine_decay_schedule(0.0, c.lr, c.warmup, c.steps)
"""
    (found,) = fix(code, codes=frozenset({"LRS101"})).findings
    assert found.severity is Severity.INFO
    assert "leaves -20 steps" in found.message
    assert "(by `c.warmup` on line 8 of " in found.message
    assert "and `c.steps` on line 9 of " in found.message
    assert "c.lr" not in found.message
