"""Files of a baseline that are called otherwise now: renamed, or moved.

What is accepted in a file goes with it where that is certain: the file is gone, one
that the baseline does not know has the very same findings, and that holds of no other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from .baseline_file import Entry

Fingerprint = frozenset[tuple[str, str, int]]
"""What is found in a file, whatever it is called: code and text, and how often."""


def moved(
    known: Counter[Entry],
    found: Counter[Entry],
    codes: Mapping[str, frozenset[str]],
    root: Path,
) -> Counter[Entry]:
    """Return the entries of a baseline by the paths that their files have now.

    Args:
        known: the entries.
        found: the findings of a run.
        codes: the rules that were active in each file of it.
        root: the folder that the paths are relative to.
    """
    before, now = _by_path(known), _by_path(found)
    new = [path for path in now if path not in before and path in codes]
    gone = [path for path in before if _is_gone(root / path)] if new else []
    alike = [
        (old, path)
        for path in new
        for old in gone
        if _fingerprint(before[old], codes[path]) == _fingerprint(now[path])
    ]
    olds = Counter(old for old, _ in alike)
    news = Counter(path for _, path in alike)
    names = {old: path for old, path in alike if olds[old] == news[path] == 1}
    if not names:
        return known
    return Counter(
        {
            replace(entry, path=names.get(entry.path, entry.path)): count
            for entry, count in known.items()
        }
    )


def _by_path(entries: Counter[Entry]) -> Mapping[str, Counter[Entry]]:
    found: dict[str, Counter[Entry]] = defaultdict(Counter)
    for entry, count in entries.items():
        if count > 0:
            found[entry.path][entry] = count
    return found


def _fingerprint(
    entries: Counter[Entry], codes: frozenset[str] | None = None
) -> Fingerprint:
    return frozenset(
        (entry.code, entry.text, count)
        for entry, count in entries.items()
        if codes is None or entry.code in codes
    )


def _is_gone(file: Path) -> bool:
    try:
        file.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
