"""Which function of the module a call certainly runs, and with what in front."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..names.answers import Answers, answered
from ..names.members import is_static
from ..names.resolver import Resolver
from ..names.scopes import Function
from ..names.vocabulary import PARTIAL


@dataclass(frozen=True, slots=True)
class Called:
    """A function of the module, as a callee leads to it.

    Attributes:
        function: its definition.
        skipped: how many leading parameters are bound already, as ``self`` is.
        presets: the arguments that partials around it bind, in order.
        keywords: those that they bind by name.
        certain: whether nothing around it may change what it is called with.
    """

    function: Function
    skipped: int = 0
    presets: tuple[ast.expr, ...] = ()
    keywords: tuple[ast.keyword, ...] = ()
    certain: bool = True

    @property
    def is_constructor(self) -> bool:
        """Whether calling it makes an object of one of the module's classes."""
        return getattr(self.function, "name", "") == "__init__" and self.skipped == 1

    def bound(self, call: ast.Call) -> Iterator[tuple[ast.expr, ast.arg | None]]:
        """Yield each argument of ``call`` and of the partials with its parameter.

        The parameter is None where it is not certain.
        """
        parameters = self.function.args
        names = [*parameters.posonlyargs, *parameters.args][self.skipped :]
        known = {one.arg: one for one in (*names, *parameters.kwonlyargs)}
        certain = True
        for index, value in enumerate(_spread((*self.presets, *call.args))):
            certain = certain and not isinstance(value, ast.Starred)
            inside = certain and index < len(names)
            yield value, names[index] if inside else None
        for name, value in _named((*self.keywords, *call.keywords)):
            yield value, known.get(name) if isinstance(name, str) else None


Bound = tuple[Called | None, list[tuple[ast.expr, ast.arg | None]]]
# Where a function may be.
_CALLEES = (ast.Lambda, ast.Name, ast.Attribute, ast.Call)


def _spread(arguments: Iterable[ast.expr]) -> Iterator[ast.expr]:
    """Yield arguments, those one by one that are unpacked where they stand."""
    for value in arguments:
        unpacked = value.value if isinstance(value, ast.Starred) else None
        if isinstance(unpacked, ast.Tuple | ast.List):
            yield from unpacked.elts
        else:
            yield value


def _named(keywords: Iterable[ast.keyword]) -> Iterator[tuple[str | None, ast.expr]]:
    """Yield arguments by name, those one by one whose dict stands there."""
    for keyword in keywords:
        given = keyword.value if keyword.arg is None else None
        if isinstance(given, ast.Dict):
            for key, value in zip(given.keys, given.values, strict=True):
                yield getattr(key, "value", None), value
        else:
            yield keyword.arg, keyword.value


class Functions:
    """Finds the function behind a callee, through decorators and transforms.

    Args:
        resolver: what the module's names mean.
        transforms: functions, as the vocabulary calls them, that give back a
            function with the same parameters.
        partials: those that also bind leading arguments, as `functools.partial`.
    """

    def __init__(
        self, resolver: Resolver, transforms: frozenset[str], partials: frozenset[str]
    ) -> None:
        self.resolver = resolver
        self.scopes = resolver.scopes
        self._transforms = transforms
        self._partials = partials
        self._answers = Answers[ast.expr, Called | None](
            self._find, None, lambda callee, own, circle: None
        )
        self._bound: dict[ast.Call, Bound] = {}

    def called(self, callee: ast.expr) -> Called | None:
        """Return the one function that a callee leads to, or None."""
        return self._answers.ask(callee)

    def _find(self, callee: ast.expr) -> Called | None:
        if isinstance(callee, ast.Lambda):
            return Called(callee)
        if isinstance(callee, ast.Name):
            return self._named(callee)
        if isinstance(callee, ast.Attribute):
            return self._method(self.resolver.members.method(callee))
        return self._wrapped(callee) if isinstance(callee, ast.Call) else None

    def bound_by(self, call: ast.Call) -> Bound:
        """Return the function that a call runs, or is a partial of, and its arguments.

        Each argument comes with its parameter, as `Called.bound` gives them.
        """
        if call not in self._bound:
            self._bound[call] = self._bound_by(call)
        return self._bound[call]

    def _bound_by(self, call: ast.Call) -> Bound:
        called = self.called(call.func)
        if called is not None:
            return called, list(called.bound(call))
        partial = answered(lambda: self._wrapped(call))
        if partial is None:
            return None, []
        return partial, list(partial.bound(ast.Call(call.func, [], [])))

    def known(self, node: ast.expr) -> str:
        """Return the vocabulary's name for what an expression certainly is, or ''."""
        meaning = self.resolver.expression(node)
        if meaning is None or meaning.doubt or meaning.presets or meaning.also:
            return ""
        if meaning.path == PARTIAL:
            return PARTIAL
        return self.resolver.vocabulary.known.get(meaning.path, "")

    def transform(self, node: ast.expr) -> str:
        """Return which transform an expression is, given options or not, or ''."""
        while (name := self.known(node)) not in self._transforms:
            if not isinstance(node, ast.Call):
                return ""
            if node.args and not self._is_partial(node.func):
                return ""
            node = node.args[0] if node.args else node.func
        return name

    def decorators(self, function: Function) -> list[ast.expr]:
        """Return a function's decorators, outermost first."""
        return [] if isinstance(function, ast.Lambda) else function.decorator_list

    def _is_partial(self, node: ast.expr) -> bool:
        name = self.known(node)
        return name == PARTIAL or name in self._partials

    def _wrapped(self, call: ast.Call) -> Called | None:
        if not call.args or not isinstance(call.args[0], _CALLEES):
            return None
        inner, *rest = call.args
        found = self._answers.get(inner)
        if found is None or self.transform(call.func):
            return found
        if not self._is_partial(call.func):
            alone = not rest and not call.keywords
            is_name = isinstance(inner, ast.Name)
            return replace(found, certain=False) if alone and is_name else None
        presets = (*found.presets, *rest)
        keywords = (*found.keywords, *call.keywords)
        return replace(found, presets=presets, keywords=keywords)

    def _named(self, name: ast.Name) -> Called | None:
        binding = self.scopes.sole_binding(name)
        if binding is None:
            return None
        node, value = binding.node, binding.value
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return Called(node) if self._plain(node) else None
        if isinstance(node, ast.ClassDef):
            return self._method(self.resolver.members.constructor(name))
        return None if value is None else self._answers.get(value)

    def _plain(self, function: Function) -> bool:
        """Whether no decorator changes what the parameters are."""
        return all(self.transform(node) for node in self.decorators(function))

    def _method(self, function: ast.FunctionDef | None) -> Called | None:
        """Return how a method is called on its instance."""
        if function is None:
            return None
        if is_static(function):
            return Called(function)
        return Called(function, skipped=1) if self._plain(function) else None
