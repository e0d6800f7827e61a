"""Where a known function is used: the call sites that the rules look at.

In ``make = partial(optax.cosine_decay_schedule, **kw)`` the site is the partial;
``optax.cosine_decay_schedule`` is its callee, ``make`` its alias. What is known of
``kw`` stands among its arguments, and whoever unpacks ``kw`` as well shares it.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from ..files.source import Source
from ..model import Position
from ..names.certain import imported_path, through_names
from ..names.list_parts import parts_of_list
from ..names.meaning import Key, Modules
from ..names.own_fields import class_attribute_uses, field_uses, field_value
from ..names.scopes import ScopeTree
from ..names.surroundings import is_tried
from ..names.syntax import dict_entries, text_of
from ..names.traced import traced_at
from ..values.values import Values
from .arguments import Argument, Arguments
from .trace import Trace

_LONGEST = 12  # names and fields, one behind the other


class SiteKind(StrEnum):
    """In what way a site uses the function."""

    CALL = "call"
    PARTIAL = "partial"
    REFERENCE = "reference"
    IMPORT = "import"


class SiteModule:
    """The module that sites stand in, and what is asked of all of them together.

    Attributes:
        source: the file.
        scopes: its scopes.
        sites: all sites of the module, in source order.
        project: the other modules of the tree, if they are known.
        returning: for functions that may go back to the library, their paths there.
    """

    def __init__(
        self,
        source: Source,
        scopes: ScopeTree,
        project: Modules | None = None,
        returning: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.source = source
        self.scopes = scopes
        self.project = project
        self.returning = returning
        self.sites: list[Site] = []
        self.by_value = cache(self._by_value)

    @cached_property
    def values(self) -> Values:
        """The values that the tree states for what the module names."""
        return Values(self.source.path, self.scopes, self.project, self.row)

    def row(self, line: int) -> str:
        """Return what a line, as ``ast`` counts it, is in the file."""
        source = self.source
        if source.frame is None:
            return str(line)
        return source.place(source.offset_at(Position(line, 1))).row

    @cached_property
    def uses_at(self) -> Counter[ast.AST]:
        """How many sites each node is: more than one where it is not known which."""
        return Counter(site.node for site in self.sites)

    def origin(self, node: ast.expr) -> ast.expr:
        """Return what an expression is, through names and fields that are set once."""
        for _ in range(_LONGEST):
            node = through_names(self.scopes, node)
            if not isinstance(node, ast.Attribute):
                break
            value = field_value(self.scopes, node)
            if value is None:
                break
            node = value
        return node

    def field_uses(self, target: ast.Attribute) -> Iterator[ast.expr]:
        """Yield where a field of ``self``, which one place sets, is read."""
        return field_uses(self.scopes, target)

    def class_attribute_uses(self, name: ast.Name) -> Iterator[ast.expr]:
        """Yield where an attribute of one class is read of its instances."""
        return class_attribute_uses(self.scopes, name)

    def made_by(self, node: ast.expr) -> Site | None:
        """Return the call of a known function that an expression certainly is."""
        call = self.origin(node)
        site = self._calls.get(call)
        return site if self.uses_at[call] == 1 else None

    @cached_property
    def _calls(self) -> Mapping[ast.AST, Site]:
        return {
            site.node: site
            for site in self.sites
            if site.kind is SiteKind.CALL and not site.doubt
        }

    def list_parts(self, node: ast.expr) -> list[ast.expr] | None:
        """Return the parts of a list that is written out, or None."""
        return parts_of_list(self.scopes, node)

    def path(self, node: ast.expr) -> str:
        """Return the dotted path that imports certainly give an expression, or none."""
        return imported_path(self.scopes, node)

    def is_beside(self, package: str) -> bool:
        """Whether the tree holds the source of a package, and may be its own."""
        project, path = self.project, self.source.path
        if Path(path).parts[-2:] == (package, "__init__.py"):
            return True
        return project is not None and project.module(path, package, 0) is not None

    def line_under(self, outer: str, inner: str) -> int:
        """Return the line of a key in a dict that stands under another, or 0."""
        return self._lines_under.get((outer, inner), 0)

    @cached_property
    def _lines_under(self) -> Mapping[tuple[str, str], int]:
        """The line of each key of a dict that is written under a key, by both."""
        found: dict[tuple[str, str], int] = {}
        for node in self.scopes.nodes(ast.Dict, ast.Call):
            written = dict_entries(node, self.scopes)
            for entry in written[1] if written is not None else ():
                held = dict_entries(entry.value, self.scopes)
                for one in held[1] if held is not None and entry.text else ():
                    if one.text is not None and one.key is not None:
                        found.setdefault((entry.text or "", one.text), one.key.lineno)
        return found

    def _by_value(self, function: str, name: str) -> Mapping[str, Site]:
        """Return the first call of a function for each value of an argument.

        The value is as `ast.dump` says it. To be asked when all sites are known.
        """
        found: dict[str, Site] = {}
        for site in self.sites:
            if site.function == function and site.arguments is not None:
                argument = site.arguments.get(name)
                if argument is not None:
                    found.setdefault(ast.dump(argument.value), site)
        return found


@dataclass(eq=False, slots=True)
class Site:
    """One use of a known function.

    First what it is, then what it is given, what hangs together with it, and what
    is not certain of it.

    Attributes:
        kind: call, `functools.partial` around it, bare reference, or import.
        function: the path by which the rules know the function.
        path: the dotted path by which it was reached.
        node: the whole expression; for an import, its ``ast.alias``.
        callee: the expression that names the function inside ``node``, or the
            ``ast.alias``.
        module: where it stands, with all other sites.
        arguments: bound to the parameters; None for a reference or an import.
        calls: the calls whose arguments these are, a partial's first, each
            with the number of leading arguments that are not the function's.
        unpacked: what is in the dict of each ``**`` argument.
        listed: for an argument that is a list of dicts, what is in them.
        unknown: the arguments, by names that the function does not take, that the
            site gives for certain; the call raises TypeError.
        key: the name that holds the function itself, where ``callee`` is one.
        group: the imported name or alias through which the function came.
            Sites of one group are rewritten together or not at all.
        aliases: the names that the site gives the function, if it does nothing
            else.
        shared: the names of those dicts and lists, and of partials. Whoever
            shares one is rewritten together with the site, whatever moves.
        doubt: why it is not certain which function this is; empty if it is.
        escapes: where the function, or its partial, goes out of sight.
        reached: for an old keyword, where something gives it to what holds the
            function, or to what looks the function up by a name.
        is_called_later: whether a call is only stored, so that what it is given can
            still change.
        by_text: whether a configuration only says its name, or what it is given.
        guessed: whether that is only likely.
        supposed: where the values with a choice are stated that were asked for, by
            name; None where only values count that are certain.
    """

    kind: SiteKind
    function: str
    path: str
    node: ast.expr | ast.alias
    callee: ast.expr | ast.alias
    module: SiteModule
    arguments: Arguments | None = None
    calls: Sequence[tuple[ast.Call, int]] = ()
    unpacked: dict[ast.expr, Trace] = field(default_factory=dict)
    listed: dict[str, Trace] = field(default_factory=dict)
    unknown: list[Argument] = field(default_factory=list)
    key: Key | None = None
    group: frozenset[Key] = frozenset()
    aliases: frozenset[Key] = frozenset()
    shared: frozenset[Key] = frozenset()
    doubt: str = ""
    escapes: str = ""
    reached: Mapping[str, str] = field(default_factory=dict)
    is_called_later: bool = False
    by_text: bool = False
    guessed: bool = False
    supposed: dict[str, str] | None = None

    def alike(self, other: Site | None) -> Site | None:
        """Return another site, of which as much is supposed as of this one."""
        if other is None or self.supposed is other.supposed:
            return other
        return replace(other, supposed=self.supposed)

    @property
    def source(self) -> Source:
        """The file."""
        return self.module.source

    def text(self, node: ast.AST) -> str:
        """Return a node's source."""
        return self.source.segment(node)

    def owns(self, argument: Argument) -> bool:
        """Whether an argument is written here, not in a partial elsewhere."""
        start, end = self.source.span(self.node)
        return start <= self.source.span(argument.holder)[0] < end

    def traced_at(self, argument: Argument) -> int:
        """Return the line where JAX traces what an argument is, or 0."""
        return traced_at(self.module.scopes, argument.value)

    @property
    def is_tried(self) -> bool:
        """Whether the code around a call goes on where it raises, or expects that."""
        return is_tried(self.module.scopes, self.node)

    @property
    def name(self) -> str:
        """The function's own name, without its module."""
        return self.function.rpartition(".")[2]

    @property
    def says_name(self) -> bool:
        """Whether the function's own name is written here, not an alias."""
        if isinstance(self.callee, ast.alias):
            return self.callee.name == self.name
        if self.by_text:
            text = text_of(self.callee) or ""
            return text.rpartition(".")[2] == self.name
        if isinstance(self.callee, ast.Attribute):
            return self.callee.attr == self.name
        return isinstance(self.callee, ast.Name) and self.callee.id == self.name
