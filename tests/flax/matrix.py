"""What `make flax-matrix` prints: the NNX programs under each Flax, old and new."""

from __future__ import annotations

from collections import Counter

from harness.compare import differences
from harness.environments import EVERY, programs, run

KINDS = ("before", "after")
REFERENCE = "0.10.7"
COLUMNS = "{:8} {:8} {:8} {:9} {:>4} {:>12}   {}"


def main() -> None:
    reports = {}
    for flax in EVERY:  # one after the other: each takes half a gigabyte
        reports |= run({flax: programs(*KINDS)})
    reference = reports[REFERENCE]["outcomes"]
    print(COLUMNS.format("Flax", "Optax", "JAX", "migration", "ran", "apart", "raised"))
    for flax in EVERY:
        versions = reports[flax]["versions"].values()
        for kind in KINDS:
            apart, raised, ran = 0.0, Counter[str](), 0
            for name, outcome in reports[flax]["outcomes"].items():
                if not name.endswith(kind):
                    continue
                if "error" in outcome:
                    raised[f"{outcome['error']}: {outcome['message'][:60]}"] += 1
                    continue
                ran += 1
                before = reference[name.replace("_after", "_before")]["records"]
                found = differences(before, outcome["records"])
                apart = max(apart, *found.values())
            difference = f"{apart:.1e}" if ran else "-"
            errors = "; ".join(f"{count} {error}" for error, count in raised.items())
            print(COLUMNS.format(*versions, kind, ran, difference, errors or "-"))
    print(
        f"apart: the largest difference from the programs before, under {REFERENCE},\n"
        "as a part of the largest value of its kind in the step; 0 is to the bit."
    )


if __name__ == "__main__":
    main()
