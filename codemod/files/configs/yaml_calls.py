"""The calls that a YAML file stands for, said in Python."""

from __future__ import annotations

import keyword
import re

from .stand_in import DOTTED, NAME, NUMBER, StandIn
from .yaml_nodes import Entry, Mapping, Node, Scalar, Sequence, YamlError, children

TARGET, PARTIAL, ARGUMENTS = "_target_", "_partial_", "_args_"
_OPTIONS = frozenset({TARGET, PARTIAL, ARGUMENTS, "_recursive_", "_convert_"})
_TRUE = frozenset({"true", "yes", "on", "y"})
_WORDS = {"true": "True", "false": "False", "null": "None", "~": "None", "": "None"}
_MERGED = "a merge (`<<`) shares its keys with another mapping"
_ALIASED = "other places of the file say it by its anchor"
_VALUE = rf"{NUMBER}|{NAME}"
_WORD = rf"{NAME}(?:\.{NAME})*"
_DEEPEST = 50  # what is in no call is said as deep as Python reads it


class Calls:
    """Says the calls of a file.

    Args:
        out: where they are said.
    """

    def __init__(self, out: StandIn) -> None:
        self._out = out
        self._seen: set[Node] = set()
        self._shared: set[Node] = set()
        self._walked: set[Node] = set()
        self._named: dict[Scalar, None] = {}

    def walk(self, top: Node) -> None:
        """Say the calls of a document, then all that is in none, and named functions.

        An outer call is said with those in it. What is in none is one dict.

        Raises:
            YamlError: a call gives a key twice.
        """
        self._share(top, set())
        self._walk(top, 0)
        if top not in self._seen and isinstance(top, Mapping | Sequence):
            self._value(top, top.start)
            self._out.say("\n", top.start)
        for named in self._named:
            if named.span is not None:
                self._out.mention(*named.span)

    def _share(self, node: Node, seen: set[Node]) -> None:
        """Note the mappings that are merged into others."""
        if node in seen:
            return
        seen.add(node)
        if isinstance(node, Mapping):
            self._shared.update(node.merges)
        for child in children(node):
            self._share(child, seen)

    def _walk(self, node: Node, depth: int) -> None:
        if node in self._seen or node in self._walked:
            return
        if isinstance(node, Mapping) and _target(node) is not None:
            self._value(node, node.start)
            self._out.say("\n", node.start)
            return
        if depth > _DEEPEST:
            self._seen.add(node)
        self._walked.add(node)
        if isinstance(node, Scalar) and _is_path(node):
            self._named[node] = None
        for child in children(node):
            self._walk(child, depth + 1)

    def _value(self, node: Node, at: int, held: str = "") -> None:
        """Say a value; one that was said before, or is odd, is a name."""
        if node in self._seen or (node.tagged and not _is_text(node)):
            self._again(node, at)
            return
        self._seen.add(node)
        if isinstance(node, Scalar):
            self._scalar(node, held)
        elif isinstance(node, Sequence):
            self._out.say("[", node.start)
            self._items(node, held)
            self._out.say("]", node.start)
        elif isinstance(node, Mapping):
            target = _target(node)
            if target is None:
                self._dict(node, held)
            else:
                self._call(node, target, held)

    def _again(self, node: Node, at: int) -> None:
        if isinstance(node, Scalar) and not node.tagged:
            said = _said(node)
            self._out.say(said or self._unknown(node), at)
        else:
            text = node.anchor or self._out.text[node.start : node.end]
            self._out.say(self._out.name(text), at)

    def _items(self, node: Node, held: str) -> None:
        for item in node.items if isinstance(node, Sequence) else ():
            self._value(item, node.start, held)
            self._out.say(",", item.start)
            self._line(item)

    def _scalar(self, node: Scalar, held: str) -> None:
        held = held or (_ALIASED if node.anchor else "")
        if _is_path(node):
            self._named[node] = None
        if node.plain and re.fullmatch(NUMBER, node.value):
            self._out.take(node.start, node.end, _VALUE, held)
        elif node.span and re.fullmatch(_WORD, node.value) and _said(node)[:1] == "'":
            self._out.say('"', node.start)
            self._out.take(*node.span, _WORD, held)
            self._out.say('"', node.end)
        else:
            self._out.say(_said(node) or self._unknown(node), node.start)

    def _path(self, node: Scalar, held: str) -> None:
        if node.span is not None:
            self._out.path(*node.span, held)
        else:  # with an escape, or on several lines
            self._out.roots[node.value.partition(".")[0]] = None
            self._out.say(node.value, node.start)

    def _unknown(self, node: Scalar) -> str:
        return self._out.name(node.value, single=":" in node.value)

    def _dict(self, node: Mapping, held: str) -> None:
        held, merged = held or self._held(node), node.merged_keys
        self._out.say("{", node.start)
        for entry in node.entries:
            span = entry.key.span
            reason = held or (_MERGED if entry.key.value in merged else "")
            if span is None or not re.fullmatch(NAME, entry.key.value):
                self._out.say(repr(entry.key.value), entry.key.start)
            else:
                self._out.say('"', entry.key.start)
                self._out.take(*span, NAME, reason)
                self._out.say('"', entry.key.end)
            self._out.say(":", entry.key.start)
            self._entry(entry, reason)
        self._out.say("}", node.start)

    def _call(self, node: Mapping, target: Scalar, held: str) -> None:
        if node.repeated is not None:
            key = node.repeated
            raise YamlError(f"`{key.value}` is twice in one mapping", key.start)
        held = held or self._held(node)
        partial = node.get(PARTIAL)
        if _is_partial(partial):
            self._out.say("functools.partial(", target.start)
        own = target is next(
            (one.value for one in node.own if one.key.value == TARGET), None
        )
        held = held or (_MERGED if not own else "")
        self._path(target, held)
        self._out.say(", " if _is_partial(partial) else "(", target.start)
        if own:
            self._line(target)
        arguments = node.get(ARGUMENTS)
        if isinstance(arguments, Sequence):
            self._seen.add(arguments)
            self._items(arguments, held)
        elif arguments is not None:
            self._out.say("*", arguments.start)
            self._value(arguments, arguments.start, held)
            self._out.say(",\n", arguments.start)
        merged = node.merged_keys
        for entry in node.entries:
            if entry.key.value not in _OPTIONS:
                reason = held or (_MERGED if entry.key.value in merged else "")
                self._keyword(entry, reason)
        self._out.say(")", target.start)

    def _keyword(self, entry: Entry, held: str) -> None:
        key = entry.key
        if keyword.iskeyword(key.value) or not re.fullmatch(NAME, key.value):
            self._out.say(f"**{{{key.value!r}: ", key.start)
            self._value(entry.value, key.start, held)
            self._out.say("},\n", key.start)
            return
        if key.span is None:
            self._out.say(key.value, key.start)
        else:
            self._out.take(*key.span, NAME, held)
        self._out.say("=", key.start)
        self._entry(entry, held)

    def _entry(self, entry: Entry, held: str) -> None:
        if entry.merged and entry.value in self._seen:
            self._seen.discard(entry.value)  # said where it stands, and here
        self._value(entry.value, entry.key.start, held)
        self._out.say(",", entry.key.start)
        self._line(entry.value if not entry.merged else None)

    def _line(self, node: Node | None) -> None:
        """End a line of Python, with the comment behind a text on one line."""
        if isinstance(node, Scalar) and not set("\r\n") & set(node.text) and node.text:
            self._out.line(node.end)
        else:
            self._out.say("\n", node.start if node is not None else 0)

    def _held(self, node: Mapping) -> str:
        return _MERGED if node in self._shared else ""


def _target(node: Mapping) -> Scalar | None:
    """Return what a mapping is a call of, if it is one."""
    target = None if node.tagged else node.get(TARGET)
    return target if isinstance(target, Scalar) and _is_path(target) else None


def _is_path(node: Scalar) -> bool:
    """Whether a text is a dotted path."""
    parts = node.value.split(".")
    return (
        not node.tagged
        and re.fullmatch(DOTTED, node.value) is not None
        and not any(map(keyword.iskeyword, parts))
    )


def _is_text(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.tagged


def _is_partial(node: Node | None) -> bool:
    """Whether a call is only prepared; what is not certain is taken for that."""
    if node is None:
        return False
    plain = isinstance(node, Scalar) and not node.tagged
    value = node.value.lower() if isinstance(node, Scalar) else ""
    return not plain or value in _TRUE or value not in ("false", "no", "off", "n")


def _said(node: Scalar) -> str:
    """Return how Python says a text, or nothing where its value is not known."""
    if "${" in node.value:
        return ""
    if not node.plain:
        return repr(node.value)
    if re.fullmatch(NUMBER, node.value):
        return node.value
    if re.match(r"[-+.]?[0-9.]", node.value):
        return ""  # YAML 1.1 and 1.2 do not agree on `010` and `1:30`
    return _WORDS.get(node.value.lower(), repr(node.value))
