"""Prints what `make optax-matrix` found of each Optax, and writes it into the docs.

``python table.py JUDGED.json...``: what `judge.py` printed under each release. One that
is pinned and that nothing is given of is named, as not run.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from releases_page import table, write

PINS = Path(__file__).parents[1] / "environments"
LEVELS = ("identical", "bit-equal", "within 4 ulp", "another curve")


def in_order(versions: Iterable[str]) -> list[str]:
    return sorted(versions, key=lambda one: [*map(int, one.split("."))])


def pinned() -> dict[str, str]:
    """The JAX of each release of Optax, as its pins begin."""
    first = {
        path.stem.removeprefix("optax-"): path.read_text("utf-8").splitlines()[0]
        for path in PINS.glob("optax-*.txt")
    }
    return {
        optax: first[optax].removeprefix("-r jax-").removesuffix(".txt")
        for optax in in_order(first)
    }


def worst(function: dict) -> int:
    """The level of a function: that of its steps of JAX's, or more where others are."""
    jax, other = 0, 0
    for cell, found in function["cells"].items():
        level = max(map(int, found["levels"]))
        if cell.startswith("JAX"):
            jax = max(jax, level)
        else:
            other = max(other, level)
    return other if other > 1 else jax


def rows(reports: Sequence[dict]) -> Iterator[Sequence[str]]:
    """One row a release: its functions, by how far they are from ours."""
    yield ("Optax", "JAX", *LEVELS, "absent")
    by_release = {report["versions"]["optax"]: report for report in reports}
    for optax, jax in pinned().items():
        if optax not in by_release:
            yield (optax, jax, *["not run"] * len(LEVELS), "")
            continue
        functions = by_release[optax]["functions"]
        by_level = [
            [name for name, one in functions.items() if one and worst(one) == level]
            for level in range(len(LEVELS))
        ]
        absent = [name for name, one in functions.items() if not one]
        cells = [_named(names) for names in (*by_level, absent)]
        yield (*by_release[optax]["versions"].values(), *cells)


def curves(reports: Sequence[dict]) -> Iterator[Sequence[str]]:
    """One row for each function that is another curve; releases alike are one row."""
    yield ("function", "Optax", "asked with", "a case", "verdicts on these cases")
    found: dict[tuple[str, ...], list[str]] = {}
    for report in reports:
        for name, one in report["functions"].items():
            if not one or worst(one) < len(LEVELS) - 1:
                continue
            cells = {cell: got for cell, got in one["cells"].items() if got["others"]}
            told, where = next(iter(cells.values()))["others"][0]
            row = (f"`{name}`", "; ".join(cells), f"`{told}`: {where}", _verdicts(one))
            found.setdefault(row, []).append(report["versions"]["optax"])
    for (name, cells, case, verdicts), releases in found.items():
        yield (name, ", ".join(releases), cells, case, verdicts)


def wrong(reports: Sequence[dict]) -> Iterator[str]:
    """Cases that are another curve and were called equivalent."""
    for report in reports:
        for name, one in report["functions"].items():
            for verdict in one["verdicts"] if one else ():
                if verdict["safe"] and verdict["level"] == len(LEVELS) - 1:
                    yield f"Optax {report['versions']['optax']}, {name}: {verdict}"


def _verdicts(function: dict) -> str:
    kinds = Counter(
        one["kind"] for one in function["verdicts"] if one["level"] == len(LEVELS) - 1
    )
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    return told or "never rewritten"


def _named(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) if len(names) < 8 else "all others"


def main() -> None:
    given = [json.loads(Path(one).read_text("utf-8")) for one in sys.argv[1:]]
    by_release = {one["versions"]["optax"]: one for one in given}
    reports = [by_release[optax] for optax in in_order(by_release)]
    text = f"{table(rows(reports))}\n{table(curves(reports))}"
    print(text)
    write("optax-matrix", text)
    if told := [*wrong(reports)]:
        sys.exit("another curve, and called equivalent:\n" + "\n".join(told))


if __name__ == "__main__":
    main()
