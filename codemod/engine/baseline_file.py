"""The findings that a project has accepted: read, matched, and written to a file.

An entry is known by its file, its code and its lines' text, white space aside, and
by how often that occurs; not by a line number, so that it outlives what moves it.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from ..config.keys import BASELINE
from ..files.kinds import suffixes
from ..files.read import read_file
from ..files.real import is_path
from ..files.search.skipped import SKIPPED_FOLDERS

if TYPE_CHECKING:
    from ..files.source import Source
    from ..model import Finding

_VERSION = 1
_ANEW = "write it anew with `lrmigrate baseline`"
_OTHER = "name another file as the baseline, or take this one away if it was one"


class BaselineError(Exception):
    """A baseline that cannot be read, or be one: which, why, and what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """What tells a finding from others: its file below the root, code, and text."""

    path: str
    code: str
    text: str


def entry_of(finding: Finding, source: Source, root: Path) -> Entry:
    """Return the entry that stands for a finding.

    Args:
        finding: it.
        source: its file.
        root: the folder that the entry's path is relative to.
    """
    rows = source.rows(finding.start, finding.end)
    text = " ".join(source.of_rows(*rows).split())
    return Entry(path_below(root, finding.path), finding.code, text)


def path_below(root: Path, path: str) -> str:
    """Return the path by which a file is known in a baseline below ``root``."""
    relative = os.path.relpath(os.path.realpath(path), os.path.realpath(root))
    return PurePath(relative).as_posix()


def check_place(file: Path, root: Path) -> None:
    """Refuse a file that is not the project's to write findings to.

    Raises:
        BaselineError: it lies elsewhere, or is called like what is looked at.
    """
    real, top = Path(os.path.realpath(file)), Path(os.path.realpath(root))
    if not real.is_relative_to(top):
        raise BaselineError(f"{file}: a baseline lies in its project, {top}")
    tools = {part.lower() for part in real.relative_to(top).parts} & SKIPPED_FOLDERS
    if tools:
        raise BaselineError(f"{file}: a baseline does not lie in {min(tools)}")
    if real.suffix.lower() in suffixes():
        raise BaselineError(
            f"{file}: a baseline is not called {real.suffix}, as files are that are "
            "looked at; name another one"
        )


def read_baseline(file: Path, root: Path) -> Counter[Entry] | None:
    """Return how often each entry occurs; None where there is no such file.

    Args:
        file: the baseline.
        root: the folder that its paths are relative to.

    Raises:
        BaselineError: it cannot be read, or is no baseline.
    """
    try:
        data = read_file(os.path.realpath(file))
        import json

        text = data.decode(json.detect_encoding(data), "surrogatepass")
        content = json.loads(text)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BaselineError(f"{file}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{file}: is not JSON: {error}; {_cure(file)}") from error
    try:
        entries = _entries(content, text)
    except (KeyError, TypeError, ValueError) as error:
        why = f": {error}" if isinstance(error, _WrongEntryError) else ""
        reason = f"{file}: is no baseline of lrmigrate{why}; {_cure(file)}"
        raise BaselineError(reason) from error
    slashed: Counter[Entry] = Counter()
    for entry, count in entries.items():
        slashed[replace(entry, path=_slashed(entry.path, root))] += count
    return slashed


def _slashed(path: str, root: Path) -> str:
    """Return a path as we write it, where somebody wrote it as Windows does."""
    is_name = os.sep == "/" and os.path.lexists(root / path)
    return path if "\\" not in path or is_name else path.replace("\\", "/")


def may_be_replaced(file: Path) -> bool:
    """Whether a file that is no baseline any more may be written anew, by its name."""
    return Path(os.path.realpath(file)).name == BASELINE


def _cure(file: Path) -> str:
    return _ANEW if may_be_replaced(file) else _OTHER


class _WrongEntryError(ValueError):
    """An entry that cannot be: on which line it begins, and why."""


def _entries(content: Any, text: str) -> Counter[Entry]:
    if content["version"] != _VERSION:
        raise ValueError(content["version"])
    entries: Counter[Entry] = Counter()
    for number, one in enumerate(content["findings"]):
        try:
            entries[_entry(one)] += _count(one)
        except (KeyError, TypeError, ValueError) as error:
            place = f"line {_line(text, number)}, finding {number + 1}"
            raise _WrongEntryError(f"{place}: {error}") from error
    return entries


def _entry(one: Any) -> Entry:
    if not isinstance(one, dict):
        raise TypeError(f"it is {one!r}")
    for name in ("path", "code", "text"):
        if not isinstance(one.get(name), str):
            raise TypeError(f"its {name} is {one.get(name)!r}, and no text")
    if not is_path(one["path"]):
        raise ValueError(f"its path is {one['path']!r}, and no file can be called so")
    return Entry(one["path"], one["code"], one["text"])


def _count(one: Any) -> int:
    count = one.get("count")
    if not isinstance(count, int) or count < 1:
        raise ValueError(f"its count is {count!r}, and no number of findings")
    return count


def _line(text: str, number: int) -> int:
    """Return on which line a finding begins, by its number from 0."""
    from ..files.notebooks.json_places import Json

    document = Json(text)
    places = [*document.elements(document.whole()["findings"])]
    return text.count("\n", 0, places[number]) + 1


def baseline_bytes(entries: Counter[Entry]) -> bytes:
    """Return what a baseline's file holds: sorted, so that two are easily compared."""
    import json

    findings = [
        {**asdict(entry), "count": count}
        for entry, count in sorted(entries.items())
        if count > 0
    ]
    content = {"version": _VERSION, "findings": findings}
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode(
        "utf-8", "backslashreplace"
    )
