"""Runs the NNX programs under each Flax, old and new, and writes what they did.

The table goes to the output and into the page of releases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from harness.compare import differences
from harness.environments import EVERY, programs, run
from releases_page import table, write

KINDS = ("before", "after")
REFERENCE = "0.10.7"
LONGEST = 60
HEAD = ("Flax", "Optax", "JAX", "migration", "ran", "apart", "raised")


def rows(reports: Mapping[str, Mapping]) -> Iterator[Sequence[str]]:
    """One row for each release, before the migration and after it."""
    yield HEAD
    reference = reports[REFERENCE]["outcomes"]
    for report in reports.values():
        for kind in KINDS:
            apart, raised, ran = 0.0, Counter[str](), 0
            for name, outcome in report["outcomes"].items():
                if not name.endswith(kind):
                    continue
                if "error" in outcome:
                    raised[_error(outcome)] += 1
                    continue
                ran += 1
                before = reference[name.replace("_after", "_before")]["records"]
                found = differences(before, outcome["records"])
                apart = max(apart, *found.values())
            errors = "; ".join(f"{count} `{error}`" for error, count in raised.items())
            difference = f"{apart:.1e}" if apart else "0" if ran else "-"
            yield (*report["versions"].values(), kind, str(ran), difference, errors)


def _error(outcome: Mapping[str, str]) -> str:
    """An error, as much of its first line as tells it."""
    message = outcome["message"].partition("\n")[0].replace("`", "'")
    short = message if len(message) <= LONGEST else f"{message[:LONGEST].rstrip()}…"
    return f"{outcome['error']}: {short}"


def main() -> None:
    reports = {}
    for flax in EVERY:  # one after the other: each takes half a gigabyte
        reports |= run({flax: programs(*KINDS)})
        print(f"ran under Flax {flax}", flush=True)
    text = table(rows(reports))
    print(text)
    write("flax-matrix", text)


if __name__ == "__main__":
    main()
