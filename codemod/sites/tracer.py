"""Where a dict, or a list of dicts, comes from: every entry that was written.

Of ``f(**kw)`` it goes backwards: from the argument to the name ``kw``, to the
values that bind it and to what its uses put in, and on through names, copies,
merges, loops and functions of the module. Each place is looked at once. When all
arguments of a module are followed, each has its trace, which tells as well
whether what is in it reaches anything that was not followed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping

from ..names.scopes import ScopeTree
from ..names.syntax import shown, text_of
from .arguments import Argument
from .content import Content
from .gather import Gathering
from .origins import Origins
from .readers import Readers
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
        self._asked: dict[Place, None] = {}
        self._found: dict[Place, Gathering] = {}
        self._traces: dict[Place, Trace] = {}
        self._readers: Readers | None = None

    def follow(self, node: ast.expr, is_list: bool) -> Place:
        """Look at all that a dict, or with ``is_list`` a list of dicts, comes from."""
        asked = Place(node, is_list)
        self._asked[asked] = None
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

    def given(self, place: Place) -> list[Argument]:
        """Return the entries of a dict that is followed, in the order of writing."""
        return [*self._all_from(place).entries]

    def follow_held(self, place: Place, argument: Argument) -> Place:
        """Look at the list that a dict, which is followed, has under one key."""
        self._content.held.add(argument.holder)
        held = self.follow(argument.value, is_list=True)
        found = self._all_from(place)
        if reason := _also_used(found, argument):
            self._steps[held].append(reason)
        for one in found.places:
            if argument in self._steps[one]:
                self._steps[one].append(Link(Via.UNDER, held))
        return held

    def _all_from(self, place: Place) -> Gathering:
        found = Gathering(self._steps_of)
        found.gather(place)
        return found

    def trace(self, place: Place) -> Trace:
        """Return what was found from a place on, once everything is followed."""
        if self._readers is None:
            self._readers = self._read_by()
        place = self._source(place)
        if place not in self._traces:
            found = self._gathered(place)
            unsure = _unsure(found)
            elements = [self.trace(element) for element in found.elements]
            if unsure or found.entries:
                put_in = {one.name: _put_in(one) for one in found.entries}
                elements = [one.unsure_of({**put_in, **unsure}) for one in elements]
            keys = found.keys.union(*(element.keys for element in elements))
            readers = [one.reader for one in elements if one.reader]
            trace = Trace(
                tuple(found.entries),
                tuple(found.reads),
                tuple(elements),
                frozenset(found.keys),
                found.opaque,
                self._readers.of(found.places, keys) or next(iter(readers), ""),
            )
            self._traces[place] = trace.unsure_of(unsure) if unsure else trace
        return self._traces[place]

    def _gathered(self, place: Place) -> Gathering:
        if place not in self._found:
            found = self._found[place] = self._all_from(place)
            found.opaque = found.opaque or self._begins_unseen(found.places)
        return self._found[place]

    def _read_by(self) -> Readers:
        """Return what uses what, once everything is followed."""
        unseen = {}
        for place in self._asked:
            found = self._gathered(self._source(place))
            elements = (self._gathered(element) for element in found.elements)
            if reason := next(
                (one.opaque for one in (found, *elements) if one.opaque), ""
            ):
                unseen[place] = reason
        steps = {place: self._steps_of(place) for place in self._steps}
        return Readers(self._scopes, steps, self.consumed, unseen)

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


def _unsure(found: Gathering) -> Mapping[str, str]:
    """Return the keys whose values are not known, each with why."""
    given: dict[str, list[Argument]] = {}
    for entry in found.entries:
        given.setdefault(entry.name, []).append(entry)
    reasons = dict(found.changed)
    for name, entries in given.items():
        if len(entries) > 1 and len({ast.dump(one.value) for one in entries}) > 1:
            lines = sorted({one.value.lineno for one in entries})
            also = f", on lines {lines[0]} and {lines[-1]}" if lines[1:] else ""
            reasons.setdefault(name, f"`{name}` has more than one value{also}")
    return reasons


def _also_used(found: Gathering, argument: Argument) -> str:
    """Return what else is done with what a dict has under a key, or nothing."""
    name = argument.name
    by_text = isinstance(argument.node, ast.Constant)
    if by_text and isinstance(argument.holder, ast.Call):
        return f"`{name}` is put into its dict by `setdefault`"
    if name in found.changed:
        return found.changed[name]
    lines = [read.lineno for read in found.reads if text_of(read) == name]
    return f"`{name}` of a dict is read on line {lines[0]}" if lines else ""


def _put_in(entry: Argument) -> str:
    return f"`{entry.name}` is put into an element on line {entry.value.lineno}"
