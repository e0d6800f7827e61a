"""Computes curves with the Optax and the JAX of the environment that runs it.

This file stands alone: it needs Python's library, JAX and Optax, and nothing of ours
but the schedules that migrated calls go to, whose folder it is told. It is run as
``python -I worker.py``. On standard input it gets one JSON object,

    {"lrsched": FOLDER, "curves": [{"call": VALUE, "ranges": RANGES, "numbers": STEPS}]}

in which a call is ``{"call": FUNCTION, "arguments": [[NAME, VALUE]]}``, a list
``{"list": VALUES}``, a dict ``{"dict": [[KEY, VALUE]]}``, and a range
``[START, STOP, STRIDE]``. It answers with a line of JSON that says the versions, and
then one for each curve: its values in ``steps``, as an optimizer asks for them, with
JAX's int32, and those in ``numbers``, asked for with Python's numbers. The two can
differ: NumPy may compute the latter. Each is ``{"values": ...}``, the float32 values,
little-endian, as base64, or ``{"raises": ...}``.
"""

from __future__ import annotations

import base64
import contextlib
import importlib
import importlib.util
import io
import json
import os
import sys
import warnings
from pathlib import Path
from typing import Any

OURS = "lrmigrate.lrsched"
CHUNK, LONG_CHUNK = 4096, 2**16  # each operation is compiled for these alone


def main() -> None:
    """Answer what standard input asks."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    asked = json.load(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8"))
    warnings.simplefilter("ignore")
    for answer in _answers(asked):
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _answers(asked: Any) -> Any:
    try:
        jax, optax = (importlib.import_module(one) for one in ("jax", "optax"))
    except Exception as error:
        yield {"fails": _told(error)}
        return
    for setting, value in (
        *(("jax_platforms", "cpu"), ("jax_enable_x64", False)),
        *(("jax_debug_nans", False), ("jax_numpy_dtype_promotion", "standard")),
    ):
        jax.config.update(setting, value)
    _give_ours(asked["lrsched"])
    yield {"optax": optax.__version__, "jax": jax.__version__}
    for one in asked["curves"]:
        yield {
            "steps": _outcome(one, lambda made, asked: _steps(made, asked["ranges"])),
            "numbers": _outcome(one, lambda made, asked: map(made, asked["numbers"])),
        }


def _outcome(asked: Any, compute: Any) -> Any:
    """Return the values that a schedule has, or what it raises."""
    import numpy as np

    try:
        values = compute(_made(asked["call"]), asked)
        if not isinstance(values, np.ndarray):
            values = np.asarray([float(one) for one in values])
        with np.errstate(all="ignore"):
            single = values.astype("<f4")
        single[np.isnan(single)] = np.nan
        return {"values": base64.b64encode(single.tobytes()).decode("ascii")}
    except Exception as error:
        return {"raises": _told(error)}


def _told(error: Exception) -> str:
    first = (str(error).splitlines() or [""])[0][:200]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


def _give_ours(folder: str) -> None:
    """Make our schedules importable, whether or not we are installed here."""
    spec = importlib.util.spec_from_file_location(
        OURS, str(Path(folder, "__init__.py")), submodule_search_locations=[folder]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[OURS] = module
    with contextlib.suppress(Exception):  # told by the calls of what is not there
        spec.loader.exec_module(module)


def _made(value: Any) -> Any:
    """Return what a value of the request stands for; calls are made."""
    if not isinstance(value, dict):
        return value
    if "list" in value:
        return [_made(one) for one in value["list"]]
    if "dict" in value:
        return {key: _made(one) for key, one in value["dict"]}
    module, _, name = value["call"].rpartition(".")
    if module != OURS and module.partition(".")[0] != "optax":
        raise ValueError(f"{value['call']} is no schedule")
    loaded = sys.modules.get(module) or importlib.import_module(module)
    arguments = {name: _made(one) for name, one in value["arguments"]}
    return getattr(loaded, name)(**arguments)


def _steps(schedule: Any, ranges: list[list[int]]) -> Any:
    import jax
    import jax.numpy as jnp
    import numpy as np

    steps = np.concatenate([np.arange(*one, dtype=np.int64) for one in ranges])
    size = CHUNK if len(steps) <= LONG_CHUNK else LONG_CHUNK

    def whole(chunk: Any) -> Any:
        result = jnp.asarray(schedule(chunk))
        return jnp.broadcast_to(result, chunk.shape) if not result.ndim else result

    def computed(many: Any) -> Any:
        parts = []
        for start in range(0, len(steps), size):
            chunk = steps[start : start + size]
            padded = np.pad(chunk, (0, size - len(chunk)), mode="edge")
            result = many(jnp.asarray(padded.astype(np.int32)))
            if result.shape != padded.shape:
                raise TypeError("the schedule does not return one number for a step")
            parts.append(np.asarray(result)[: len(chunk)])
        return np.concatenate(parts)

    try:
        return computed(whole)
    except Exception:  # it takes no arrays of steps, or fails with single ones, too
        return computed(jax.vmap(lambda step: jnp.asarray(schedule(step))))


if __name__ == "__main__":
    main()
