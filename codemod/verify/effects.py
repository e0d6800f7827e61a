"""Whether a rewrite evaluates the same impure things, in the same order."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .call import Comprehension, ParsedCall, is_impure, is_pure_call


@dataclass(frozen=True, slots=True)
class _Event:
    text: str
    impure: bool


def changed_effects(before: ParsedCall, after: ParsedCall) -> str:
    """Why the rewrite may change what evaluating the arguments does.

    Empty where it cannot: the impure parts are the same, in the same order,
    and between two of them nothing is read that was not read there before.
    """
    old = [event for node in before.arguments for event in _events(node)]
    new = [event for node in after.arguments for event in _events(node)]
    old_impure = [event.text for event in old if event.impure]
    new_impure = [event.text for event in new if event.impure]
    if old_impure != new_impure:
        return _changed_sequence(old_impure, new_impure)
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


def _events(node: ast.AST) -> Iterator[_Event]:
    if isinstance(node, ast.Lambda):
        return
    if isinstance(node, Comprehension):
        yield from _comprehension_events(node)
        return
    condition = _condition(node)
    if condition is not None and _has_effects(node):
        yield _Event(f"if {ast.unparse(condition)}", impure=True)
    for child in _in_order(node):
        yield from _events(child)
    if is_impure(node):
        yield _Event(ast.unparse(node), impure=True)
    elif isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        yield _Event(ast.unparse(node), impure=False)


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
        yield from ast.iter_child_nodes(node)


def _comprehension_events(node: Comprehension) -> Iterator[_Event]:
    # How often the element is evaluated depends on what it runs over.
    if _has_effects(node):
        loops = " ".join(ast.unparse(loop).strip() for loop in node.generators)
        yield _Event(loops, impure=True)
    for loop in node.generators:
        yield from _events(loop)
    if isinstance(node, ast.DictComp):
        yield from _events(node.key)
        yield from _events(node.value)
    else:
        yield from _events(node.elt)


def _condition(node: ast.AST) -> ast.AST | None:
    """What decides which parts of ``node`` are evaluated at all."""
    if isinstance(node, ast.IfExp):
        return node.test
    if isinstance(node, ast.BoolOp) or (
        isinstance(node, ast.Compare) and len(node.ops) > 1
    ):
        return node
    return None


def _has_effects(node: ast.AST) -> bool:
    return any(is_impure(part) for part in ast.walk(node))
