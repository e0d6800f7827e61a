"""Bind a call's arguments to the parameters of the function that it calls.

``partial(cosine, 0.1)(decay_steps=9, **{"alpha": 0.5})`` has two calls: the first
gives ``init_value``, one argument of it skipped; the second gives the rest, the
keys of the dict as if they were keywords. Of ``**kw`` nothing is seen here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..names.scopes import ScopeTree
from ..names.syntax import Entry, dict_entries, written_arguments


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

    @classmethod
    def of_entry(cls, holder: ast.Call | ast.Dict, entry: Entry) -> Argument | None:
        """Return what one part of a dict gives, if that is one known key."""
        if entry.key is None or entry.text is None:
            return None
        return cls(entry.text, entry.value, entry.key, holder, entry.index, True)


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


def bind_arguments(
    parameters: Sequence[str],
    calls: Iterable[tuple[ast.Call, int]],
    scopes: ScopeTree,
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
                _bind_keyword(bound, call, node, index, scopes)
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
    bound: Arguments, call: ast.Call, node: ast.keyword, index: int, scopes: ScopeTree
) -> None:
    if node.arg is not None:
        bound.add(Argument(node.arg, node.value, node, call, index, True))
        return
    entries = _plain_entries(node.value, scopes)
    if entries is None:
        bound.opaque.append(node.value)
    else:
        for argument in entries.values():
            bound.add(argument)


def _plain_entries(node: ast.expr, scopes: ScopeTree) -> dict[str, Argument] | None:
    """Return what a dict written in the call holds, by key, if all of it is seen."""
    found = dict_entries(node, scopes)
    if found is None:
        return None
    holder, entries = found
    arguments = [Argument.of_entry(holder, entry) for entry in entries]
    known = {one.name: one for one in arguments if one is not None}
    return None if None in arguments else known
