"""Tell what the verdict on a call costs: cpu a site after start-up, and peak memory.

Two trees of calls in the forms of training scripts: one in which each call has names
and numbers of its own, and one in which nine in ten say what another says, under other
names. A tree with a single call is the start-up.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

COMMAND = [
    *(str(Path(sys.executable).parent / "lrmigrate"), "fix", "--diff", "--isolated"),
    *("--quiet", "--target", "lrsched", "."),
]
SITES_PER_FILE = 50

RATES = (
    *("1e-3", "3e-4", "0.1", "{number}e-5", "lr_{index}", "cfg.lr_{index}"),
    "args.lr * batch_{index} / 256",
)
LENGTHS = (
    *("{number}", "{number}_000", "total_steps_{index}", "cfg.train.steps_{index}"),
    *("epochs_{index} * steps_per_epoch", "len(loader_{index}) * cfg.epochs"),
)
WARMUPS = ("{small}", "warmup_{index}", "cfg.warmup_steps", "int(0.1 * n_{index})")
FRACTIONS = ("0.3", "0.1", "0.05", "pct_{index}")
CALLS = (
    "cosine_decay_schedule(init_value={rate}, decay_steps={length}, alpha=0.1)",
    "cosine_decay_schedule({rate}, decay_steps={length}, alpha=cfg.alpha)",
    "cosine_decay_schedule({rate}, decay_steps={length})",
    "warmup_cosine_decay_schedule(0.0, {rate}, {warmup}, decay_steps={length})",
    (
        "warmup_cosine_decay_schedule(init_value=0.0, peak_value={rate}, "
        "warmup_steps={warmup}, decay_steps={length}, end_value=1e-6)"
    ),
    (
        "warmup_cosine_decay_schedule(init_value={rate} / 100, peak_value={rate}, "
        "warmup_steps={warmup}, decay_steps={length}, end_value=0.0)"
    ),
    "cosine_onecycle_schedule({length}, {rate}, pct_start={fraction})",
    (
        "sgdr_schedule([dict(init_value=0.0, peak_value={rate}, "
        "warmup_steps={warmup}, decay_steps={length})])"
    ),
)


def call(index: int, form: int, draw: random.Random) -> str:
    """Return one call, with names that end in its index."""
    given = {
        "index": index,
        "number": draw.randrange(1_000, 90_000),
        "small": draw.randrange(1, 900),
    }
    parts = {
        name: draw.choice(choices).format(**given)
        for name, choices in (
            ("rate", RATES),
            ("length", LENGTHS),
            ("warmup", WARMUPS),
            ("fraction", FRACTIONS),
        )
    }
    return CALLS[form % len(CALLS)].format(**parts)


def write_tree(root: Path, sites: int, kinds: int, seed: int) -> None:
    """Write modules with so many calls, of so many kinds."""
    for start in range(0, sites, SITES_PER_FILE):
        lines = ["import optax", ""]
        for index in range(start, min(start + SITES_PER_FILE, sites)):
            kind = index % kinds
            text = call(index, kind, random.Random(seed * 1_000_003 + kind))
            lines += [f"def make_{index}(cfg, args):", f"    return optax.{text}", ""]
        (root / f"train_{start}.py").write_text("\n".join(lines), encoding="utf-8")


def cost(sites: int, kinds: int, seed: int) -> tuple[float, float]:
    """Return the cpu seconds and the peak memory, in MB, of one run."""
    with tempfile.TemporaryDirectory() as folder:
        write_tree(Path(folder), sites, kinds, seed)
        process = subprocess.Popen(
            COMMAND,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"JAX_PLATFORMS": "cpu"},
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise SystemExit(f"exit code {process.returncode}: {' '.join(COMMAND)}")
        scale = 2**20 if sys.platform == "darwin" else 2**10
        return _seconds(used), used.ru_maxrss / scale


def _seconds(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Run the trees and print what a site costs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sites", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    start, memory = cost(1, 1, options.seed)
    print(f"start-up, one site     {start:6.2f} s cpu              {memory:5.0f} MB")
    trees = {
        "all of their own": options.sites,
        "nine in ten repeat": options.sites // 10,
    }
    for name, kinds in trees.items():
        seconds, memory = cost(options.sites, max(kinds, 1), options.seed)
        each = 1000 * (seconds - start) / options.sites
        told = f"{seconds:6.2f} s cpu, {each:6.2f} ms a site  {memory:5.0f} MB"
        print(f"{name:<22} {told}")


if __name__ == "__main__":
    main()
