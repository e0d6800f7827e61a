"""Write out what the verifier compares: a site's call, before and after.

The arguments of its partials are put together, the dicts that come through
names are put in their place, and what a partial leaves for later is a name.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from ..files.source import SourceError
from ..model import Invocation
from ..names.list_parts import parts_unpacked
from ..names.record_fields import unpacked_record
from ..rule.target import Target
from ..sites.site import Site, SiteKind
from ..sites.trace import Trace
from ..verify.comparison import Comparison
from .edited import Edited, Given, LostError
from .seen_values import seen_values
from .unit import SiteMember

_Records = Mapping[str, Mapping[str, ast.expr]]


class TooDeepError(Exception):
    """A call's arguments are nested too deeply to be written out."""


def comparison(
    member: SiteMember, edited: Edited, target: Target, required: Sequence[str]
) -> Comparison:
    """Return what has to be compared before a site's file is edited.

    Raises:
        TooDeepError: a call cannot be written out.
    """
    site = member.site
    renamed = target.parameters.get(site.function, {})
    module, _, name = site.path.rpartition(".")
    note = ""
    if site.function in target.returning:
        module = target.goes(site.function)
    elif site.function in target.functions:
        module, name, note = target.verify_module, site.name, target.note
    if member.move is not None:
        name = member.move.name
    try:
        after = edited.given(site)
    except (LostError, SourceError, SyntaxError, RecursionError, MemoryError) as error:
        raise TooDeepError from error
    stated = _stated(site)
    records = _records(site, renamed)
    old = _written_out(site, Given.to(site), required, {}, records)
    new = _written_out(site, after, required, renamed, records)
    return Comparison(
        Invocation(site.path, old, stated),
        Invocation(f"{module}.{name}", new, stated),
        note,
        seen=tuple(seen_values(site)),
    )


def written_call(site: Site) -> Invocation | None:
    """Return a site's call as it stands; None where there is none for certain."""
    if site.kind is not SiteKind.CALL or site.doubt:
        return None
    try:
        call = _written_out(site, Given.to(site), (), {}, {})
        return Invocation(site.path, call, _stated(site))
    except TooDeepError:
        return None


def _stated(site: Site) -> tuple[tuple[str, float], ...]:
    """Return the numbers that the project states for names in a site's arguments."""
    arguments = site.arguments.named.values() if site.arguments is not None else ()
    found = [site.module.values.leaves(one.value) for one in arguments]
    return tuple(
        (text, stated.value)
        for leaves in found
        for text, stated in leaves.items()
        if isinstance(stated.value, int | float)
    )


def _written_out(
    site: Site,
    given: Given,
    required: Sequence[str],
    renamed: Mapping[str, str],
    records: _Records,
) -> str:
    """Return one call with the arguments of all of a site's calls.

    Raises:
        TooDeepError: they are nested too deeply for that.
    """
    try:
        return ast.unparse(_whole(site, given, required, renamed, records))
    except (RecursionError, MemoryError) as error:
        raise TooDeepError from error


def _whole(
    site: Site,
    given: Given,
    required: Sequence[str],
    renamed: Mapping[str, str],
    records: _Records,
) -> ast.Call:
    positional: list[ast.expr] = []
    named: dict[str, ast.expr] = {}
    unpacked: list[ast.keyword] = []
    starred = _starred(site) if site.kind is SiteKind.CALL else {}
    for call, skipped in given.calls:
        for value in call.args[skipped:]:
            text = ast.unparse(value) if isinstance(value, ast.Starred) else ""
            positional += starred.get(text, [_argument(value, given)])
        held: dict[str, ast.expr] = {}
        by_name: dict[str, ast.expr] = {}
        for keyword in call.keywords:
            trace = given.unpacked.get(keyword.value)
            if keyword.arg is not None:
                by_name[keyword.arg] = _argument(keyword.value, given)
            elif trace is not None and not trace.opaque:
                entries = _entries(trace).items()
                held.update({name: _argument(value, given) for name, value in entries})
            elif record := records.get(ast.unparse(keyword.value)):
                held.update(record)
            else:
                unpacked.append(keyword)
        named.update({**held, **by_name})  # where both are, a `pop` took one out
    for name in required if site.kind is not SiteKind.CALL else ():
        if site.arguments is None or name not in site.arguments.named:
            named.setdefault(renamed.get(name, name), ast.Name(name, ast.Load()))
    keywords = [ast.keyword(name, value) for name, value in named.items()]
    return ast.Call(ast.Name("schedule"), positional, [*keywords, *unpacked])


def _starred(site: Site) -> dict[str, list[ast.expr]]:
    """Return what each ``*args`` of a site's calls gives, by how it is written."""
    scopes, found = site.module.scopes, dict[str, list[ast.expr]]()
    for call, _ in site.calls:
        for one in call.args:
            parts = None
            if isinstance(one, ast.Starred) and isinstance(one.value, ast.Name):
                parts = parts_unpacked(scopes, one.value)
            if parts is not None:
                found[ast.unparse(one)] = parts
    return found


def _records(site: Site, renamed: Mapping[str, str]) -> _Records:
    """Return what each ``**asdict(config)`` of a call gives, by how it is said.

    Only where the call itself says, beside it, all other arguments and each name that
    is another one after: an instance with more fields than are seen raises then.
    """
    found: dict[str, dict[str, ast.expr]] = {}
    if site.kind is not SiteKind.CALL or site.arguments is None:
        return found
    arguments = site.arguments.named
    taken = {*arguments}
    for call, _ in site.calls:
        for one in call.keywords:
            record = unpacked_record(site.module.scopes, one.value)
            if one.arg is not None or record is None:
                continue
            given = dict(record.read())
            written = [*call.args, *(it.value for it in call.keywords if it.arg)]
            beside = {name for name, it in arguments.items() if it.value in written}
            seen = {*arguments, *renamed} - given.keys() <= beside
            text = ast.unparse(one.value)
            if seen and given.keys().isdisjoint({*taken, *renamed}):
                found[text] = given
            else:
                found.pop(text, None)  # as where it is given twice
            taken |= given.keys()
    return found


def _argument(value: ast.expr, given: Given) -> ast.expr:
    """Return an argument; a list of dicts that comes through names is written out.

    Each dict stands once, however often a loop makes it.
    """
    trace = given.listed.get(value)
    if trace is None:
        return _with_entries(value, given)
    if not trace.all_keys():
        return value
    written = [part for part in trace.elements if part.entries and not part.opaque]
    common = _entries(trace)
    dicts: list[ast.expr] = [_dict({**_entries(part), **common}) for part in written]
    return ast.List(dicts, ast.Load()) if dicts else value


def _with_entries(value: ast.expr, given: Given) -> ast.expr:
    """Return an argument with what ``kw["steps"]`` reads of an unpacked dict."""
    read: dict[ast.AST, ast.expr] = {
        node: held
        for node in (ast.walk(value) if given.unpacked else ())
        if isinstance(node, ast.Subscript) and (held := given.read(node)) is not None
    }
    return _put_in(value, read) if read else value


def _put_in(node: Any, instead: Mapping[ast.AST, ast.expr]) -> Any:
    """Return a copy of a node, or of a list of them, with other ones in places."""
    if isinstance(node, list):
        return [_put_in(one, instead) for one in node]
    if not isinstance(node, ast.AST):
        return node
    if node in instead:
        return instead[node]
    again = copy(node)
    for name, value in ast.iter_fields(node):
        setattr(again, name, _put_in(value, instead))
    return again


def _dict(entries: Mapping[str, ast.expr]) -> ast.Dict:
    keys: list[ast.expr | None] = [ast.Constant(key) for key in entries]
    return ast.Dict(keys, list(entries.values()))


def _entries(trace: Trace) -> dict[str, ast.expr]:
    """Return a traced dict's content; a key whose value is not known is a name."""
    return {entry.name: entry.value for entry in trace.entries}
