"""What the classes in sight compute when an attribute is read, or a length asked for.

A property whose body is a formula gives the same twice, and so does a `__getattr__`
that looks something up. One that counts does not.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ..files.source import Source, SourceError
from .bodies import called, changes, counts, is_formula, looks_up, read_by
from .definitions import ANY, Method, definitions_in

# What decorates a method that is only called, or whose first value is kept.
_STEADY = frozenset(
    {"abstractmethod", "cached_property", "classmethod", "overload", "staticmethod"}
)
_KEPT = frozenset({"cached_property"})
_KEYS = ("__getitem__", "__missing__", "__class_getitem__")
# What a class body calls to say what an attribute is; other calls may make something
# that computes it.
_FIELDS = frozenset({"Field", "dict", "field", "float", "int", "list", "param"})


@dataclass(frozen=True, slots=True)
class Computed:
    """What computes an attribute.

    Attributes:
        line: where it stands in its file.
        is_steady: whether it gives the same when it is read again.
        is_steady_first: whether it does nothing else the first time, either, as one
            does whose value is kept.
        reads: the attributes that it takes.
    """

    line: int
    is_steady: bool = False
    is_steady_first: bool = False
    reads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hook:
    """A method that Python calls by itself, as ``__len__``.

    Attributes:
        line: where it stands in its file.
        is_formula: whether it only works something out.
        looks_up: whether it only looks something up.
        changes: whether it puts something somewhere, or steps on.
        counts: whether it changes its own object, or what is around it.
    """

    line: int
    is_formula: bool = False
    looks_up: bool = False
    changes: bool = True
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Classes:
    """What the classes of a file compute, by the name of the attribute or method."""

    computed: dict[str, list[Computed]] = field(default_factory=dict)
    hooks: dict[str, list[Hook]] = field(default_factory=dict)


def classes_of(source: Source) -> Classes:
    """Return what the classes of a file compute; nothing where it cannot be parsed."""
    found = Classes()
    try:
        definitions = definitions_in(source.nodes)
    except SourceError:
        return found
    for name, attributes in definitions.attributes.items():
        computing = [node for node, own in attributes if _computes(node, name, own)]
        if name == "get":
            others = (node for node, _ in attributes if not isinstance(node, Method))
            found.hooks[name] = [Hook(getattr(one, "lineno", 0)) for one in others]
        if computing:
            found.computed[name] = [*map(_computed, computing)]
    for name, methods in definitions.functions.items():
        if name.startswith("__") or name == "get":
            found.hooks.setdefault(name, []).extend(map(_hook, methods))
    for name, given in definitions.hooks.items():
        for one in given:
            value = getattr(one, "value", None)
            said = value.id if isinstance(value, ast.Name) else ""
            methods = definitions.functions.get(said, [])
            unseen = Hook(getattr(one, "lineno", 0))
            hooks = [*map(_hook, methods)] or [unseen]
            found.hooks.setdefault(name, []).extend(hooks)
    return found


def computed(
    name: str, saying: Callable[[str], Iterable[Source]], *, first: bool = False
) -> str:
    """Return where an attribute may be computed anew when it is read, or nothing.

    Args:
        name: the attribute's name.
        saying: the files in sight that say a name.
        first: whether it may be the first time that it is read, so that a value that
            is kept from then on is computed, too.
    """
    pending, asked = [name], {name}
    while pending:
        current = pending.pop()
        for source in saying(current):
            known = source.remember(classes_of).computed
            for one in (*known.get(current, ()), *known.get(ANY, ())):
                if not (one.is_steady_first if first else one.is_steady):
                    where = source.told(f"line {one.line}")
                    return f"`{current}` is computed on {where}"
                pending += sorted(one.reads - asked)
                asked |= one.reads
    return ""


def changing(hook: str, sources: Iterable[Source], *, all_but_formulas: bool) -> str:
    """Return where a method like `__getattr__` changes what it gives, or nothing.

    Args:
        hook: the method's name.
        sources: the files to look into.
        all_but_formulas: whether one counts that is more than a formula, too.
    """
    return _first(
        hook,
        sources,
        lambda one: one.changes or (all_but_formulas and not one.is_formula),
    )


def computing_keys(saying: Callable[[str], Iterable[Source]]) -> str:
    """Return where a method does more than look up what is under a key, or nothing.

    Args:
        saying: the files in sight that say a name.
    """
    reasons = (
        _first(hook, saying(hook), lambda one: not one.looks_up) for hook in _KEYS
    )
    return next(filter(None, reasons), "")


def _first(hook: str, sources: Iterable[Source], may: Callable[[Hook], bool]) -> str:
    for source in sources:
        for one in source.remember(classes_of).hooks.get(hook, ()):
            if may(one):
                return f"`{hook}` is no formula on {source.told(f'line {one.line}')}"
    return ""


def _computed(node: ast.AST) -> Computed:
    line = getattr(node, "lineno", 0)
    if not isinstance(node, Method):
        return Computed(line)
    names = {called(one) for one in node.decorator_list}
    formula = names <= _KEPT | {"property"} and is_formula(node)
    steady = names <= _STEADY
    return Computed(
        line,
        is_steady=steady or formula,
        is_steady_first=(steady and not names & _KEPT) or formula,
        reads=read_by(node),
    )


def _hook(method: Method) -> Hook:
    if not {called(one) for one in method.decorator_list} <= _STEADY:
        return Hook(method.lineno)
    return Hook(
        *(method.lineno, is_formula(method), looks_up(method)),
        *(changes(method), counts(method)),
    )


def _computes(node: ast.AST, name: str, is_member: bool) -> bool:
    """Whether to read what a definition gives an attribute may compute."""
    if not is_member:
        return _puts_property(node, name)
    if isinstance(node, Method):
        return bool(node.decorator_list)
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    return isinstance(value, ast.Call) and called(value) not in _FIELDS


def _puts_property(node: ast.AST, name: str) -> bool:
    """Whether a property is put under a name, as ``C.name = property(...)`` does.

    Or by ``setattr`` or ``type``, which are given the name.
    """
    if name == ANY:
        return True
    if isinstance(node, ast.Assign):
        targets = (getattr(target, "attr", "") for target in node.targets)
        return name in targets and "property" in called(node.value).lower()
    if not isinstance(node, ast.Call):
        return False
    inside = list(ast.walk(node))
    said = any(isinstance(one, ast.Constant) and one.value == name for one in inside)
    return said and any("property" in called(one).lower() for one in inside)
