"""Where a known function is used: the call sites that the rules look at."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ..files.source import Source
from ..names.meaning import Key, Reference
from ..names.surroundings import is_tried
from .arguments import Argument, Arguments
from .trace import Trace, Tracer


class SiteKind(StrEnum):
    """In what way a site uses the function."""

    CALL = "call"
    PARTIAL = "partial"
    REFERENCE = "reference"
    IMPORT = "import"


@dataclass(eq=False, slots=True)
class Site:
    """One use of a known function.

    Attributes:
        kind: call, `functools.partial` around it, bare reference, or import.
        function: the function's name, as the rules know it.
        path: the dotted path by which it was reached.
        node: the whole expression; for an import, its ``ast.alias``.
        callee: the expression that names the function inside ``node``, or the
            ``ast.alias``.
        reference: how the callee was resolved; None for an import.
        arguments: bound to the parameters; None for a reference or an import.
        calls: the calls whose arguments these are, a partial's first, each
            with the number of leading arguments that are not the function's.
        group: the imported name or alias through which the function came.
            Sites of one group are rewritten together or not at all.
        aliases: the names that the site gives the function, if it does nothing
            else.
        unpacked: where the dict of each ``**`` argument comes from.
        listed: for an argument that is a list of dicts, where it comes from.
        shared: the names of those dicts and lists, and of partials. Whoever
            shares one is rewritten together with the site, whatever moves.
        unknown: the arguments, by names that the function does not take, that the
            site gives for certain; the call raises TypeError.
        doubt: why it is not certain which function this is; empty if it is.
        escapes: where the function, or its partial, goes out of sight.
        source: the file.
        siblings: all sites of the module, this one too.
    """

    kind: SiteKind
    function: str
    path: str
    node: ast.expr | ast.alias
    callee: ast.expr | ast.alias
    source: Source
    siblings: list[Site]
    reference: Reference | None = None
    arguments: Arguments | None = None
    calls: Sequence[tuple[ast.Call, int]] = ()
    group: frozenset[Key] = frozenset()
    aliases: frozenset[Key] = frozenset()
    doubt: str = ""
    escapes: str = ""
    unpacked: dict[ast.expr, Trace] = field(default_factory=dict)
    listed: dict[str, Trace] = field(default_factory=dict)
    shared: set[Key] = field(default_factory=set)
    unknown: list[Argument] = field(default_factory=list)
    tracer: Tracer | None = None

    def text(self, node: ast.AST) -> str:
        """Return a node's source."""
        return self.source.segment(node)

    def reader(self, trace: Trace) -> str:
        """Return what else uses the names that a trace came through, or nothing."""
        return self.tracer.reader(trace) if self.tracer is not None else ""

    def owns(self, argument: Argument) -> bool:
        """Whether an argument is written here, not in a partial elsewhere."""
        start, end = self.source.span(self.node)
        return start <= self.source.span(argument.holder)[0] < end

    @property
    def is_tried(self) -> bool:
        """Whether the code around a call goes on where it raises, or expects that."""
        return self.tracer is not None and is_tried(self.tracer.scopes, self.node)

    @property
    def says_name(self) -> bool:
        """Whether the function's own name is written here, not an alias."""
        if isinstance(self.callee, ast.alias):
            return self.callee.name == self.function
        if isinstance(self.callee, ast.Attribute):
            return self.callee.attr == self.function
        return isinstance(self.callee, ast.Name) and self.callee.id == self.function
