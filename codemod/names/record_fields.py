"""What ``**asdict(config)`` gives a call: the fields of a dataclass of the module."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .certain import imported_path, sole_value
from .scopes import ScopeTree

# A field of one of these is none of `asdict`, or says that others are given by name.
_NO_FIELDS = ("ClassVar", "InitVar", "KW_ONLY")
_NO_FIELD = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Expr, ast.Pass, ast.Assign)
# Methods that may give fields other values than those they are made with.
_SETTING = ("__getattribute__", "__init__", "__new__", "__post_init__")


@dataclass(frozen=True, slots=True)
class Record:
    """An instance of a dataclass, all of whose fields are given to a call.

    Attributes:
        instance: the expression.
        cls: its class.
        fields: those that the class declares, each with its default, if it has one.
        call: what makes the instance; None where it may be of a class that derives
            from this one, and has more fields.
    """

    instance: ast.expr
    cls: ast.ClassDef
    fields: Sequence[tuple[str, ast.expr | None]]
    call: ast.Call | None

    def given(self) -> Iterator[tuple[str, ast.expr]]:
        """Yield the values that fields are seen to get, with their names."""
        yield from ((name, value) for name, value in self.fields if value is not None)
        if self.call is not None:
            names = (name for name, _ in self.fields)
            yield from zip(names, self.call.args, strict=False)
            yield from ((one.arg, one.value) for one in self.call.keywords if one.arg)

    def read(self) -> Iterator[tuple[str, ast.expr]]:
        """Yield each field with the expression that reads it of the instance."""
        for name, _ in self.fields:
            yield name, ast.Attribute(self.instance, name, ast.Load())


def unpacked_record(scopes: ScopeTree, node: ast.expr) -> Record | None:
    """Return what ``asdict(config)`` is made of, if its class is seen."""
    if not isinstance(node, ast.Call) or len(node.args) != 1 or node.keywords:
        return None
    instance = node.args[0]
    if not isinstance(instance, ast.Name) or instance not in scopes.scope_of:
        return None
    if imported_path(scopes, node.func) != "dataclasses.asdict":
        return None
    cls = _class_of(scopes, instance)
    fields = _fields(scopes, cls) if cls is not None else None
    if cls is None or not fields or _is_set(scopes, fields):
        return None
    made = sole_value(scopes, instance)
    call = made if isinstance(made, ast.Call) else None
    return Record(instance, cls, fields, call)


def _is_set(scopes: ScopeTree, fields: Sequence[tuple[str, ast.expr | None]]) -> bool:
    """Whether the module may give a field another value later."""
    return any(name in scopes.attributes_set for name, _ in fields)


def _class_of(scopes: ScopeTree, instance: ast.Name) -> ast.ClassDef | None:
    """Return the class of which one call makes a name, or as which it is annotated."""
    binding = scopes.sole_binding(instance)
    if binding is None:
        return None
    named: ast.expr | None = None
    if isinstance(binding.node, ast.arg):
        parameters = scopes.parents[binding.node]
        stars = (getattr(parameters, one) for one in ("vararg", "kwarg"))
        plain = binding.node not in stars and not _has_default(parameters, binding.node)
        named = binding.node.annotation if plain else None
    elif isinstance(binding.value, ast.Call):
        named = binding.value.func
    if not isinstance(named, ast.Name) or named not in scopes.scope_of:
        return None
    cls = scopes.sole_binding(named)
    return cls.node if cls is not None and isinstance(cls.node, ast.ClassDef) else None


def _has_default(parameters: ast.AST, parameter: ast.arg) -> bool:
    assert isinstance(parameters, ast.arguments)
    positional = [*parameters.posonlyargs, *parameters.args]
    if parameter in positional:
        return positional.index(parameter) >= len(positional) - len(parameters.defaults)
    at = parameters.kwonlyargs.index(parameter)
    return parameters.kw_defaults[at] is not None


def _fields(
    scopes: ScopeTree, cls: ast.ClassDef
) -> list[tuple[str, ast.expr | None]] | None:
    """Return what a dataclass that derives from nothing declares, or None."""
    by = [one.func if isinstance(one, ast.Call) else one for one in cls.decorator_list]
    if [imported_path(scopes, one) for one in by] != ["dataclasses.dataclass"]:
        return None
    if cls.bases or cls.keywords:
        return None
    found: list[tuple[str, ast.expr | None]] = []
    for one in cls.body:
        if isinstance(one, ast.AnnAssign):
            declared = ast.unparse(one.annotation)
            if not isinstance(one.target, ast.Name) or any(
                other in declared for other in _NO_FIELDS
            ):
                return None
            if isinstance(one.value, ast.Call):
                return None  # `field`, which may give anything
            found.append((one.target.id, one.value))
        elif not isinstance(one, _NO_FIELD) or getattr(one, "name", "") in _SETTING:
            return None
    names = {name for name, _ in found}
    return found if len(names) == len(found) else None
