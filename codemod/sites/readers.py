"""What reads a dict, or what was made of it, and was not followed.

After ``other = {**kw}`` whoever logs ``other`` shows the keys of ``kw`` as well. So
a use that is not understood counts for all places that the content comes from.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence, Set
from operator import itemgetter

from ..names.meaning import Key
from ..names.scopes import ScopeTree
from ..names.syntax import shown
from .trace import Link, Place, Step


class Readers:
    """Tells of every place which use of it, or of what is made of it, is not seen.

    Args:
        scopes: the module's.
        steps: those of every place that was followed.
        consumed: the expressions and names that are accounted for.
        unseen: the places that were asked about whose content is not all seen, each
            with why: whoever has them goes on by the old keys.
    """

    def __init__(
        self,
        scopes: ScopeTree,
        steps: Mapping[Place, Sequence[Step]],
        consumed: Set[ast.AST],
        unseen: Mapping[Place, str],
    ) -> None:
        self._scopes = scopes
        self._consumed = consumed
        self._users: dict[Key, ast.Name | None] = {}
        self._reasons: dict[Place, str] = {}
        used = [(name, place) for place in steps for name in self._used(steps[place])]
        used.sort(key=lambda one: (one[0].id, one[0].lineno, one[0].col_offset))
        for name, place in used:
            self._spread(place, self._told(name), steps)
        told = [(one, at) for at in steps for one in steps[at] if isinstance(one, str)]
        told += [(reason, place) for place, reason in unseen.items()]
        for reason, place in sorted(told, key=itemgetter(0)):
            self._spread(place, reason, steps)

    def of(self, places: Iterable[Place], keys: Iterable[Key]) -> str:
        """Return what else uses one of the names or places, or nothing."""
        names = [name for key in keys if (name := self._user(key)) is not None]
        if names:
            first = min(names, key=lambda one: (one.id, one.lineno, one.col_offset))
            return self._told(first)
        found = (self._reasons[place] for place in places if place in self._reasons)
        return next(found, "")

    def _spread(
        self, place: Place, reason: str, steps: Mapping[Place, Sequence[Step]]
    ) -> None:
        """Note a reason for a place, and for all that its content comes from."""
        pending = [place]
        while pending:
            place = pending.pop()
            if place not in self._reasons:
                self._reasons[place] = reason
                links = (step for step in steps[place] if isinstance(step, Link))
                pending += [link.place for link in links]

    def _used(self, steps: Sequence[Step]) -> list[ast.Name]:
        keys = [step for step in steps if isinstance(step, tuple)]
        return [name for key in keys if (name := self._user(key)) is not None]

    def _user(self, key: Key) -> ast.Name | None:
        """Return the first use of a name that is not accounted for."""
        if key not in self._users:
            uses = self._scopes.uses_of.get(key, ())
            self._users[key] = next(
                (
                    use
                    for use in uses
                    if isinstance(use.ctx, ast.Load) and use not in self._consumed
                ),
                None,
            )
        return self._users[key]

    def _told(self, name: ast.Name) -> str:
        """Say of a use that is not understood what it is, and where."""
        parent = self._scopes.parents[name]
        around = self._scopes.parents[parent] if _is_part(parent) else parent
        what = f"is {_STORED[type(around)]}" if type(around) in _STORED else "is used"
        if isinstance(around, ast.Call) and around.func is not parent:
            how = "unpacked into" if getattr(parent, "arg", "") is None else "passed to"
            what = f"is {how} `{shown(around.func)}`"
        elif isinstance(parent, ast.Attribute):
            return f"`{name.id}.{parent.attr}` is used on line {name.lineno}"
        elif isinstance(parent, ast.Subscript) and parent.value is name:
            key = shown(parent.slice)
            return f"`{name.id}[{key}]` is used on line {name.lineno}"
        elif isinstance(parent, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
            what = "gets another name"
        return f"`{name.id}` {what} on line {name.lineno}"


def _is_part(node: ast.AST) -> bool:
    return isinstance(node, (ast.keyword, ast.Starred))


_STORED: Mapping[type[ast.AST], str] = {
    ast.Return: "returned",
    ast.Yield: "yielded",
    ast.Dict: "put into a dict",
    ast.List: "put into a list",
    ast.Tuple: "put into a tuple",
    ast.Set: "put into a set",
    ast.Compare: "compared",
    ast.FormattedValue: "shown",
}
