"""Calls that are spelled in every way that Python reads, and rewritten in place."""

from __future__ import annotations

import re
import unicodedata
import warnings
from io import BytesIO
from pathlib import Path
from tokenize import COMMENT, detect_encoding, tokenize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import plan_of

from lrmigrate.codemod.engine.fix_file import Fixers
from lrmigrate.codemod.files.kinds import read_document
from lrmigrate.rules import catalogue

pytest.importorskip("jax")

STEPS = (0, 3, 10, 25)
KNOWN = catalogue(Path())
FIXER = Fixers(unsafe=False).of(plan_of(KNOWN, KNOWN.codes))
"""One for all, since it remembers what it has compared."""

# A marker is written in place of each comment, so that all of these are told apart.
inside = st.sampled_from(
    ["", " ", "\t", "\f", "\n  ", "\n", "#\n", "  # why\n\t", "\\\n", "\n# é\n"]
)
outside = st.sampled_from(["", " ", "\t", "\\\n", " \\\n  ", "\f"])
modules = st.sampled_from(
    [
        ("import optax", "optax."),
        ("import optax as ox", "ox."),
        ("import optax as \uff4f\uff58", "ox."),  # what Python reads as `ox`
        ("import optax as ox", "\uff4f\uff58."),
        ("import optax as größe", "größe."),
        ("from optax import cosine_decay_schedule", ""),
        ("from optax import (\n    adam,\n    cosine_decay_schedule)", ""),
    ]
)
names = st.sampled_from(
    [
        "cosine_decay_schedule",
        "\uff43osine_decay_schedule",
        "cosine_decay_\u017fchedule",
    ]
)
keywords = st.sampled_from(["decay_steps", "\uff44ecay_steps", "decay_\ufb06eps"])
firsts = st.sampled_from(["0.1", "init_value=0.1", "(0.1)", "1e-1", "0.1_0"])
seconds = st.sampled_from(["20", "(20)", "((\n20))", "0x14", "2_0", "10 + 10"])


@st.composite
def calls(draw):
    """A call, its import, and whether it may have line breaks of its own anywhere."""
    statement, module = draw(modules)
    wrapped = draw(st.booleans())
    gap = inside if wrapped else outside
    callee = [*re.split(r"(\.)", module)[:2], draw(names)] if module else [draw(names)]
    first = draw(firsts)
    given_first = [*re.split("(=)", first), ","]
    given_second = [draw(keywords), "=", draw(seconds)]
    arguments = [*given_first, *given_second]
    if first.startswith("init_value") and draw(st.booleans()):
        arguments = [*given_second, ",", *given_first[:-1]]
    if draw(st.booleans()):
        arguments.append(",")
    text = draw(gap).join(callee) + draw(gap) + "("
    text += "".join(draw(inside) + one for one in arguments) + draw(inside) + ")"
    return statement, f"({draw(inside)}{text}{draw(inside)})" if wrapped else text


EXPRESSIONS = (
    *("keep({})", "(keep({}))", "[keep({})]", "{{'a': keep({})}}", "(keep({}),)"),
    *(
        "(lambda: keep({}))()",
        "keep({}) if 1 else 0",
        "not keep({})",
        "(x := keep({}))",
    ),
    *(
        "[keep({}) for _ in (1,)]",
        "print(end='', *[keep({})][1:])",
        "(0, keep({}), 'ü')",
    ),
    *(
        '"decay_steps", keep({}), """optax.\n"""',
        "keep(keep({}))",
        "keep({}) .__class__",
    ),
    "keep({}) or lr.decay_steps",
    "f'decay_steps={{1!r:>{{2}}}}' and keep({})",
)
STATEMENTS = (
    *("s = {}", "s = {}; t = 1", "t = 1 ;{}", "if 1: s = {}", "for _ in (1,): s = {}"),
    *(
        "class A: s = {}",
        "def f(): return {}\nf()",
        "def f(s=({})): pass",
        "s: int = {}",
    ),
    *("try: s = {}\nfinally: pass", "while 1: s = {}; break", "assert ({}) is not 1"),
    *("@(lambda f: ({}) and f)\ndef g(): pass", "\fs = {}", "async def f(s=({})): 'é'"),
    *("if 1:\n\ts = {}\n\tt = 1", "with open('/dev/null') as _: s = {}", "s = t = {}"),
    *("match 1:\n  case 1: s = {}", "if 1:\n  if 1:\n    s = {};\n", "del [{}][0]"),
)


@st.composite
def programs(draw):
    """A program, in bytes, that keeps a schedule."""
    statement, call = draw(calls())
    text = draw(st.sampled_from(EXPRESSIONS)).format(call)
    text = draw(st.sampled_from(STATEMENTS)).format(text)
    before = draw(st.sampled_from(["", "# ü optax decay_steps\n", '"""\r\fé"""\n']))
    text = f"{before}{statement}\nkeep([])\n{text}"
    text += draw(
        st.sampled_from(["", "\n", "\n\n\f\n", "  # end", "\n# end", "\n\\\n\n"])
    )
    numbers = iter(range(1000))
    text = re.sub("#", lambda mark: f"# {next(numbers)}", text)
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))
    cookie, encoding = draw(
        st.sampled_from(
            [
                *(("", "utf-8"), ("", "utf-8-sig"), ("# coding: utf-8\n", "utf-8")),
                *(("#!x\n# -*- coding: latin-1 -*-\n", "latin-1"),),
                *(("# vim: fileencoding=gb18030\n", "gb18030"),),
            ]
        )
    )
    try:
        return f"{cookie}{text}".encode(encoding)
    except UnicodeEncodeError:
        return text.encode()


def fixed(data):
    """The bytes after `fix`."""
    document = read_document(data, "a.py")
    module, *examples = document.sources
    found = FIXER.fix(module)
    assert found.problem is None, found.problem
    return document.rewritten([found.source, *examples])


def kept(data):
    """The learning rates of the schedules that a program keeps."""
    schedules = []

    def keep(schedule):
        schedules.append(schedule)
        return schedule

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(data, "a.py", "exec"), {"keep": keep, "__name__": "a"})
    return [[float(one(step)) for step in STEPS] for one in schedules if one != []]


def text_of(data):
    encoding, _ = detect_encoding(BytesIO(data).readline)
    return data.decode(encoding)


def comments(data):
    lines = re.sub(rb"\r\n?", b"\n", data)
    found = tokenize(BytesIO(lines).readline)
    return [one.string for one in found if one.type == COMMENT]


TEXTS = r"\"\"\".*?\"\"\"|\"[^\"]*\"|'[^']*'|#[^\r\n]*"


def alike(data):
    """What is to stay of a program: all but its imports, and what is renamed."""
    _, text = re.split(r"keep\(\[\]\)", text_of(data))
    text = unicodedata.normalize("NFKC", text)
    for old, new in (
        ("ox|optax|größe|lrsched", "m"),
        ("decay_steps", "transition_steps"),
    ):
        name = re.compile(rf"({TEXTS})|(?<![.])\b(?:{old})\b", re.DOTALL)
        text = name.sub(lambda found: found[1] or new, text)  # noqa: B023
    return text


@settings(max_examples=300, deadline=None)
@given(programs())
def test_every_spelling_is_rewritten_in_place(program):
    schedules = kept(program)
    assert schedules
    after = fixed(program)
    assert alike(after) == alike(program)
    assert comments(after) == comments(program)
    assert kept(after) == schedules
    if "cosine_decay_schedule" in text_of(program):
        assert b"transition_steps" in after
    assert fixed(after) == after
