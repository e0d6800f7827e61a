"""Ready-made LibCST transforms that rules compose their changes of.

LibCST is imported when a transform runs: to look at code, `ast` is enough.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import libcst as cst

Node = TypeVar("Node", bound="cst.CSTNode")
Transform = Callable[["cst.BaseExpression"], "cst.BaseExpression"]


def rename_argument(index: int, name: str) -> Transform:
    """Give the argument or dict entry at ``index`` another name.

    The node is a call, whose argument there is a keyword, or a dict display,
    whose key there is a string; the string keeps its quotes.
    """

    def transform(node: cst.BaseExpression) -> cst.BaseExpression:
        import libcst as cst

        if isinstance(node, cst.Call):
            old = node.args[index]
            keyword = old.with_changes(keyword=cst.Name(name))
            return node.with_changes(args=_replaced(node.args, index, keyword))
        if isinstance(node, cst.Dict):
            entry = node.elements[index]
            if isinstance(entry, cst.DictElement):
                entry = entry.with_changes(key=rename_text(name)(entry.key))
            return node.with_changes(elements=_replaced(node.elements, index, entry))
        return node

    return transform


def rename_text(text: str) -> Transform:
    """Put another text into a string literal, in the quotes that it has."""

    def transform(node: cst.BaseExpression) -> cst.BaseExpression:
        import libcst as cst

        if isinstance(node, cst.SimpleString):
            value = f"{node.prefix}{node.quote}{text}{node.quote}"
            return node.with_changes(value=value)
        return node

    return transform


def rename_attribute(name: str) -> Transform:
    """Let an attribute access be one of ``name`` instead."""

    def transform(node: cst.BaseExpression) -> cst.BaseExpression:
        import libcst as cst

        if isinstance(node, cst.Attribute):
            return node.with_changes(attr=cst.Name(name))
        return node

    return transform


def replace_argument(index: int, name: str, value: str) -> Transform:
    """Put ``name=value`` in the place of the argument or dict entry at ``index``.

    Positional arguments after it must be given names as well: see
    `name_arguments`.
    """

    def transform(node: cst.BaseExpression) -> cst.BaseExpression:
        import libcst as cst

        expression = cst.parse_expression(value)
        if isinstance(node, cst.Call):
            argument = _named(node.args[index], name).with_changes(value=expression)
            return node.with_changes(args=_replaced(node.args, index, argument))
        if isinstance(node, cst.Dict):
            entry = node.elements[index].with_changes(value=expression)
            elements = _replaced(node.elements, index, entry)
            return rename_argument(index, name)(node.with_changes(elements=elements))
        return node

    return transform


def name_arguments(names: dict[int, str]) -> Transform:
    """Turn the positional arguments at these places of a call into keywords."""

    def transform(node: cst.BaseExpression) -> cst.BaseExpression:
        import libcst as cst

        if isinstance(node, cst.Call):
            args = [
                _named(argument, names[index]) if index in names else argument
                for index, argument in enumerate(node.args)
            ]
            return node.with_changes(args=args)
        return node

    return transform


def replace_callee(callee: str) -> Transform:
    """Let a call be one of ``callee`` instead."""

    def transform(node: cst.BaseExpression) -> cst.BaseExpression:
        import libcst as cst

        if isinstance(node, cst.Call):
            return node.with_changes(func=cst.parse_expression(callee))
        return node

    return transform


def replace_expression(text: str) -> Transform:
    """Put another expression in the place of one."""

    def transform(node: cst.BaseExpression) -> cst.BaseExpression:
        import libcst as cst

        return cst.parse_expression(text).with_changes(lpar=node.lpar, rpar=node.rpar)

    return transform


def add_keyword(name: str, value: str) -> Transform:
    """Give a call, which has arguments, one more: ``name=value``, at its end."""

    def transform(node: cst.BaseExpression) -> cst.BaseExpression:
        import libcst as cst

        if not isinstance(node, cst.Call) or not node.args:
            return node
        *before, last = node.args
        added = _named(last, name).with_changes(value=cst.parse_expression(value))
        space: cst.BaseParenthesizableWhitespace = cst.SimpleWhitespace(" ")
        between = before[-1].comma if before else cst.MaybeSentinel.DEFAULT
        if isinstance(between, cst.Comma) and isinstance(
            between.whitespace_after, cst.ParenthesizedWhitespace
        ):
            space = between.whitespace_after.with_changes(
                first_line=cst.TrailingWhitespace(), empty_lines=[]
            )
        if isinstance(last.comma, cst.Comma) and isinstance(
            end := last.comma.whitespace_after, cst.ParenthesizedWhitespace
        ):
            if isinstance(space, cst.ParenthesizedWhitespace):
                space = space.with_changes(first_line=end.first_line)
                end = end.with_changes(first_line=cst.TrailingWhitespace())
            added = added.with_changes(
                comma=last.comma.with_changes(whitespace_after=end)
            )
        kept = last.with_changes(
            comma=cst.Comma(whitespace_after=space),
            whitespace_after_arg=cst.SimpleWhitespace(""),
        )
        return node.with_changes(args=[*before, kept, added])

    return transform


def first_argument(keyword: str, value: str) -> Transform:
    """Put ``value`` in front of a call's arguments, and ``keyword``'s value next.

    Where ``keyword`` is given by name, it loses its name; an empty ``value``
    leaves it at that.
    """

    def transform(node: cst.BaseExpression) -> cst.BaseExpression:
        import libcst as cst

        if not isinstance(node, cst.Call):
            return node
        args = list(node.args)
        at = [argument.keyword and argument.keyword.value for argument in args]
        if keyword in at:
            index = at.index(keyword)
            plain = cst.Arg(args[index].value)
            if index == 0:
                args[0] = args[0].with_changes(
                    keyword=None, equal=cst.MaybeSentinel.DEFAULT
                )
            else:
                comma = args[index - 1].comma
                last = args[index].comma
                del args[index]
                if index == len(args):
                    args[-1] = args[-1].with_changes(comma=last)
                args.insert(0, plain.with_changes(comma=comma))
        if value:
            comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
            args.insert(0, cst.Arg(cst.parse_expression(value), comma=comma))
        return node.with_changes(args=args)

    return transform


def swap_arguments(one: int, other: int) -> Transform:
    """Let two arguments of a call change places; commas and comments stay."""

    def transform(node: cst.BaseExpression) -> cst.BaseExpression:
        import libcst as cst

        if not isinstance(node, cst.Call):
            return node
        args = list(node.args)
        values = args[one].value, args[other].value
        args[one] = args[one].with_changes(value=values[1])
        args[other] = args[other].with_changes(value=values[0])
        return node.with_changes(args=args)

    return transform


def call_method(name: str, argument: str) -> Transform:
    """Let an expression be ``expression.name(argument)``; it has to be an atom."""

    def transform(node: cst.BaseExpression) -> cst.BaseExpression:
        import libcst as cst

        inner = node.with_changes(lpar=node.lpar[1:], rpar=node.rpar[:-1])
        method = cst.Attribute(inner, cst.Name(name))
        call = cst.Call(method, [cst.Arg(cst.parse_expression(argument))])
        return call.with_changes(lpar=node.lpar[:1], rpar=node.rpar[-1:])

    return transform


def compose(*transforms: Transform) -> Transform:
    """Return the transforms one after the other, as one."""

    def transform(node: cst.BaseExpression) -> cst.BaseExpression:
        for step in transforms:
            node = step(node)
        return node

    return transform


def operand(text: str) -> str:
    """Return an expression's source, in parentheses if it is not an atom."""
    node = ast.parse(f"({text})", mode="eval").body
    atoms = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant)
    return text if isinstance(node, atoms) else f"({text})"


def _named(argument: cst.Arg, name: str) -> cst.Arg:
    import libcst as cst

    if argument.keyword is not None:
        return argument.with_changes(keyword=cst.Name(name))
    equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    return argument.with_changes(keyword=cst.Name(name), equal=equal)


def _replaced(nodes: Sequence[Node], index: int, node: Node) -> list[Node]:
    return [node if at == index else old for at, old in enumerate(nodes)]
