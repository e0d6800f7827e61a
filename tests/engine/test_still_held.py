"""What the first look at a file held stays held, whatever a later one sees."""

from __future__ import annotations

from pathlib import Path

from plans import plan_of

from lrmigrate.codemod.engine.analyze import analyze
from lrmigrate.codemod.engine.still_held import StillHeld
from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.model import Edit
from lrmigrate.rules import catalogue

KNOWN = catalogue(Path())
CALL = "optax.cosine_decay_schedule(0.1, decay_steps=9)"
SHOWN = "print(vars())\n"


def looked(text):
    return analyze(Source.from_text(text, "m.py"), plan_of(KNOWN, KNOWN.codes))


def blocked(analysis):
    return [member.blocked for unit in analysis.units for member in unit.members]


def test_what_was_held_stays_held_though_nothing_holds_it_now():
    first = looked(f"import optax\n{SHOWN}s = {CALL}\n")
    (reason,) = blocked(first)
    assert reason == "`print` on line 2 shows every name"
    start = first.source.text.index(SHOWN)
    edits = [Edit(0, 0, "import jax\n\n"), Edit(start, start + len(SHOWN), "")]
    held = StillHeld(first, ())
    held.rewritten(edits)
    now = looked(first.source.edited(edits).text)
    assert blocked(now) == [""]
    held.hold(now)
    assert blocked(now) == [reason]


def test_what_was_not_held_is_written():
    first = looked(f"import optax\ns = {CALL}\n")
    edits = [Edit(0, 0, "import jax\n")]
    held = StillHeld(first, first.units)
    held.rewritten(edits)
    now = looked(first.source.edited(edits).text)
    held.hold(now)
    assert blocked(now) == [""]


def test_what_is_new_is_written():
    first = looked(f"import optax\n{SHOWN}s = {CALL}\n")
    text = first.source.text
    edits = [Edit(0, len(text), f"import optax\nr, s = 0, {CALL}\n")]
    held = StillHeld(first, ())
    held.rewritten(edits)
    now = looked(first.source.edited(edits).text)
    held.hold(now)
    assert blocked(now) == [""]
