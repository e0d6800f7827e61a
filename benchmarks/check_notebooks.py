"""Time ``lrmigrate check`` on notebooks with large outputs, next to ruff.

The same tree is timed with its notebooks and without them: what is not decoded costs
only what its bytes cost to be searched. The tree is made anew from a seed.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import platform
import random
import shutil
import tempfile
from pathlib import Path

from check_speed import COMMANDS, make_tree, source, timed

SHARE_WITH_OPTAX = 0.03
PER_FOLDER = 25
MODULES = 200


def notebook(rng: random.Random, with_optax: bool, kilobytes: int) -> str:
    """A notebook of ten cells or so, with images for outputs."""
    texts = source(rng, with_optax).split("\n\n\n")
    image = kilobytes * 1000 // max(len(texts), 1)
    cells = [
        {
            "cell_type": "code",
            "execution_count": number,
            "id": f"cell-{number}",
            "metadata": {},
            "outputs": [
                {
                    "data": {
                        "image/png": base64.b64encode(
                            rng.randbytes(image * 3 // 4)
                        ).decode(),
                        "text/plain": ["<Figure size 640x480 with 1 Axes>"],
                    },
                    "metadata": {},
                    "output_type": "display_data",
                }
            ],
            "source": text.splitlines(keepends=True),
        }
        for number, text in enumerate(texts, 1)
    ]
    metadata = {"language_info": {"name": "python"}}
    content = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1) + "\n"


def add_notebooks(root: Path, count: int, kilobytes: int, seed: int) -> str:
    """Write notebooks into a tree and say what they are."""
    rng = random.Random(seed)
    with_optax = set(rng.sample(range(count), round(count * SHARE_WITH_OPTAX)))
    size = 0
    for index in range(count):
        folder = root / f"notebooks_{index // PER_FOLDER:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        text = notebook(rng, index in with_optax, kilobytes)
        (folder / f"notebook_{index:05d}.ipynb").write_text(text, encoding="utf-8")
        size += len(text)
    return f"{count} notebooks ({len(with_optax)} with optax), {size / 1e6:.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notebooks", type=int, default=1000, help="in the tree")
    parser.add_argument("--kilobytes", type=int, default=200, help="of outputs in each")
    parser.add_argument("--runs", type=int, default=7, help="timed runs of each")
    parser.add_argument("--seed", type=int, default=0, help="of the tree")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="lrmigrate-bench-") as folder:
        full, plain = Path(folder) / "full", Path(folder) / "plain"
        modules = make_tree(plain, MODULES, options.seed)
        shutil.copytree(plain, full)
        added = add_notebooks(full, options.notebooks, options.kilobytes, options.seed)
        print(f"{modules}; {added}")
        print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs")
        medians = timed(
            {
                "lrmigrate check": (COMMANDS["lrmigrate"], full, 1),
                "ruff check --select F401": (COMMANDS["ruff"], full, 1),
                "lrmigrate check, no notebooks": (COMMANDS["lrmigrate"], plain, 1),
            },
            options.runs,
        )
    ours, theirs, without = medians.values()
    print(f"lrmigrate takes {ours / theirs:.1f} times as long as ruff")
    each = (ours - without) / options.notebooks
    print(f"a notebook costs {each * 1000:.2f} ms")


if __name__ == "__main__":
    main()
