"""Suppressions that silence nothing, and how their comments read without them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence

from ..config.codes import named_by, suggestion
from ..files.source import Source
from ..files.suppressions import Code, Suppression, Suppressions
from ..model import UNUSED, Edit, Position, Verdict, VerdictKind
from ..rule.intents import DropCodes
from ..rule.rule import Report, Rule
from .unit import Member, Unit

_OURS = UNUSED.rstrip("0123456789")
_SAFE = Verdict(VerdictKind.PRESERVING, "only a comment changes")


def unused_suppressions(
    source: Source,
    suppressions: Suppressions,
    rule: Rule,
    known: Mapping[str, str],
    active: Collection[str],
    broken: Collection[str],
) -> Iterator[Unit]:
    """Yield a unit for each suppression that names rules of ours for nothing.

    Args:
        source: the file, all of whose findings have to be known by now.
        suppressions: its suppressions.
        rule: the one that reports this.
        known: the slugs of all rules, by their codes.
        active: those that were looked for; of the others nothing is known.
        broken: what the codes of rules begin with that cannot be used.
    """
    for suppression in suppressions.all if suppressions.located else ():
        idle = [
            code
            for code in suppression.codes
            if code not in suppression.used
            and (suppression.own or _is_ours(code.text, known))
            and _is_idle(code.text, known, active)
            and not code.text.startswith(tuple(broken))
        ]
        names_nothing = not (suppression.codes or suppression.everything)
        place = source.position(suppression.start)
        if not (idle or names_nothing) or _kept(
            suppressions, suppression, place.line, known[UNUSED]
        ):
            continue
        report = Report(
            _node(source, suppression),
            _message(source, suppression, idle, known),
            (DropCodes(tuple(code.text for code in idle)),) if idle else (),
            fix_message="remove what silences nothing" if idle else "",
            unfixable="" if idle else "only you know which rules it is for",
        )
        member = Member(line=place.line, reports=[(rule, report)])
        if idle:
            member.edits += _without(source, suppression, idle)
            member.verdict = _SAFE
        yield Unit([member])


def _is_ours(text: str, known: Collection[str]) -> bool:
    """Whether a code that other tools may read as well is one of ours."""
    return text.startswith(_OURS) or any(code.startswith(text) for code in known)


def _is_idle(text: str, known: Mapping[str, str], active: Collection[str]) -> bool:
    """Whether a code that was not used is one that cannot be."""
    return text not in (UNUSED, known[UNUSED]) and named_by(text, known) <= {*active}


def _kept(
    suppressions: Suppressions, suppression: Suppression, line: int, slug: str
) -> bool:
    """Whether a comment silences this very rule here, by name or another one."""
    return any(
        (naming := other.naming(line, UNUSED, slug)) is not None
        and (
            other is not suppression
            or any(one.text in (UNUSED, slug) for one in naming)
        )
        for other in suppressions.all
    )


def _node(source: Source, suppression: Suppression) -> ast.AST:
    """Return a node that stands for a suppression, which Python has none for."""
    start, end = (
        source.position(offset) for offset in (suppression.start, suppression.end)
    )
    first, last = (_column(source, place) for place in (start, end))
    return ast.Constant(
        None,
        lineno=start.line,
        col_offset=first,
        end_lineno=end.line,
        end_col_offset=last,
    )


def _column(source: Source, place: Position) -> int:
    """Return a column as ``ast`` counts it: bytes from 0."""
    line = source.offset_at(Position(place.line, 1))
    return len(source.text[line : source.offset_at(place)].encode())


def _message(
    source: Source,
    suppression: Suppression,
    idle: Sequence[Code],
    known: Mapping[str, str],
) -> str:
    comment = f"`{source.text[suppression.start : suppression.end]}`"
    if not idle:
        return f"{comment} names no rule: write `# lrmigrate: ignore[{_OURS}001]`"
    real = [one.text for one in idle if named_by(one.text, known)]
    parts = []
    if real:
        verb = "silences" if len(real) == 1 else "silence"
        parts.append(f"{_quoted(real)} in {comment} {verb} nothing")
    for name in dict.fromkeys(one.text for one in idle if one.text not in real):
        hint = suggestion(name, known)
        parts.append(f"there is no rule `{name}`{f'; {hint}' if hint else ''}")
    return "; ".join(parts)


def _quoted(names: Sequence[str]) -> str:
    return " and ".join(f"`{name}`" for name in dict.fromkeys(names))


def _without(
    source: Source, suppression: Suppression, idle: Sequence[Code]
) -> Iterator[Edit]:
    """Yield what takes these codes out of a comment, or the comment out of its line."""
    text, codes = source.text, suppression.codes
    kept = [at for at, code in enumerate(codes) if code not in idle]
    if kept:
        rest = [
            text[codes[at - 1].end if number else codes[at].start : codes[at].end]
            for number, at in enumerate(kept)
        ]
        yield Edit(codes[0].start, codes[-1].end, "".join(rest))
        return
    start, stop = suppression.start, suppression.stop
    line = source.offset_at(Position(source.position(start).line, 1))
    before = text[line:start]
    if text[stop : stop + 1] == "#":
        yield Edit(start, stop, "")
    elif before.strip():
        yield Edit(line + len(before.rstrip()), stop, "")
    else:
        ends = text[stop : stop + 2]
        yield Edit(line, stop + (2 if ends == "\r\n" else len(ends[:1])), "")
