"""gin files: what is bound is a partial of what Python registered by that name.

Nothing here is rewritten: who calls it, and with which names, is not followed.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence

from ..configs.gin_statements import Binding, GinError, bindings
from ..configs.stand_in import DOTTED, NAME, NUMBER, StandIn
from ..decode import SourceError, decode, limited
from ..document import Document
from ..source import Source

_HELD = "gin gives it to what Python registers by this name, which is not followed"


class GinFile(Document):
    """A gin file; it is looked at only."""

    def __init__(self, data: bytes, path: str) -> None:
        super().__init__(data, path)
        text, _, _ = decode(limited(data))
        self._stand_in = StandIn(text)
        try:
            found = bindings(text)
            said = _Said(self._stand_in)
            for group in _groups(text, found):
                said.partial(group)
            for binding in found:
                said.references(binding)
        except GinError as error:
            place = self._stand_in.position(error.offset)
            raise SourceError(f"cannot be read as gin: {error.why}", place) from error
        source = self._stand_in.source(path, data)
        self._sources = (source,) if source is not None else ()

    def rewritten(self, sources: Sequence[Source]) -> bytes:
        """Return the file, where comments can have changed."""
        text = self._stand_in.spliced(sources)
        return (BOM_UTF8 if decode(self.data)[2] else b"") + text.encode()


class _Said:
    """Says in Python what a gin file binds and names."""

    def __init__(self, out: StandIn) -> None:
        self._out = out

    def partial(self, group: Sequence[Binding]) -> None:
        """Say what one function is given."""
        owner = group[0].selector
        assert owner is not None
        # What has this name may be something else: nothing certainly fails here.
        self._out.say("try: functools.partial(", owner[0])
        self._named(*owner)
        self._out.say(",\n", owner[0])
        for binding in group:
            start, end = binding.parameter
            self._out.take(start, end, NAME, _HELD)
            self._out.say("=", start)
            self._value(binding)
            self._out.say(",", start)
            self._out.line(binding.span[1])
        self._out.say(")\nexcept Exception: pass\n", owner[0])

    def references(self, binding: Binding) -> None:
        """Say which functions a value names."""
        for span in binding.references:
            self._out.say("try: print(", span[0])
            self._named(*span)
            self._out.say(")\nexcept Exception: pass\n", span[0])

    def _value(self, binding: Binding) -> None:
        start, end = binding.span
        text = self._out.text[start:end]
        if re.fullmatch(NUMBER, text):
            self._out.take(start, end, NUMBER, _HELD)
        else:
            self._out.say(self._out.name(text, single="@" in text), start)

    def _named(self, start: int, end: int) -> None:
        """Say a function; one without a module is Optax's, if Optax has it."""
        if re.fullmatch(DOTTED, self._out.text[start:end]):
            self._out.path(start, end, _HELD)
        else:
            self._out.say("optax.", start)
            self._out.roots["optax"] = None
            self._out.take(start, end, NAME, _HELD)


def _groups(text: str, found: Iterable[Binding]) -> list[list[Binding]]:
    """Return bindings by what they are for; one that is bound anew begins another."""
    groups: dict[tuple[str, str], list[list[Binding]]] = {}
    for binding in found:
        if binding.selector is None:
            continue
        owner = text[slice(*binding.selector)]
        of_owner = groups.setdefault((binding.scope, owner), [[]])
        names = [text[slice(*one.parameter)] for one in of_owner[-1]]
        if text[slice(*binding.parameter)] in names:
            of_owner.append([])
        of_owner[-1].append(binding)
    return [group for each in groups.values() for group in each]


DOCUMENT = GinFile
