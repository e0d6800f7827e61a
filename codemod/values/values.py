"""The values that a tree states for expressions, by all ways, and where it does."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping

from ..names.meaning import Modules
from ..names.scopes import ScopeTree
from ..names.syntax import is_builtin, last_name
from ..verify.bounded import EvaluationError, RefusedError
from ..verify.call import is_pure_call, parsed_expression
from ..verify.evaluate import evaluate_arguments
from .changes import Changes
from .classes import Classes
from .entries import Entries
from .giving import Giving
from .setters import Setters
from .spots import Given, Place, Spot, Way
from .stated import Stated, leaves_in, leaves_of
from .tree import Module, Tree
from .unstated import Unstated
from .ways import Ends, Ways

_LONGEST = 20
_LASTING = (int, float, complex, str, bytes, tuple, range, type(None))
_DISPLAYS = (list, dict, set)  # which stay what they are where nothing changes them


class Values:
    """The stated values of the expressions of one module.

    Args:
        path: its file.
        scopes: its names.
        project: the other modules; None where the file stands alone.
        row: from a line as ``ast`` counts it to what it is in the file.

    Attributes:
        module: the one whose expressions are asked for.
    """

    def __init__(
        self,
        path: str,
        scopes: ScopeTree,
        project: Modules | None,
        row: Callable[[int], str] = str,
    ) -> None:
        self._tree = Tree(project)
        self.module = self._tree.root(path, scopes, row)
        self._setters = Setters(self._tree)
        self._classes = Classes(self._tree, self)
        self._changes = Changes(self._tree)
        self._entries = Entries(self, self._changes)
        self._unstated = Unstated(
            self._tree, self, self._entries, self.module, self._of
        )
        self._ways = Ways(self._tree, self._classes, self._setters, self)
        self._giving = Giving(
            self._tree, self, self._classes, self._setters, self._entries
        )
        self._given: dict[Spot, Given | None] = {}
        self._stated: dict[Spot, Stated | None] = {}

    def of(self, node: ast.expr) -> Stated | None:
        """Return the value that the tree states for an expression, if it does."""
        return self._of(Spot(self.module, node))

    def names(self, node: ast.expr) -> Mapping[str, ast.expr]:
        """Return the names in an expression, by their text."""
        return leaves_of(node)

    def leaves(self, node: ast.expr) -> Mapping[str, Stated]:
        """Return the stated values of the names in an expression, by their text."""
        found = {
            text: self._leaf(Spot(self.module, leaf))
            for text, leaf in leaves_of(node).items()
        }
        return {text: one for text, one in found.items() if one is not None}

    def why_not(self, node: ast.expr) -> str:
        """Return why an expression has no stated value, in a clause."""
        for leaf in (*leaves_of(node).values(), node):
            spot = Spot(self.module, leaf)
            if self._leaf(spot) is not None or self._is_function(leaf):
                continue
            if self._held(spot) is not None:
                return self._changed(spot)
            return self._unstated.why(spot)
        return f"`{ast.unparse(node)}` is not computed here"

    def _is_function(self, leaf: ast.expr) -> bool:
        """Whether a name is that of a builtin that is called."""
        call = self.module.scopes.parents.get(leaf)
        called = isinstance(call, ast.Call) and call.func is leaf
        return called and is_builtin(self.module.scopes, leaf)

    def options(self, node: ast.expr) -> Iterator[object]:
        """Yield the values that the callers, or the branches, of an expression give."""
        for end in self.ends(Spot(self.module, node)).spots:
            stated = self._of(end)
            if stated is not None:
                yield stated.value

    def why_end(self, node: ast.expr, end: Spot) -> str:
        """Return why an expression has no stated value, that ends somewhere."""
        return self._unstated.why(Spot(self.module, node), end)

    def given(self, spot: Spot) -> Given | None:
        """Return what gives an expression its value, if one place does."""
        if spot not in self._given:
            self._given[spot] = None  # what leads back to itself is given by nothing
            self._given[spot] = self._giving.of(spot)
        return self._given[spot]

    def origin(self, spot: Spot) -> Spot:
        """Return where all steps from an expression end."""
        for _ in range(_LONGEST):
            given = self.given(spot)
            if given is None or given.by == spot:
                return spot
            spot = given.by
        return spot

    def ends(self, spot: Spot) -> Ends:
        """Return all that an expression may be."""
        return self._ways.ends(spot)

    def set_in(self, holder: str, key: str) -> str:
        """Return where an entry of an attribute with some name is set, or nothing."""
        return self._setters.of_entry(self.module, holder, key)

    def _of(self, spot: Spot) -> Stated | None:
        if spot not in self._stated:
            self._stated[spot] = None
            self._stated[spot] = self._evaluated(spot)
        return self._stated[spot]

    def _evaluated(self, spot: Spot) -> Stated | None:
        node = spot.node
        if not isinstance(node, ast.expr):
            return None
        if isinstance(node, ast.Constant):
            return Stated(node.value)
        if not all(self._is_plain(spot.module, part) for part in ast.walk(node)):
            return None
        try:
            parsed = parsed_expression(node)
        except (EvaluationError, RecursionError):
            return None
        leaves = leaves_in(node, parsed)
        found: dict[str, Stated] = {}

        def lookup(name: str, scope: Mapping[str, object]) -> object:
            leaf = leaves.get(name)
            stated = self._leaf(Spot(spot.module, leaf)) if leaf is not None else None
            if stated is None or scope:
                raise RefusedError(f"`{name}` is not stated")
            found[name] = stated
            return stated.value

        try:
            (value,), _ = evaluate_arguments(parsed, lookup)
        except (EvaluationError, RecursionError, ValueError):
            return None
        if not isinstance(value, (*_LASTING, *_DISPLAYS)):
            return None  # whoever reads it uses it up
        return Stated(
            value,
            tuple(place for one in found.values() for place in one.places),
            frozenset(way for one in found.values() for way in one.ways),
            next((one.choice for one in found.values() if one.choice), ""),
        )

    def _is_plain(self, module: Module, node: ast.AST) -> bool:
        """Whether what reads like a call of a builtin is one."""
        if not isinstance(node, ast.Call) or not is_pure_call(node):
            return True
        name = last_name(node.func)
        own = is_builtin(module.scopes, node.func)
        return own and not self._setters.of_builtin(module, name)

    def _leaf(self, spot: Spot) -> Stated | None:
        given, stated = self.given(spot), self._held(spot)
        if given is None or stated is None:
            return None
        if isinstance(stated.value, _DISPLAYS) and self._changed(spot):
            return None
        places: tuple[Place, ...] = (
            Place(
                ast.unparse(spot.node),
                stated.value,
                given.way,
                given.by.module.path,
                given.line,
                given.owner,
                stated.places,
            ),
        )
        if given.way is Way.CONSTANT and stated.choice:
            places = stated.places  # the name only holds what others may change
        return Stated(
            stated.value,
            places,
            stated.ways | {given.way},
            given.choice or stated.choice,
        )

    def _held(self, spot: Spot) -> Stated | None:
        """Return what a name holds where it gets its value."""
        given = self.given(spot)
        return self._of(given.by) if given is not None else None

    def _changed(self, spot: Spot) -> str:
        """Return what may change a list or a dict that a name holds, or nothing."""
        found = self._tree.binding(spot.module, spot.node)
        if found is None:
            return f"`{ast.unparse(spot.node)}` may be changed"
        module, binding = found
        scopes = module.scopes
        at = binding.node
        if isinstance(at, ast.arg):
            at = scopes.parents[scopes.parents[at]]
        owner = scopes.scope_of.get(at, scopes.module)
        names = scopes.uses_of.get((owner, binding.name), ())
        return self._changes.of(module, names, (), content=True)
