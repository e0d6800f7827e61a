"""What came of a program: how it behaved before `fix` and after, and what `fix` said."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """What came of a program.

    The first three are as it should be; `SILENT` is harmless, since nothing was
    written, but nobody was told; `PARTLY` is for the caller to judge.
    """

    SAME = "same"
    LEFT = "left"
    SILENT = "left silently"
    PARTLY = "partly left, and behaves otherwise"
    DIFFERS = "differs"
    RAISES = "raises"
    WARNS = "warns"
    CRASHES = "the tool fails"
    UNSTABLE = "a second fix changes something"
    BROKEN = "does not run before"


WRONG = frozenset((*Kind,)) - {Kind.SAME, Kind.LEFT, Kind.SILENT}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a finding was not written.

    Attributes:
        place: its file and line.
        code: the rule's.
        text: why it is left; of a finding that no rewrite is for, its message.
    """

    place: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one program.

    Attributes:
        name: of its folder.
        kind: in a word.
        written: how many findings `fix` wrote.
        left: what it left, and why.
        detail: what is otherwise, in a few lines, where the kind is wrong.
        cpu_seconds: of all its runs.
    """

    name: str
    kind: Kind
    written: int = 0
    left: tuple[Reason, ...] = ()
    detail: str = ""
    cpu_seconds: float = 0.0


def behaviour(run: dict) -> str:
    """What a program did, in words that can be compared: its output and its end."""
    error = run.get("error")
    raised = f"{error['type']}: {error['message']}\n" if error else ""
    return f"{run['stdout']}{raised}{run['ended']}"


def new_warnings(before: dict, after: dict) -> list[str]:
    """The warnings that a program did not give before."""
    old, new = (
        Counter(f"{w['category']}: {w['message']}" for w in run.get("warnings", ()))
        for run in (before, after)
    )
    return list((new - old).elements())


def first_difference(before: str, after: str) -> str:
    old, new = before.splitlines(), after.splitlines()
    for index in range(max(len(old), len(new))):
        pair = ["".join(lines[index : index + 1]) for lines in (old, new)]
        if pair[0] != pair[1]:
            return f"before: {pair[0]}\nafter:  {pair[1]}"
    return ""


def findings(fix: dict) -> list[dict]:
    """What `fix` reported, or the reason that it did not as one that has no code."""
    try:
        return json.loads(fix["stdout"])
    except json.JSONDecodeError:
        message = f"{fix['ended']}\n{fix['stderr']}"
        return [{"code": None, "message": message, "written": False, "left": ""}]


def reason(finding: dict) -> Reason:
    place = f"{finding['filename']}:{finding['location']['row']}"
    return Reason(place, finding["code"], finding["left"] or finding["message"])


def judged(name: str, before: dict, fix: dict, changed: bool, after: dict) -> Outcome:
    """What came of a program, but for the second `fix`."""
    found = findings(fix)
    failed = [finding["message"] for finding in found if finding["code"] is None]
    if failed or fix["ended"]:
        return Outcome(name, Kind.CRASHES, detail="\n".join(failed) or fix["ended"])
    if before["ended"] or before["error"]:
        return Outcome(name, Kind.BROKEN, detail=behaviour(before)[-500:])
    left = tuple(reason(finding) for finding in found if not finding["written"])
    outcome = Outcome(name, Kind.SAME, sum(f["written"] for f in found), left)
    was, now = behaviour(before), behaviour(after)
    warned = new_warnings(before, after)
    if not changed and left:
        return replace(outcome, kind=Kind.LEFT)
    if was == now and not warned:
        return replace(outcome, kind=Kind.SAME if changed else Kind.SILENT)
    detail = first_difference(was, now) or "\n".join(warned)
    if any(f["severity"] != "info" and not f["written"] for f in found):
        return replace(outcome, kind=Kind.PARTLY, detail=detail)
    if not changed:
        return replace(outcome, kind=Kind.SILENT, detail=detail)
    if was == now:
        return replace(outcome, kind=Kind.WARNS, detail=detail)
    raises = after.get("error") != before.get("error") or after["ended"]
    return replace(outcome, kind=Kind.RAISES if raises else Kind.DIFFERS, detail=detail)


def once_more(outcome: Outcome, fix: dict, changed: bool) -> Outcome:
    """What came of a program, with the second `fix`."""
    failed = [found["message"] for found in findings(fix) if found["code"] is None]
    if failed:
        return replace(outcome, kind=Kind.CRASHES, detail="\n".join(failed))
    return replace(outcome, kind=Kind.UNSTABLE) if changed else outcome
