"""The page of releases has every release that an environment is pinned for."""

import re

from paths import DOCS, ROOT

PINS = ROOT / "tests/environments"
PAGE = (DOCS / "releases.md").read_text("utf-8")


def pinned(name):
    return {path.stem.partition("-")[2] for path in PINS.glob(f"{name}-*.txt")}


def told(heading):
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = section.partition("\n\n| function")[0]
    return {*re.findall(r"^\| (\d+\.\d+\.\d+) \|", rows, re.MULTILINE)}


def test_every_optax_that_is_pinned_is_in_the_table():
    assert told("Optax") == pinned("optax")


def test_every_flax_that_is_pinned_is_in_the_table():
    """`make flax-matrix` writes it."""
    assert told("Flax") == pinned("flax")


def test_every_optax_in_the_table_was_judged():
    """`make optax-matrix` writes it."""
    assert "not run |" not in PAGE.partition("\n## Optax\n")[2].partition("\n## ")[0]


def test_each_pin_begins_with_a_jax_that_is_pinned():
    for path in (*PINS.glob("optax-*.txt"), *PINS.glob("flax-*.txt")):
        first = path.read_text("utf-8").splitlines()[0]
        assert first.startswith("-r jax-"), path
        assert (PINS / first.removeprefix("-r ")).exists(), path
