"""Write out what the verifier compares: a site's call, before and after.

The arguments of its partials are put together, the dicts that come through
names are put in their place, and what a partial leaves for later is a name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..files.edits import apply_edits, within
from ..files.source import Source
from ..model import Edit, Invocation
from ..rule.target import Target
from ..sites.arguments import Argument
from ..sites.site import Site, SiteKind
from ..sites.trace import Trace
from ..verify.comparison import Comparison
from .seen_values import seen_values
from .unit import SiteMember


class TooDeepError(Exception):
    """A call's arguments are nested too deeply to be written out."""


def comparison(
    member: SiteMember, edits: Iterable[Edit], target: Target, required: Sequence[str]
) -> Comparison:
    """Return what has to be compared before ``edits`` around a site are written.

    Raises:
        TooDeepError: a call cannot be written out.
    """
    site = member.site
    renamed = target.parameters.get(site.function, {})
    module, _, name = site.path.rpartition(".")
    if site.function in target.functions:
        module, name = target.verify_module, site.name
    if member.move is not None:
        name = member.move.name
    before = _written_out(site, (), required, {})
    after = _written_out(site, tuple(edits), required, renamed)
    return Comparison(
        Invocation(site.path, before),
        Invocation(f"{module}.{name}", after),
        target.note,
        tuple(seen_values(site)),
    )


def written_call(site: Site) -> Invocation | None:
    """Return a site's call as it stands; None where there is none for certain."""
    if site.kind is not SiteKind.CALL or site.doubt:
        return None
    try:
        return Invocation(site.path, _written_out(site, (), (), {}))
    except TooDeepError:
        return None


def _written_out(
    site: Site,
    edits: Sequence[Edit],
    required: Sequence[str],
    renamed: Mapping[str, str],
) -> str:
    """Return one call with the arguments of all of a site's calls, edited.

    Raises:
        TooDeepError: they are nested too deeply for that.
    """
    try:
        return ast.unparse(_whole(site, edits, required, renamed))
    except (RecursionError, MemoryError, SyntaxError) as error:
        raise TooDeepError from error


def _whole(
    site: Site,
    edits: Sequence[Edit],
    required: Sequence[str],
    renamed: Mapping[str, str],
) -> ast.AST:
    traced = _Traced(site, edits)
    positional: list[ast.expr] = []
    named: dict[str | None, ast.expr] = {}
    unpacked: list[ast.keyword] = []
    for call, skipped in site.calls:
        parsed = traced.edited(call)
        positional += parsed.args[skipped:]
        for keyword in parsed.keywords:
            if keyword.arg is not None:
                named[keyword.arg] = keyword.value
            elif (entries := traced.entries(keyword.value)) is not None:
                named.update(entries)
            else:
                unpacked.append(keyword)
    for name in required if site.kind is not SiteKind.CALL else ():
        if site.arguments is None or name not in site.arguments.named:
            named[renamed.get(name, name)] = ast.Name(name, ast.Load())
    keywords = [ast.keyword(name, value) for name, value in named.items()]
    whole = ast.Call(ast.Name("schedule"), positional, [*keywords, *unpacked])
    whole_call: ast.AST = traced.visit(whole)
    return whole_call


class _Traced(ast.NodeTransformer):
    """Edits calls, with what comes through names written out in its place.

    Names stand in for dicts and lists until the edited text is parsed.
    """

    def __init__(self, site: Site, edits: Sequence[Edit]) -> None:
        self._source = site.source
        self._dicts: dict[str, dict[str, ast.expr]] = {}
        self._lists: dict[str, ast.List] = {}
        self._edits = list(edits)
        for node, trace in site.unpacked.items():
            if not trace.opaque and (name := self._stand_in(node)):
                self._dicts[name] = _entries(site.source, trace, edits)
        for argument, written in _listed(site, edits):
            if name := self._stand_in(argument.value):
                self._lists[name] = written

    def _stand_in(self, node: ast.expr) -> str:
        """Put a name in the place of an expression that no edit does away with."""
        start, end = self._source.span(node)
        inside = [one for one in self._edits if one.start < end and start < one.end]
        if any(one.start < start or end < one.end for one in inside):
            return ""
        name = f"_traced_{start}"
        outside = [one for one in self._edits if one not in inside]
        self._edits = [*outside, Edit(start, end, name)]
        return name

    def edited(self, call: ast.Call) -> ast.Call:
        """Return a call as it reads when it is edited."""
        parsed = _parsed(_edited(self._source, call, self._edits))
        assert isinstance(parsed, ast.Call)
        return parsed

    def entries(self, unpacked: ast.expr) -> dict[str, ast.expr] | None:
        """Return what a ``**`` argument of an edited call holds, where that is seen."""
        name = unpacked.id if isinstance(unpacked, ast.Name) else ""
        return self._dicts.get(name)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Put a list back that a name stands in for."""
        return self._lists.get(node.id, node)


def _edited(source: Source, node: ast.AST, edits: Sequence[Edit]) -> str:
    start, end = source.span(node)
    return apply_edits(source.text[start:end], within(edits, start, end))


def _parsed(text: str) -> ast.expr:
    return ast.parse(f"({text}\n)", mode="eval").body


def _listed(site: Site, edits: Sequence[Edit]) -> Iterator[tuple[Argument, ast.List]]:
    """Yield each list of dicts that comes through names, written out.

    Each dict stands once, however often a loop makes it.
    """
    for name, trace in site.listed.items():
        argument = site.arguments.named[name] if site.arguments else None
        written = [part for part in trace.elements if part.entries and not part.opaque]
        if argument is None or not written or not trace.all_keys():
            continue
        common = _entries(site.source, trace, edits)
        dicts = [{**_entries(site.source, part, edits), **common} for part in written]
        yield argument, ast.List([_dict(entries) for entries in dicts], ast.Load())


def _dict(entries: Mapping[str, ast.expr]) -> ast.Dict:
    keys: list[ast.expr | None] = [ast.Constant(key) for key in entries]
    return ast.Dict(keys, list(entries.values()))


def _entries(
    source: Source, trace: Trace, edits: Sequence[Edit]
) -> dict[str, ast.expr]:
    """Return a traced dict's content; a key set twice has no known value."""
    entries: dict[str, ast.expr] = {}
    for argument in trace.entries:
        name, value = _entry(source, argument, edits)
        if name in entries and ast.dump(entries[name]) != ast.dump(value):
            value = ast.Name(argument.name, ast.Load())
        entries[name] = value
    return entries


def _entry(
    source: Source, argument: Argument, edits: Sequence[Edit]
) -> tuple[str, ast.expr]:
    if isinstance(argument.node, ast.keyword):
        call = _parsed(f"f({_edited(source, argument.node, edits)})")
        assert isinstance(call, ast.Call)
        keyword = call.keywords[0]
        return str(keyword.arg), keyword.value
    key = _parsed(_edited(source, argument.node, edits))
    value = _parsed(_edited(source, argument.value, edits))
    assert isinstance(key, ast.Constant)
    return str(key.value), value
