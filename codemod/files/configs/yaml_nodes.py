"""The nodes of a YAML file, each with where its own text stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_MERGE = "tag:yaml.org,2002:merge"
_PLAIN_TAG = "tag:yaml.org,2002:"
_BRACKET = re.compile(r"[\[\]{}]")
_DEEPEST = 400
"""Brackets in brackets; more of them take a reader longer with each one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a mapping, with its value; ``merged`` where another one gives it."""

    key: Scalar
    value: Node
    merged: bool = False


@dataclass(eq=False)
class Node:
    """A node.

    Attributes:
        start: offset of its first character, without anchor and tag.
        end: offset past its last one.
        anchor: what other places call it; empty if nothing.
        tagged: whether a tag says that it is more than what it looks like.
    """

    start: int
    end: int
    anchor: str
    tagged: bool


@dataclass(eq=False)
class Scalar(Node):
    """A text: its value, and whether it is in quotes or a block."""

    value: str
    plain: bool
    text: str

    @property
    def span(self) -> tuple[int, int] | None:
        """Where the value stands just so; None where it is spelled otherwise."""
        quoted = 0 if self.plain else 1
        if self.text[quoted : len(self.text) - quoted] != self.value:
            return None
        return self.start + quoted, self.end - quoted


@dataclass(eq=False)
class Sequence(Node):
    """A list."""

    items: list[Node] = field(default_factory=list)


@dataclass(eq=False)
class Mapping(Node):
    """A mapping: its own entries, and the mappings that are merged into it."""

    own: list[Entry] = field(default_factory=list)
    merges: list[Mapping] = field(default_factory=list)

    @property
    def entries(self) -> list[Entry]:
        """All entries: its own, then those that a merge adds."""
        found = {entry.key.value: entry for entry in self.own}
        for other in self._merged():
            for entry in other.own:
                found.setdefault(
                    entry.key.value, Entry(entry.key, entry.value, merged=True)
                )
        return [*found.values()]

    @property
    def merged_keys(self) -> frozenset[str]:
        """The keys that a merge gives, also where its own entry counts."""
        return frozenset(one.key.value for other in self._merged() for one in other.own)

    def _merged(self) -> Iterator[Mapping]:
        """Yield what is merged into it, and into that, each once."""
        seen: set[int] = {id(self)}
        waiting = self.merges[::-1]
        while waiting:
            other = waiting.pop()
            if id(other) not in seen:
                seen.add(id(other))
                yield other
                waiting += other.merges[::-1]

    def get(self, name: str) -> Node | None:
        """Return the value of a key."""
        found = (one.value for one in self.entries if one.key.value == name)
        return next(found, None)

    @property
    def repeated(self) -> Scalar | None:
        """A key that it has twice, if there is one."""
        seen = set[str]()
        for entry in self.own:
            if entry.key.value in seen:
                return entry.key
            seen.add(entry.key.value)
        return None


class YamlError(ValueError):
    """A file is no YAML: why, and at which offset."""

    def __init__(self, why: str, offset: int) -> None:
        super().__init__(why)
        self.why = why
        self.offset = offset


def documents(text: str) -> list[Node]:
    """Return the top nodes of all documents of a file.

    Raises:
        YamlError: it is no YAML.
    """
    if _is_too_deep(text):
        raise YamlError(f"it is nested more than {_DEEPEST} deep", 0)
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    reader = YAML(typ="rt", pure=True)
    try:
        nodes = [*reader.compose_all(text)]
        composed = _Composed(text)
        return [composed.node(node) for node in nodes if node is not None]
    except MarkedYAMLError as error:
        offset = getattr(error.problem_mark, "index", 0)
        raise YamlError(str(error.problem or error.context), offset) from error
    except (YAMLError, RecursionError, ValueError, AssertionError) as error:
        raise YamlError(str(error).partition("\n")[0], 0) from error


def _is_too_deep(text: str) -> bool:
    if text.count("[") + text.count("{") <= _DEEPEST:
        return False
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth = depth + 1 if bracket[0] in "[{" else max(depth - 1, 0)
        if depth > _DEEPEST:
            return True
    return False


class _Composed:
    """Takes over what ruamel.yaml composed; one node for each of its nodes."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._nodes: dict[int, Node] = {}

    def node(self, raw: Any) -> Node:
        """Return a node; an alias is the very node that it means."""
        known = self._nodes.get(id(raw))
        return known if known is not None else self._made(raw)

    def _made(self, raw: Any) -> Node:
        first, end = raw.start_mark.index, raw.end_mark.index
        skipped = _PROPERTIES.match(self._text, first, end)
        start = skipped.end() if skipped else first
        tagged = "!" in self._text[first:start] or not str(raw.tag).startswith(
            _PLAIN_TAG
        )
        common = (start, end, raw.anchor or "", tagged)
        if not isinstance(raw.value, list):
            text = self._text[start:end]
            made: Node = Scalar(*common, raw.value, raw.style is None, text)
            self._nodes[id(raw)] = made
            return made
        if raw.value and not isinstance(raw.value[0], tuple):
            made = Sequence(*common)
            self._nodes[id(raw)] = made
            made.items += [self.node(item) for item in raw.value]
            return made
        made = Mapping(*common)
        self._nodes[id(raw)] = made
        for key, value in raw.value:
            self._enter(made, key, value)
        return made

    def _enter(self, mapping: Mapping, key: Any, value: Any) -> None:
        name, held = self.node(key), self.node(value)
        if str(key.tag) == _MERGE:
            mapping.merges += _mappings(held)
        elif isinstance(name, Scalar):
            mapping.own.append(Entry(name, held))
        else:
            text = self._text[name.start : name.end]
            odd = Scalar(name.start, name.end, "", True, text, False, "")
            mapping.own.append(Entry(odd, held))


def _mappings(node: Node) -> list[Mapping]:
    items = node.items if isinstance(node, Sequence) else [node]
    return [one for one in items if isinstance(one, Mapping)]


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes right below a node, those of merges left out."""
    if isinstance(node, Mapping):
        yield from (entry.value for entry in node.own)
    elif isinstance(node, Sequence):
        yield from node.items
