"""What a method does with the dict, or list of dicts, that it is called on.

The methods that are understood are the two tables at the end; of any other method
nothing is known.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping

from ..names.syntax import Entry, keyword_entries, text_of
from .arguments import Argument
from .trace import Changed, Link, Place, Seen, Step, Via

Method = Callable[[ast.Name, ast.Call], Iterator[Step]]


def steps_of_entries(
    holder: ast.Call | ast.Dict, entries: Iterable[Entry], via: Via
) -> Iterator[Step]:
    """Yield what the parts of a dict give; nothing for a key that is computed."""
    for entry in entries:
        if entry.key is None:
            yield Link(via, Place(entry.value, is_list=False))
        elif (argument := Argument.of_entry(holder, entry)) is not None:
            yield argument


def _update(use: ast.Name, call: ast.Call) -> Iterator[Step]:
    if len(call.args) <= 1:
        yield Seen(use)
        for given in call.args:
            yield Link(Via.ALSO, Place(given, is_list=False))
        yield from steps_of_entries(call, keyword_entries(call), Via.ALSO)


def _setdefault(use: ast.Name, call: ast.Call) -> Iterator[Step]:
    text = text_of(call.args[0]) if len(call.args) == 2 else None
    if text is not None:
        yield Seen(use)
        yield Argument(text, call.args[1], call.args[0], call, 0, True)


def _get(use: ast.Name, call: ast.Call) -> Iterator[Step]:
    if call.args and text_of(call.args[0]) is not None:
        yield Seen(use)
        yield call.args[0]


def _pop(use: ast.Name, call: ast.Call) -> Iterator[Step]:
    text = text_of(call.args[0]) if call.args else None
    if text is not None:
        yield Seen(use)
        yield call.args[0]
        yield Changed(text, f"is taken out on line {call.lineno}")


def _append(use: ast.Name, call: ast.Call) -> Iterator[Step]:
    if call.args:
        yield Seen(use)
        yield Link(Via.ELEMENT, Place(call.args[-1], is_list=False))


def _extend(use: ast.Name, call: ast.Call) -> Iterator[Step]:
    if call.args:
        yield Seen(use)
        yield Link(Via.ALSO, Place(call.args[0], is_list=True))


def _reverse(use: ast.Name, call: ast.Call) -> Iterator[Step]:
    yield Seen(use)


DICT_METHODS: Mapping[str, Method] = {
    "get": _get,
    "pop": _pop,
    "setdefault": _setdefault,
    "update": _update,
}
LIST_METHODS: Mapping[str, Method] = {
    "append": _append,
    "extend": _extend,
    "insert": _append,
    "reverse": _reverse,
}
