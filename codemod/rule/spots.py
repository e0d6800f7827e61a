"""The places that say a parameter's name: keywords, and keys of traced dicts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Severity
from ..names.record_fields import unpacked_record
from ..names.syntax import text_of
from ..sites.arguments import Argument
from ..sites.site import SiteKind
from ..sites.trace import Trace
from .intents import RenameArgument, RenameKey
from .rule import Report

if TYPE_CHECKING:
    from ..sites.site import Site


@dataclass(frozen=True, slots=True)
class Spot:
    """One place that names a parameter.

    Attributes:
        node: the keyword, or the string that is a dict's key.
        argument: what is given there; None where a key is only read.
        unfixable: why it cannot be renamed; empty if it can.
    """

    node: ast.AST
    argument: Argument | None
    unfixable: str = ""

    def renamed(self, name: str) -> RenameArgument | RenameKey:
        """Return what puts another name there."""
        if isinstance(self.node, ast.Constant):
            return RenameKey(self.node, name)
        assert self.argument is not None
        return renamed(self.argument, name)


def renamed(argument: Argument, name: str) -> RenameArgument | RenameKey:
    """Return what gives an argument, which is given by name, another name."""
    if isinstance(argument.node, ast.Constant):
        return RenameKey(argument.node, name)
    assert isinstance(argument.holder, ast.Call)
    return RenameArgument(argument.holder, argument.name, name)


def keyword_spots(site: Site, name: str) -> Iterator[Spot]:
    """Yield where a parameter is given to this call by name.

    A keyword of a partial elsewhere is that partial's, and is not repeated.
    """
    argument = site.arguments.get(name) if site.arguments else None
    traced = any(argument in one.named(name) for one in site.unpacked.values())
    if argument is not None and argument.keyword and not traced and site.owns(argument):
        yield Spot(argument.node, argument)
    for trace in site.unpacked.values():
        yield from traced_spots(site, trace, name)


def hidden_keyword(site: Site, old: str, new: str, what: str) -> Iterator[Report]:
    """Report each ``**`` argument of a call that may give a parameter, unseen.

    Args:
        site: the call; nothing is reported of anything else.
        old: the parameter's name.
        new: its other name.
        what: what there is to say of it, before "by name".
    """
    if site.kind is not SiteKind.CALL or site.arguments is None:
        return
    if old in site.arguments.named or new in site.arguments.named:
        return
    for node, trace in site.unpacked.items():
        if reason := _kept_field(site, node, old) or trace.opaque or trace.reader:
            message = f"{what} by name, in `**{site.text(node)}`"
            key = text_of(node.slice) if isinstance(node, ast.Subscript) else None
            if key is not None and (line := site.module.line_under(key, old)):
                message += f"; `{old}` is written under `{key}` on line {line}"
            if old in site.reached:
                message += f"; `{old}` is written in {site.reached[old]}"
            severity = Severity.INFO if site.doubt else None
            yield Report(node, message, severity=severity, unfixable=reason)


def _kept_field(site: Site, node: ast.expr, name: str) -> str:
    """Return of which class ``**asdict(config)`` gives a field, or nothing."""
    record = unpacked_record(site.module.scopes, node)
    if record is None or all(name != field for field, _ in record.fields):
        return ""
    return f"`{name}` is a field of `{record.cls.name}`, and stays one"


def keyword_elsewhere(site: Site, old: str) -> Iterator[Report]:
    """Report a function that may be called by an old name where that is not seen."""
    if site.kind is not SiteKind.REFERENCE:
        return
    if old in site.reached:
        where = site.reached[old]
        what = f"is in a registry that is called with `{old}` in {where}"
    elif site.escapes:
        what = f"{site.escapes}; what calls it there may say `{old}`"
    else:
        return
    yield Report(
        site.node,
        f"`{site.name}` {what}",
        severity=Severity.INFO,
        unfixable="its calls are out of sight",
    )


def traced_spots(site: Site, trace: Trace, name: str) -> Iterator[Spot]:
    """Yield where a traced dict, or the dicts of a traced list, name a key."""
    for part in trace.dicts():
        unfixable = part.opaque or trace.reader
        for argument in part.named(name):
            yield Spot(argument.node, argument, unfixable)
        for read in part.reads:
            if text_of(read) == name:
                yield Spot(read, None, unfixable)
