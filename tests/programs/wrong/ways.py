"""The ways in which a new call is changed: in a value, or in what the call is made of."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from wrong.changes import VALUES
from wrong.trees import call_of, copied, keywords_of, lists_of, values_of, with_value

from lrmigrate.codemod.model import Invocation
from lrmigrate.codemod.verify.comparison import Comparison
from lrmigrate.codemod.verify.curve import load
from lrmigrate.rules.optax.schedules import FUNCTIONS

_WARMUP = "the way of the warmup"
_OURS = "lrmigrate.lrsched."
_OTHERS = (
    *("linear_onecycle_schedule", "cosine_onecycle_schedule", "cosine_decay_schedule"),
    *("warmup_cosine_decay_schedule", "warmup_exponential_decay_schedule"),
    *("cosine_warm_restarts_schedule", "polynomial_schedule"),
)
_DEFAULTS = ("{d}", "0", "1", "0.5", "0.85", "25.0", "1e4", "2.0", "1e-3", "True")
_NAMES = (
    "transition_steps",
    "decay_steps",
    "pct_start",
    "warmup_steps",
    "cosine_kwargs",
)


_Made = Iterator[tuple[Invocation, str]]


def _with(right: Comparison, call: ast.Call, change: str) -> tuple[Invocation, str]:
    return replace(right.after, call=ast.unparse(call)), change


def _in_values(kind: str) -> Callable[[Comparison], _Made]:
    def made(right: Comparison) -> _Made:
        texts = [*map(ast.unparse, values_of(call_of(right.after.call)))]
        for index, text in enumerate(texts):
            others = [one for one in texts if one != text] or ["1"]
            for turn, change in enumerate(VALUES[kind]):
                y = others[(turn + index) % len(others)]
                z = others[(turn + index + 1) % len(others)]
                new = change.format(x=f"({text})", y=f"({y})", z=f"({z})")
                call = with_value(right.after.call, index, new)
                yield replace(right.after, call=call), change

    return made


def _warmups(right: Comparison) -> _Made:
    old, new = call_of(right.before.call), call_of(right.after.call)
    given = {one.arg: one.value for one in new.keywords}
    bound = _bound(right.before.function, old)
    if "pct_start" not in bound or "warmup_steps" not in given:
        return
    index = values_of(new).index(given["warmup_steps"])
    share, length = (
        ast.unparse(bound[one]) for one in ("pct_start", "transition_steps")
    )
    for change in VALUES[_WARMUP]:
        text = change.format(p=f"({share})", t=f"({length})")
        yield (
            replace(right.after, call=with_value(right.after.call, index, text)),
            change,
        )


def _bound(function: str, call: ast.Call) -> dict[str, ast.expr]:
    names = [*inspect.signature(load(function)).parameters]
    positional = dict(zip(names, call.args, strict=False))
    return {**positional, **{one.arg or "": one.value for one in call.keywords}}


def _dropped(right: Comparison) -> _Made:
    call = call_of(right.after.call)
    for at, pairs in enumerate(keywords_of(call)):
        for gone in range(len(pairs)):
            new = copied(call)
            del keywords_of(new)[at][gone]
            yield _with(right, new, "an argument dropped")
    for gone in range(len(call.args)):
        new = copied(call)
        del new.args[gone]
        yield _with(right, new, "a positional argument dropped")


def _swapped(right: Comparison) -> _Made:
    texts = [*map(ast.unparse, values_of(call_of(right.after.call)))]
    for one in range(len(texts)):
        for other in range(one):
            call = with_value(right.after.call, one, texts[other])
            call = with_value(call, other, texts[one])
            yield replace(right.after, call=call), "arguments swapped"


def _reordered(right: Comparison) -> _Made:
    call = call_of(right.after.call)
    for at, pairs in enumerate(keywords_of(call)):
        for first in range(len(pairs) - 1):
            new = copied(call)
            given = keywords_of(new)[at]
            given[first], given[-1] = given[-1], given[first]
            yield _with(right, new, "arguments in another order")


def _renamed(right: Comparison) -> _Made:
    call = call_of(right.after.call)
    known = inspect.signature(load(right.after.function)).parameters
    for at, pairs in enumerate(keywords_of(call)):
        has = {one.arg for one in pairs}
        for index, one in enumerate(pairs):
            for name in {**dict.fromkeys(known), **dict.fromkeys(_NAMES)}:
                if name in has:
                    continue
                new = copied(call)
                keywords_of(new)[at][index].arg = name
                old = name in _OLD_NAMES and _OLD_NAMES[name] == one.arg
                change = "an argument by its old name" if old else "by another name"
                yield _with(right, new, change)


_OLD_NAMES = {
    old: new for one in FUNCTIONS.values() for old, new in one.renamed.items()
}


def _defaults(right: Comparison) -> _Made:
    call = call_of(right.after.call)
    parameters = inspect.signature(load(right.after.function)).parameters
    bound = _bound(right.after.function, call)
    for name, parameter in parameters.items():
        if name in bound or parameter.default is parameter.empty:
            continue
        for text in _DEFAULTS:
            value = text.format(d=repr(parameter.default))
            new = copied(call)
            new.keywords.append(ast.keyword(name, ast.parse(value, mode="eval").body))
            yield _with(right, new, "a default changed")


def _other_functions(right: Comparison) -> _Made:
    for name in _OTHERS:
        path = f"{_OURS}{name}"
        if path != right.after.function:
            yield replace(right.after, function=path), "another function"


def _cycles(right: Comparison) -> _Made:
    text = right.after.call
    call = call_of(text)
    for at, listed in enumerate(lists_of(call)):
        count = len(listed.elts)
        orders = {
            "a cycle dropped": [
                [*range(one), *range(one + 1, count)] for one in range(count)
            ],
            "cycles in another order": [
                [*reversed(range(count))],
                [*range(1, count), 0],
            ],
            "a cycle repeated": [[*range(count), one] for one in range(count)],
            "no cycle": [[]],
        }
        for change, many in orders.items():
            for order in many:
                new = copied(call)
                elements = lists_of(new)[at].elts
                lists_of(new)[at].elts = [elements[one] for one in order]
                yield _with(right, new, change)
    for old, new_text in _CYCLE_EDITS:
        if old in text:
            changed = text.replace(old, new_text, 1)
            yield replace(right.after, call=changed), f"{new_text} for {old}"


_CYCLE_EDITS = (
    *(
        (" * 2", " * 3"),
        (" * 2", ""),
        ("range(3)", "range(4)"),
        ("range(3)", "range(2)"),
    ),
    *(("range(3)", "range(1, 4)"), ("(1, 2)", "(2, 1)"), ("(1, 2)", "(1, 2, 2)")),
    *(
        ("range(1, k)", "range(k)"),
        ("range(1, k)", "range(1, k + 1)"),
        ("(1, 2)", "{1, 2}"),
    ),
    *(("in lengths", "in sorted(lengths)"), ("in lengths", "in lengths[::-1]")),
    *(("in lengths", "in lengths[:2]"), ("in lengths", "in list(lengths)")),
    *(
        ("range(3)", "range(2, -1, -1)"),
        ("i + ", "i * "),
        ("i + ", ""),
        ("i + ", "i - "),
    ),
    *(
        (")]", ") for _ in (0,)]"),
        (")]", ")] * 1"),
        (")]", ")][:1]"),
        (")]", ")][::-1]"),
    ),
    *((")]", ")][:2]"), (")]", ")] + []"), (")]", ")][-1:]")),
)

WAYS: Mapping[str, Callable[[Comparison], _Made]] = {
    **{kind: _in_values(kind) for kind in VALUES if kind != _WARMUP},
    _WARMUP: _warmups,
    "an argument dropped": _dropped,
    "arguments swapped": _swapped,
    "arguments in another order": _reordered,
    "by another name": _renamed,
    "a default changed": _defaults,
    "another function": _other_functions,
    "cycles": _cycles,
}
"""For each kind of change, what makes the changed calls of a rewrite."""
