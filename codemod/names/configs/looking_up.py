"""Where the files of a tree find a function by a text that a configuration gives.

``getattr(optax, cfg.name)(**cfg.kwargs)`` finds each by its own name, what is taken out
of ``{"cosine": optax.cosine_decay_schedule}`` by a key, and ``case "cosine":`` by the
text. ``optax.cosine_decay_schedule(**cfg.schedule)`` is given all that stands there.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from ...files.search.project_root import tree_of
from ..meaning import Reference
from ..resolver import Resolver
from ..syntax import last_name, shown, text_of
from ..vocabulary import Vocabulary
from .files import ConfigFile, ConfigFiles
from .lookups import Lookups, Reader

_OWN_NAMES = frozenset({"get_class", "get_method", "get_object", "locate"})
_CHOICES = (ast.Name, ast.Attribute, ast.Lambda)  # what else stands under a key


class AllLookups:
    """Searches the trees of the files that are asked about; each is read once.

    Args:
        files: the files of the trees.
        resolvers: gives those of modules, one by one, None of what cannot be read.
    """

    def __init__(
        self,
        files: ConfigFiles,
        resolvers: Callable[[Iterable[Path]], Iterable[Resolver | None]],
    ) -> None:
        self._files = files
        self._resolvers = resolvers
        self._trees: dict[Path, Lookups] = {}

    def of(self, file: Path, vocabulary: Vocabulary) -> Lookups:
        """Return what the tree of a file looks up."""
        root = tree_of(file)
        if root not in self._trees:
            found = _Found()
            may = [
                one
                for one in self._files.of(file)
                if one.path.suffix == ".py" and _may_look_up(one, vocabulary)
            ]
            resolvers = self._resolvers(one.path for one in may)
            for one, resolver in zip(may, resolvers, strict=True):
                if resolver is not None:
                    found.look(one, resolver)
            self._trees[root] = found.lookups()
        return self._trees[root]


def _may_look_up(file: ConfigFile, vocabulary: Vocabulary) -> bool:
    names = {path.rpartition(".")[2] for path in vocabulary.functions.values()}
    names = {name for name in names if name.encode() in vocabulary.words}
    return any(map(file.says, names)) or (
        any(map(file.says, vocabulary.modules))
        and any(map(file.says, ("getattr", *_OWN_NAMES)))
    )


class _Found:
    """What was found so far in the files of a tree."""

    def __init__(self) -> None:
        self._by_name: list[Reader] = []
        self._by_text: dict[str, dict[str, Reader]] = {}
        self._given: dict[str, list[tuple[str, Reader]]] = {}

    def lookups(self) -> Lookups:
        """Return all of it; a text that stands for two things stands for none."""
        sole = {
            text: next(iter(functions.items()))
            for text, functions in self._by_text.items()
            if len(functions) == 1
        }
        return Lookups(next(iter(self._by_name), None), sole, self._given)

    def look(self, file: ConfigFile, resolver: Resolver) -> None:
        """Add what a file looks up."""
        for reference in resolver.references():
            if reference.computed:
                self._by_name.append(_reader(file, reference.node))
            elif not reference.meaning.doubt:
                self._reference(file, resolver, reference)
        for call in resolver.scopes.nodes(ast.Call):
            if last_name(call.func) in _OWN_NAMES:
                if not any(text_of(one) for one in call.args):
                    self._by_name.append(_reader(file, call))
            elif _imports_optax(call, resolver):
                self._by_name.append(_reader(file, call))

    def _reference(
        self, file: ConfigFile, resolver: Resolver, reference: Reference
    ) -> None:
        parents, node = resolver.scopes.parents, reference.node
        parent = parents[node]
        if isinstance(parent, ast.Dict) and node in parent.values:
            self._registry(file, resolver, parent, reference)
        elif isinstance(parent, ast.Call) and parent.func is node:
            keys = [*_unpacked(parent)]
            if not keys:
                return
            reader = _reader(file, parent)
            for text in _chosen_by(parents, parent):
                self._stands(text, reference.function, reader)
            for key in filter(None, keys):
                self._given.setdefault(key, []).append((reference.function, reader))

    def _registry(
        self,
        file: ConfigFile,
        resolver: Resolver,
        display: ast.Dict,
        reference: Reference,
    ) -> None:
        """Enter what stands in a dict of functions under each key."""
        statement = resolver.scopes.parents[display]
        named = statement.targets[0] if isinstance(statement, ast.Assign) else display
        reader = _reader(file, named)
        for key, value in zip(display.keys, display.values, strict=True):
            text = text_of(key) if key is not None else None
            if text is not None and value is reference.node:
                self._stands(text, reference.function, reader)
            elif text is not None and _is_other(value, resolver):
                self._stands(text, "", reader)

    def _stands(self, text: str, function: str, reader: Reader) -> None:
        self._by_text.setdefault(text, {}).setdefault(function, reader)


def _reader(file: ConfigFile, node: ast.expr) -> Reader:
    return Reader(shown(node), file.where(node.lineno))


def _is_other(value: ast.expr, resolver: Resolver) -> bool:
    """Whether something else may be called that stands in a dict of functions."""
    return isinstance(value, _CHOICES) and resolver.expression(value) is None


def _unpacked(call: ast.Call) -> Iterator[str]:
    """Yield the last key of each ``**`` argument of a call, if it has one."""
    for one in call.keywords:
        if one.arg is None:
            node = one.value
            if isinstance(node, ast.Subscript):
                yield text_of(node.slice) or ""
            else:
                yield node.attr if isinstance(node, ast.Attribute) else ""


def _chosen_by(parents: Mapping[ast.AST, ast.AST], node: ast.AST) -> Iterable[str]:
    """Return the texts on one of which a call is come to, innermost condition first."""
    inner = node
    while not isinstance(inner, ast.FunctionDef | ast.Module):
        outer = parents[inner]
        texts: list[str | None] = []
        if isinstance(outer, ast.match_case):
            texts = [*map(text_of, _values(outer.pattern))]
        elif isinstance(outer, ast.If) and inner in outer.body:
            test = outer.test
            if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq):
                texts = [text_of(test.comparators[0])]
        if any(texts):
            return [one for one in texts if one]
        inner = outer
    return []


def _values(pattern: ast.pattern) -> Iterator[ast.expr]:
    patterns = pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]
    yield from (one.value for one in patterns if isinstance(one, ast.MatchValue))


def _imports_optax(call: ast.Call, resolver: Resolver) -> bool:
    """Whether a call takes something by a text out of a module imported by one."""
    if last_name(call.func) != "getattr" or len(call.args) < 2:
        return False
    module = call.args[0]
    if not isinstance(module, ast.Call) or last_name(module.func) != "import_module":
        return False
    said = text_of(module.args[0]) if module.args else None
    return text_of(call.args[1]) is None and (
        said is None or said in resolver.vocabulary.modules
    )
