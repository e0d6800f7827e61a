"""A call expression, parsed once, with its opaque parts named.

What the evaluator does not look into (an attribute, a subscript, a call, ...)
is *opaque*: one name, its source text. An opaque part that can have side
effects may give another value each time, so its second occurrence is a name
of its own.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..huge_numbers import told_in_hexadecimal
from ..nodes import code_of, nodes_inside, walk
from .bounded import FUNCTIONS, RefusedError

MAX_DEPTH = 60
MAX_SOURCE = 20_000

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_CONTAINERS = (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp)
_EVALUATED = (
    *_CONTAINERS,
    ast.BinOp,
    ast.BoolOp,
    ast.Compare,
    ast.Constant,
    ast.GeneratorExp,
    ast.IfExp,
    ast.Set,
    ast.SetComp,
    ast.Starred,
    ast.UnaryOp,
)
_LEAVES = (
    *(ast.Constant, ast.Name, ast.expr_context),
    *(ast.operator, ast.unaryop, ast.boolop, ast.cmpop),
)
_IMPURE = (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)


def is_pure_call(node: ast.AST) -> bool:
    """Whether this calls a builtin that has no side effect and is evaluated."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in FUNCTIONS
        and all(keyword.arg != "key" for keyword in node.keywords)
    )


def is_impure(node: ast.AST) -> bool:
    """Whether evaluating this node itself can have a side effect."""
    return isinstance(node, _IMPURE) or (
        isinstance(node, ast.Call) and not is_pure_call(node)
    )


@dataclass(frozen=True, slots=True)
class ParsedCall:
    """A call's arguments, and the name of every opaque part, by node.

    Attributes:
        positional: as written; a ``*`` argument is an ``ast.Starred``.
        keywords: as written; a ``**`` argument has the name None.
        names: from ``id(node)`` of a free name or an opaque part to its name.
        inner: from ``id(node)`` of an opaque part to the plain names in it.
        repeatable: the texts of calls that give the same each time.
    """

    positional: tuple[ast.expr, ...]
    keywords: tuple[tuple[str | None, ast.expr], ...]
    names: dict[int, str]
    inner: dict[int, frozenset[str]]
    repeatable: tuple[str, ...] = ()

    @property
    def arguments(self) -> Iterator[ast.expr]:
        """All arguments in the order in which Python evaluates them."""
        yield from self.positional
        for _, value in self.keywords:
            yield value

    def is_impure(self, node: ast.AST) -> bool:
        """Whether evaluating this node itself can have a side effect."""
        return is_impure(node) and code_of(node) not in self.repeatable


@lru_cache(maxsize=64)  # a site's calls are asked for by all that looks at them
def parse_call(source: str, repeatable: tuple[str, ...] = ()) -> ParsedCall:
    """Parse the source of one call expression; nobody may change what is returned.

    Args:
        source: of the call.
        repeatable: the texts of calls in it that give the same each time.

    Raises:
        RefusedError: it is not one, is too long, or is nested too deeply.
    """
    if len(source) > MAX_SOURCE:
        raise RefusedError(f"the call is longer than {MAX_SOURCE} characters")
    try:
        tree = ast.parse(source.strip(), mode="eval")
        call = told_in_hexadecimal(tree, source).body
    except (SyntaxError, ValueError) as error:
        raise RefusedError(f"the call does not parse: {error}") from error
    except (RecursionError, MemoryError) as error:
        raise RefusedError("the call is nested too deeply") from error
    if not isinstance(call, ast.Call):
        raise RefusedError("the rewritten expression is not a call")
    _check_depth(call)
    parsed = ParsedCall(
        positional=tuple(call.args),
        keywords=tuple((keyword.arg, keyword.value) for keyword in call.keywords),
        names={},
        inner={},
        repeatable=repeatable,
    )
    occurrences: Counter[str] = Counter()
    for argument in parsed.arguments:
        _name_opaque_parts(argument, parsed, occurrences)
    return parsed


def parsed_expression(node: ast.expr) -> ParsedCall:
    """Return an expression as the one argument of a call, to be evaluated.

    Raises:
        RefusedError: it is nested too deeply.
    """
    _check_depth(node)
    parsed = ParsedCall(positional=(node,), keywords=(), names={}, inner={})
    _name_opaque_parts(node, parsed, Counter())
    return parsed


def _check_depth(root: ast.AST) -> None:
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for node in level
            if not isinstance(node, _LEAVES)
            for child in nodes_inside(node)
        ]
        if not level:
            return
    raise RefusedError(f"the call is nested more than {MAX_DEPTH} levels deep")


def is_opaque(node: ast.AST) -> bool:
    """Whether the evaluator takes this node as one name, whatever is in it."""
    if isinstance(node, ast.Subscript):
        base = base_of(node)
        evaluated = isinstance(base, (*_CONTAINERS, ast.Constant)) or is_pure_call(base)
        return not evaluated
    return (
        isinstance(node, ast.expr)
        and not isinstance(node, (ast.Name, ast.Slice, *_EVALUATED))
        and not is_pure_call(node)
    )


def base_of(node: ast.expr) -> ast.expr:
    """What the subscripts of a node begin with: ``a`` in ``a[0][1]``."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node


def _name_opaque_parts(
    node: ast.AST, parsed: ParsedCall, occurrences: Counter[str]
) -> None:
    if isinstance(node, ast.Name):
        parsed.names[id(node)] = node.id
    elif isinstance(node, _LEAVES):
        return
    elif is_opaque(node):
        text = code_of(node)
        parts = walk(node)
        if any(map(parsed.is_impure, parts)):
            occurrences[text] += 1
            if occurrences[text] > 1:
                text += f" (evaluation {occurrences[text]})"
        parsed.names[id(node)] = text
        parsed.inner[id(node)] = frozenset(
            part.id for part in parts if isinstance(part, ast.Name)
        )
        if isinstance(node, ast.Subscript):
            # An element of what a comprehension runs over may be evaluated.
            _name_opaque_parts(node.value, parsed, occurrences)
            _name_opaque_parts(node.slice, parsed, occurrences)
    else:
        for child in nodes_inside(node):
            _name_opaque_parts(child, parsed, occurrences)
