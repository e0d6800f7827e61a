"""Bind a call's arguments to the parameters of the function that it calls."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument, where it is written and what it is bound to.

    Attributes:
        name: the parameter's name, or the keyword as written.
        value: the expression passed.
        node: what a report points at: the keyword, the dict key, the value.
        holder: the call or dict display that holds it, or the subscript that
            is assigned to.
        index: its place among the holder's arguments or entries, as written.
        keyword: whether it is given by name.
    """

    name: str
    value: ast.expr
    node: ast.AST
    holder: ast.Call | ast.Dict | ast.Subscript
    index: int
    keyword: bool


@dataclass(slots=True)
class Arguments:
    """The arguments of a call, of all its `functools.partial` calls together.

    Attributes:
        named: by parameter; the last one given wins, as in a partial.
        opaque: the ``*`` and ``**`` arguments whose content is not seen.
        surplus: positional arguments past the last parameter.
        clashing: parameters that are given twice, which raises TypeError.
    """

    named: dict[str, Argument] = field(default_factory=dict)
    opaque: list[ast.expr] = field(default_factory=list)
    surplus: list[ast.expr] = field(default_factory=list)
    clashing: list[str] = field(default_factory=list)

    def add(self, argument: Argument) -> None:
        """Bind one more argument; a later partial's keyword replaces an earlier."""
        earlier = self.named.get(argument.name)
        if earlier is not None and not (
            earlier.keyword and argument.keyword and earlier.holder != argument.holder
        ):
            self.clashing.append(f"`{argument.name}`")
        self.named[argument.name] = argument

    def get(self, name: str) -> Argument | None:
        """Return the argument given for a parameter, if there is one."""
        return self.named.get(name)


def written_arguments(call: ast.Call) -> list[ast.expr | ast.keyword]:
    """Return a call's arguments in the order in which they are written."""
    given: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    return sorted(given, key=lambda node: (node.lineno, node.col_offset))


def bind_arguments(
    parameters: Sequence[str], calls: Iterable[tuple[ast.Call, int]]
) -> Arguments:
    """Bind the arguments of ``calls``, outermost last, to ``parameters``.

    Each call comes with the number of leading arguments that are not the
    function's: one for a `functools.partial`, none for a call.
    """
    bound = Arguments()
    position = 0
    for call, skipped in calls:
        for index, node in enumerate(written_arguments(call)):
            if isinstance(node, ast.keyword):
                _bind_keyword(bound, call, node, index)
            elif index < skipped:
                continue
            elif isinstance(node, ast.Starred):
                bound.opaque.append(node)
                position = len(parameters)
            elif position < len(parameters):
                name = parameters[position]
                bound.add(Argument(name, node, node, call, index, False))
                position += 1
            else:
                bound.surplus.append(node)
    return bound


def _bind_keyword(
    bound: Arguments, call: ast.Call, node: ast.keyword, index: int
) -> None:
    if node.arg is not None:
        bound.add(Argument(node.arg, node.value, node, call, index, True))
    else:
        entries = dict_entries(node.value)
        if entries is None:
            bound.opaque.append(node.value)
        else:
            for argument in entries.values():
                bound.add(argument)


def dict_entries(node: ast.expr) -> Mapping[str, Argument] | None:
    """Return the entries of a dict display or ``dict(...)`` call, by key.

    None where any key is not a plain string, or the content is not all seen.
    """
    entries: dict[str, Argument] = {}
    if isinstance(node, ast.Dict):
        for index, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
            if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
                return None
            entries[key.value] = Argument(key.value, value, key, node, index, True)
        return entries
    if is_dict_call(node):
        for index, keyword in enumerate(node.keywords):
            if keyword.arg is None:
                return None
            entries[keyword.arg] = Argument(
                keyword.arg, keyword.value, keyword, node, index, True
            )
        return entries
    return None


def is_dict_call(node: ast.expr) -> TypeGuard[ast.Call]:
    """Whether ``node`` is a ``dict(...)`` call with keywords only."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "dict"
        and not node.args
    )
