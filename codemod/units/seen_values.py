"""What an argument is seen to be that is no number: a default of None, a text.

Numbers are tried for a name in any case. A schedule that is made of None, and never
called, is a program that runs; so where such a value is in sight, it is tried, too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..names.certain import imported_path, through_names
from ..names.list_parts import parts_unpacked
from ..names.record_fields import unpacked_record
from ..names.scopes import FUNCTION_NODES, Scope, ScopeTree
from ..names.syntax import dict_entries, text_of, written_arguments
from ..names.untouched import instance_of
from ..sites.arguments import Argument
from ..sites.site import Site
from .seen_loops import given_by_loop, no_rounds

_ENVIRONMENT = frozenset({"os.environ.get", "os.getenv"})


def seen_values(site: Site) -> Iterator[tuple[str, object]]:
    """Yield arguments that are one name or entry, each with its value that is seen.

    A parameter that is looked at before the call is taken to be looked after, and so
    is an entry that is set before it. Of cycles, it is what gives none of them.
    """
    if site.arguments is None:
        return
    scopes = site.module.scopes
    values = [one.value for one in site.arguments.named.values()]
    for value in (*values, *_starred(site)):
        yield from no_rounds(scopes, value, site.module.values.of)
        for shown in _shown(value, site.node, scopes):
            yield ast.unparse(value), shown
        stated = site.module.values.of(value)
        is_name = isinstance(value, ast.Name | ast.Attribute)
        if is_name and stated is not None and isinstance(stated.value, str):
            yield ast.unparse(value), stated.value
    yield from _of_records(site)
    yield from _of_many(site)


def _starred(site: Site) -> Iterator[ast.expr]:
    """Yield what is given through ``*args``, as far as it is written."""
    for call, _ in site.calls:
        for one in call.args:
            if isinstance(one, ast.Starred):
                yield from parts_unpacked(site.module.scopes, one.value) or ()


def _of_records(site: Site) -> Iterator[tuple[str, str | None]]:
    """Yield what a field that ``**asdict(config)`` gives has, that is no number."""
    for call, _ in site.calls:
        for one in call.keywords:
            record = unpacked_record(site.module.scopes, one.value)
            if record is None:
                continue
            for name, value in record.given():
                for shown in _no_number(value):
                    yield f"{ast.unparse(record.instance)}.{name}", shown


def _of_many(site: Site) -> Iterator[tuple[str, str | None]]:
    """Yield what a key is seen to have, in one place of several, that is no number.

    Whichever it has when the call is made, it is compared under the key's own name.
    """
    scopes = site.module.scopes
    for trace in (*site.unpacked.values(), *site.listed.values()):
        for part in trace.dicts():
            for entry in part.entries:
                if entry.name not in part.unsure:
                    continue
                value = _written(entry, scopes)
                for shown in (*_no_number(value), *_shown(value, site.node, scopes)):
                    yield entry.name, shown


def _written(entry: Argument, scopes: ScopeTree) -> ast.expr:
    """Return what stands at an entry whose value is not certain."""
    holder = entry.holder
    if isinstance(holder, ast.Subscript):
        value: ast.expr = getattr(scopes.parents[holder], "value", entry.value)
        return value
    if isinstance(holder, ast.Dict):
        return holder.values[entry.index]
    given = written_arguments(holder)[entry.index]
    return given.value if isinstance(given, ast.keyword) else holder.args[1]


def _shown(value: ast.expr, call: ast.AST, scopes: ScopeTree) -> Iterator[str | None]:
    """Yield what an argument is seen to be that is no number."""
    if isinstance(value, ast.Name) and value in scopes.scope_of:
        yield from _default(value, call, scopes)
        for one in given_by_loop(scopes, value, call):
            yield from _no_number(one)
    elif isinstance(value, ast.Subscript) and value.value in scopes.scope_of:
        yield from _entry(value, call, scopes)
    elif isinstance(value, ast.Attribute):
        yield from _of_class(value, call, scopes)
    yield from _environment(value, call, scopes)


def _environment(
    value: ast.expr, call: ast.AST, scopes: ScopeTree
) -> Iterator[str | None]:
    """Yield what the environment may give: a text, or None."""
    asked = through_names(scopes, value)
    if isinstance(value, ast.Name) and asked is not value:
        owner = scopes.lookup(value.id, scopes.scope_of[value])
        if owner is None or _is_looked_at(value, call, owner, scopes, but_stored=True):
            return
    of = asked.value if isinstance(asked, ast.Subscript) else None
    if of is not None and imported_path(scopes, of) == "os.environ":
        yield "0.1"
    if not isinstance(asked, ast.Call) or not asked.args:
        return
    if imported_path(scopes, asked.func) in _ENVIRONMENT:
        yield from _no_number(asked.args[1] if asked.args[1:] else ast.Constant(None))


def _of_class(
    value: ast.Attribute, call: ast.AST, scopes: ScopeTree
) -> Iterator[str | None]:
    """Yield what the class of ``self`` says of an attribute, where it is begun with."""
    cls = instance_of(scopes, value.value) if value.value in scopes.scope_of else None
    method = scopes.function_around(call)
    if cls is None or getattr(method, "name", "") != "__init__":
        return
    bindings = cls.bindings.get(value.attr, ())
    if len(bindings) != 1:
        return
    others = any(
        value.attr in one.bindings
        for one in scopes.all_scopes()
        if one.is_class and one is not cls
    )
    before = any(
        scopes.function_around(one) is method and _position(one) < _position(call)
        for one in scopes.attributes.get(value.attr, ())
    )
    if not others and not before:
        yield from _no_number(bindings[0].value)


def _default(name: ast.Name, call: ast.AST, scopes: ScopeTree) -> Iterator[str | None]:
    binding = scopes.sole_binding(name)
    owner = scopes.lookup(name.id, scopes.scope_of[name])
    if binding is None or owner is None or not isinstance(owner.node, FUNCTION_NODES):
        return
    if not _is_looked_at(name, call, owner, scopes):
        yield from _no_number(_defaults(owner.node.args).get(name.id))


def _defaults(args: ast.arguments) -> dict[str, ast.expr]:
    positional = [*args.posonlyargs, *args.args]
    named = positional[len(positional) - len(args.defaults) :]
    pairs = [*zip(named, args.defaults, strict=True)]
    pairs += [
        (one, value)
        for one, value in zip(args.kwonlyargs, args.kw_defaults, strict=True)
        if value is not None
    ]
    return {one.arg: value for one, value in pairs}


def _no_number(node: ast.AST | None) -> Iterator[str | None]:
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, type(None))):
        yield node.value


def _is_looked_at(
    name: ast.Name,
    call: ast.AST,
    owner: Scope,
    scopes: ScopeTree,
    *,
    but_stored: bool = False,
) -> bool:
    """Whether a name is used before the call, or decides whether it is made.

    Of one that an assignment binds, that is no use.
    """
    begin = _position(call)
    deciding = {
        id(part)
        for around in scopes.ancestors(call)
        if isinstance(around, ast.IfExp)
        for part in ast.walk(around.test)
    }
    return any(
        _position(use) < begin or id(use) in deciding
        for use in scopes.uses_of.get((owner, name.id), ())
        if use is not name and not (but_stored and isinstance(use.ctx, ast.Store))
    )


def _entry(
    entry: ast.Subscript, call: ast.AST, scopes: ScopeTree
) -> Iterator[str | None]:
    base, key = entry.value, entry.slice
    if not isinstance(base, ast.Name) or text_of(key) is None:
        return
    owner = scopes.lookup(base.id, scopes.scope_of[base])
    if owner is None or scopes.sole_binding(base) is None:
        return
    held: ast.expr = base
    if isinstance(owner.node, FUNCTION_NODES):
        held = _defaults(owner.node.args).get(base.id, base)
    made = dict_entries(through_names(scopes, held), scopes)
    found = [one.value for one in made[1] if one.text == text_of(key)] if made else []
    for value in _no_number(found[-1] if found else None):
        if not _is_set(base, call, owner, scopes):
            yield value


def _is_set(base: ast.Name, call: ast.AST, owner: Scope, scopes: ScopeTree) -> bool:
    """Whether an entry of a dict is set before the call, or where is not known."""
    elsewhere = owner is not scopes.scope_of[base]
    for use in scopes.uses_of.get((owner, base.id), ()):
        around = scopes.parents.get(use)
        is_set = isinstance(around, ast.Subscript) and isinstance(around.ctx, ast.Store)
        if is_set and (elsewhere or _position(use) < _position(call)):
            return True
    return False


def _position(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
