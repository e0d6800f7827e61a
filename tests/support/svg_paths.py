"""The places that a path of lines goes through."""

from __future__ import annotations

import re


def runs_of(path):
    """Each unbroken part of a path, as its places."""
    for part in path.split("M")[1:]:
        start, _, moves = part.partition("l")
        numbers = [
            float(one)
            for one in re.findall(r"-?[\d.]+", start.split("h")[0] + " " + moves)
        ]
        places = zip(numbers[::2], numbers[1::2], strict=True)
        x, y = next(places)
        run = [(x, y)]
        for across, down in places:
            x, y = round(x + across, 1), round(y + down, 1)
            run.append((x, y))
        yield run
