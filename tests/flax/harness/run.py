"""Runs programs, and prints as JSON what each recorded or how it failed.

``python run.py PROGRAM...``: the Python that runs this decides which Flax it is.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import runpy
import sys
import types
from pathlib import Path

# The default since JAX 0.5: random numbers, so first weights, differ without it.
os.environ["JAX_THREEFRY_PARTITIONABLE"] = "1"

import toy

# Old environments have not installed what migrated programs import.
lrmigrate = types.ModuleType("lrmigrate")
lrmigrate.__path__ = [str(Path(__file__).parents[3])]
sys.modules["lrmigrate"] = lrmigrate


def name(path: Path) -> str:
    """``two_models_before`` for ``two_models/before.py``."""
    return f"{path.parent.name}_{path.stem}"


def outcome(path: str) -> dict:
    toy.RECORDS.clear()
    try:
        runpy.run_path(path, run_name="__main__")
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}
    return {"records": list(toy.RECORDS)}


def main() -> None:
    libraries = ("flax", "optax", "jax")
    report = {
        "versions": {name: importlib.metadata.version(name) for name in libraries},
        "outcomes": {name(Path(path)): outcome(path) for path in sys.argv[1:]},
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
