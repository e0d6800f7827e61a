"""A comparison without what is its place's own: its names, and how it is written.

`f(cfg.lr, decay_steps=epochs * len(data))` against the same with `transition_steps` is
`f(init_value=v0, decay_steps=v1)` against `f(init_value=v0, transition_steps=v1)`,
whatever is behind `v0` and `v1`. What holds for every value of those holds for all
sites that have this form.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..model import Invocation
from .call import ParsedCall, is_impure, parse_call, parsed_expression
from .side import Side
from .uses import find_uses
from .written import bound_arguments, leaves_of

_PREFIX = "v"
_OPERATORS = (ast.operator, ast.unaryop)
_CHOICES = (ast.IfExp, ast.BoolOp, ast.Compare, ast.comprehension)


@dataclass(frozen=True, slots=True)
class Part:
    """What a name of a form stands for at one site.

    Attributes:
        name: in the form.
        call: the expression, to be evaluated with the names of the site.
        shown: the names in it, as the site has them.
    """

    name: str
    call: ParsedCall
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Two calls with other names for their arguments.

    Attributes:
        before: the call as it was.
        after: the call as it would be.
        parts: what the names stand for; not part of what is compared.
    """

    before: Invocation
    after: Invocation
    parts: tuple[Part, ...]


def forms_of(before: Side, after: Side) -> Iterator[Form]:
    """The forms of a comparison, the most general first.

    In the first each argument has a name of its own; in the second, each name.
    """
    for form in (_by_arguments(before, after), _by_names(before, after)):
        if form is not None:
            yield form


def _by_arguments(before: Side, after: Side) -> Form | None:
    old, new = bound_arguments(before), bound_arguments(after)
    if old is None or new is None:
        return None
    leaves = [leaf for value in old.values() for leaf in leaves_of(value)]
    if not _may_be_named(leaves):
        return None
    texts = [ast.unparse(leaf) for leaf in leaves]
    for value in new.values():
        for leaf in leaves_of(value):
            if _is_stated(leaf) and ast.unparse(leaf) not in texts:
                leaves.append(leaf)
                texts.append(ast.unparse(leaf))
    seen: list[str] = []
    for value in new.values():
        _copied(value, lambda node: _noted(ast.unparse(node), texts, seen))
    names = _names(texts, seen)
    calls = [_keywords(side, names) for side in (old, new)]
    queues = {text: [*given] for text, given in names.items()}
    pairs = {
        _next(queues[text]): leaf for text, leaf in zip(texts, leaves, strict=True)
    }
    form = _form(before, after, calls, pairs)
    return form if form is not None and _is_plain(form) else None


def _is_stated(node: ast.expr) -> bool:
    """Whether an expression is numbers, and what is computed of them."""
    return all(
        isinstance(part, (ast.Constant, ast.BinOp, ast.UnaryOp, *_OPERATORS))
        for part in ast.walk(node)
    )


def _noted(text: str, known: Collection[str], seen: list[str]) -> str | None:
    if text not in known:
        return None
    seen.append(text)
    return _PREFIX


def _names(texts: Sequence[str], seen: Sequence[str]) -> dict[str, list[str]]:
    """New names for the arguments; alike ones have one where they cannot be told apart.

    They can where there are as many of them after as before, in the same order.
    """
    before, after = Counter(texts), Counter(seen)
    names: dict[str, list[str]] = {}
    for index, text in enumerate(texts):
        given = names.setdefault(text, [])
        if not given or before[text] == after[text]:
            given.append(f"{_PREFIX}{index}")
    return names


def _next(names: list[str]) -> str:
    return names.pop(0) if len(names) > 1 else names[0]


def _keywords(side: Mapping[str, ast.expr], names: Mapping[str, list[str]]) -> str:
    queues = {text: [*given] for text, given in names.items()}

    def renamed(node: ast.expr) -> str | None:
        queue = queues.get(ast.unparse(node))
        return None if queue is None else _next(queue)

    pairs = [
        f"{name}={ast.unparse(_copied(value, renamed))}" for name, value in side.items()
    ]
    return f"f({', '.join(pairs)})"


def _copied(node: ast.AST, renamed: Callable[[ast.expr], str | None]) -> Any:
    """A copy, with other names for some of the expressions in it."""
    name = renamed(node) if isinstance(node, ast.expr) else None
    if name is not None:
        return ast.Name(name, ast.Load())
    new = copy.copy(node)
    for field, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            setattr(new, field, _copied(value, renamed))
        elif isinstance(value, list):
            setattr(
                new,
                field,
                [
                    _copied(one, renamed) if isinstance(one, ast.AST) else one
                    for one in value
                ],
            )
    return new


def _is_plain(form: Form) -> bool:
    """Whether both calls evaluate the same expressions, in one order, come what may.

    A number that the code states does nothing when it is evaluated.
    """
    stated = {part.name for part in form.parts if not part.shown}
    orders: list[list[str]] = []
    for side in (form.before, form.after):
        call = parse_call(side.call)
        if any(
            isinstance(part, _CHOICES)
            for argument in call.arguments
            for part in ast.walk(argument)
        ):
            return False
        names = dict.fromkeys(use.name for use in find_uses(call, (), ()))
        if not names.keys() <= {part.name for part in form.parts}:
            return False
        orders.append([name for name in names if name not in stated])
    return orders[0] == orders[1]


def _by_names(before: Side, after: Side) -> Form | None:
    names: dict[str, str] = {}
    nodes: dict[str, ast.expr] = {}
    calls = [_renamed(side.call, names, nodes) for side in (before, after)]
    if None in calls:
        return None
    pairs = {names[name]: node for name, node in nodes.items()}
    return _form(before, after, [one or "" for one in calls], pairs)


def _renamed(
    call: ParsedCall, names: dict[str, str], nodes: dict[str, ast.expr]
) -> str | None:
    """The call with other names; None where one changes from round to round."""
    free = {use.name for use in find_uses(call, (), ())}
    bound = {
        part.id
        for one in call.arguments
        for loop in ast.walk(one)
        if isinstance(loop, ast.comprehension)
        for part in ast.walk(loop.target)
        if isinstance(part, ast.Name)
    }
    if bound & free or any(bound & inner for inner in call.inner.values()):
        return None

    def renamed(node: ast.expr) -> str | None:
        name = call.names.get(id(node))
        if name is None or name not in free:
            return None
        nodes.setdefault(name, node)
        return names.setdefault(name, f"{_PREFIX}{len(names)}")

    given = [ast.unparse(_copied(one, renamed)) for one in call.positional]
    for keyword, node in call.keywords:
        value = ast.unparse(_copied(node, renamed))
        given.append(f"**{value}" if keyword is None else f"{keyword}={value}")
    return None if bound & {*names.values()} else f"f({', '.join(given)})"


def _form(
    before: Side, after: Side, calls: Sequence[str], pairs: Mapping[str, ast.expr]
) -> Form:
    sides = (before.invocation.function, after.invocation.function)
    old, new = (
        Invocation(function, call) for function, call in zip(sides, calls, strict=True)
    )
    return Form(old, new, tuple(_part(name, node) for name, node in pairs.items()))


def _part(name: str, node: ast.expr) -> Part:
    call = parsed_expression(node)
    shown = dict.fromkeys(use.name for use in find_uses(call, (), ()))
    return Part(name, call, tuple(shown))


def _may_be_named(leaves: Sequence[ast.expr]) -> bool:
    """Whether each leaf is one value, wherever its text stands once more."""
    texts = Counter(map(ast.unparse, leaves))
    return not any(
        isinstance(leaf, ast.Starred)
        or (
            texts[ast.unparse(leaf)] > 1
            and any(is_impure(part) for part in ast.walk(leaf))
        )
        for leaf in leaves
    )
