"""What `make nnx-uses` prints: the uses of NNX, with what their programs do."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.environments import FLAX

from lrmigrate.rules.nnx.understood import USES

from . import not_listed, refused_results, understood_results
from .run import REFERENCE
from .transformations import TRANSFORMATIONS

NOTE = f"""
Each beside {REFERENCE}. Under an old Flax a program runs as it is: what differs there,
or raises, is of its own Optax, JAX or Flax, and not of a migration."""


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        print("Uses that are understood\n")
        print(*_table(_understood(folder / "understood")), sep="\n")
        print(NOTE)
        print("\nUses that are not, and what each migration would do\n")
        print(*_table(_refused(folder / "refused")), sep="\n")
        names = not_listed.public_names(folder / "names", FLAX)
        for of in not_listed.OBJECTS:
            missing = not_listed.not_listed(names, of)
            print(f"\nNot listed for the {of}, so that it is left ({len(missing)}):")
            print(", ".join(missing))


def _understood(folder: Path) -> Iterator[Sequence[str]]:
    yield ("use", "of", "the optimizer", *FLAX)
    outcomes = understood_results.results(folder, FLAX)
    for use in USES.values():
        for kind in (understood_results.PASSING, understood_results.KEEPING):
            outcome = outcomes.get(f"{use.id} {kind}")
            if outcome is not None:
                results = [str(outcome[flax]) for flax in FLAX]
                yield (use.api, use.of, kind, *results)
    for name in TRANSFORMATIONS:
        outcome = outcomes[f"{name} {understood_results.TRANSFORMED}"]
        results = [str(outcome[flax]) for flax in FLAX]
        yield (name, "transformation", understood_results.PASSING, *results)


def _refused(folder: Path) -> Iterator[Sequence[str]]:
    yield ("use", *refused_results.KINDS, "under", "fix")
    for name, outcome in refused_results.results(folder).items():
        results = [str(outcome[kind]) for kind in refused_results.KINDS]
        written = "writes" if outcome["written"] else "leaves"
        yield (name, *results, outcome["keeping under"], written)


def _table(rows: Iterator[Sequence[str]]) -> list[str]:
    """Lines in which each column is as wide as its longest value."""
    held = [*rows]
    widths = [max(map(len, column)) for column in zip(*held, strict=True)]
    return [
        "  ".join(
            value.ljust(width) for value, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in held
    ]


if __name__ == "__main__":
    main()
