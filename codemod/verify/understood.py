"""What a rewrite may give a schedule: nothing is shown of a call with anything else.

`steps + 0.0` is `steps` for all numbers but a few, and that no sampled value tells two
formulas apart does not show that none does. So what a rewrite may write is listed: the
terms that the call was given, none fewer times than before; numbers, whose value is
seen; and of two terms a sum, a difference, a product, a quotient, or the `int` of a
product.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import get_args

from ..nodes import code_of, walk
from .call import Comprehension, ParsedCall, is_opaque
from .side import Side
from .thresholds import is_dict, names_in, number_of

_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv)
_CHANGES_NOTHING = (0, 1)
_WRITTEN_OUT = (
    *(ast.List, ast.Tuple, ast.Dict, ast.Starred, ast.keyword, ast.comprehension),
    *get_args(Comprehension),
)


def not_understood(before: Side, after: Side) -> str:
    """Return what of the new call is not understood, and why; empty where all is."""
    terms = [*_terms(before.call)]
    old, new = Counter(map(code_of, terms)), Counter[str]()
    numbers = {*map(number_of, terms), *_defaults(before), *_defaults(after)} - {None}
    for term in _terms(after.call):
        said = code_of(term)
        if said in old or not any(names_in(term, after.call)):
            new[said] += 1
            continue
        operands = _operands(term)
        if not operands or not all(
            code_of(one) in old or number_of(one) in numbers for one in operands
        ):
            return f"`{said}` is computed in the new call alone"
        new.update(map(code_of, operands))
    for term in terms:
        said = code_of(term)
        if new[said] < old[said] and any(names_in(term, before.call)):
            return f"`{said}` is given less often in the new call"
    return ""


def _terms(call: ParsedCall) -> Iterator[ast.AST]:
    """Yield what arguments are made of, within what is written out around it."""
    for argument in call.arguments:
        yield from _terms_of(argument)


def _terms_of(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, (ast.expr_context, ast.operator)):
        return
    if not _is_written_out(node):
        yield node
        return
    names = [node.func] if isinstance(node, ast.Call) else []
    for child in ast.iter_child_nodes(node):
        if child not in names:
            yield from _terms_of(child)


def _is_written_out(node: ast.AST) -> bool:
    """Whether a node is a list or a dict, or makes one of such."""
    return isinstance(node, _WRITTEN_OUT) or (
        not is_opaque(node)
        and any(isinstance(one, ast.Dict) or is_dict(one) for one in walk(node))
    )


def _operands(term: ast.AST) -> Sequence[ast.expr]:
    """Return the two terms of a formula that is listed; none of any other."""
    match term:
        case ast.Call(ast.Name("int"), [ast.BinOp(left, ast.Mult(), right)], []):
            return left, right
        case ast.BinOp(left, operator, right) if isinstance(operator, _OPERATORS):
            changes = code_of(left) != code_of(right) and not any(
                number_of(one) in _CHANGES_NOTHING for one in (left, right)
            )
            return (left, right) if changes else ()
    return ()


def _defaults(side: Side) -> Iterator[float]:
    for parameter in side.signature.parameters.values():
        if isinstance(parameter.default, (int, float)):
            yield parameter.default
