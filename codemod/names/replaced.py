"""Which known attributes a module puts something else in the place of."""

from __future__ import annotations

from collections.abc import Mapping

from .answers import Answers, each
from .meanings import Meanings
from .scopes import ScopeTree


class Replaced:
    """Finds them in one module.

    Args:
        scopes: the module.
        meanings: what its names mean where nothing is replaced.
    """

    def __init__(self, scopes: ScopeTree, meanings: Meanings) -> None:
        self._meanings = meanings
        self._stored = scopes.attributes_set
        self._answers = Answers[None, Mapping[str, int]](
            self._find, {}, lambda key, own, circle: own
        )

    @property
    def lines(self) -> Mapping[str, int]:
        """Every known attribute that the module assigns to, by line."""
        return self._answers.ask(None)

    def line(self, path: str) -> int:
        """Return on which line the module assigns to ``path``, or 0.

        Raises:
            PendingError: it is not known yet.
        """
        if path.rpartition(".")[2] not in self._stored:
            return 0
        return self._answers.get(None).get(path, 0)

    def _find(self, key: None) -> Mapping[str, int]:
        stores = [node for nodes in self._stored.values() for node in nodes]
        bases = each(lambda node: self._meanings.expression(node.value), stores)
        return {
            f"{base.path}.{node.attr}": node.lineno
            for node, base in bases
            if base is not None
        }
