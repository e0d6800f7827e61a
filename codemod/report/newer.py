"""What a report says of code for newer versions than a project runs with."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import RunResult
from .mode import Mode
from .outcome import plural


def hidden_count(result: RunResult) -> int:
    """How many findings the versions of their projects hide."""
    return sum(one.count for one in result.hidden)


def hidden_part(result: RunResult) -> str:
    """What the counts say of hidden findings, with the way to see them."""
    from ..config.versions.stated import newest

    versions = newest((one.package, one.since) for one in result.hidden).items()
    names = [f"{package} {version}" for package, version in versions]
    options = [f"--{package}-version {version}" for package, version in versions]
    return (
        f"{hidden_count(result)} not shown, for {' and '.join(names)} or newer "
        f"(see with `{' '.join(options)}`)"
    )


def hidden_notes(result: RunResult) -> Iterator[str]:
    """Who says that findings are not for the versions of their project."""
    for one in result.hidden:
        verb, what = ("is", "it") if one.count == 1 else ("are", "them")
        yield (
            f"{plural(one.count, 'finding')} {verb} for newer versions, and not shown: "
            f"{one.why}; `--{one.package}-version {one.since}` shows {what}"
        )


def needed_notes(result: RunResult, mode: Mode) -> Iterator[str]:
    """Which versions the rewritten files need, and who says otherwise."""
    for one in result.needed:
        verb = "needs" if one.count == 1 else "need"
        verb = f"now {verb}" if mode is Mode.FIX else "would need"
        files = plural(one.count, "file")
        yield f"{files} {verb} {one.package}>={one.since}, but {one.why}."
