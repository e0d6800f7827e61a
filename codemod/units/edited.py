"""A file as it reads when a unit is written, and what its calls are given there.

What the rewritten call receives is read from the rewritten text, by a reading of its
own: a key that was not renamed with the others stays what it is there, whatever the
rule took it for.
"""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from ..files.edits import apply_edits, within
from ..files.source import Source
from ..huge_numbers import told_in_hexadecimal
from ..model import Edit
from ..names.bind import bind_module
from ..names.scopes import ScopeTree
from ..names.syntax import is_named, text_of
from ..sites.site import Site
from ..sites.trace import Place, Trace
from ..sites.tracer import Tracer


@dataclass(frozen=True, slots=True)
class Given:
    """The calls of a site in one text of its file, and what comes through names.

    Attributes:
        calls: a partial's first, each with the number of leading arguments that are
            not the function's.
        unpacked: what is in the dicts that they unpack.
        listed: what is in their lists of dicts.
        scopes: those of the file, where anything comes through names.
    """

    calls: Sequence[tuple[ast.Call, int]]
    unpacked: Mapping[ast.expr, Trace]
    listed: Mapping[ast.expr, Trace]
    scopes: ScopeTree | None = None

    @classmethod
    def to(cls, site: Site) -> Given:
        """Return what a site is given as its file stands."""
        named = site.arguments.named if site.arguments is not None else {}
        listed = {
            named[name].value: _common_unknown(trace)
            for name, trace in site.listed.items()
            if name in named  # else another function gives it
        }
        return cls(site.calls, site.unpacked, listed, site.module.scopes)

    @property
    def is_in_the_calls(self) -> bool:
        """Whether nothing comes through names: then a call alone says what it gets."""
        return not (
            self.unpacked or any(trace.all_keys() for trace in self.listed.values())
        )

    def read(self, node: ast.Subscript) -> ast.expr | None:
        """Return what is in an unpacked dict under the key that ``node`` reads."""
        text = text_of(node.slice)
        if self.scopes is None or node.value not in self.scopes.scope_of or not text:
            return None
        assert isinstance(node.value, ast.Name)
        owner = self.scopes.lookup(node.value.id, self.scopes.scope_of[node.value])
        for trace in self.unpacked.values():
            known = not trace.opaque and text not in trace.unsure
            if known and (owner, node.value.id) in trace.keys:
                values = [entry.value for entry in trace.named(text)]
                return values[0] if len(values) == 1 else None
        return None


class LostError(Exception):
    """A call is not found again in the edited text."""


class Edited:
    """One file with edits made.

    Args:
        source: the file as it stands.
        edits: those of everything that is written together.
    """

    def __init__(self, source: Source, edits: Iterable[Edit]) -> None:
        self._before = source
        self._edits = sorted(set(edits))
        self._starts = [edit.start for edit in self._edits]
        self._growth = [*accumulate(map(_growth, self._edits), initial=0)]

    def given(self, site: Site) -> Given:
        """Return what a site is given in the edited text.

        Raises:
            LostError: one of its calls is not there.
            SourceError: the text cannot be parsed.
        """
        old = Given.to(site)
        if old.is_in_the_calls:
            calls = [(self._alone(call), skipped) for call, skipped in site.calls]
            if all(
                _is_display(now)
                for one, now in _pairs(site, calls)
                if one in old.listed
            ):
                return Given(calls, {}, {})
        calls = [(self._again(call), skipped) for call, skipped in site.calls]
        pairs = _pairs(site, calls)
        places = [
            (before, after, is_list, self._tracer.follow(after, is_list))
            for before, after in pairs
            for is_list, known in ((False, old.unpacked), (True, old.listed))
            if before in known
        ]
        unpacked: dict[ast.expr, Trace] = {}
        listed: dict[ast.expr, Trace] = {}
        for before, _, is_list, place in [*places]:
            if not is_list:
                places += self._held(old, old.unpacked[before], place)
        for before, after, is_list, place in places:
            trace = self._tracer.trace(place)
            if is_list:
                listed[after] = _paired(old.listed[before], _common_unknown(trace))
            else:
                unpacked[after] = _paired(old.unpacked[before], trace)
        return Given(calls, unpacked, listed, self._scopes)

    def _held(
        self, old: Given, trace: Trace, place: Place
    ) -> Iterator[tuple[ast.expr, ast.expr, bool, Place]]:
        """Follow the lists that are in a dict where there were some."""
        for before, after in zip(
            trace.entries, self._tracer.given(place), strict=False
        ):
            if before.value in old.listed and after.value in self._scopes.parents:
                held = self._tracer.follow_held(place, after)
                yield before.value, after.value, True, held

    @cached_property
    def _source(self) -> Source:
        text = apply_edits(self._before.text, self._edits)
        return self._before.with_text(text)

    @cached_property
    def _scopes(self) -> ScopeTree:
        return bind_module(self._source.tree)

    @cached_property
    def _tracer(self) -> Tracer:
        return Tracer(self._scopes, lambda function: [])

    @cached_property
    def _calls(self) -> Mapping[tuple[int, int], ast.Call]:
        nodes = ast.walk(self._source.tree)
        calls = (node for node in nodes if isinstance(node, ast.Call))
        return {self._source.span(call): call for call in calls}

    def _alone(self, call: ast.Call) -> ast.Call:
        """Return a call as it reads when it is edited, out of its place."""
        start, end = self._before.span(call)
        first = bisect_left(self._starts, start)
        edits = within(self._edits[first : bisect_right(self._starts, end)], start, end)
        text = apply_edits(self._before.text[start:end], edits)
        parsed = told_in_hexadecimal(ast.parse(f"({text}\n)", mode="eval"), text).body
        if not isinstance(parsed, ast.Call):
            raise LostError
        return parsed

    def _again(self, call: ast.Call) -> ast.Call:
        """Return a call of the file as it stands in the edited text."""
        start, end = self._before.span(call)
        start, end = (
            at + self._growth[bisect_left(self._starts, at)] for at in (start, end)
        )
        found = self._calls.get((start, end))
        if found is None:
            raise LostError
        return found


def _growth(edit: Edit) -> int:
    return len(edit.content) - (edit.end - edit.start)


def _pairs(
    site: Site, calls: Sequence[tuple[ast.Call, int]]
) -> list[tuple[ast.expr, ast.expr]]:
    """Return each value that a site's calls are given, as it stands and as it will."""
    return [
        pair
        for (call, _), (again, _) in zip(site.calls, calls, strict=True)
        for pair in zip(_values(call), _values(again), strict=False)
    ]


def _is_display(value: ast.expr) -> bool:
    """Whether a list of dicts is written out, so that no name leads into it."""
    return isinstance(value, ast.List | ast.Tuple) and all(
        (isinstance(one, ast.Dict) and None not in one.keys)
        or (isinstance(one, ast.Call) and not one.args and _is_plain_dict(one))
        for one in value.elts
    )


def _is_plain_dict(call: ast.Call) -> bool:
    return is_named(call.func, "dict") and all(one.arg for one in call.keywords)


def _values(call: ast.Call) -> list[ast.expr]:
    """Return what a call is given, in the order of writing."""
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    return sorted(values, key=lambda node: (node.lineno, node.col_offset))


def _common_unknown(trace: Trace) -> Trace:
    """Return what is in a list; what is put into any element has no known value."""
    return trace.unsure_of(dict.fromkeys((one.name for one in trace.entries), ""))


def _paired(old: Trace, new: Trace) -> Trace:
    """Return a trace whose unknown values have the names that they had before."""
    if len(old.entries) != len(new.entries) or len(old.elements) != len(new.elements):
        return new
    entries = tuple(
        replace(after, value=before.value)
        if after.name in new.unsure and before.name in old.unsure
        else after
        for before, after in zip(old.entries, new.entries, strict=True)
    )
    pairs = zip(old.elements, new.elements, strict=True)
    elements = tuple(_paired(before, after) for before, after in pairs)
    return replace(new, entries=entries, elements=elements)
