"""Time ``lrmigrate check`` next to ``ruff check --select F401`` on one tree.

Most candidate files hold no schedule, so what counts is how quickly they are
passed over. The tree is made anew from a seed, and is the same every time.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_SCRIPTS = Path(sys.executable).parent
_RUFF = [str(_SCRIPTS / "ruff"), "check", "--isolated", "--no-cache"]
COMMANDS = {
    "lrmigrate": [str(_SCRIPTS / "lrmigrate"), "check", "--isolated", "."],
    "ruff": [*_RUFF, "--select", "F401", "."],
}
Contender = tuple[Sequence[str], Path, int]  # a command, where, and its exit code

SHARE_WITH_OPTAX = 0.03
FILES_PER_FOLDER = 25

HEADERS = (
    "import json\nimport logging\nfrom pathlib import Path\n",
    "import os\nimport re\nfrom collections import defaultdict\n",
    "from dataclasses import dataclass, field\nfrom typing import Any, Optional\n",
    "import jax\nimport jax.numpy as jnp\nimport numpy as np\n",
)
BLOCKS = (
    '''
def load_{name}(path, limit={number}):
    """Read up to limit records of {name}."""
    records = []
    with open(path, encoding="utf-8") as stream:
        for index, line in enumerate(stream):
            if index >= limit:
                break
            key, _, value = line.strip().partition("=")
            records.append({{"key": key, "value": value, "index": index}})
    return records
''',
    """
class {title}Store:
    def __init__(self, size={number}, name="{name}"):
        self.size = size
        self.name = name
        self._items = {{}}

    def put(self, key, value):
        if len(self._items) >= self.size:
            self._items.pop(next(iter(self._items)))
        self._items[key] = value

    def get(self, key, default=None):
        return self._items.get(key, default)

    def __len__(self):
        return len(self._items)
""",
    """
def score_{name}(items, weight=0.{number}):
    # Later items count less.
    total = 0.0
    for rank, item in enumerate(sorted(items, key=lambda item: -item.score)):
        total += item.score * (1.0 - weight) ** rank
    return total / max(1, len(items))
""",
    """
{upper}_DEFAULTS = {{
    "batch_size": {number},
    "dropout": 0.1,
    "hidden_sizes": [128, 128, 64],
    "name": "{name}",
    "seed": 0,
}}
""",
)
OPTAX_BLOCKS = (
    """
def optimizer_{name}(config):
    schedule = optax.warmup_cosine_decay_schedule(
        init_value=0.0,
        peak_value=config.learning_rate,
        warmup_steps={number},
        decay_steps=config.num_steps,
    )
    return optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(schedule))
""",
    """
def onecycle_{name}(num_steps):
    return optax.linear_onecycle_schedule(num_steps, 0.1, pct_start=0.25)
""",
    """
def optimizer_{name}(learning_rate=1e-{digit}):
    return optax.adam(learning_rate, b1=0.9, b2=0.99)
""",
    """
def linear_{name}(num_steps):
    return optax.linear_schedule(1e-{digit}, 0.0, transition_steps=num_steps)
""",
)
WORDS = (
    *("batch", "cache", "corpus", "decoder", "encoder", "epoch", "feature", "graph"),
    *("image", "label", "layer", "metric", "model", "param", "policy", "record"),
    *("sample", "shard", "signal", "state", "token", "vocab"),
)


def source(rng: random.Random, with_optax: bool) -> str:
    parts = [rng.choice(HEADERS)]
    blocks = rng.choices(BLOCKS, k=rng.randint(2, 30))
    if with_optax:
        parts.append("import optax\n")
        blocks.insert(rng.randrange(len(blocks)), rng.choice(OPTAX_BLOCKS))
    for block in blocks:
        name = f"{rng.choice(WORDS)}_{rng.choice(WORDS)}"
        parts.append(
            block.format(
                name=name,
                title=name.title().replace("_", ""),
                upper=name.upper(),
                number=rng.randint(10, 500),
                digit=rng.randint(2, 5),
            )
        )
    return "\n".join(parts)


def make_tree(root: Path, files: int, seed: int) -> str:
    """Write the tree and say what it holds."""
    rng = random.Random(seed)
    with_optax = set(rng.sample(range(files), round(files * SHARE_WITH_OPTAX)))
    lines = size = 0
    for index in range(files):
        folder = root / f"package_{index // FILES_PER_FOLDER:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        text = source(rng, index in with_optax)
        (folder / f"module_{index:05d}.py").write_text(text, encoding="utf-8")
        lines += text.count("\n")
        size += len(text)
    return (
        f"{files} files ({len(with_optax)} with optax), {lines} lines, "
        f"{size / 1e6:.1f} MB"
    )


def run_time(command: Sequence[str], folder: Path, expect: int) -> float:
    """Seconds for one run, which must end with the exit code ``expect``."""
    start = time.perf_counter()
    result = subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    seconds = time.perf_counter() - start
    if result.returncode != expect:
        sys.stderr.buffer.write(result.stdout + result.stderr)
        raise SystemExit(f"{' '.join(command)} exited with {result.returncode}")
    return seconds


def timed(contenders: Mapping[str, Contender], runs: int) -> dict[str, float]:
    """Time commands, print a table, and return their medians."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    # One run of each first fills the disk cache; then they take turns, so that a
    # slow moment of the machine hits all of them.
    for turn in range(runs + 1):
        for name, (command, where, expect) in contenders.items():
            seconds = run_time(command, where, expect)
            if turn:
                times[name].append(seconds)
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(f"{'':<31}{'median':>8}{'fastest':>9}{'slowest':>9}   of {runs} runs")
    for name, values in times.items():
        print(
            f"{name:<31}{medians[name]:>6.3f} s{min(values):>7.3f} s"
            f"{max(values):>7.3f} s"
        )
    return medians


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=3000, help="files in the tree")
    parser.add_argument("--runs", type=int, default=7, help="timed runs of each")
    parser.add_argument("--seed", type=int, default=0, help="of the tree")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="lrmigrate-bench-") as folder:
        tree = Path(folder) / "tree"
        empty = Path(folder) / "empty"
        empty.mkdir()
        contents = make_tree(tree, options.files, options.seed)
        print(f"{contents}; Python {platform.python_version()}, {os.cpu_count()} CPUs")

        medians = timed(
            {
                "lrmigrate check": (COMMANDS["lrmigrate"], tree, 1),
                "ruff check --select F401": (COMMANDS["ruff"], tree, 1),
                "lrmigrate check, empty folder": (COMMANDS["lrmigrate"], empty, 0),
            },
            options.runs,
        )
    ours, theirs, start_up = medians.values()
    print(f"lrmigrate takes {ours / theirs:.1f} times as long as ruff")
    print(f"start-up is {start_up / ours:.0%} of lrmigrate's time")


if __name__ == "__main__":
    main()
