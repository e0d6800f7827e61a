"""Whether a function of a library is the library's own, as far as files show.

``math.ceil`` is another function where a file assigns to it, where a test patches it by
its name, or where the module itself is handed to what may do so.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..files.source import Source, SourceError
from .syntax import last_name, text_of


@dataclass(frozen=True, slots=True)
class _Said:
    """What of a file may put something in the place of a function.

    Attributes:
        names: the attributes that are set, or of which one is, and the parts of texts
            at their ends.
        handed: the modules, or names of them, that are more than what an attribute is
            read of.
    """

    names: frozenset[str] = frozenset()
    handed: frozenset[str] = frozenset()


def is_standing(
    path: str, name: str, saying: Callable[[str], Iterable[Source]]
) -> bool:
    """Whether nothing in sight is put in the place of a function of a library.

    Args:
        path: the function's, as ``numpy.ceil``.
        name: what the file knows it by, or its module.
        saying: the files in sight that say a name.
    """
    library, _, function = path.rpartition(".")
    return not any(
        is_set(word, saying(word)) for word in {library, function, name}
    ) and not any(
        library in source.remember(_said_in).handed for source in saying(library)
    )


def is_set(name: str, sources: Iterable[Source]) -> bool:
    """Whether some files set an attribute of a name, or say it as a text."""
    return any(name in source.remember(_said_in).names for source in sources)


def _said_in(source: Source) -> _Said:
    try:
        nodes = source.nodes
    except SourceError:
        return _Said()
    names: set[str] = set()
    known: dict[str, str] = {}
    beginning: set[ast.AST] = set()
    read: list[ast.Name] = []
    for node in nodes.all:
        if isinstance(node, ast.Attribute):
            beginning.add(node.value)
            if not isinstance(node.ctx, ast.Load):
                names |= {node.attr, last_name(node.value)}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            read.append(node)
        elif isinstance(node, ast.alias) and node.asname:
            known[node.asname] = node.name
        elif text := text_of(node):
            names |= {text.partition(".")[0], text.rpartition(".")[2]}
    bare = {node.id for node in read if node not in beginning}
    handed = bare | {known[name] for name in bare if name in known}
    return _Said(frozenset(names), frozenset(handed))
