"""What a run hides, and what it writes, for newer versions than its projects have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..model import Newer
from .plan import Planner
from .survey import SeenFile

_Version = tuple[str, str]
_Why = tuple[str, str, str]


def hidden(files: Iterable[SeenFile]) -> tuple[Newer, ...]:
    """Count what rules would find that versions rule out, by who says so."""
    found: Counter[_Why] = Counter()
    for file in files:
        silent = file.plan.ruled_out
        if not silent:
            continue
        from .look import look

        plan = replace(file.plan, codes=frozenset(silent))
        since = _since(file)
        for finding in look(file.source, plan, rewrites=False).findings:
            found[*since[finding.code], silent[finding.code]] += 1
    return _newer(found)


def needed(planner: Planner, files: Iterable[SeenFile]) -> tuple[Newer, ...]:
    """Count the files that were written for newer versions than may be there."""
    found: dict[tuple[_Why, str], None] = {}
    for file in files:
        since = _since(file)
        written = {one.code for one in file.looked.findings if one.written}
        for version in _newest([since[code] for code in written & since.keys()]):
            if why := planner.older(file.source.path, version):
                found[(*version, why), file.source.path] = None
    return _newer(Counter(why for why, _ in found))


def _since(file: SeenFile) -> dict[str, _Version]:
    """Return from which version on each rule has something to say, where it says so."""
    rules = file.plan.catalogue.rules
    return {rule.code: rule.since for rule in rules if rule.since is not None}


def _newest(versions: Sequence[_Version]) -> Iterable[_Version]:
    if not versions:
        return ()
    from ..config.versions.stated import newest

    return newest(versions).items()


def _newer(found: Counter[_Why]) -> tuple[Newer, ...]:
    return tuple(sorted(Newer(*why, count) for why, count in found.items()))
