"""What a rule wants changed: plain values that say what, and never how.

Each says at which expression, where that is not the site itself. The engine carries
them out (`codemod.units`): LibCST for an expression, the import planner for a name.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Beside:
    """How the code writes ``name`` of the module whose member ``member`` names."""

    member: ast.expr
    name: str


@dataclass(frozen=True, slots=True)
class RenameFunction:
    """Let the function of a site be ``name``, with the imports that it comes through.

    It stays in its module, unless the target moves it, or ``module`` says which
    other one of its library it is taken from then. That is for the path that the
    site says alone.
    """

    name: str
    module: str = ""


@dataclass(frozen=True, slots=True)
class RenameClass:
    """Let an expression name another class of the same module, with its import.

    It is what makes an object, or what a class is derived from.
    """

    at: ast.expr
    name: str


@dataclass(frozen=True, slots=True)
class RenameArgument:
    """Give the argument that a call has by the name ``old`` the name ``new``."""

    at: ast.Call
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RenameKey:
    """Put another text into the string that is a dict's key, in its quotes."""

    at: ast.Constant
    name: str


@dataclass(frozen=True, slots=True)
class NameArgument:
    """Give the positional argument at ``index`` of a call by name."""

    at: ast.Call
    index: int
    name: str


@dataclass(frozen=True, slots=True)
class ReplaceArgument:
    """Put ``name=value`` in the place of an argument of a call, or an entry of a dict.

    Positional arguments behind it must be given names as well: `NameArgument`.
    """

    at: ast.Call | ast.Dict | ast.Subscript
    index: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class AddArgument:
    """Give a call, which has arguments, one more at its end: ``name=value``."""

    at: ast.Call
    name: str
    value: str | Beside


@dataclass(frozen=True, slots=True)
class AddFirstArgument:
    """Put ``value`` in front of a call's arguments."""

    at: ast.Call
    value: str


@dataclass(frozen=True, slots=True)
class PassFirst:
    """Pass the argument that a call has by ``name`` by position, as its first."""

    at: ast.Call
    name: str


@dataclass(frozen=True, slots=True)
class SwapArguments:
    """Let two arguments of a call change places; commas and comments stay."""

    at: ast.Call
    one: int
    other: int


@dataclass(frozen=True, slots=True)
class ReplaceExpression:
    """Put another expression in the place of one."""

    at: ast.expr
    text: str


@dataclass(frozen=True, slots=True)
class DropCodes:
    """Take codes out of a comment that silences them, and the comment with the last."""

    codes: tuple[str, ...]


ExpressionIntent = (
    RenameArgument
    | RenameKey
    | NameArgument
    | ReplaceArgument
    | AddArgument
    | AddFirstArgument
    | PassFirst
    | SwapArguments
    | ReplaceExpression
)
Intent = RenameFunction | RenameClass | DropCodes | ExpressionIntent
