"""Which names a module has, known without its syntax: most of them mean no function."""

from __future__ import annotations

from dataclasses import dataclass

from .scopes import ScopeTree


@dataclass(frozen=True, slots=True)
class Outline:
    """The names of one module.

    Attributes:
        bound: those that it binds.
        leading: those of them that may stand for what is defined elsewhere: an import
            or an assignment binds them.
        has_stars: whether it takes all names of another module.
    """

    bound: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()
    has_stars: bool = False

    def leads(self, name: str) -> bool:
        """Whether a name may stand for what is defined elsewhere."""
        return name in self.leading or (self.has_stars and name not in self.bound)


def outline_of(scopes: ScopeTree) -> Outline:
    """Return the names of a module."""
    bindings = scopes.module.bindings
    leading = (
        name
        for name, many in bindings.items()
        if any(one.path is not None or one.value is not None for one in many)
    )
    return Outline(frozenset(bindings), frozenset(leading), bool(scopes.module.stars))
