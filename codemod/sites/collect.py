"""Turn the references of a module into the sites that the rules look at.

Of ``f = partial(optax.cosine_decay_schedule, **kw)`` the reference is the attribute;
the site is the partial around it, its alias is ``f``. When all sites are known,
the dicts that are given to them are followed, and it is seen who shares them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from ..files.source import Source
from ..names.meaning import Key, Reference
from ..names.resolver import Resolver
from ..names.scopes import Binding, Scope
from .aliases import Aliases
from .arguments import bind_arguments
from .escapes import escape, registered
from .gin_texts import gin_texts
from .later import is_stored, stores, storing_imports
from .named import Named
from .reached import Reached
from .site import Site, SiteKind, SiteModule
from .taken_dicts import TakenDicts
from .unknown import Unknown


@dataclass(frozen=True, slots=True)
class _Use:
    """A reference with all that is around it: how it is used, and its calls.

    Attributes:
        also: the expression by which a name is given the function in passing, as in
            ``(make := optax.cosine_decay_schedule)(0.1, 100)``, if there is one.
    """

    reference: Reference
    kind: SiteKind
    node: ast.expr
    calls: Sequence[tuple[ast.Call, int]]
    also: ast.NamedExpr | None


@dataclass(frozen=True, slots=True)
class SiteCollector:
    """Turns the references of one module into sites.

    Attributes:
        parameters: of each function, in order.
        required: those that have no default.
        dict_lists: of each function that takes a list of dicts, the parameter
            that takes it, and the function that each dict is for.
        accepts: which names a function takes, in any release.
        new_names: names that the library is to have.
        renamed: the functions that are to have another name.
        returning: for functions that may go back to the library, their paths there.
    """

    source: Source
    resolver: Resolver
    parameters: Mapping[str, Sequence[str]]
    required: Mapping[str, Sequence[str]]
    dict_lists: Mapping[str, tuple[str, str]]
    accepts: Callable[[str], frozenset[str]]
    new_names: frozenset[str]
    renamed: Collection[str]
    returning: Mapping[str, str]

    def collect(self) -> list[Site]:
        """Return the module's sites, in source order."""
        scopes, project = self.resolver.scopes, self.resolver.project
        module = SiteModule(self.source, scopes, project, self.returning)
        unknown = Unknown(module, self.resolver, self.accepts, self.new_names)
        sites = [*self._imports(module), *self._uses(module), *unknown.names()]
        module.sites += sorted(sites, key=attrgetter("node.lineno", "node.col_offset"))
        TakenDicts(self.resolver, self.dict_lists).follow(module.sites)
        for site in module.sites:
            site.unknown += unknown.keywords(site)
        # Last: what a call is seen to be given is that call's.
        named = Named(
            module, self.resolver, self.parameters, self.renamed, self.dict_lists
        )
        module.sites += named.sites()
        module.sites += gin_texts(module, self.resolver, self.parameters)
        return module.sites

    def _imports(self, module: SiteModule) -> Iterator[Site]:
        for scope in self.resolver.scopes.all_scopes():
            for name, bindings in scope.bindings.items():
                for binding in bindings:
                    yield from self._import(module, scope, name, binding)

    def _import(
        self, module: SiteModule, scope: Scope, name: str, binding: Binding
    ) -> Iterator[Site]:
        alias, path = binding.node, binding.path or ""
        if not isinstance(alias, ast.alias):
            return
        functions = self.resolver.vocabulary.functions
        meaning = self.resolver.name(name, scope)
        if path not in functions and meaning is not None:
            path = meaning.path
        if path in functions and meaning is not None:
            yield Site(
                SiteKind.IMPORT,
                functions[path],
                path,
                alias,
                alias,
                module,
                group=frozenset({(scope, name)}),
                doubt=meaning.doubt,
            )

    def _uses(self, module: SiteModule) -> Iterator[Site]:
        aliases = Aliases(self.resolver)
        reached = Reached(self.source, self.resolver)
        storing = storing_imports(self.resolver)
        for reference in self.resolver.references():
            use = self._use(reference)
            by_keywords = self._takes_keywords(use)
            parameters = self.parameters[reference.function]
            held = reached.by(
                use.node, parameters, reference.computed and not by_keywords
            )
            if not reference.computed or by_keywords or held:
                if use.kind is SiteKind.CALL:
                    site = self._site(module, use, frozenset())
                    site.is_called_later = use.calls[-1][1] > 0 or is_stored(
                        self.resolver, use.reference.node, storing
                    )
                else:
                    site = self._site(module, use, frozenset(aliases.of(use.node)))
                site.reached = held
                yield site

    def _use(self, reference: Reference) -> _Use:
        parents = self.resolver.scopes.parents
        node: ast.expr = reference.node
        calls = [(preset, 1) for preset in reference.meaning.presets]
        kind, also = SiteKind.REFERENCE, None
        while True:
            parent = parents[node]
            if isinstance(parent, ast.NamedExpr) and parent.value is node:
                node = also = parent
            elif not isinstance(parent, ast.Call):
                return _Use(reference, kind, node, calls, also)
            elif parent.func is node:
                calls.append((parent, 0))
                return _Use(reference, SiteKind.CALL, parent, calls, also)
            elif self._stores(reference, parent):
                return _Use(reference, SiteKind.CALL, parent, [(parent, 1)], also)
            elif parent.args[:1] == [node] and self.resolver.is_partial(parent):
                kind, node = SiteKind.PARTIAL, parent
                calls.append((parent, 1))
            else:
                return _Use(reference, kind, node, calls, also)

    def _stores(self, reference: Reference, call: ast.Call) -> bool:
        function = reference.function
        takes, needs = self.parameters[function], self.required[function]
        return stores(self.resolver, reference, call, takes, needs)

    def _takes_keywords(self, use: _Use) -> bool:
        """Whether a call gives names, and all of them are the function's."""
        parameters = self.parameters[use.reference.function]
        names = [keyword.arg for call, _ in use.calls for keyword in call.keywords]
        return bool(names) and all(name in parameters for name in names)

    def _site(self, module: SiteModule, use: _Use, aliases: frozenset[Key]) -> Site:
        function, meaning = use.reference.function, use.reference.meaning
        site = Site(
            use.kind,
            function,
            meaning.path,
            use.node,
            use.reference.node,
            module,
            calls=use.calls,
            key=use.reference.key,
            group=aliases.union(meaning.route, self._in_passing(use.also)),
            aliases=aliases,
            shared=frozenset(meaning.partials),
            doubt=meaning.doubt,
        )
        if use.kind is not SiteKind.CALL and not aliases:
            site.escapes = escape(self.resolver, use.node)
            site.doubt = site.doubt or registered(self.resolver, use.node)
        if use.kind is not SiteKind.REFERENCE:
            parameters = self.parameters[function]
            site.arguments = bind_arguments(parameters, use.calls, module.scopes)
        return site

    def _in_passing(self, walrus: ast.NamedExpr | None) -> Iterator[Key]:
        """Yield the name that is given a function where that is used at once."""
        if walrus is not None:
            scopes, name = self.resolver.scopes, walrus.target.id
            owner = scopes.lookup(name, scopes.scope_of[walrus.target])
            if owner is not None:
                yield owner, name
