"""What a rewritten call receives is read from the rewritten text."""

import ast

import pytest

from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.model import Edit
from lrmigrate.codemod.names.bind import bind_module
from lrmigrate.codemod.sites.site import Site, SiteKind, SiteModule
from lrmigrate.codemod.sites.tracer import Tracer
from lrmigrate.codemod.units.calls import _written_out
from lrmigrate.codemod.units.edited import Edited

CODE = """\
kw = dict(value=0.1, steps=9)
kw["steps"] += 1
s = f(0.5, **kw)
"""


def received(code, edits):
    """The call of `f` as the verifier is handed it, with edits made."""
    source = Source.from_bytes(code.encode(), "module.py")
    scopes = bind_module(source.tree)
    call = next(
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "f"
    )
    tracer = Tracer(scopes, lambda function: [])
    module = SiteModule(source, scopes)
    site = Site(SiteKind.CALL, "f", "f", call, call.func, module, calls=[(call, 0)])
    given = call.keywords[-1].value
    site.unpacked[given] = tracer.trace(tracer.follow(given, is_list=False))
    return _written_out(site, Edited(source, edits).given(site), (), {}, {})


def renames(code, old, new, count):
    """Edits of the first few places that say a name."""
    parts = code.split(old)
    starts = [len(old.join(parts[:index])) for index in range(1, len(parts))]
    return [Edit(start, start + len(old), new) for start in starts[:count]]


EDITED = {
    "nothing": (0, "schedule(0.5, value=0.1, steps=steps)"),
    "every key": (2, "schedule(0.5, value=0.1, length=steps)"),
    "one of two keys": (1, "schedule(0.5, value=0.1, length=9)"),
}


@pytest.mark.parametrize(("count", "call"), EDITED.values(), ids=EDITED)
def test_a_key_is_what_the_edited_text_says(count, call):
    assert received(CODE, renames(CODE, "steps", "length", count)) == call


def test_a_key_that_another_line_puts_in_is_received():
    code = CODE.replace('kw["steps"] += 1\n', "")
    added = Edit(code.index("s = f"), code.index("s = f"), 'kw["more"] = 1\n')
    assert received(code, [added]) == "schedule(0.5, value=0.1, steps=9, more=1)"
