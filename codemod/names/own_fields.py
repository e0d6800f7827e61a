"""Attributes of `self` to which one place of their class gives a value."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .certain import assigned_to
from .scopes import Scope, ScopeTree
from .untouched import instance_of


def field_value(scopes: ScopeTree, node: ast.Attribute) -> ast.expr | None:
    """Return the one expression that gives a field of ``self`` its value, if any."""
    stores = scopes.attributes_set.get(node.attr, ())
    cls = _class_of(scopes, node)
    if cls is None or len(stores) != 1 or node.attr in cls.bindings:
        return None
    if _class_of(scopes, stores[0]) is not cls:
        return None
    return assigned_to(scopes, stores[0])


def field_uses(scopes: ScopeTree, node: ast.Attribute) -> Iterator[ast.Attribute]:
    """Yield where a field of ``self``, which is set once, is read in its class."""
    if field_value(scopes, node) is None:
        return
    cls = _class_of(scopes, node)
    for use in scopes.attributes[node.attr]:
        if isinstance(use.ctx, ast.Load) and _class_of(scopes, use) is cls:
            yield use


def class_attribute_uses(scopes: ScopeTree, name: ast.Name) -> Iterator[ast.Attribute]:
    """Yield where what the body of one class alone calls so is read of ``self``."""
    cls = scopes.scope_of[name]
    if not isinstance(cls.node, ast.ClassDef) or cls.node.decorator_list:
        return
    classes = (one for one in scopes.all_scopes() if one.is_class)
    if [*filter(lambda one: name.id in one.bindings, classes)] != [cls]:
        return
    if len(cls.bindings[name.id]) != 1 or name.id in scopes.attributes_set:
        return
    for use in scopes.attributes.get(name.id, ()):
        if _class_of(scopes, use) is cls:
            yield use


def _class_of(scopes: ScopeTree, node: ast.Attribute) -> Scope | None:
    """Return the class whose instance has an attribute, as ``self`` in a method."""
    owner = node.value
    if not isinstance(owner, ast.Name) or owner not in scopes.scope_of:
        return None
    return instance_of(scopes, owner)
