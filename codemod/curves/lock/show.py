"""What moved since a lock was written, or between releases: as lines, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...model import Position
from ...report.styled import Line, Piece, Role, printable, render
from ..record import LearningRate
from ..show.words import basis
from .check import By, Check, Checked, Status
from .record import Versions
from .releases import Releases
from .singles import Kind, Parting
from .words import parted, releases, status, what

_ROLES = {Status.LAST: Role.WARNING, Status.SAME: Role.GOOD}
_KINDS = {
    Kind.SAME: "the same bits",
    Kind.LAST: "the last bits",
    Kind.MOVED: "moved",
}


@dataclass(frozen=True, slots=True)
class ToldCheck:
    """What is told of a lock that was checked.

    Attributes:
        check: what became of its curves.
        file: what it is called.
        quiet: whether the text has no last line that counts.
    """

    check: Check
    file: str
    quiet: bool

    def content(self, form: str, axis: str, *, colour: bool) -> str:
        """Return what is written in a form, text or JSON."""
        if form == "json":
            return check_json(self.check, self.file)
        last = [] if self.quiet else [check_summary(self.check, self.file)]
        return render([*check_lines(self.check), *last], colour=colour)


@dataclass(frozen=True, slots=True)
class ToldReleases:
    """What is told of two releases.

    Attributes:
        found: how far curves are apart under them.
        untold: how many learning rates were not compared, by the reason.
        quiet: whether the text has no last line that counts.
    """

    found: Releases
    untold: Mapping[str, int]
    quiet: bool

    def content(self, form: str, axis: str, *, colour: bool) -> str:
        """Return what is written in a form, text or JSON."""
        if form == "json":
            return releases_json(self.found, self.untold)
        last = [] if self.quiet else [releases_summary(self.found, self.untold)]
        return render([*releases_lines(self.found), *last], colour=colour)


def check_lines(check: Check) -> Iterator[Line]:
    """Yield a line for each curve that is not the same, and what it is made of now."""
    for one in sorted(check.results, key=_in_order):
        if one.status is not Status.SAME:
            said = status(one, check.locked, check.now)
            yield _line(one.rate, said, _ROLES.get(one.status, Role.BAD))
            if basis(one.rate) and (one.by is By.CODE or one.status is Status.NEW):
                yield (Piece(f"    {printable(basis(one.rate))}", Role.FAINT),)


def releases_lines(found: Releases) -> Iterator[Line]:
    """Yield a line for each curve that two releases compute otherwise."""
    for one in found.results:
        if one.parting.kind is not Kind.SAME:
            moved = one.parting.kind is Kind.MOVED
            said = f"{'MOVED' if moved else 'the last bits'}: {parted(one.parting)}"
            yield _line(one.rate, said, Role.BAD if moved else Role.WARNING)


def check_summary(check: Check, file: str) -> Line:
    """Return the last line: how many curves became what."""
    counts = Counter(one.status for one in check.results)
    parts = [f"{counts[one]} {one}" for one in Status if counts[one]]
    said = f"{printable(file)}: {', '.join(parts) or 'no curve is locked'}"
    if check.now is None:
        said += (
            "; the bits were not compared, as there is no JAX with Optax here "
            "(--optax names an environment that has them)"
        )
    elif check.now != check.locked:
        said += f" ({releases(check.locked, check.now)})"
    return (Piece(said, Role.HEADING),)


def releases_summary(found: Releases, untold: Mapping[str, int]) -> Line:
    """Return the last line: how many curves are as far apart."""
    counts = Counter(one.parting.kind for one in found.results)
    parts = [f"{counts[one]} {said}" for one, said in _KINDS.items() if counts[one]]
    left = [f"{count} {why}" for why, count in untold.items() if count]
    said = f"{found.before} against {found.after}: {', '.join(parts) or 'no curve'}"
    if left:
        said += f"; not compared: {', '.join(left)}"
    return (Piece(said, Role.HEADING),)


def check_json(check: Check, file: str) -> str:
    """Return what became of the curves of a lock as JSON."""
    return _json(
        {
            "lock": file,
            "locked": _versions(check.locked),
            "now": check.now and _versions(check.now),
            "curves": [
                {
                    **_rate(one.rate),
                    "status": one.status,
                    "by": one.by,
                    "causes": [*map(str, one.causes)],
                    **_parting(one.parting),
                }
                for one in sorted(check.results, key=_in_order)
            ],
        }
    )


def releases_json(found: Releases, untold: Mapping[str, int]) -> str:
    """Return how far curves are apart under two releases as JSON."""
    return _json(
        {
            "before": _versions(found.before),
            "after": _versions(found.after),
            "not_compared": {why: count for why, count in untold.items() if count},
            "curves": [
                {
                    **_rate(one.rate),
                    "status": one.parting.kind,
                    **_parting(one.parting),
                }
                for one in found.results
            ],
        }
    )


def _in_order(one: Checked) -> tuple[str, Position, str, int]:
    return one.rate.path, one.rate.start, one.rate.scope, one.rate.order


def _line(rate: LearningRate, said: str, role: Role) -> Line:
    path = printable(rate.path)
    place = f"{path}:{rate.start}" if rate.start.line else path
    return (
        Piece(f"{place}: ", Role.PLACE),
        Piece(printable(said), role),
        Piece(f"  {printable(what(rate))}"),
    )


def _rate(rate: LearningRate) -> dict[str, Any]:
    return {
        "file": rate.path,
        "line": rate.start.line or None,
        "in": rate.scope,
        "order": rate.order,
        "target": rate.target,
        "call": str(rate.recipe) if rate.recipe else None,
    }


def _parting(parting: Parting | None) -> dict[str, Any]:
    if parting is None or parting.kind is Kind.SAME:
        return {}
    return {
        "step": parting.step,
        "before": parting.before,
        "after": parting.after,
        "asked": parting.asked or "as an optimizer asks",
    }


def _versions(versions: Versions) -> dict[str, str]:
    return {"optax": versions.optax, "jax": versions.jax}


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps({"version": 1, **content}, indent=1) + "\n"
