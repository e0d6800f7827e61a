"""What of a rewritten file is asked whether more is to be rewritten."""

from __future__ import annotations

import ast
from pathlib import Path

from plans import plan_of

from lrmigrate.codemod.engine.analyze import analyze
from lrmigrate.codemod.engine.part import concerned
from lrmigrate.codemod.files.source import Source
from lrmigrate.rules import catalogue

KNOWN = catalogue(Path())
TEXT = """
import optax
from functools import partial
steps = len(range(9))
class Model:
    size: int = 3
    def idle(self, x: int) -> int:
        return x + self.size
    def scheduled(self):
        return optax.cosine_decay_schedule(0.1, decay_steps=steps)
    class Inner:
        def idle(self):
            return {"decay_steps": 9}
@partial
def idle(a, b=2):
    yield from (a, b)
@optax.inject_hyperparams
def made(lr):
    return lr
if steps:
    def kept():
        return 1
"""
PART = """
import optax
from lrmigrate import lrsched
from functools import partial
steps = len(range(9))

class Model:
    size: int = 3

    def idle():
        pass

    def scheduled(self):
        return lrsched.cosine_decay_schedule(0.1, transition_steps=steps)

    class Inner:

        def idle():
            pass

def idle():
    pass

@optax.inject_hyperparams
def made(lr):
    return lr
if steps:

    def kept():
        return 1
"""


def parts(text):
    """A file after the rewrites of one look, and what is asked of it then."""
    source = Source.from_text(text, "train.py")
    before = analyze(source, plan_of(KNOWN, KNOWN.codes))
    edits = before.edits(before.units)
    rewritten = source.edited(edits)
    return rewritten, concerned(rewritten, before, edits)


def test_a_function_in_which_nothing_was_found_is_a_name():
    rewritten, part = parts(TEXT)
    assert ast.unparse(part) == PART.strip()
    assert "x + self.size" in ast.unparse(rewritten.tree)


def test_all_is_asked_where_every_function_holds_something():
    text = "import optax\ndef make():\n    return optax.sgdr_schedule([])\n"
    rewritten, part = parts(text)
    assert ast.dump(part) == ast.dump(rewritten.tree)
