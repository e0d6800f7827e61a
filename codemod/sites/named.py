"""Schedules that a configuration names by a text, with what stands beside it.

In ``{"name": "cosine_decay_schedule", "decay_steps": 9}`` something else finds the
function; and ``optax.cosine_decay_schedule(**config.schedule)`` is given what stands
under ``schedule``. Such a site is told where its keys stand. Nothing is written there:
who reads it, reads it by name.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..names.configs.lookups import Lookups, Reader
from ..names.resolver import Resolver
from ..names.syntax import display_entries, text_of
from .arguments import Argument, Arguments
from .mappings import Mapping as Written
from .mappings import holds, mappings
from .site import Site, SiteKind, SiteModule
from .trace import Trace

_TARGET = "_target_"
_NOT_SEEN = "nothing is seen that finds it by this name"
_NOT_FOLLOWED = f"what reads its `{_TARGET}` is not followed"


@dataclass(frozen=True)
class Named:
    """Finds them in one module, or in what stands for a configuration.

    Attributes:
        module: it.
        resolver: what its names mean, and which tree it is in.
        parameters: of each known function.
        renamed: the functions that are to have another name.
        dict_lists: of each function that takes a list of dicts, the parameter.
    """

    module: SiteModule
    resolver: Resolver
    parameters: Mapping[str, Sequence[str]]
    renamed: Collection[str]
    dict_lists: Mapping[str, tuple[str, str]]

    def sites(self) -> Iterator[Site]:
        """Yield them."""
        project, source = self.resolver.project, self.module.source
        keywords = self.resolver.vocabulary.keywords
        names = self._names
        if project is None or source.prose:
            return
        if not any(one in source.text for one in (*keywords, *names)):
            return
        file = self.resolver.file
        for written in mappings(self.module.scopes):
            has_keys = not keywords.isdisjoint(written.all_names)
            texts = [text_of(one.value) for one in written.entries]
            if (has_keys and any(texts)) or not names.keys().isdisjoint(texts):
                yield from self._named(written, project.lookups(file))
            if has_keys and written.own:
                given = project.lookups(file).given.get(written.own, ())
                yield from self._given(written, given)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Those of which a name or a keyword changes, by own names and by paths."""
        vocabulary = self.resolver.vocabulary
        return {
            name: path
            for name, path in vocabulary.own_names.items()
            if path in self.renamed
            or not vocabulary.keywords.isdisjoint(self.parameters[path])
        }

    def _named(self, written: Written, lookups: Lookups) -> Iterator[Site]:
        for entry in written.entries:
            text = text_of(entry.value)
            if text is None or (_TARGET in written.names and entry.name != _TARGET):
                continue
            function = self._names.get(text, "")
            reader = lookups.by_name
            if not function or reader is None:
                function, reader = lookups.by_text.get(text, (function, None))
            if function:
                yield from self._of_text(written, entry, function, reader)

    def _of_text(
        self, written: Written, entry: Argument, function: str, reader: Reader | None
    ) -> Iterator[Site]:
        parameters = self.parameters[function]
        own = [one for one in written.entries if one is not entry]
        held = [one for inner in written.held for one in inner.entries]
        given = [one for one in (*own, *held) if one.name in parameters]
        if not given and function not in self.renamed:
            return
        asked = held if any(one in held for one in given) else own
        strange = [
            one.name
            for one in asked
            if one.name not in parameters and not holds(one.name)
        ]
        reason = f"read by its name in {reader}" if reader is not None else _NOT_SEEN
        if entry.name == _TARGET:
            reason, reader, strange = _NOT_FOLLOWED, reader, []
        guessed = bool(strange) or (reader is None and entry.name != _TARGET)
        yield self._site(function, entry, given, reason, guessed)

    def _given(
        self, written: Written, readers: Sequence[tuple[str, Reader]]
    ) -> Iterator[Site]:
        for function, reader in readers:
            if {*written.names} <= {*self.parameters[function]}:
                first, reason = written.entries[0], f"given to {reader}"
                yield self._site(function, first, written.entries, reason, False)

    def _site(
        self,
        function: str,
        entry: Argument,
        given: Sequence[Argument],
        reason: str,
        guessed: bool,
    ) -> Site:
        node = entry.value
        site = Site(
            SiteKind.PARTIAL,
            function,
            function,
            node,
            node,
            self.module,
            arguments=Arguments({one.name: one for one in given}),
            unpacked={node: Trace(entries=tuple(given), opaque=reason)},
            doubt=reason,
            by_text=True,
            guessed=guessed,
        )
        parameter, _ = self.dict_lists.get(function, ("", ""))
        for one in given:
            if one.name == parameter:
                site.listed[parameter] = _elements(one, reason)
        return site


def _elements(given: Argument, reason: str) -> Trace:
    """Return the dicts of a list that is written there."""
    items = given.value.elts if isinstance(given.value, ast.List) else []
    found = list[Trace]()
    for item in items:
        if isinstance(item, ast.Dict):
            entries = (Argument.of_entry(item, one) for one in display_entries(item))
            known = tuple(one for one in entries if one is not None)
            found.append(Trace(entries=known, opaque=reason))
    return Trace(elements=tuple(found), opaque=reason)
