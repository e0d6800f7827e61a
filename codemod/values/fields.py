"""What the fields of classes hold: defaults, what methods put there, properties."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from ..names.scopes import Binding
from ..names.syntax import last_name
from ..names.untouched import set_of_instances
from .classes import Classes, Made
from .setters import Setters, by_class
from .spots import Given, Spot, Way
from .tree import Module

# What a class body calls to say what a field is, with its default.
_FIELDS = frozenset({"Field", "attrib", "field", "ib", "param", "static_field"})
_PROPERTIES = frozenset({"cached_property", "property"})
_FACTORIES = frozenset({"default_factory", "factory"})


def field_of(classes: Classes, setters: Setters, spot: Spot) -> Given | None:
    """Return what gives a field of an instance its value, if one place does."""
    node = spot.node
    if not isinstance(node, ast.Attribute):
        return None
    made = classes.of(Spot(spot.module, node.value))
    lineage = classes.lineage(made) if made is not None else ()
    before = next((one for of in lineage for one in by_class(*of)), "")
    passed = _passed(made, lineage, node.attr) if made is not None else None
    for module, cls in lineage:
        bindings = module.scopes.scope_of[cls].bindings.get(node.attr, [])
        is_passed = passed is not None and node.attr in _declared(cls)
        given = passed if is_passed else _own(module, cls, node.attr, bindings)
        if given is None and not bindings:
            before = before or classes.unseen_base(module, cls)
            continue
        if given is None or made is None:
            return None
        asked = (module, cls, node.attr)
        set_at = setters.of_field(*asked, spot.module) or before
        if made.call is None:
            set_at = set_at or setters.of_subclass(*asked)
        owner = given.owner or f"{cls.name}.{node.attr}"
        given = replace(given, choice=given.choice or set_at, owner=owner)
        if _is_field(bindings) and not is_passed:
            return _with_choice(given, made, node.attr)
        return given
    return None


def _declared(cls: ast.ClassDef) -> list[str]:
    """Return the fields that a class annotates, in their order."""
    return [
        one.target.id
        for one in cls.body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    ]


def _own(
    module: Module, cls: ast.ClassDef, name: str, bindings: list[Binding]
) -> Given | None:
    """Return what a class gives to an attribute of its instances, if one place."""
    stores = _stores(module, cls, name)
    if len(bindings) + len(stores) != 1:
        return None
    if stores:
        line, value = stores[0]
        return Given(Spot(module, value), Way.FIELD, line) if value else None
    node = bindings[0].node
    if isinstance(node, ast.FunctionDef):
        return _property(module, node)
    value = _default(bindings[0].value)
    line = getattr(node, "lineno", 0)
    return Given(Spot(module, value), Way.FIELD, line) if value is not None else None


def _is_field(bindings: list[Binding]) -> bool:
    """Whether instances can be made with another value, as of a dataclass."""
    return any(isinstance(one.statement, ast.AnnAssign) for one in bindings)


def _passed(
    made: Made, lineage: Sequence[tuple[Module, ast.ClassDef]], name: str
) -> Given | None:
    """Return what the call that makes an instance gives a field."""
    call = made.call.node if made.call is not None else None
    if made.call is None or not isinstance(call, ast.Call):
        return None
    for module, cls in lineage:
        own = "__init__" in module.scopes.scope_of[cls].bindings
        if own or _stores(module, cls, name):
            return None
    fields = [one for _, cls in reversed(lineage) for one in _declared(cls)]
    order = [*dict.fromkeys(fields)]
    given = {one.arg: one.value for one in call.keywords}
    stars = any(isinstance(one, ast.Starred) for one in call.args)
    if not stars and _is_made_in_order(made.cls):
        given |= dict(zip(order, call.args, strict=False))
    if name not in given:
        return None
    value = given[name]
    owner = f"{made.cls.name}({name}=...)"
    return Given(Spot(made.call.module, value), Way.CALL, value.lineno, owner=owner)


def _is_made_in_order(cls: ast.ClassDef) -> bool:
    """Whether instances are made of the values of the fields, in their order."""
    by = [one.func if isinstance(one, ast.Call) else one for one in cls.decorator_list]
    plain = not any(isinstance(one, ast.Call) for one in cls.decorator_list)
    return (plain and last_name(by[0] if by else None) == "dataclass") or (
        "NamedTuple" in map(last_name, cls.bases)
    )


def _with_choice(given: Given, made: Made, name: str) -> Given:
    """Say who may make an instance with another value."""
    call = made.call.node if made.call is not None else None
    if isinstance(call, ast.Call) and not call.args and not _unpacks(call):
        return given
    choice = f"a `{made.cls.name}` may be made with another `{name}`"
    return replace(given, choice=given.choice or choice)


def _unpacks(call: ast.Call) -> bool:
    return any(keyword.arg is None for keyword in call.keywords)


def _stores(
    module: Module, cls: ast.ClassDef, name: str
) -> list[tuple[int, ast.expr | None]]:
    """Return what the methods of a class put into an attribute of ``self``."""
    found: list[tuple[int, ast.expr | None]] = []
    scope = module.scopes.scope_of[cls]
    for node in module.scopes.remember(set_of_instances).get((scope, name), ()):
        statement = module.scopes.parents[node]
        plain = isinstance(statement, ast.Assign | ast.AnnAssign)
        value: ast.expr | None = getattr(statement, "value", None)
        found.append((node.lineno, value if plain else None))
    return found


def _property(module: Module, function: ast.FunctionDef) -> Given | None:
    """Return what a property computes, where it is one expression."""
    names = {last_name(one) for one in function.decorator_list}
    body = [one for one in function.body if not _is_text(one)]
    if not names or not names <= _PROPERTIES or len(body) != 1:
        return None
    value = body[0].value if isinstance(body[0], ast.Return) else None
    return (
        None if value is None else Given(Spot(module, value), Way.FIELD, body[0].lineno)
    )


def _default(value: ast.expr | None) -> ast.expr | None:
    """Return a field's default, out of ``field(default=...)`` where it is in one."""
    if not isinstance(value, ast.Call) or last_name(value.func) not in _FIELDS:
        return value
    for keyword in value.keywords:
        if keyword.arg == "default":
            return keyword.value
        if keyword.arg in _FACTORIES and isinstance(keyword.value, ast.Lambda):
            return keyword.value.body
        if keyword.arg in _FACTORIES:
            return ast.copy_location(ast.Call(keyword.value, [], []), keyword.value)
    return value.args[0] if value.args else None


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
