"""Each intent on an expression, carried out: LibCST node in, LibCST node out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import libcst as cst

from ..names.syntax import written_arguments
from ..rule.intents import (
    AddArgument,
    AddFirstArgument,
    ExpressionIntent,
    NameArgument,
    PassFirst,
    RenameArgument,
    RenameKey,
    ReplaceArgument,
    ReplaceExpression,
    SwapArguments,
)

Node = TypeVar("Node", bound=cst.CSTNode)


class RewriteError(Exception):
    """The expression cannot be taken apart and put together without loss."""


def transformed(
    node: cst.BaseExpression, intent: ExpressionIntent
) -> cst.BaseExpression:
    """Return the expression as an intent wants it.

    Raises:
        RewriteError: the expression is written so that this cannot be done.
    """
    return _HOW[type(intent)](node, intent)


def _rename_argument(node: cst.Call, intent: RenameArgument) -> cst.Call:
    written = written_arguments(intent.at)
    index = [getattr(one, "arg", None) for one in written].index(intent.old)
    return _with_argument(node, index, _named(node.args[index], intent.new))


def _name_argument(node: cst.Call, intent: NameArgument) -> cst.Call:
    argument = _named(node.args[intent.index], intent.name)
    return _with_argument(node, intent.index, argument)


def _replace_argument(
    node: cst.BaseExpression, intent: ReplaceArgument
) -> cst.BaseExpression:
    value = cst.parse_expression(intent.value)
    if isinstance(node, cst.Call):
        argument = _named(node.args[intent.index], intent.name)
        argument = argument.with_changes(value=_as_stood(value, argument.value))
        return _with_argument(node, intent.index, argument)
    if isinstance(node, cst.Dict):
        entry = node.elements[intent.index]
        if isinstance(entry, cst.DictElement):
            key = _with_text(entry.key, intent.name)
            entry = entry.with_changes(key=key, value=_as_stood(value, entry.value))
        return node.with_changes(elements=_replaced(node.elements, intent.index, entry))
    raise RewriteError("the name is not written as one plain string")


def _as_stood(value: cst.BaseExpression, old: cst.BaseExpression) -> cst.BaseExpression:
    """Return a value in the parentheses of the old one, if comments are in them."""
    around = cst.Module([]).code_for_node(cst.Name("_", old.lpar, old.rpar))
    return value.with_changes(lpar=old.lpar, rpar=old.rpar) if "#" in around else value


def _rename_key(node: cst.BaseExpression, intent: RenameKey) -> cst.BaseExpression:
    return _with_text(node, intent.name)


def _replace_expression(
    node: cst.BaseExpression, intent: ReplaceExpression
) -> cst.BaseExpression:
    return cst.parse_expression(f"({intent.text})")  # as the old one stands, too


def _add_argument(node: cst.Call, intent: AddArgument) -> cst.Call:
    assert isinstance(intent.value, str), "the engine has put the name in its place"
    *before, last = node.args
    value = cst.parse_expression(intent.value)
    added = _named(last.with_changes(star=""), intent.name).with_changes(value=value)
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
        added = added.with_changes(comma=last.comma.with_changes(whitespace_after=end))
    kept = last.with_changes(
        comma=cst.Comma(whitespace_after=space),
        whitespace_after_arg=cst.SimpleWhitespace(""),
    )
    return node.with_changes(args=[*before, kept, added])


def _add_first_argument(node: cst.Call, intent: AddFirstArgument) -> cst.Call:
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    first = cst.Arg(cst.parse_expression(intent.value), comma=comma)
    return node.with_changes(args=[first, *node.args])


def _pass_first(node: cst.Call, intent: PassFirst) -> cst.Call:
    args = list(node.args)
    written = written_arguments(intent.at)
    index = [getattr(one, "arg", None) for one in written].index(intent.name)
    if index == 0:
        args[0] = args[0].with_changes(keyword=None, equal=cst.MaybeSentinel.DEFAULT)
        return node.with_changes(args=args)
    moved = args.pop(index)
    comma = args[index - 1].comma
    if index == len(args):
        args[-1] = args[-1].with_changes(comma=moved.comma)
    args.insert(0, cst.Arg(moved.value, comma=comma))
    return node.with_changes(args=args)


def _swap_arguments(node: cst.Call, intent: SwapArguments) -> cst.Call:
    args = list(node.args)
    one, other = args[intent.one], args[intent.other]
    args[intent.one] = one.with_changes(value=other.value)
    args[intent.other] = other.with_changes(value=one.value)
    return node.with_changes(args=args)


_HOW: dict[type, Callable[[Any, Any], cst.BaseExpression]] = {
    RenameArgument: _rename_argument,
    RenameKey: _rename_key,
    NameArgument: _name_argument,
    ReplaceArgument: _replace_argument,
    AddArgument: _add_argument,
    AddFirstArgument: _add_first_argument,
    PassFirst: _pass_first,
    SwapArguments: _swap_arguments,
    ReplaceExpression: _replace_expression,
}


def _with_text(node: cst.BaseExpression, text: str) -> cst.BaseExpression:
    if not isinstance(node, cst.SimpleString):
        raise RewriteError("the name is not written as one plain string")
    return node.with_changes(value=f"{node.prefix}{node.quote}{text}{node.quote}")


def _with_argument(node: cst.Call, index: int, argument: cst.Arg) -> cst.Call:
    return node.with_changes(args=_replaced(node.args, index, argument))


def _named(argument: cst.Arg, name: str) -> cst.Arg:
    if argument.keyword is not None:
        return argument.with_changes(keyword=cst.Name(name))
    equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    return argument.with_changes(keyword=cst.Name(name), equal=equal)


def _replaced(nodes: Sequence[Node], index: int, node: Node) -> list[Node]:
    return [node if at == index else old for at, old in enumerate(nodes)]
