"""Turn the references of a module into the sites that the rules look at."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..files.source import Source
from ..names.meaning import Key, Reference
from ..names.members import static
from ..names.resolver import Resolver
from ..names.scopes import Scope
from ..names.syntax import text_of
from .arguments import Arguments, bind_arguments
from .site import Site, SiteKind
from .trace import Tracer
from .unknown import Unknown


@dataclass(eq=False, slots=True)
class SiteCollector:
    """Turns the references of one module into sites."""

    source: Source
    resolver: Resolver
    parameters: Mapping[str, Sequence[str]]
    dict_lists: Mapping[str, tuple[str, str]]
    accepts: Callable[[str], frozenset[str]]
    new_names: frozenset[str]
    sites: list[Site] = field(default_factory=list)

    def collect(self) -> list[Site]:
        """Return the module's sites, in source order."""
        self.sites.extend(self._imports())
        for reference in self.resolver.references():
            site = self._site(reference)
            if not reference.computed or self._takes_keywords(site):
                self.sites.append(site)
        unknown = Unknown(self.source, self.resolver, self.accepts, self.new_names)
        self.sites.extend(unknown.names(self.sites))
        self.sites.sort(key=lambda site: (site.node.lineno, site.node.col_offset))
        tracer = Tracer(self.resolver.scopes, self.resolver.callers_elsewhere)
        for site in self.sites:
            if site.arguments is not None:
                self._trace(site, site.arguments, tracer)
        for site in self.sites:
            self._share(site)
        for site in self.sites:
            site.unknown = unknown.keywords(site)
        return self.sites

    def _takes_keywords(self, site: Site) -> bool:
        """Whether a call gives names, and all of them are the function's."""
        parameters = self.parameters[site.function]
        names = [keyword.arg for call, _ in site.calls for keyword in call.keywords]
        return bool(names) and all(name in parameters for name in names)

    def _trace(self, site: Site, arguments: Arguments, tracer: Tracer) -> None:
        site.tracer = tracer
        for node in arguments.opaque:
            if not isinstance(node, ast.Starred):
                site.unpacked[node] = tracer.follow(node, is_list=False)
        listed = arguments.get(self.dict_lists.get(site.function, ("", ""))[0])
        if listed is not None and site.owns(listed):
            site.listed[listed.name] = tracer.follow(listed.value, is_list=True)

    def _share(self, site: Site) -> None:
        if site.kind is SiteKind.PARTIAL:
            site.shared |= site.aliases
        if site.reference is not None:
            site.shared.update(site.reference.meaning.partials)
        if any(other.node is site.node and other is not site for other in self.sites):
            site.shared |= site.group
        for trace in (*site.unpacked.values(), *site.listed.values()):
            if not trace.opaque and not site.reader(trace):
                site.shared |= trace.all_keys()
        for node, trace in list(site.unpacked.items()):
            if not trace.opaque and site.arguments is not None:
                site.arguments.opaque.remove(node)
                read = {text_of(node) for node in trace.reads}
                for entry in trace.entries:
                    given = site.arguments.named.setdefault(entry.name, entry)
                    twice = given is not entry and given not in trace.entries
                    if twice and entry.name not in read:  # a `pop` takes it out
                        site.arguments.clashing.append(f"`{entry.name}`")

    def _imports(self) -> Iterator[Site]:
        functions = self.resolver.vocabulary.functions
        for scope in self.resolver.scopes.all_scopes():
            for name, bindings in scope.bindings.items():
                for binding in bindings:
                    if not isinstance(binding.node, ast.alias):
                        continue
                    meaning = self.resolver.name(name, scope)
                    path = binding.path or ""
                    if path not in functions and meaning is not None:
                        path = meaning.path
                    if path in functions and meaning is not None:
                        yield Site(
                            SiteKind.IMPORT,
                            functions[path],
                            path,
                            binding.node,
                            binding.node,
                            self.source,
                            self.sites,
                            group=frozenset({(scope, name)}),
                            doubt=meaning.doubt,
                        )

    def _site(self, reference: Reference) -> Site:
        parents = self.resolver.scopes.parents
        node: ast.expr = reference.node
        calls: list[tuple[ast.Call, int]] = []
        calls.extend((preset, 1) for preset in reference.meaning.presets)
        kind = SiteKind.REFERENCE
        while True:
            parent = parents[node]
            if isinstance(parent, ast.NamedExpr) and parent.value is node:
                node = parent
                continue
            if not isinstance(parent, ast.Call):
                break
            if parent.func is node:
                calls.append((parent, 0))
                kind, node = SiteKind.CALL, parent
                break
            if not (parent.args[:1] == [node] and self.resolver.is_partial(parent)):
                break
            calls.append((parent, 1))
            kind, node = SiteKind.PARTIAL, parent
        keys = set(reference.meaning.route)
        aliases = set() if kind is SiteKind.CALL else self._aliases(node)
        arguments = None
        if kind is not SiteKind.REFERENCE:
            parameters = self.parameters[reference.function]
            arguments = bind_arguments(parameters, calls)
        return Site(
            kind,
            reference.function,
            reference.meaning.path,
            node,
            reference.node,
            self.source,
            self.sites,
            reference,
            arguments,
            calls,
            frozenset(keys | aliases),
            frozenset(aliases),
            reference.meaning.doubt,
            "" if kind is SiteKind.CALL or aliases else self._escape(node),
        )

    def _aliases(self, node: ast.expr) -> set[Key]:
        """Return the names that an assignment of ``node`` certainly binds to it."""
        parents = self.resolver.scopes.parents
        statement = parents[node]
        while isinstance(statement, ast.IfExp) and statement.test is not node:
            node, statement = statement, parents[statement]
        if isinstance(statement, ast.Dict) or (
            isinstance(statement, ast.Call) and static(statement) is node
        ):
            node, statement = statement, parents[statement]
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, (ast.AnnAssign, ast.NamedExpr)):
            targets = [statement.target]
        keys = [self._held_by(target, isinstance(node, ast.Dict)) for target in targets]
        return set() if None in keys else {key for key in keys if key is not None}

    def _held_by(self, target: ast.expr, is_registry: bool) -> Key | None:
        """Return the name or attribute that certainly holds the function, if so."""
        scope = self.resolver.scopes.scope_of.get(target)
        if isinstance(target, ast.Attribute):
            held = self.resolver.members.attribute(target)
            meaning = self.resolver.expression(target)
            return held.key if held and meaning and not meaning.doubt else None
        if not isinstance(target, ast.Name) or scope is None:
            return None
        if is_registry:
            return self.resolver.registry(target)
        owner = self.resolver.scopes.lookup(target.id, scope)
        meaning = self.resolver.name(target.id, scope)
        if owner is None or owner.is_class:
            return self._held_by_class(owner, target.id)
        return None if meaning is None or meaning.doubt else (owner, target.id)

    def _held_by_class(self, owner: Scope | None, name: str) -> Key | None:
        """Return a class's attribute, if every use of such a name is seen to be it."""
        loads = [
            node
            for node in self.resolver.scopes.parents
            if isinstance(node, ast.Attribute) and node.attr == name
        ]
        held = [self.resolver.members.attribute(node) for node in loads]
        if owner is None or not loads:
            return None
        seen = all(one is not None and one.key == (owner, name) for one in held)
        return (owner, name) if seen else None

    def _escape(self, node: ast.expr) -> str:
        parent = self.resolver.scopes.parents[node]
        line = getattr(parent, "lineno", node.lineno)
        kind = {
            ast.Call: "is passed to another function",
            ast.keyword: "is passed to another function",
            ast.Return: "is returned",
            ast.Dict: "is stored in a dict",
            ast.List: "is stored in a list",
            ast.Tuple: "is stored in a tuple",
        }.get(type(parent), "goes out of sight")
        return f"{kind} on line {line}"
