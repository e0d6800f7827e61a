"""The defaults of command line flags: absl's and argparse's.

A flag is by its own parser, never by its bare name: ``args.lr`` is that of the parser
whose ``parse_args`` gave ``args``; ``FLAGS.lr`` the one flag of that name that the tree
defines.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ..names.syntax import last_name, text_of
from .spots import Asks, Given, Spot, Way
from .tree import Module, Tree, path_of

_ABSL = "absl.flags"
_DEFINES = r"\bDEFINE_"  # in the text of a file that defines one
_FLAGS = frozenset({f"{_ABSL}.FLAGS"})
_PARSERS = frozenset({"argparse.ArgumentParser", "configargparse.ArgumentParser"})
_PARSES = frozenset({"parse_args", "parse_known_args"})
_GROUPS = frozenset({"add_argument_group", "add_mutually_exclusive_group"})
_SWITCHES = {"store_true": False, "store_false": True}


class Flags:
    """Answers for a tree."""

    def __init__(self, tree: Tree, asks: Asks) -> None:
        self._tree = tree
        self._asks = asks
        self._flags = cache(_flags)
        self._added = cache(_added)

    def attribute(self, spot: Spot) -> Given | None:
        """Return the default of the flag that an attribute is the value of."""
        module, node = spot.module, spot.node
        if not isinstance(node, ast.Attribute):
            return None
        origin = self._asks.origin(Spot(module, node.value))
        if self._is_flags(origin):
            return self._absl(module, node.attr)
        if node.attr == "value" and isinstance(origin.node, ast.Call):
            return _defined(origin.module, origin.node)
        return self._parsed(origin, node.attr)

    def _is_flags(self, spot: Spot) -> bool:
        node = spot.node
        return path_of(spot.module, node) in _FLAGS

    def _absl(self, module: Module, name: str) -> Given | None:
        """Return the flag of a name that the module, or the tree, defines once."""
        found = self._flags(module).get(name) or [
            given
            for one in self._tree.saying(name, module, _DEFINES)
            for given in self._flags(one).get(name, ())
        ]
        return found[0] if len(found) == 1 else None

    def _parsed(self, origin: Spot, name: str) -> Given | None:
        """Return the argument of a parser that an attribute of its result is."""
        call = origin.node
        if isinstance(call, ast.Subscript):  # parse_known_args()[0]
            call = call.value
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            return None
        if call.func.attr not in _PARSES:
            return None
        parser = self._asks.origin(Spot(origin.module, call.func.value))
        if not _makes_parser(parser):
            return None
        found = [*self._arguments(parser, name)]
        return found[0] if len(found) == 1 else None

    def _arguments(self, parser: Spot, name: str) -> Iterator[Given]:
        """Yield the arguments of a parser that come out under a name."""
        module = parser.module
        for node, holder in self._added(module).get(name, ()):
            owner = self._asks.origin(Spot(module, holder))
            if _is_group(owner):
                assert isinstance(owner.node, ast.Call)
                assert isinstance(owner.node.func, ast.Attribute)
                owner = self._asks.origin(Spot(module, owner.node.func.value))
            if owner == parser:
                given = _argument(module, node)
                if given is not None:
                    yield given


def _flags(module: Module) -> Mapping[str, Sequence[Given]]:
    """Return the flags that a module defines, by their names."""
    found: dict[str, list[Given]] = {}
    for node in module.scopes.nodes(ast.Call):
        if (given := _defined(module, node)) is not None:
            found.setdefault(text_of(node.args[0]) or "", []).append(given)
    return found


def _added(module: Module) -> Mapping[str, Sequence[tuple[ast.Call, ast.expr]]]:
    """Return the arguments that a module adds to parsers, by where they land.

    Each is the call, and what it is of.
    """
    found: dict[str, list[tuple[ast.Call, ast.expr]]] = {}
    for node in module.scopes.nodes(ast.Call):
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr == "add_argument":
            found.setdefault(_lands(node), []).append((node, function.value))
    return found


def _makes_parser(spot: Spot) -> bool:
    node = spot.node
    return isinstance(node, ast.Call) and path_of(spot.module, node.func) in _PARSERS


def _is_group(spot: Spot) -> bool:
    node = spot.node
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _GROUPS
    )


def _lands(call: ast.Call) -> str:
    """Return the attribute that ``add_argument`` puts its value under."""
    for keyword in call.keywords:
        if keyword.arg == "dest":
            return text_of(keyword.value) or ""
    names = [text_of(one) or "" for one in call.args]
    long = [one for one in names if one.startswith("--")] or names
    return long[0].lstrip("-").replace("-", "_") if long else ""


def _argument(module: Module, call: ast.Call) -> Given | None:
    keywords = {one.arg: one.value for one in call.keywords}
    value = keywords.get("default")
    action = text_of(keywords["action"]) if "action" in keywords else None
    if value is None and action in _SWITCHES:
        value = ast.copy_location(ast.Constant(_SWITCHES[action]), call)
    if value is None or (text_of(value) is not None and "type" in keywords):
        value = _converted(value, keywords.get("type"))
    if value is None:
        return None
    return _flag(module, value, call, _lands(call))


def _converted(value: ast.expr | None, kind: ast.expr | None) -> ast.expr | None:
    """Return what argparse makes of a text that is a default."""
    if value is None or last_name(kind) not in ("float", "int"):
        return None
    assert kind is not None
    return ast.copy_location(ast.Call(kind, [value], []), value)


def _defined(module: Module, call: ast.Call) -> Given | None:
    """Return the default of a flag that absl is told of."""
    path = path_of(module, call.func)
    defines = path.startswith(f"{_ABSL}.DEFINE_") and "config" not in path
    if not defines or len(call.args) < 1:
        return None
    said = text_of(call.args[0])
    keywords = {one.arg: one.value for one in call.keywords}
    value = call.args[1] if len(call.args) > 1 else keywords.get("default")
    if said is None or value is None:
        return None
    return _flag(module, value, call, said)


def _flag(module: Module, value: ast.expr, call: ast.Call, name: str) -> Given:
    choice = f"`--{name}` can be given on the command line"
    return Given(Spot(module, value), Way.FLAG, call.lineno, choice, f"--{name}")
