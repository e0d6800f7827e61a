"""What opens a module: code that reaches its names by text, or any attribute.

A rewrite asks it of each name that it needs to stay, that it changes or brings.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cached_property

from .by_text import TextUses
from .meaning import Key
from .module_objects import ModuleObjects
from .namespaces import Does
from .patched import Patched
from .scopes import Scope, ScopeTree
from .syntax import is_named, shown, text_of
from .text_use import ByText
from .untouched import instance_of


class Opened:
    """Tells what a module's names are used for by text.

    Args:
        scopes: the module.
        objects: its module objects.
        patched: what the module is called when it is imported, and which paths are
            those of modules.
    """

    def __init__(
        self, scopes: ScopeTree, objects: ModuleObjects, patched: Patched
    ) -> None:
        self.scopes = scopes
        self._text_uses = TextUses(scopes, objects, patched.stem, patched.may_be_module)

    @cached_property
    def uses(self) -> list[ByText]:
        """All uses by text, those of names that are said last."""
        return self._text_uses.all()

    def reads(self, keys: Iterable[Key]) -> str:
        """Return what reads or sets one of these names by text, or nothing."""
        return self._first(keys, {*Does})

    def sets(self, keys: Iterable[Key]) -> str:
        """Return what may give one of these names another value, or nothing."""
        return self._first(keys, {Does.SETS})

    @cached_property
    def shows(self) -> str:
        """What shows which names the module has, or may set them, or nothing."""
        for use in self.uses:
            every = use.does is Does.SETS or use.scope in (None, self.scopes.module)
            if use.does in (Does.SHOWS, Does.SETS) and not use.name and every:
                return f"{use.where} shows every name"
        return ""

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that are said."""
        return frozenset(use.name for use in self.uses)

    @cached_property
    def opener(self) -> str:
        """What can reach an object by a name, or set any attribute, or nothing."""
        uses = (use for use in self.uses if self._may_reach_object(use))
        found = next((use.where for use in uses), "") or self._setter
        return f"{found} can reach every name" if found else ""

    def _may_reach_object(self, use: ByText) -> bool:
        """Whether a use may set a name, or read one that is no constant."""
        bindings = self.scopes.module.bindings.get(use.name, ())
        constant = all(isinstance(one.value, ast.Constant) for one in bindings)
        return not use.name or use.does is Does.SETS or not constant

    def sets_attributes(self, scope: Scope) -> str:
        """Return what sets computed attributes, maybe those of a class, or nothing."""
        for call, owner in self._setters:
            if owner is None or owner is scope:
                return f"`{shown(call)}` on line {call.lineno} can set every attribute"
        return ""

    def _first(self, keys: Iterable[Key], does: set[Does]) -> str:
        keys = list(keys)
        for use in self.uses:
            for key in keys if use.does in does else ():
                if use.reaches(key):
                    verb = "sets" if use.does is Does.SETS else "reads"
                    what = f"{verb} `{key[1]}`" if use.name else "can reach every name"
                    return f"{use.where} {what}"
        return ""

    @cached_property
    def _setters(self) -> list[tuple[ast.Call, Scope | None]]:
        """The calls that set a computed attribute, with the class of its `self`."""
        return [
            (call, instance_of(self.scopes, call.args[0]))
            for call in self.scopes.nodes(ast.Call)
            if is_named(call.func, "setattr", "delattr")
            and len(call.args) > 1
            and text_of(call.args[1]) is None
        ]

    @property
    def _setter(self) -> str:
        call = self._setters[0][0] if self._setters else None
        return f"`{shown(call)}` on line {call.lineno}" if call is not None else ""
