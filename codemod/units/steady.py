"""Whether what a rewrite reads a second time has the same value then.

``pct_start=0.3`` becomes ``warmup_steps=int(0.3 * cfg.steps)``: `cfg.steps` is read
twice. A name is the same; an attribute is, unless a class in sight computes it, and so
is what is under a text; what is under another key is, where the dict is seen to be a
plain one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cache

from ..files.real import real_path
from ..files.source import Source
from ..names.certain import imported_path
from ..names.computed import changing, computed, computing_keys
from ..names.elsewhere.other_files import OtherFiles
from ..names.operators import counting
from ..names.scopes import ScopeTree
from ..names.syntax import display_entries, looked_into, text_of
from ..sites.site import Site
from ..sites.tracer import Tracer
from ..verify.bounded import EvaluationError
from ..verify.call import ParsedCall, is_pure_call, parse_call
from ..verify.comparison import Comparison
from ..verify.effects import gone_through, read_again
from .between import disturbed
from .repeatable import is_lookup, is_of_numbers

# Attributes of arrays that are tuples, and attributes of modules that are lists.
_PLAIN_ATTRIBUTES = frozenset({"shape", "argv"})
# What makes a list, dict or set that stays what it is however often it is read.
_DISPLAYS = (
    *(ast.List, ast.Tuple, ast.Set, ast.Dict),
    *(ast.ListComp, ast.SetComp, ast.DictComp),
)
# What makes plain dicts and lists.
_PLAIN_MAKERS = frozenset(
    {"json.load", "json.loads", "tomllib.load", "tomllib.loads", "yaml.safe_load"}
)

Calls = tuple[ParsedCall, ParsedCall]
"""A call, and what it becomes."""


class Steady:
    """Tells of what is read again whether it stays; of one file's sites."""

    def __init__(
        self, source: Source, scopes: ScopeTree, elsewhere: OtherFiles | None
    ) -> None:
        self._source = source
        self._scopes = scopes
        self._elsewhere = elsewhere
        self._file = real_path(source.path)
        self._hooked = cache(self._hooks)
        self._attribute = cache(self._attribute_of)

    def reason(self, site: Site, calls: Calls) -> str:
        """Return what may have another value when it is read again, or nothing."""
        again = read_again(*calls)
        for node in again:
            if why := self._unsteady(node, site):
                return f"`{ast.unparse(node)}` would be read twice: {why}"
        return disturbed(calls, again, self._scopes, self._saying)

    def plain(self, site: Site, calls: Calls) -> frozenset[str]:
        """Return the names that are gone through again, of lists and dicts in sight."""
        return frozenset(
            text
            for text in gone_through(*calls)
            for name in self._written(text, site)
            if (binding := self._scopes.sole_binding(name)) is not None
            and isinstance(binding.value, _DISPLAYS)
        )

    def repeatable(self, site: Site) -> frozenset[str]:
        """Return the texts of the calls in a site that give the same each time."""
        elsewhere, file = self._elsewhere, self._file

        def is_foreign(path: str) -> bool:
            return elsewhere is None or elsewhere.is_foreign(path, file)

        texts: dict[bool, set[str]] = {True: set(), False: set()}
        for call in _evaluated(site):
            if not isinstance(call, ast.Call):
                continue
            same = (
                is_of_numbers(call, self._scopes, self._saying, is_foreign)
                or self._of_plain_dict(call)
                or is_lookup(call, self._scopes, self._saying)
            )
            texts[same].add(ast.unparse(call))
        return frozenset(texts[True] - texts[False])

    def _of_plain_dict(self, call: ast.Call) -> bool:
        """Whether a call looks up a key in a dict that is written in the module."""
        base = looked_into(call)
        path = call.args[:1]
        while isinstance(base, ast.Subscript):
            path.insert(0, base.slice)
            base = base.value
        name = base if isinstance(base, ast.Name) else None
        return name is not None and self._is_plain(name, is_list=False, path=path)

    def _unsteady(self, node: ast.expr, site: Site) -> str:
        if isinstance(node, ast.Attribute):
            own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            return self._hooked(own) or self._attribute(node.attr)
        if isinstance(node, ast.Subscript):
            return self._subscript(node, site)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "len":
            saying = self._saying("__len__")
            return changing("__len__", saying, all_but_formulas=False)
        return counting(node, self._saying)

    def _attribute_of(self, name: str) -> str:
        return computed(name, self._saying)

    def _hooks(self, own: bool) -> str:
        """Return what gives attributes that no class names, and not the same ones."""
        hooks = ("__getattr__", "__getattribute__", "__get__")
        reasons = (
            changing(hook, self._saying(hook), all_but_formulas=own) for hook in hooks
        )
        return next((reason for reason in reasons if reason), "")

    def _subscript(self, node: ast.Subscript, site: Site) -> str:
        path, base = [node.slice], node.value
        while isinstance(base, ast.Subscript):
            path.insert(0, base.slice)
            base = base.value
        if isinstance(base, ast.Name):
            for name in self._written(base.id, site):
                if self._is_plain(name, is_list=text_of(path[0]) is None, path=path):
                    return ""
        elif (
            getattr(base, "attr", "") in _PLAIN_ATTRIBUTES
            or isinstance(base, _DISPLAYS)
            or is_pure_call(base)
        ):
            return ""
        keys = [*map(text_of, path)]
        if None in keys or not isinstance(base, ast.Name | ast.Attribute):
            return f"what `{ast.unparse(base)}` is, is not seen"
        # A class may give its attributes by their names.
        reasons = (self._attribute(key) for key in keys if key is not None)
        return computing_keys(self._saying) or next(filter(None, reasons), "")

    def _written(self, name: str, site: Site) -> Iterator[ast.Name]:
        """Yield the names of a written-out call where they stand in the file."""
        for node in _evaluated(site):
            if isinstance(node, ast.Name) and node.id == name:
                yield node

    def _is_plain(
        self, name: ast.Name, *, is_list: bool, path: Sequence[ast.expr] = ()
    ) -> bool:
        """Whether a name holds a dict or list that is written in the module.

        And so does what is under all but the last of the keys of ``path``.
        """
        if name not in self._scopes.scope_of:
            return False
        binding = self._scopes.sole_binding(name)
        value = binding.value if binding is not None else None
        if (
            isinstance(value, ast.Call)
            and imported_path(self._scopes, value.func) in _PLAIN_MAKERS
        ):
            return True
        tracer = Tracer(self._scopes, lambda function: [])
        trace = tracer.trace(tracer.follow(name, is_list))
        if trace.opaque or len(path) <= 1:
            return not trace.opaque
        inner = trace.named(text_of(path[0]) or "")
        return bool(inner) and all(_holds(one.value, path[1:]) for one in inner)

    def _saying(self, name: str) -> list[Source]:
        """Return the files of the project that say a name, this one first."""
        elsewhere = self._elsewhere
        others = elsewhere.files_saying(self._file, name) if elsewhere else []
        return [self._source, *others]


def _evaluated(site: Site) -> Iterator[ast.AST]:
    """Yield what a written-out call consists of, where it stands in the file."""
    entries = [one.value for held in site.unpacked.values() for one in held.entries]
    for part in (*(call for call, _ in site.calls), *entries):
        yield from ast.walk(part)


def _holds(value: ast.expr, path: Sequence[ast.expr]) -> bool:
    """Whether all that keys lead through, from a value on, is written as a display."""
    for index, key in enumerate(path):
        if not isinstance(value, (ast.Dict, ast.List, ast.Tuple)):
            return False
        if index == len(path) - 1:
            return True
        if not isinstance(value, ast.Dict):
            return False
        held = [one for one in display_entries(value) if one.text == text_of(key)]
        if len(held) != 1 or held[0].text is None:
            return False
        value = held[0].value
    return True


def parsed(comparison: Comparison) -> Calls | None:
    """Return the two calls of a comparison; None where one cannot be looked into."""
    try:
        return parse_call(comparison.before.call), parse_call(comparison.after.call)
    except EvaluationError:
        return None
