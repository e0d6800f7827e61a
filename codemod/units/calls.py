"""Write out what the verifier compares: a site's call, before and after.

The arguments of its partials are put together, the dicts that come through
names are put in their place, and what a partial leaves for later is a name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence

from ..files.edits import apply_edits, within
from ..files.source import Source
from ..model import Edit, Invocation
from ..names.syntax import written, written_arguments
from ..rule.target import Target
from ..sites.arguments import Argument
from ..sites.site import Site, SiteKind
from ..sites.trace import Trace
from ..verify.comparison import Comparison
from .unit import SiteMember


def comparison(
    member: SiteMember, edits: Iterable[Edit], target: Target, required: Sequence[str]
) -> Comparison:
    """Return what has to be compared before ``edits`` around a site are written."""
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
    )


def written_call(site: Site) -> Invocation | None:
    """Return a site's call as it stands; None where there is none for certain."""
    if site.kind is not SiteKind.CALL or site.doubt:
        return None
    return Invocation(site.path, _written_out(site, (), (), {}))


def _written_out(
    site: Site,
    edits: Sequence[Edit],
    required: Sequence[str],
    renamed: Mapping[str, str],
) -> str:
    positional: list[ast.expr] = []
    named: dict[str, ast.expr] = {}
    unpacked: list[ast.expr] = []
    for call, skipped in site.calls:
        parsed = _edited_call(site.source, call, edits)
        given = zip(written_arguments(call), written_arguments(parsed), strict=True)
        for index, (old, new) in enumerate(given):
            if isinstance(new, ast.keyword) and isinstance(old, ast.keyword):
                trace = site.unpacked.get(old.value)
                if new.arg is not None:
                    named[new.arg] = _listed(site, call, index, edits) or new.value
                elif trace is None or trace.opaque:
                    unpacked.append(new.value)
                else:
                    named.update(_entries(site.source, trace, edits))
            elif isinstance(new, ast.keyword):
                named[str(new.arg)] = new.value
            elif index >= skipped:
                positional.append(_listed(site, call, index, edits) or new)
    known = site.arguments.named if site.arguments else {}
    if site.kind is not SiteKind.CALL:
        for name in required:
            if name not in known:
                named[renamed.get(name, name)] = ast.Name(name, ast.Load())
    keywords = [ast.keyword(name, value) for name, value in named.items()]
    keywords += [ast.keyword(None, value) for value in unpacked]
    call = ast.Call(ast.Name("schedule", ast.Load()), positional, keywords)
    return written(call)


def _edited_call(source: Source, call: ast.Call, edits: Sequence[Edit]) -> ast.Call:
    parsed = _parsed(_edited(source, call, edits))
    assert isinstance(parsed, ast.Call)
    return parsed


def _edited(source: Source, node: ast.AST, edits: Sequence[Edit]) -> str:
    start, end = source.span(node)
    return apply_edits(source.text[start:end], within(edits, start, end))


def _parsed(text: str) -> ast.expr:
    return ast.parse(f"({text}\n)", mode="eval").body


def _listed(
    site: Site, call: ast.Call, index: int, edits: Sequence[Edit]
) -> ast.expr | None:
    """Return a list of dicts that came through names, written out, or None.

    Each dict stands once, however often a loop makes it.
    """
    for name, trace in site.listed.items():
        argument = site.arguments.named[name] if site.arguments else None
        if argument is None or (argument.holder, argument.index) != (call, index):
            continue
        written = [part for part in trace.elements if part.entries and not part.opaque]
        if not written or not trace.all_keys():
            return None
        common = _entries(site.source, trace, edits)
        dicts = [{**_entries(site.source, part, edits), **common} for part in written]
        return ast.List([_dict(entries) for entries in dicts], ast.Load())
    return None


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
