"""Where a dict, or a list of dicts, comes from: every entry that was written.

Of ``f(**kw)`` it goes backwards: from the argument to the name ``kw``, to the
values that bind it and to what its uses put in, and on through names, copies,
merges, loops and functions of the module. Each place is looked at once. When all
arguments of a module are followed, each has its trace, which tells as well
whether a name on the way reaches anything that was not followed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from ..names.meaning import Key
from ..names.scopes import ScopeTree
from ..names.syntax import shown
from .content import Content
from .gather import Gathering
from .origins import Origins
from .trace import Link, Place, Seen, Step, Trace, Via


class Tracer:
    """Follows values backwards through one module.

    Attributes:
        consumed: the expressions that were followed, and the names that are
            accounted for.
    """

    def __init__(
        self, scopes: ScopeTree, callers_elsewhere: Callable[[str], list[str]]
    ) -> None:
        self.consumed: set[ast.AST] = set()
        self._scopes = scopes
        self._content = Content(scopes, callers_elsewhere)
        self._origins = Origins()
        self._steps: dict[Place, list[Step]] = {}
        self._traces: dict[Place, Trace] = {}
        self._readers: dict[Key, ast.Name | None] = {}

    def follow(self, node: ast.expr, is_list: bool) -> Place:
        """Look at all that a dict, or with ``is_list`` a list of dicts, comes from."""
        asked = Place(node, is_list)
        pending = [asked]
        while pending:
            place = pending.pop()
            if place in self._steps:
                continue
            steps = self._steps[place] = list(self._content.steps(place))
            self._origins.add(place, steps)
            if isinstance(place.at, ast.expr):
                self.consumed.add(place.at)
            for step in steps:
                if isinstance(step, Link):
                    pending.append(step.place)
                elif isinstance(step, Seen):
                    self.consumed.add(step.name)
        return asked

    def trace(self, place: Place) -> Trace:
        """Return what was found from a place on, once everything is followed."""
        place = self._source(place)
        if place not in self._traces:
            found = Gathering(self._steps_of)
            found.gather(place)
            elements = tuple(self.trace(element) for element in found.elements)
            keys = found.keys.union(*(element.keys for element in elements))
            self._traces[place] = Trace(
                tuple(found.entries),
                tuple(found.reads),
                elements,
                frozenset(found.keys),
                found.opaque or self._begins_unseen(found.places),
                self._reader(keys),
            )
        return self._traces[place]

    def _source(self, place: Place) -> Place:
        """Return the place that has all of this one's content, and no more."""
        steps = self._steps_of(place)
        while len(steps) == 1 and isinstance(steps[0], Link):
            if steps[0].via is not Via.WHOLE:
                break
            place = steps[0].place
            steps = self._steps_of(place)
        return place

    def _steps_of(self, place: Place) -> list[Step]:
        steps = self._steps[place]
        if isinstance(place.at, ast.expr) and self._is_passed_on(place.at):
            return ["it is also used where it gets its name", *steps]
        return steps

    def _is_passed_on(self, node: ast.expr) -> bool:
        """Whether a walrus around ``node`` is used for more than its name."""
        walrus = self._scopes.parents[node]
        if not isinstance(walrus, ast.NamedExpr) or walrus in self.consumed:
            return False
        outer = self._scopes.parents[walrus]
        return not isinstance(outer, (ast.Expr, ast.If, ast.While))

    def _begins_unseen(self, places: Iterable[Place]) -> str:
        """Return which place has no beginning, and why that is, or nothing."""
        for place in places:
            if place not in self._origins:
                at = place.at[1] if isinstance(place.at, tuple) else shown(place.at)
                return f"what `{at}` holds at first is not seen"
        return ""

    def _reader(self, keys: Iterable[Key]) -> str:
        """Return what else uses one of the names, or nothing."""
        readers = [name for key in keys if (name := self._read_by(key)) is not None]
        if not readers:
            return ""
        first = min(readers, key=lambda name: (name.id, name.lineno, name.col_offset))
        return f"`{first.id}` is used on line {first.lineno}, too"

    def _read_by(self, key: Key) -> ast.Name | None:
        if key not in self._readers:
            uses = self._scopes.uses_of.get(key, ())
            self._readers[key] = next(
                (
                    use
                    for use in uses
                    if isinstance(use.ctx, ast.Load) and use not in self.consumed
                ),
                None,
            )
        return self._readers[key]
