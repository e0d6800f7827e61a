"""Whether a rewrite evaluates the same impure things, in the same order.

And whether what it evaluates once more has the same value then: `REPEATABLE` is what
certainly does.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from ..nodes import code_of, nodes_inside, walk
from .call import Comprehension, ParsedCall, is_impure, is_pure_call

# What can be evaluated twice where its parts can: names, constants, arithmetic on
# them. Who knows the code around is asked about those that may call something.
REPEATABLE = (
    *(ast.Name, ast.Constant, ast.Attribute, ast.Subscript, ast.Slice),
    *(ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.IfExp),
    *(ast.List, ast.Tuple, ast.Set, ast.Dict),
    *(*get_args(Comprehension), ast.FormattedValue),
    *(ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.keyword),
)
# Builtins that read no element of what they are given.
_REPEATABLE_CALLS = frozenset({"abs", "float", "int", "len", "range", "round"})
_FRESH = (
    *(ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Constant),
    *get_args(Comprehension),
)
_ASKED_ABOUT = (
    *(ast.Attribute, ast.Subscript, ast.Call, ast.BinOp, ast.UnaryOp),
    *(ast.IfExp, ast.BoolOp, ast.Compare),
)


@dataclass(frozen=True, slots=True)
class _Event:
    text: str
    impure: bool


def changed_effects(
    before: ParsedCall, after: ParsedCall, plain: Collection[str] = ()
) -> str:
    """Why the rewrite may change what evaluating the arguments does.

    Empty where it cannot: the impure parts are the same, in the same order,
    between two of them nothing is read that was not read there before, and
    nothing but what is ``plain`` is gone through once more.
    """
    old = [event for node in before.arguments for event in _events(node, before)]
    new = [event for node in after.arguments for event in _events(node, after)]
    old_impure = [event.text for event in old if event.impure]
    new_impure = [event.text for event in new if event.impure]
    if old_impure != new_impure:
        return _changed_sequence(old_impure, new_impure)
    if used_up := [text for text in gone_through(before, after) if text not in plain]:
        return f"`{used_up[0]}` would be gone through twice, and may be used up"
    if not old_impure:
        return ""
    last = ""
    for old_reads, new_reads, text in zip(
        _reads_between(old), _reads_between(new), [*old_impure, ""], strict=True
    ):
        if more := new_reads - old_reads:
            when = f"after `{last}`" if last else f"before `{text}`"
            return f"`{max(more, key=len)}` would be read {when}, as it was not before"
        last = text
    return ""


def read_again(before: ParsedCall, after: ParsedCall) -> list[ast.expr]:
    """Return what is evaluated more often, of what is asked about."""
    again = [*_asked_about(after)]
    asked = _asked_about(before) if again else ()
    often = Counter(code_of(node) for node in asked)
    return [
        node
        for node in again
        if (text := code_of(node)) in often and not _take(often, text)
    ]


def between_reads(
    before: ParsedCall,
    after: ParsedCall,
    again: Iterable[ast.expr],
    changing: Collection[str],
) -> Iterator[ast.expr]:
    """Yield what is evaluated from a read of something on, until it is read again.

    Not what is read again itself.

    Args:
        before: The call.
        after: What it becomes.
        again: What `read_again` tells of both.
        changing: The names that may be given another value meanwhile.
    """
    texts = {code_of(node) for node in again}
    if changing:
        often = Counter(_names(before))
        named = (name for name in _names(after) if name in changing)
        texts.update(name for name in named if not _take(often, name))
    arguments = [[*_told(argument)] for argument in after.arguments if texts]
    reads = [
        at for at, said in enumerate(arguments) if not texts.isdisjoint(dict(said))
    ]
    for said in arguments[reads[0] : reads[-1] + 1] if reads else ():
        yield from (node for text, node in said if text not in texts)


def _told(argument: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Yield each expression of an argument with its text."""
    for node in walk(argument):
        if isinstance(node, ast.expr):
            yield code_of(node), node


def _names(call: ParsedCall) -> Iterator[str]:
    for argument in call.arguments:
        for node in walk(argument):
            if isinstance(node, ast.Name):
                yield node.id


def _asked_about(call: ParsedCall) -> Iterator[ast.expr]:
    for argument in call.arguments:
        for node in walk(argument):
            if isinstance(node, _ASKED_ABOUT):
                yield node


def _take(often: Counter[str], text: str) -> bool:
    """Whether a text is to be met once more; it is counted."""
    often[text] -= 1
    return often[text] >= 0


def gone_through(before: ParsedCall, after: ParsedCall) -> list[str]:
    """Return what is read more often, and may be used up by that."""
    new = _used_up(after)
    old = _used_up(before) if new else new
    return [text for text in new if new[text] > old[text]]


def _used_up(call: ParsedCall) -> Counter[str]:
    return Counter(
        code_of(part)
        for argument in call.arguments
        for node in walk(argument)
        for part in _used_up_by(node)
    )


def _used_up_by(node: ast.AST) -> Sequence[ast.AST]:
    """Return the parts of a node whose values may be others when it is read again."""
    parts: Sequence[ast.AST] = ()
    if isinstance(node, ast.Compare):
        inside = any(isinstance(one, (ast.In, ast.NotIn)) for one in node.ops)
        parts = node.comparators if inside else ()
    elif isinstance(node, ast.comprehension):
        parts = [node.iter]
    elif isinstance(node, ast.Starred):
        parts = [node.value]
    elif is_pure_call(node):
        assert isinstance(node, ast.Call)
        name = getattr(node.func, "id", "")
        compares = name in ("max", "min") and len(node.args) > 1
        parts = () if compares or name in _REPEATABLE_CALLS else node.args
    elif not isinstance(node, REPEATABLE) and not is_impure(node):
        return [node]
    return [part for part in parts if not _is_fresh(part)]


def _is_fresh(node: ast.AST) -> bool:
    """Whether an iterable is made anew each time that it is evaluated."""
    return isinstance(node, _FRESH) or is_pure_call(node)


def _changed_sequence(old: list[str], new: list[str]) -> str:
    before, after = Counter(old), Counter(new)
    for text in [*new, *old]:
        if after[text] == before[text]:
            continue
        if not after[text]:
            return f"`{text}` would no longer be evaluated"
        if not before[text]:
            return f"`{text}` would be evaluated, as it was not before"
        times = "twice" if after[text] == 2 else f"{after[text]} times"
        return f"`{text}` would be evaluated {times}"
    moved = next(text for text, other in zip(new, old, strict=True) if text != other)
    return f"`{moved}` would be evaluated in another order"


def _reads_between(events: list[_Event]) -> list[Counter[str]]:
    reads: list[Counter[str]] = [Counter()]
    for event in events:
        if event.impure:
            reads.append(Counter())
        else:
            reads[-1][event.text] += 1
    return reads


def _events(node: ast.AST, call: ParsedCall) -> Iterator[_Event]:
    if isinstance(node, ast.Lambda):
        return
    if isinstance(node, Comprehension):
        yield from _comprehension_events(node, call)
        return
    condition = _condition(node)
    if condition is not None and _has_effects(node, call):
        yield _Event(f"if {code_of(condition)}", impure=True)
    for child in _in_order(node):
        yield from _events(child, call)
    if call.is_impure(node):
        yield _Event(code_of(node), impure=True)
    elif isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        yield _Event(code_of(node), impure=False)


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    """The parts that are evaluated, in that order; a builtin's name is not one."""
    if isinstance(node, ast.IfExp):
        yield from (node.test, node.body, node.orelse)
    elif isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        yield from (part for pair in pairs for part in pair if part is not None)
    elif is_pure_call(node):
        assert isinstance(node, ast.Call)
        yield from (*node.args, *(keyword.value for keyword in node.keywords))
    else:
        yield from nodes_inside(node)


def _comprehension_events(node: Comprehension, call: ParsedCall) -> Iterator[_Event]:
    # How often the element is evaluated depends on what it runs over.
    if _has_effects(node, call):
        loops = " ".join(code_of(loop).strip() for loop in node.generators)
        yield _Event(loops, impure=True)
    for loop in node.generators:
        yield from _events(loop, call)
    if isinstance(node, ast.DictComp):
        yield from _events(node.key, call)
        yield from _events(node.value, call)
    else:
        yield from _events(node.elt, call)


def _condition(node: ast.AST) -> ast.AST | None:
    """What decides which parts of ``node`` are evaluated at all."""
    if isinstance(node, ast.IfExp):
        return node.test
    if isinstance(node, ast.BoolOp) or (
        isinstance(node, ast.Compare) and len(node.ops) > 1
    ):
        return node
    return None


def _has_effects(node: ast.AST, call: ParsedCall) -> bool:
    return any(map(call.is_impure, walk(node)))
