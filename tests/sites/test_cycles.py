"""Dicts and lists that are made of themselves, twice over, or in long chains.

Work is counted in calls, never in time; whatever is asked first, the answers are
the same.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrmigrate.codemod.names.bind import bind_module
from lrmigrate.codemod.sites.trace import Trace
from lrmigrate.codemod.sites.tracer import Tracer

DICT = '{"x": 1, "y": 2}'


def nowhere(name: str) -> list[str]:
    """What other files call: nothing."""
    return []


def questions(code: str) -> tuple[Tracer, list[tuple[ast.expr, bool]]]:
    """A tracer for a module, and each `f(**kw)` or `g(kw)` to ask it about."""
    tree = ast.parse(code)
    asked: list[tuple[ast.expr, bool]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "f":
                asked += [(one.value, False) for one in node.keywords]
            if node.func.id == "g":
                asked += [(one, True) for one in node.args]
    return Tracer(bind_module(tree), nowhere), asked


def traces(code: str, order: list[int] | None = None) -> list[Trace]:
    """What is found for each question of a module, asked in any order."""
    tracer, asked = questions(code)
    places = dict.fromkeys(order or range(len(asked)))
    followed = {index: tracer.follow(*asked[index]) for index in places}
    found = {index: tracer.trace(place) for index, place in followed.items()}
    return [found[index] for index in range(len(asked))]


def names(trace: Trace) -> set[str]:
    """The keys that a dict, or any dict of a list, has."""
    return {entry.name for part in trace.dicts() for entry in part.entries}


def said(trace: Trace) -> tuple[object, ...]:
    """All that a trace says, to be compared between two readings of a module."""
    return (
        [(one.name, one.node.lineno, one.node.col_offset) for one in trace.entries],
        [ast.unparse(one) for one in trace.reads],
        [said(element) for element in trace.elements],
        sorted(name for _, name in trace.keys),
        trace.opaque,
        trace.reader,
    )


def calls(code: str) -> int:
    """How many calls it takes to answer all questions of a module."""
    tracer, asked = questions(code)
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        places = [tracer.follow(*question) for question in asked]
        for place in places:
            tracer.trace(place)
    finally:
        sys.setprofile(None)
    return count


UNSEEN = {
    "a dict of itself": ("k = {**k}\nf(**k)", "k"),
    "a dict of itself and more": ('k = {**k, "x": 1}\nf(**k)', "k"),
    "a copy of itself": ("k = dict(k)\nf(**k)", "k"),
    "a union with itself": ("k = k | k\nf(**k)", "k"),
    "two dicts of one another": ("a = {**b}\nb = {**a}\nf(**a)", "a"),
    "three, asked in the middle": (
        "a = {**b}\nb = {**c}\nc = {**a}\nf(**b)",
        "b",
    ),
    "functions that return one another's dict": (
        "def one(): return two()\ndef two(): return one()\nf(**one())",
        "one()",
    ),
    "a function that adds to its own dict": (
        'def one(): return {**one(), "x": 1}\nf(**one())',
        "one()",
    ),
    "a dict that is only added to": ('k |= {"x": 1}\nf(**k)', "k"),
    "a comprehension over itself": ("k = [x for x in k]\ng(k)", "k"),
    "a list of itself, twice": ("k = k + k\ng(k)", "k"),
    "a list of an element of its own": ("k = [x for x in j]\nj = [*k]\ng(k)", "k"),
    "a loop over a list that is made of its elements": (
        "k = [{**x} for x in k]\nfor x in k: f(**x)",
        "x",
    ),
}


@pytest.mark.parametrize(("code", "name"), UNSEEN.values(), ids=UNSEEN)
def test_what_is_made_of_itself_alone_is_not_seen(code: str, name: str):
    [trace] = traces(code)
    assert trace.opaque == f"what `{name}` holds at first is not seen"


SEEN = {
    "a copy of itself": f"k = {DICT}\nk = dict(k)\nf(**k)",
    "a dict of itself": f"k = {DICT}\nk = {{**k}}\nf(**k)",
    "an update with itself": f"k = {DICT}\nk.update(k)\nf(**k)",
    "a union with itself": f"k = {DICT}\nk |= k\nk = k | k\nf(**k)",
    "itself or nothing": f"k = k if c else {{}}\nk.update({DICT})\nf(**k)",
    "two dicts of one another": f"a = {DICT}\na = {{**b}}\nb = {{**a}}\nf(**b)",
    "a dict given to itself by keywords": f"k = {DICT}\nk = dict(**k, **k)\nf(**k)",
    "two names for one dict": f"a = b = {DICT}\na = b\nb = a\nf(**a)",
    "a function that calls itself": (
        f"def one(n): return one(n - 1) if n else {DICT}\nf(**one(3))"
    ),
    "functions that return one another's dict": (
        f"def one(n):\n    if n: return two(n)\n    return {DICT}\n"
        "def two(n): return one(n - 1)\nf(**two(3))"
    ),
    "a list of itself, twice": f"k = [{DICT}]\nk = k + k\ng(k)",
    "a list that is unpacked twice": f"k = [{DICT}]\nk = [*k, *k]\ng(k)",
    "a list that is extended by itself": f"k = [{DICT}]\nk.extend(k)\ng(k)",
    "a comprehension over itself": f"k = [{DICT}]\nk = [x for x in k]\ng(k)",
    "a list that takes its own elements": (
        f"k = [{DICT}]\nfor x in k: k.append(x)\ng(k)"
    ),
    "a dict that takes the elements it is in": (
        f"k = {DICT}\nfor x in [k]: k.update(x)\nf(**k)"
    ),
}


@pytest.mark.parametrize("code", SEEN.values(), ids=SEEN)
def test_what_has_a_beginning_is_seen_and_each_entry_once(code: str):
    [trace] = traces(code)
    assert trace.opaque == ""
    for part in trace.dicts():
        assert [entry.name for entry in part.entries] in (["x", "y"], [])
    assert names(trace) == {"x", "y"}


def test_a_list_that_holds_itself_is_no_list_of_dicts():
    [trace] = traces(f"k = [{DICT}]\nk.append(k)\ng(k)")
    assert [part.opaque for part in trace.elements] == [
        "",
        f"what `[{DICT.replace(chr(34), chr(39))}]` holds is not seen",
    ]


# Each line takes the one before it: `{0}` is the line's number, `{1}` the one before.
LINES = {
    "displays": "k{0} = {{**k{1}, **k{1}}}",
    "displays that add a key": 'k{0} = {{**k{1}, "x": 1, **k{1}}}',
    "copies": "k{0} = k{1}.copy()",
    "dict calls": "k{0} = dict(**k{1}, **k{1})",
    "unions": "k{0} = k{1} | k{1}",
    "conditions": "k{0} = k{1} if c else k{1}",
    "names": "k{0} = k{1}",
    "updates": "k{0} = {{}}\nk{0}.update(k{1})\nk{0}.update(k{1})",
    "functions": (
        "def h{0}():\n    if c: return k{1}\n    return k{1}\nk{0} = h{0}() | h{0}()"
    ),
    "wrappers": "def h{0}(**k{0}): return h{1}(**k{0}, **k{0})\nk{0} = {{**k{1}}}",
}
LIST_LINES = {
    "sums": "k{0} = k{1} + k{1}",
    "unpacked lists": "k{0} = [*k{1}, *k{1}]",
    "comprehensions": "k{0} = [x for x in k{1}]",
    "comprehensions of new dicts": "k{0} = [{{**x, **x}} for x in k{1}]",
    "extended lists": "k{0} = []\nk{0}.extend(k{1})\nk{0}.extend(k{1})",
    "loops that append": "k{0} = []\nfor x{0} in k{1}: k{0}.append(x{0})",
}


def chain(line: str, length: int, is_list: bool) -> str:
    """A module in which each line takes the one before it."""
    first = f"k0 = [{DICT}]" if is_list else f"k0 = {DICT}"
    lines = [line.format(index, index - 1) for index in range(1, length)]
    last = f"g(k{length - 1})" if is_list else f"f(**k{length - 1})"
    return "\n".join([first, *lines, last])


CHAINS = pytest.mark.parametrize(
    ("line", "is_list"),
    [
        *(pytest.param(line, False, id=title) for title, line in LINES.items()),
        *(pytest.param(line, True, id=title) for title, line in LIST_LINES.items()),
    ],
)


@CHAINS
def test_work_grows_with_the_number_of_lines_and_not_faster(line: str, is_list: bool):
    some, twice = (calls(chain(line, length, is_list)) for length in (40, 80))
    assert twice < 2.1 * some


@pytest.fixture
def shallow():
    """Let calls nest no deeper than a few more than they do here."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 100)
    yield
    sys.setrecursionlimit(limit)


@CHAINS
@pytest.mark.usefixtures("shallow")
def test_a_chain_is_followed_to_its_beginning_without_nesting_calls(
    line: str, is_list: bool
):
    [trace] = traces(chain(line, 400, is_list))
    assert trace.opaque == ""
    assert names(trace) == {"x", "y"}
    for part in trace.dicts():
        assert len(part.entries) == len({*part.entries})


def test_every_line_of_a_long_chain_that_adds_a_key_has_its_entry():
    lines = (
        f'k{index} = {{**k{index - 1}, "x{index}": 1}}' for index in range(1, 2000)
    )
    [trace] = traces("\n".join(["k0 = {}", *lines, "f(**k1999)"]))
    assert [one.name for one in trace.entries] == [f"x{one}" for one in range(1, 2000)]
    assert not trace.opaque


@dataclass
class Name:
    """What a name is made of, as the plainest reading of the module has it.

    Attributes:
        made: for each value that it is given, the names that this needs.
        parts: the names whose content it has.
        bound: whether a statement binds it at all.
    """

    keys: set[str] = field(default_factory=set)
    made: list[set[str]] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)
    bound: bool = False


# A statement about the names `a`, `b`, `c`, with a new key `x`: the names of which
# it makes `a`, one of which must have begun; and those whose content it puts in.
MAKES = {
    "dict": {
        '{a} = {{"{x}": 1}}': [""],
        '{a} = {{**{b}, "{x}": 1}}': ["b"],
        "{a} = {{**{b}, **{c}}}": ["bc"],
        "{a} = dict({b})": ["b"],
        "{a} = dict(**{b}, **{b})": ["b"],
        "{a} = {b} | {c}": ["bc"],
        "{a} = {b} if q else {c}": ["b", "c"],
        "{a} = {b}": ["b"],
        "def {x}(): return {b}\n{a} = {x}()": ["b"],
        "for {x} in {l}: {a}.update({x})": [],
        "{a}.update({b})": [],
        '{a}["{x}"] = 1': [],
        "{a} |= {b}": [],
    },
    "list": {
        "{l} = [{b}, {c}]": ["bc"],
        "{l} = [{{**{b}}}]": ["b"],
        "{l} = {m} + {l}": ["ml"],
        "{l} = [*{m}, *{m}]": ["m"],
        "{l} = [{x} for {x} in {m}]": ["m"],
        "{l} = [{{**{x}}} for {x} in {m}] + [{b}]": ["mb"],
        "{l} = {m} if q else {l}": ["m", "l"],
        "{l}.append({b})": [],
        "{l}.extend({m})": [],
        "{l} += {m}": [],
        '{l}[0]["{x}"] = 1': [],
    },
}
STATEMENTS = [(kind, form) for kind, forms in MAKES.items() for form in forms]
DICTS, LISTS = ("d1", "d2", "d3"), ("l1", "l2")


@st.composite
def modules(draw: st.DrawFn) -> tuple[str, dict[str, Name]]:
    """A module that asks for every name, and what each name is made of."""
    lines: list[str] = []
    model = {name: Name() for name in (*DICTS, *LISTS)}
    for index in range(draw(st.integers(1, 12))):
        kind, form = draw(st.sampled_from(STATEMENTS))
        of = {letter: draw(st.sampled_from(DICTS)) for letter in "abc"}
        of |= {letter: draw(st.sampled_from(LISTS)) for letter in "lm"}
        lines.append(form.format(**of, x=f"x{index}"))
        about = model[of["a" if kind == "dict" else "l"]]
        said = [letter for letter in "bclm" if f"{{{letter}}}" in form]
        if kind == "list" and "{l}" not in form.replace("{l}", "", 1):
            said.remove("l")
        about.parts |= {of[letter] for letter in said}
        about.keys |= {f"x{index}"} if '"{x}"' in form else set()
        about.made += [{of[one] for one in way} for way in MAKES[kind][form]]
        about.bound |= bool(MAKES[kind][form]) or "=" in form.split("[")[0]
    lines += [f"f(**{name})" for name in DICTS] + [f"g({name})" for name in LISTS]
    return "\n".join(lines), model


def begun(model: dict[str, Name]) -> set[str]:
    """The names that have a value which is not made of themselves alone."""
    known: set[str] = set()
    for _ in model:
        for name, of in model.items():
            if any(needed <= known for needed in of.made):
                known.add(name)
    return known


def reached(model: dict[str, Name], name: str) -> Iterator[str]:
    """The names whose content a name has, itself too."""
    seen, pending = {name}, [name]
    while pending:
        current = pending.pop()
        yield current
        new = model[current].parts - seen if model[current].bound else set()
        seen |= new
        pending += new


@given(modules(), st.permutations(range(len(DICTS) + len(LISTS))))
@settings(max_examples=200, deadline=None)
def test_any_module_is_read_as_the_plainest_reading_has_it(
    module: tuple[str, dict[str, Name]], order: list[int]
):
    code, model = module
    found = traces(code)
    assert [*map(said, traces(code, order))] == [*map(said, found)]
    known = begun(model)
    for name, trace in zip((*DICTS, *LISTS), found, strict=True):
        on_the_way = {*reached(model, name)}
        unseen = [part.opaque for part in trace.dicts() if part.opaque]
        assert bool(unseen) == (not on_the_way <= known)
        bound = {one for one in on_the_way if model[one].bound}
        keys = set().union(*(model[one].keys for one in bound))
        assert names(trace) == keys


@given(modules())
@settings(max_examples=50, deadline=None)
def test_twice_the_lines_take_no_more_than_their_square(
    module: tuple[str, dict[str, Name]],
):
    code, _ = module
    body, asked = code.split("\nf(", 1)
    assert calls(f"{body}\n{body}\nf({asked}") < 4 * calls(code)
